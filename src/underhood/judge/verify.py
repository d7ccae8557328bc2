"""What a document or a site can be proved to be, level by level: each is good, bad, or was not checked, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.judge.standings import Approved, Standing
from underhood.meaning.audience import Audience, View, Views, audience_of
from underhood.records.project import Project
from underhood.records.reading import Problem
from underhood.records.seal_values import Seal
from underhood.values.ids import parse_address
from underhood.values.origin import NAMING, SHORT, Origin, records_digest

MANIFEST, RECORDS, BYTES, FILES, SIGNATURE, APPROVALS, GATE = LEVELS = (
    "manifest",
    "records",
    "bytes",
    "files",
    "signature",
    "approvals",
    "gate",
)
MOST = 5
"""So many files or records are named; the rest is counted."""


class State(StrEnum):
    """What a level came to."""

    GOOD = "good"
    BAD = "bad"
    UNCHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Level:
    """A level, what it came to, and the reason in words."""

    name: str
    state: State
    reason: str


def good(name: str, reason: str) -> Level:
    """A level that was checked and holds."""
    return Level(name, State.GOOD, reason)


def bad(name: str, reason: str) -> Level:
    """A level that was checked and does not hold."""
    return Level(name, State.BAD, reason)


def unchecked(name: str, reason: str) -> Level:
    """A level that was not checked."""
    return Level(name, State.UNCHECKED, reason)


def joined(levels: Sequence[Level], name: str) -> Level:
    """One level out of several of its kind: the worst, with the words of all that are as bad."""
    worst = next(
        state for state in (State.BAD, State.UNCHECKED, State.GOOD) if any(one.state is state for one in levels)
    )
    return Level(name, worst, "; ".join(one.reason for one in levels if one.state is worst))


def manifest_level(said: str, release: str, seal: Seal | Problem | None, *, fixed: bool) -> Level:
    """Whether the seal that a document names is that of its release; `fixed`: the release was ever signed."""
    if isinstance(seal, Problem):
        return bad(MANIFEST, f"{seal.location.path}: {seal.message}")
    if not said:
        if seal is not None and fixed:
            return bad(MANIFEST, f"{release} is sealed, and the document does not say so")
        waits = seal is not None  # a candidate's documents follow its records until it is approved
        return unchecked(
            MANIFEST, "the release is sealed, and not approved yet" if waits else "the release is not sealed"
        )
    if seal is None:
        return bad(MANIFEST, f"there is no seal of {release} there, and the document names one")
    if (seal.release, seal.manifest) != (release, said):
        words = f"the document names {said[:SHORT]} of {release}, and the seal is {seal.manifest[:SHORT]}"
        return bad(MANIFEST, f"{words} of {seal.release}")
    return good(MANIFEST, f"{said[:SHORT]} is the seal of {release}, of {seal.sealed}, and its entries fit")


def records_level(origin: Origin, project: Project, *, where: str) -> Level:
    """Whether the records are those that a document says it was made from."""
    if not origin.names:
        words = "it names no records" if not origin.count else "a page of a site names only how many: give the site"
        return unchecked(RECORDS, words)
    if len(origin.names) != origin.count:
        return bad(RECORDS, f"the footer counts {origin.count:,} records and names {len(origin.names):,}")
    audience = audience_of(origin.audience) or Audience.PUBLIC
    now = digests_of(project, origin.names, audience)
    faults = _differing({name: digest[:NAMING] for name, digest in now.items()}, origin.names)
    if faults:
        return bad(RECORDS, f"not those of {where}: {_some(faults)}")
    if records_digest(now) != origin.records:
        return bad(RECORDS, f"the {len(now):,} records of {where} have another digest than the footer says")
    return good(RECORDS, f"the {len(now):,} records of {where} are those that it was made from")


def all_records_level(said: Mapping[str, str], project: Project, shown: View, *, where: str) -> Level:
    """Whether the records are those that a site says it was made from; `shown`: those that it has to show."""
    now = digests_of(project, {*said, *(str(record.address) for record in shown)}, shown.audience)
    faults = _differing({name: now[name] for name in now}, said)
    if faults:
        return bad(RECORDS, f"not those of {where}: {_some(faults)}")
    return good(RECORDS, f"the {len(now):,} records of {where} are those that it was made from")


def digests_of(project: Project, names: Iterable[str], audience: Audience = Audience.PUBLIC) -> Mapping[str, str]:
    """The digests of these records as an audience sees them, of those that there are."""
    found, views, words = {}, Views(project), Messages(SOURCE_LANGUAGE)
    for name in names:
        address = parse_address(name)
        record = project.catalog.records.get(address) if address is not None else None
        if record is not None and str(record.address) == name:
            found[name] = (views.shown(record, audience, words).record or record).digest
    return found


def _differing(now: Mapping[str, str], said: Mapping[str, str]) -> list[str]:
    return [
        f"{name} {'is not there' if name not in now else 'is not named' if name not in said else 'differs'}"
        for name in sorted({*now, *said})
        if now.get(name) != said.get(name)
    ]


def bytes_level(raw: bytes, made: bytes | str) -> Level:
    """Whether a document made again is the same to the byte; a text says why it was not made."""
    if isinstance(made, str):
        return unchecked(BYTES, made)
    if raw == made:
        return good(BYTES, f"made again, it is the same, all {len(raw):,} bytes")
    here, there = raw.split(b"\n"), made.split(b"\n")
    line = next((i for i, (one, other) in enumerate(zip(here, there, strict=False)) if one != other), None)
    number = (line if line is not None else min(len(here), len(there))) + 1
    return bad(BYTES, f"made again, it is another from line {number:,} on")


def files_levels(held: Mapping[str, str], made: Mapping[str, str] | str, *, signed: bool) -> tuple[Level, Level]:
    """Whether the files of a site, by their digests, are those that it has when made again, and what the others are.

    `signed`: a good signature covers every file of the folder.
    """
    covered = good(FILES, f"the signature covers all {len(held):,} files") if signed else None
    if isinstance(made, str):
        words = f"which of its {len(held):,} files no record makes cannot be told, since they are not made again"
        return unchecked(BYTES, made), covered or unchecked(FILES, words)
    faults = [
        f"{name} {'is missing' if name not in held else 'is another'}"
        for name in sorted(made)
        if held.get(name) != made[name]
    ]
    same = f"made again, its {len(made):,} files are the same"
    found = bad(BYTES, f"made again: {_some(faults)}") if faults else good(BYTES, same)
    others = sorted(set(held) - set(made))
    what = f"only a signature can cover what no record makes: {_counted(others)}"
    return found, covered or (unchecked(FILES, what) if others else good(FILES, "there are no others"))


def _counted(paths: Sequence[str]) -> str:
    """Files by the folder at the top that they lie in: a file too many shows there, however many the others are."""
    folders = Counter(path.partition("/")[0] for path in paths)
    words = [
        f"{count:,} in {folder}/" if count > 1 else next(one for one in paths if one.partition("/")[0] == folder)
        for folder, count in sorted(folders.items())
    ]
    return f"{len(paths):,} file{'' if len(paths) == 1 else 's'} ({', '.join(words)})"


_PAST = frozenset({Standing.STALE, Standing.EXPIRED})
"""Approvals that held once; whoever has spoken anew since is taken at the later word."""


def approvals_level(approved: Sequence[Approved], release: str) -> Level:
    """Whether the approvals of a release hold."""
    if not approved:
        return unchecked(APPROVALS, f"there are none of {release} there")
    said_anew = {_who(one) for one in approved if one.standing is Standing.VALID}
    former = [one for one in approved if one.standing in _PAST and _who(one) in said_anew]
    again = [one for one in approved if one.standing is Standing.TWICE]
    counted = [one for one in approved if one not in former and one not in again]
    words = [f"{one.record.address} ({one.record.get('role')}): {one.standing.value}" for one in counted]
    words += [f"{one.record.address}: an earlier word, said anew since" for one in former]
    words += [f"{one.record.address}: does not count again: {one.reason}" for one in again]
    reasons = [
        f"{word}: {one.reason}" if one.reason and one.standing is not Standing.VALID else word
        for word, one in zip(words, counted, strict=False)
    ]
    if any(one.standing not in {Standing.VALID, Standing.UNSIGNED, Standing.UNCHECKED} for one in counted):
        return bad(APPROVALS, "; ".join(reasons))
    if any(one.standing is not Standing.VALID for one in counted):
        return unchecked(APPROVALS, "; ".join(reasons))
    return good(APPROVALS, f"by the signers of the clone: {'; '.join(words)}")


def outcome(levels: Sequence[Level], asked: Iterable[str]) -> State:
    """What all levels come to: good only where nothing is bad, something is good, and all that was asked for is."""
    wanted = set(asked)
    if any(one.state is State.BAD for one in levels):
        return State.BAD
    missing = any(one.state is State.UNCHECKED and one.name in wanted for one in levels)
    absent = wanted - {one.name for one in levels}
    return State.UNCHECKED if missing or absent or all(one.state is not State.GOOD for one in levels) else State.GOOD


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:MOST]) + (f" and {len(words) - MOST:,} more" if len(words) > MOST else "")


def as_data(levels: Sequence[Level]) -> Iterator[Mapping[str, str]]:
    """The levels as plain data."""
    for one in levels:
        yield {"level": one.name, "state": one.state.value, "reason": one.reason}


def _who(one: Approved) -> tuple[object, object]:
    return one.record.get("person"), one.record.get("role")
