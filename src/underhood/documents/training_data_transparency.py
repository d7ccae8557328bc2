"""The documentation of training data that California AB 2013 asks for, its twelve items in their order."""

from __future__ import annotations

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.forms import Form, Named, asked, release_form
from underhood.records.record import Record

FRAMEWORK = "us-ca-ab2013"
TITLE = "Training data transparency (California AB 2013)"
NAMED = Named("training-data-transparency", TITLE)


@document("release", TITLE, applies=asked(FRAMEWORK))
def training_data_transparency(view: View, release: Record) -> Form:
    """Every field of the form, of one release."""
    return release_form(view, release, FRAMEWORK, named=NAMED)
