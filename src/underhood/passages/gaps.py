"""What is not published: absences of one state and reason, together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underhood.meaning.localise import Text
from underhood.values.ids import Address, parse_address

Citation = Mapping[str, Any]

OPEN = frozenset({"not-found", "unknown", "withheld", "pending", "not-public"})
"""Absences that leave a question open; `none` and `not-applicable` answer it."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not published: the fields concerned, the state in which they all are, and why.

    `held_by`: an organisation of the records, or words.
    """

    labels: tuple[str, ...]
    state: str
    reason: Text | None
    held_by: Address | str
    until: str
    searched: tuple[Citation, ...]


def gaps(absent: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[Gap, ...]:
    """Absences by state: fields that are absent for the same reason, by the same search, stand together."""
    found: dict[str, tuple[list[str], Mapping[str, Any]]] = {}
    for label, data in absent:
        same = repr({name: data.get(name) for name in ("absent", "reason", "held_by", "until", "searched")})
        found.setdefault(same, ([], data))[0].append(label)
    return tuple(
        Gap(
            labels=tuple(labels),
            state=str(data["absent"]),
            reason=data.get("reason"),
            held_by=_holder(str(data.get("held_by", ""))),
            until=str(data.get("until", "")),
            searched=(*data.get("searched", ()), *data.get("evidence", ())),
        )
        for labels, data in found.values()
    )


def _holder(written: str) -> Address | str:
    return (parse_address(written) if written.startswith("organisation/") else None) or written
