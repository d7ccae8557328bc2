"""The history of a release or of a channel was rewritten, or goes back.

**What:** a status in the history of a release that was made available, or of a channel, that is another than before or
gone; a new entry that takes back a withdrawal, a deprecation, or the closing of a channel. Any other new entry is
notable.

**Why:** people acted on what a release's status said. What was withdrawn was withdrawn for a reason.

**Example:** withdrawn 2024-03-01 → released 2024-03-01.

**Instead:** leave the entry and add a new one; where that takes something back, a decision whose `weakens` names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from underhood.changes import Comparison, Difference, change, weighing
from underhood.meaning.release import ever_out
from underhood.records.record import Record
from underhood.values.change import Change, Kind, Weight

BACK = {
    "release": ("withdrawn", "deprecated", "superseded", "released"),
    "distribution": ("closed", "paused", "gated", "offered"),
}
"""From the most careful status to the freest; between two of them, the later in the history should be the earlier."""


@weighing(*(f"{kind}/history" for kind in BACK))
def taken_back(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """An entry of a history, or something in one."""
    weight = difference.weight
    kind = difference.record.kind
    if comparison.releases is None and len(difference.names) == 1 and difference.kind is Kind.ADDED:
        weight = Weight.WEAKENING if _freer(difference, BACK[kind]) else Weight.NOTABLE
    elif comparison.releases is None and difference.names[-1] == "status" and difference.old is not None:
        public = kind != "release" or ever_out(difference.old.record)
        weight = Weight.WEAKENING if public else Weight.NOTABLE
    yield change(difference, comparison, weight=weight)


def _freer(difference: Difference, order: tuple[str, ...]) -> bool:
    """Whether new entries follow a status that they take back."""
    entries = difference.new_value if isinstance(difference.new_value, tuple) else (difference.new_value,)
    before = [entry for entry in _history(difference.record) if entry not in entries]
    last = max(before, key=lambda entry: str(entry["date"]), default=None)
    if last is None or last["status"] not in order:
        return False
    new = max(entries, key=lambda entry: str(entry["date"]))
    careful = order.index(last["status"])
    freer = new["status"] in order and order.index(new["status"]) > careful
    return freer or new["status"] in {"draft", "candidate"}


def _history(record: Record) -> list[dict[str, Any]]:
    return list(record.get("history", ()))
