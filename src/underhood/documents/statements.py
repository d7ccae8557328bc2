"""The public statements about one release, with who said each and what became of it."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.meaning.release import pointing
from underhood.passages.statement_lists import StatementList, statement_list
from underhood.records.record import Record


@dataclass(frozen=True, slots=True)
class Statements:
    """What the page of the statements about a release shows."""

    title: str
    summary: str
    release: Record
    found: StatementList


def _any(view: View, release: Record) -> bool:
    return bool(pointing(view.catalog, release, "claim"))


@document("release", "Public statements", applies=_any)
def statements(view: View, release: Record) -> Statements:
    """The public statements about a release."""
    say = view.messages.gettext
    return Statements(
        title=say("%s: public statements") % release.title,
        summary=say(
            "What was said in public about this release, sentence by sentence, beside what the published sources say."
        ),
        release=release,
        found=statement_list(view, pointing(view.catalog, release, "claim")),
    )
