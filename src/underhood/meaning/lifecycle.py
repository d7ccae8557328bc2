"""The way of a release from draft to withdrawn: which status may follow which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from underhood.records.record import Record

DRAFT = "draft"
WAY = (DRAFT, "candidate", "approved", "released")
"""How a release comes out, step by step."""

NEXT: Mapping[str, tuple[str, ...]] = {
    "draft": ("candidate",),
    "candidate": ("draft", "approved", "released"),
    "approved": ("released",),
    "released": ("superseded", "deprecated", "withdrawn"),
    "superseded": ("deprecated", "withdrawn"),
    "deprecated": ("superseded", "withdrawn"),
    "withdrawn": (),
}
"""The statuses that may follow each."""

ENDING = frozenset(NEXT) - frozenset(WAY)
"""The statuses of a release that was out."""

EXPLAINED = frozenset({"deprecated", "withdrawn"})
"""The statuses that need a reason."""


def asked_along(before: str, to: str) -> tuple[str, ...]:
    """The statuses whose gates must hold on the way from one to another; empty where no way leads there.

    A status that is passed over asks all the same.
    """
    if before in WAY and to in WAY and WAY.index(before) < WAY.index(to):
        return WAY[WAY.index(before) + 1 : WAY.index(to) + 1]
    return (to,) if to in NEXT.get(before, ()) else ()


def status_before(release: Record, to: str, *, today: str = "9999") -> str:
    """The status that a release leaves for another: that of a day, or the one before where it has entered it.

    What the history dates later has not happened yet.
    """
    entered = [str(entry["status"]) for entry in _in_order(release) if str(entry["date"]) <= today]
    if entered and entered[-1] == to:
        entered.pop()
    return entered[-1] if entered else DRAFT


def entered(release: Record, status: str, *, today: str) -> str:
    """The day since when a release has a status; empty where it has another on this day."""
    past = [entry for entry in _in_order(release) if str(entry["date"]) <= today]
    return str(past[-1]["date"]) if past and past[-1]["status"] == status else ""


def _in_order(release: Record) -> list[Mapping[str, Any]]:
    entries = sorted(enumerate(release.data["history"]), key=lambda entry: (str(entry[1]["date"]), entry[0]))
    return [entry for _, entry in entries]
