"""All public statements that were examined, over all releases, with who said each and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.statement_lists import StatementList, statement_list


@dataclass(frozen=True, slots=True)
class Claims:
    """What the page of public statements shows."""

    title: str
    summary: str
    found: StatementList


@document("repository", "Public statements")
def claims(view: View, _: None = None) -> Claims:
    """All public statements."""
    say = view.messages.gettext
    return Claims(
        title=say("Public statements"),
        summary=say(
            "What was said in public about the releases, sentence by sentence, beside what the published sources say."
        ),
        found=statement_list(view, view.of("claim")),
    )
