"""What became of the keys that may sign, and of those that are revoked, between two states.

Keys are compared as they are written, believed or not: which line is believed follows from the others. A person is one,
whatever name of the person's a line has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from underhood.changes import Difference, Spot, signers
from underhood.doors.ssh_format import REVOCATIONS, Signer, listed_keys, read_signers
from underhood.doors.tree import Tree, Unreadable
from underhood.records.people import People, people_of
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.records.trust import LARGEST, REVOKED, SIGNERS, fits
from underhood.values.change import REVOKED_KEY, SIGNER, Kind, Weight

KEY = "trusted key"
"""The last name of differences between keys, which are in no field."""
BINARY = "The list of revoked keys in OpenSSH's own form"
FOREVER = "9" * 14


@dataclass(frozen=True, slots=True)
class _Held:
    """A line of `_signers`, and whom it names."""

    line: Signer
    who: tuple[str, ...]

    @property
    def terms(self) -> str:
        """Under which conditions the key counts, in words and in one spelling."""
        line = self.line
        said = [f"for {', '.join(self.who)}", *([f"from {_day(line.after)}"] if line.after else [])]
        said.append(f"until {_day(line.before)}" if line.before else "without limit")
        said += [f"only as {line.options['namespaces']}"] if "namespaces" in line.options else []
        return ", ".join([*said, *(["vouching for others' keys"] if line.authority else [])])

    def within(self, known: _Held) -> bool:
        """Whether whatever the line lets count, another one let count before."""
        purposes, before = (one.line.options.get("namespaces") for one in (self, known))
        return (
            set(self.who) <= set(known.who)
            and self.line.authority == known.line.authority
            and self.line.after >= known.line.after
            and (self.line.before or FOREVER) <= (known.line.before or FOREVER)
            and (before is None or (purposes is not None and set(purposes.split(",")) <= set(before.split(","))))
        )


Keys = Mapping[str, tuple[_Held, ...]]


def key_differences(projects: tuple[Project, Project], files: Collection[str]) -> Iterator[Difference]:
    """How the keys differ that may sign, and those that are revoked; each key once."""
    if not {SIGNERS, REVOKED} & set(files):
        return
    before, after = (_keys(project.tree) for project in projects)
    for key in sorted({*before, *after}):
        yield from _signer(key, before.get(key, ()), after.get(key, ()))
    old, new = (_read(project.tree, REVOKED) for project in projects)
    yield from _revoked(old, new, {**before, **after})


def _keys(tree: Tree) -> Keys:
    """The lines of one state, by the fingerprints of their keys."""
    people, found = people_of(tree), dict[str, tuple[_Held, ...]]()
    for line in read_signers(_read(tree, SIGNERS).decode("utf-8", "replace")).signers:
        found[line.fingerprint] = (*found.get(line.fingerprint, ()), _Held(line, _who(line, people)))
    return found


def _read(tree: Tree, path: str) -> bytes:
    """A file; empty where there is none, or none that can be read: nothing in it counts then."""
    if all(entry.path != path for entry in tree.walk(path)):
        return b""
    raw = tree.read(path, largest=LARGEST)
    return b"" if isinstance(raw, Unreadable) else raw


def _who(line: Signer, people: People) -> tuple[str, ...]:
    """Whom a line names: people by id, or its own words where nobody has that name."""
    meant = {one.id for one in people.every if any(fits(line.principals, name) for name in one.names())}
    return tuple(sorted((not line.authority and meant) or set(line.principals)))


def _named(key: str, held: tuple[_Held, ...]) -> str:
    who = ", ".join(sorted({name for one in held for name in one.who}))
    return f"Key of {who}, {key}" if who else f"Key {key}"


def _signer(key: str, old: tuple[_Held, ...], new: tuple[_Held, ...]) -> Iterator[Difference]:
    before, after = ("; ".join(sorted({one.terms for one in held})) or None for held in (old, new))
    if before != after:
        wider = not all(any(one.within(known) for known in old) for one in new)
        wider = wider if old else any(one.line.authority for one in new)
        yield _difference(SIGNER, key, (before, after), wider=wider, wording=_named(key, new or old))


def _day(moment: str) -> str:
    """A moment of fourteen digits; its time only where it is not the beginning of the day."""
    day, time = f"{moment[:4]}-{moment[4:6]}-{moment[6:8]}", moment[8:]
    return day if time == "000000" else f"{day} {time[:2]}:{time[2:4]}:{time[4:]}"


def _revoked(old: bytes, new: bytes, keys: Keys) -> Iterator[Difference]:
    before, after = (listed_keys(raw) for raw in (old, new))
    for key in sorted(before ^ after):
        gone = key in before
        values = (signers.REVOKED, None) if gone else (None, signers.REVOKED)
        yield _difference(REVOKED_KEY, key, values, wider=gone, wording=_named(key, keys.get(key, ())))
    was, now = (hashlib.sha256(raw).hexdigest()[:16] if raw.startswith(REVOCATIONS) else None for raw in (old, new))
    if was != now:  # which keys it holds, only OpenSSH could say: another list may hold fewer
        yield _difference(REVOKED_KEY, BINARY, (was, now), wider=was is not None, wording=BINARY)


def _difference(
    address: str, key: str, values: tuple[str | None, str | None], *, wider: bool, wording: str
) -> Difference:
    path = SIGNERS if address == SIGNER else REVOKED
    spot = Spot(Record(address, hashlib.sha256(key.encode()).hexdigest()[:16], path, {}), ())
    was, now = (None if value is None else spot for value in values)
    kind = Kind.ADDED if was is None else Kind.REMOVED if now is None else Kind.CHANGED
    return Difference(kind, (KEY,), was, now, *values, Weight.WEAKENING if wider else Weight.NOTABLE, wording=wording)
