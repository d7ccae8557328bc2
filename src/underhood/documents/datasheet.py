"""The datasheet of a source of data: the questions of Gebru et al., in their order."""

from __future__ import annotations

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.forms import Form, Named, asked, source_form
from underhood.records.record import Record

FRAMEWORK = "gebru-2021-datasheets"
TITLE = "Datasheet"
NAMED = Named("datasheet", TITLE)


@document("data-source", TITLE, applies=asked(FRAMEWORK))
def datasheet(view: View, source: Record) -> Form:
    """Every field of the form, of one source of data."""
    return source_form(view, source, FRAMEWORK, named=NAMED)
