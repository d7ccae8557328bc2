"""A catalogue brought up to what has to be translated: nothing that somebody translated is lost."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from underhood.doors.po_entries import FUZZY, Entry, PoFile


@dataclass(frozen=True, slots=True)
class Asked:
    """A text that has to be translated. `names`: the addresses that a catalogue may give it, the usual one first."""

    text: str
    plural: str = ""
    names: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of the entries.

    `alike`: those added that have the words of the same text elsewhere, to be looked over; `dropped`: entries out of
    use in which nobody had written anything.
    """

    added: int = 0
    alike: int = 0
    changed: int = 0
    back: int = 0
    gone: int = 0
    dropped: int = 0

    @property
    def any(self) -> bool:
        """Whether the file changes."""
        return bool(self.added or self.changed or self.back or self.gone or self.dropped)


def brought_up(
    file: PoFile, asked: Iterable[Asked], *, spared: Callable[[Entry], bool] = lambda _: False
) -> tuple[PoFile, Counts]:
    """The catalogue for these texts, in the order that it has.

    A new text gets an empty entry behind its neighbour by address. Where a text changed, the translation stays, is
    marked fuzzy, and the words that it was made of are kept. What nobody asks for goes to the end, out of use, and
    comes back when it is asked for again. `spared` says which entries stay though nobody asks for them.
    """
    wanted = sorted(asked, key=lambda one: (_order(one.names[0]), one.text))
    plan = _Plan(file.entries, wanted)
    kept: list[Entry] = []
    gone: list[Entry] = []
    dropped = 0
    for entry in file.entries:
        if entry.obsolete:
            continue
        if entry in plan.taken or spared(entry):
            kept.append(plan.taken.get(entry, entry))
        elif entry.translated or entry.comments:
            gone.append(entry.put_away(obsolete=True))
        else:
            dropped += 1
    old = [entry for entry in file.entries if entry.obsolete and entry not in plan.taken]
    counts = replace(plan.counts(file.forms), gone=len(gone), dropped=dropped)
    if not counts.any:
        return file, counts
    known = {(entry.key, entry.strings) for entry in old}
    gone = [entry for entry in gone if (entry.key, entry.strings) not in known]
    entries = [*_placed(kept, plan.new(file.forms)), *old, *gone]
    return replace(file, entries=tuple(entries)), counts


class _Plan:
    """Which entry serves which text."""

    def __init__(self, entries: Sequence[Entry], wanted: Sequence[Asked]) -> None:
        self.exact = {(entry.key, entry.obsolete): entry for entry in reversed(entries)}
        self.taken: dict[Entry, Entry] = {}
        self.back: list[Entry] = []
        self.unserved: list[Asked] = []
        self.changed = 0
        later = [one for one in wanted if not self._as_it_is(one)]
        named = _by_context(entries)
        self.alike = {entry.id: entry for entry in reversed(entries) if entry.translated and not entry.obsolete}
        for one in later:
            if not (self._again(one) or self._anew(one, named)):
                self.unserved.append(one)

    def _as_it_is(self, one: Asked) -> bool:
        found = [self.exact.get(((name, one.text, bool(one.plural)), False)) for name in one.names]
        for entry in found:
            if entry is not None:
                self.taken[entry] = entry if entry.plural == one.plural else replace(entry, plural=one.plural, lines=())
                self.changed += entry.plural != one.plural
        return any(found)

    def _again(self, one: Asked) -> bool:
        """A text that came back finds its translation out of use."""
        for name in one.names:
            entry = self.exact.get(((name, one.text, bool(one.plural)), True))
            if entry is not None:
                self.taken[entry] = entry.put_away(obsolete=False)
                self.back.append(self.taken[entry])
                return True
        return False

    def _anew(self, one: Asked, named: Mapping[str, Sequence[Entry]]) -> bool:
        """A text that changed keeps the translation of what stood there, to be looked over."""
        found = [entry for name in one.names if name for entry in named.get(name, ()) if entry not in self.taken]
        entry = next((entry for entry in found if entry.translated), next(iter(found), None))
        if entry is None:
            return False
        self.taken[entry] = entry.following(one.text)
        if entry.obsolete:
            self.back.append(self.taken[entry])
        else:
            self.changed += 1
        return True

    def new(self, forms: int) -> list[Entry]:
        """The entries that have to be put somewhere."""
        return [*self.back, *(self._made(one, forms) for one in self.unserved)]

    def _made(self, one: Asked, forms: int) -> Entry:
        entry = Entry(one.names[0], one.text, one.plural, ("",) * (forms if one.plural else 1))
        twin = self.alike.get(one.text) if one.names[0] and not one.plural else None
        return replace(entry, strings=twin.strings[:1], flags=(FUZZY,)) if twin else entry

    def counts(self, forms: int) -> Counts:
        """What happens to entries that somebody asks for."""
        made = [self._made(one, forms) for one in self.unserved]
        alike = sum(entry.translated for entry in made)
        return Counts(len(made), alike, self.changed, len(self.back))


def _by_context(entries: Iterable[Entry]) -> Mapping[str, Sequence[Entry]]:
    """The entries of each address: those in use, then those with words that are out of use, the newest first."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        if not entry.obsolete:
            found.setdefault(entry.context, []).append(entry)
    for entry in reversed(list(entries)):
        if entry.obsolete and entry.translated:
            found.setdefault(entry.context, []).append(entry)
    return found


def _placed(kept: Sequence[Entry], new: Sequence[Entry]) -> Iterator[Entry]:
    """New entries, each behind the last one in use that comes before it by address and words."""
    standing = sorted({_rank(entry) for entry in kept})
    follow: dict[object, list[Entry]] = {}
    for entry in sorted(new, key=_rank):
        before = bisect_left(standing, _rank(entry))
        follow.setdefault(standing[before - 1] if before else None, []).append(entry)
    yield from follow.get(None, ())
    for entry in kept:
        yield entry
        yield from follow.pop(_rank(entry), ())


def _rank(entry: Entry) -> tuple[tuple[str, str], str]:
    return _order(entry.context), entry.id


def _order(context: str) -> tuple[str, str]:
    """By record, then by place: `risk/a#x` before `risk/a-b#x`."""
    record, _, place = context.partition("#")
    return record, place
