"""The waivers of a release at a gate: those that hold, those that have expired, and those that do not count yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from underhood.doors import marked
from underhood.doors.tree import Unreadable
from underhood.judge.gates.around import Around
from underhood.judge.waivers import Leave, Marks, covers, leaves_of
from underhood.meaning.release import predecessor
from underhood.records.record import Record
from underhood.rules import STATES, rules
from underhood.values.finding import Finding
from underhood.values.ids import Address, parse_address

AGAINST_PREDECESSOR = frozenset({"regression-unexplained", "figure-dropped"})
"""Rules that compare with the predecessor: leave from them is leave against that one."""


@dataclass(frozen=True)
class Leaves:
    """The subjects of waivers by whether they hold; `told`: the others, each with why it does not count."""

    holding: tuple[Leave, ...]
    expired: tuple[Leave, ...]
    told: tuple[tuple[Record, str], ...]
    around: Around

    def split(self, findings: Sequence[Finding]) -> tuple[dict[Finding, Record], dict[Finding, Record]]:
        """Of these findings, those that a waiver excuses, and those that one excused until it expired."""
        marks = cache(self._marks)
        excused: dict[Finding, Record] = {}
        over: dict[Finding, Record] = {}
        for finding in findings:
            for leaves, found in ((self.holding, excused), (self.expired, over)):
                waiver = next((one.waiver for one in leaves if covers(one, finding, marks(one.path))), None)
                if waiver is not None and finding not in excused:
                    found[finding] = waiver
        return excused, over

    def _marks(self, path: str) -> Marks:
        raw = self.around.project.tree.read(path)
        return {} if isinstance(raw, Unreadable) else marked.marks(raw)


def leaves_at(around: Around) -> Leaves:
    """The waivers that concern a release on a day. One that is new, or wider, than in the base counts once merged."""
    holding: list[Leave] = []
    expired: list[Leave] = []
    told: list[tuple[Record, str]] = []
    for waiver in around.project.catalog.of("waiver"):
        here = [one for one in leaves_of(around.project.catalog, waiver) if one.path in around.paths]
        if not here or not _about(waiver, around.release):
            continue
        if str(waiver.data["expires"]) < around.today:
            expired += here
        elif why := _not_yet(waiver, around):
            told.append((waiver, why))
        else:
            holding += here
    return Leaves(tuple(holding), tuple(expired), tuple(told), around)


def _about(waiver: Record, release: Record) -> bool:
    """Whether a waiver holds for a release: it names it, or none."""
    named = parse_address(str(waiver.get("release", "")), kind="release")
    return "release" not in waiver.data or (named is not None and named.record == release.address)


def _not_yet(waiver: Record, around: Around) -> str:
    """Why a waiver does not count in a pull request; empty where it does."""
    if around.base is None:
        return ""
    before = around.policy.catalog.records.get(waiver.address)
    if before is None:
        return "it is new, and counts once it is merged"
    if _about(before, around.release) and before.data["rule"] == waiver.data["rule"]:
        known = set(map(str, before.data["subjects"]))
        if known >= set(map(str, waiver.data["subjects"])) and before.data["expires"] >= waiver.data["expires"]:
            return _other_predecessor(waiver, around)
    return "it says more than in the base, and counts once it is merged"


def _other_predecessor(waiver: Record, around: Around) -> str:
    if waiver.data["rule"] not in AGAINST_PREDECESSOR or around.base is None:
        return ""
    old = around.policy.catalog.records.get(around.release.address)
    before = predecessor(around.policy.catalog, old) if old is not None else None
    now = predecessor(around.project.catalog, around.release)
    same = (before.address if before else None) == (now.address if now else None)
    return "" if same else f"it was given against {before.address if before else 'no predecessor'}"


def titled(waiver: Record) -> str:
    """A waiver in words, with its address."""
    return f"the waiver '{waiver.title}' ({waiver.address})"


def once(records: Iterable[Record]) -> tuple[Record, ...]:
    """These records, each once."""
    return tuple({record.address: record for record in records}.values())


def idle_at(leaves: Leaves, asked: frozenset[str], used: set[Address]) -> Iterator[Leave]:
    """The waivers whose rule the gate asks for, and that excuse nothing."""
    for leave in leaves.holding:
        known = leave.rule in rules() and rules()[leave.rule].scope != STATES
        if leave.waiver.address not in used and (not known or leave.rule in asked):
            yield leave
