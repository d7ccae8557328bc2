"""What a gate comes to: its requirements, each with its state, what stands behind it, and who can do something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from underhood.judge.standings import Approved
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.values.finding import Finding

Because = Finding | Approved


class State(StrEnum):
    """What became of a requirement; a gate holds where all of them hold or are waived."""

    HOLDS = "holds"
    BLOCKS = "blocks"
    WAIVED = "waived"
    STALE = "stale"


PASSING = frozenset({State.HOLDS, State.WAIVED})

FILES, SEAL, SINCE, RULE, OWN, APPROVALS, MINIMUM, WAIVER = (
    "files",
    "seal",
    "since",
    "rule",
    "own",
    "approvals",
    "minimum",
    "waiver",
)


LAST_CHANGED = "whoever last changed these files"
RUNNING = "whoever runs the gate: give --base REV"
"""Who can act, where no record names anybody."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that must hold.

    `topic` is what it is about, `name` the rule or role; `what` says it in a sentence. `who` can do something about it.
    `waivers` are those that excuse it, or did. `asked` and `given` count approvals. `hint`: what they can do.
    """

    topic: str
    what: str
    state: State
    because: tuple[Because, ...] = ()
    who: tuple[str, ...] = ()
    name: str = ""
    waivers: tuple[Record, ...] = ()
    asked: int = 0
    given: int = 0
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Base:
    """The state whose policy, people, signers and waivers judge, and what was lost or weakened since it."""

    project: Project
    since: tuple[Finding, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands between a release and a status.

    `told` is what a reader must know of how it was judged; `warnings` are findings that do not block. `names` says how
    people and organisations are called, by the word that records have for them, and records, by their file.
    """

    release: Record
    status_from: str
    status_to: str
    requirements: tuple[Requirement, ...]
    told: tuple[str, ...] = ()
    warnings: tuple[Finding, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether the release may enter the status."""
        return all(one.state in PASSING for one in self.requirements)

    def of(self, *states: State) -> tuple[Requirement, ...]:
        """The requirements in these states."""
        return tuple(one for one in self.requirements if one.state in states)

    def called(self, word: str) -> str:
        """The name of a person or organisation; the word itself where there is none."""
        return self.names.get(word, word)
