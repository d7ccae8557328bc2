"""Statements on releases, and whose answer is another than before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from underhood.meaning.audience import View
from underhood.meaning.release import pointing, predecessor
from underhood.records.record import Record


def changed_answers(view: View, release: Record) -> Iterator[tuple[Record, str]]:
    """Statements on a release whose answer differs from that of an earlier one, each with the earlier answer.

    That something is no longer said is no statement about what was done: the record's own text says what it shows.
    """
    earlier = _before(view, release)
    for statement in pointing(view.catalog, release, "statement"):
        before = earlier.get(_item(statement))
        if before is not None and before != statement.data["answer"]:
            yield statement, before


def _before(view: View, release: Record) -> Mapping[tuple[str, str], str]:
    """The latest answer to each item among the releases that lead up to one."""
    found: dict[tuple[str, str], str] = {}
    seen = {release.address}
    before = predecessor(view.catalog, release)
    while before is not None and before.address not in seen:
        seen.add(before.address)
        for statement in pointing(view.catalog, before, "statement"):
            if "item" in statement.data:
                found.setdefault(_item(statement), str(statement.data["answer"]))
        before = predecessor(view.catalog, before)
    return found


def _item(statement: Record) -> tuple[str, str]:
    return str(statement.get("framework", "")), str(statement.get("item", ""))
