"""Technical documentation and information for downstream providers: Annexes XI and XII of the EU AI Act."""

from __future__ import annotations

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.forms import Form, Named, asked, release_form
from underhood.records.record import Record

FRAMEWORK = "eu-ai-act-annex-xi-xii"
TITLE = "Technical documentation (EU AI Act, Annexes XI and XII)"
NAMED = Named("annex-xi-xii", TITLE)


@document("release", TITLE, applies=asked(FRAMEWORK))
def annex_xi_xii(view: View, release: Record) -> Form:
    """Every field of the form, of one release."""
    return release_form(view, release, FRAMEWORK, named=NAMED)
