"""What expressions of own rules know besides their record: the variables, what surrounds it, what may still be read."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from typing import Any

from underhood.doors.cel import ANY
from underhood.meaning.release import predecessor
from underhood.records.record import Catalog, Record
from underhood.values.ids import Address

RECORD = f"map<string,{ANY}>"
MOST_READ = 200_000
"""Values that `ref` may hand to one expression, all calls together."""
LOOKING = 100
"""What looking for one place or waiver counts as."""

VARIABLES: Mapping[str, str] = {
    "record": "The record that the rule looks at, field by field: `record.ratings`, `record.rows[0].id`.",
    "release": "At a gate, the release that is judged; in a check, the record of a rule for releases.",
    "previous": "The predecessor of that release; `is_absent(previous)` where it has none.",
}


@dataclass(frozen=True, slots=True)
class Env:
    """What an expression may know besides its record.

    `release`: the release that is judged; None in a check. `approvals`: how many approvals stand in a role; None in a
    check. `waivers`: those that count; None: every one.
    """

    catalog: Catalog
    today: Callable[[], str]
    release: Record | None = None
    approvals: Callable[[str], int] | None = None
    waivers: Container[Address] | None = None


@dataclass(slots=True)
class Stage:
    """What the functions answer for: the record and its surroundings, and how much they may still hand out."""

    env: Env | None = None
    record: Record | None = None
    left: int = MOST_READ
    known: dict[str, tuple[list[Any], int]] = field(default_factory=dict)

    def on(self, env: Env, record: Record, most: int) -> None:
        """Begin with a record, and with how much may be read of others; its parts are kept for the next expression."""
        if self.record is not record or self.env is None or self.env.catalog is not env.catalog:
            self.known = {}
        self.env, self.record, self.left = env, record, most

    def spend(self, cost: int) -> None:
        """Count what an expression reads. Raises ValueError when it is too much."""
        self.left -= cost
        if self.left < 0:
            raise ValueError("the expression reads too much of other records")

    @property
    def around(self) -> Env:
        """The surroundings."""
        assert self.env is not None
        return self.env

    @property
    def release(self) -> Record | None:
        """The release that is judged, or that the rule looks at."""
        if self.around.release is not None:
            return self.around.release
        return self.record if self.record is not None and self.record.kind == "release" else None

    @property
    def previous(self) -> Record | None:
        """Its predecessor."""
        release = self.release
        return predecessor(self.around.catalog, release) if release is not None else None
