"""The transparency report that California SB 53 asks for, with what else the law asks."""

from __future__ import annotations

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.forms import Form, Named, asked, release_form
from underhood.records.record import Record

FRAMEWORK = "us-ca-sb53"
TITLE = "Transparency report (California SB 53)"
NAMED = Named("transparency-report", TITLE, "transparency-report")


@document("release", TITLE, applies=asked(FRAMEWORK))
def transparency_report(view: View, release: Record) -> Form:
    """Every field of the form, of one release."""
    return release_form(view, release, FRAMEWORK, named=NAMED)
