"""The model documentation form of the EU code of practice, every field in its order, with recipients."""

from __future__ import annotations

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.forms import Form, Named, asked, release_form
from underhood.records.record import Record

FRAMEWORK = "eu-gpai-model-documentation-form"
TITLE = "Model documentation form"
NAMED = Named("documentation-form", TITLE, "documentation-form")


@document("release", TITLE, applies=asked(FRAMEWORK))
def documentation_form(view: View, release: Record) -> Form:
    """Every field of the form, of one release."""
    return release_form(view, release, FRAMEWORK, named=NAMED)
