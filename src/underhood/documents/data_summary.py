"""The public summary of training content after the template of the European Commission, every field in its order."""

from __future__ import annotations

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.forms import Form, Named, asked, release_form
from underhood.records.record import Record

FRAMEWORK = "eu-training-content-summary"
TITLE = "Public summary of training content"
NAMED = Named("data-summary", TITLE, "data-summary")


@document("release", TITLE, applies=asked(FRAMEWORK))
def data_summary(view: View, release: Record) -> Form:
    """Every field of the form, of one release."""
    return release_form(view, release, FRAMEWORK, named=NAMED)
