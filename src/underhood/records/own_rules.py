"""Rules of an organisation's own, as the settings write them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.values.finding import DataPath, Severity

CHECKS = ""
"""The rules that every check runs, among those of the gates."""


@dataclass(frozen=True, slots=True)
class OwnRule:
    """One rule: which records it looks at, what must be true of them, and what is told else.

    `gate`: the status at whose gate it holds; empty: in every check. `place`: where it stands in the settings.
    """

    id: str
    kind: str
    require: str
    message: str
    when: str = ""
    level: Severity = Severity.ERROR
    gate: str = CHECKS
    place: DataPath = ()


def read_own(data: Mapping[str, Any]) -> tuple[OwnRule, ...]:
    """The own rules of settings, those of every check first."""
    return tuple(_all(data))


def _all(data: Mapping[str, Any]) -> Iterator[OwnRule]:
    yield from _some(data.get("checks", {}), ("checks",), CHECKS)
    for status, gate in data.get("gates", {}).items():
        yield from _some(gate, ("gates", status), status)


def _some(group: Mapping[str, Any], path: DataPath, gate: str) -> Iterator[OwnRule]:
    for index, one in enumerate(group.get("own", ())):
        yield OwnRule(
            one["id"],
            one["for"],
            one["require"],
            one["message"],
            one.get("when", ""),
            Severity(one.get("level", Severity.ERROR)),
            gate,
            (*path, "own", index),
        )
