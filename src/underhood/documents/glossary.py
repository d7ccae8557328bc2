"""The words of these pages and what they mean."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.glossary import Term
from underhood.passages.glossary import glossary as read_glossary


@dataclass(frozen=True, slots=True)
class Glossary:
    """What the glossary shows."""

    title: str
    summary: str
    terms: tuple[Term, ...]


@document("repository", "Glossary")
def glossary(view: View, _: None = None) -> Glossary:
    """The glossary in the language of the view."""
    return Glossary(
        title=view.messages.gettext("Glossary"),
        summary=view.messages.gettext("The words of these pages and what they mean here."),
        terms=read_glossary(view.templates, view.language),
    )
