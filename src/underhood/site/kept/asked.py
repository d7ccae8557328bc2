"""A view that notes what a page asks of it, so that it is known on what the page rests.

Each note is a word: `risk/x` (what the record says, and its file), `?risk/x` (whether there is one), `>risk/x` (what it
refers to), `<risk/x` (who refers to it), `*risk` (which records of a kind there are), `*` (which there are at all),
`%name:risk/x` (what an index of the whole catalog says of it), `^risk/x` (its past and present), `**` (everything, past
and present), `@` (the commit), `=name` (what was noted under a name), `!` (what cannot be compared: such a page is made
anew). Words about the records behind a view, which others may see, begin with `~`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, ValuesView
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from underhood.doors.history import Touch
from underhood.meaning.audience import Earlier, Sealed, View
from underhood.records.asking import Answers
from underhood.records.record import Catalog, Record
from underhood.records.references import BadLink, Link
from underhood.values.ids import Address

ALL, EVERYTHING, NEVER, COMMIT, BEHIND, PAST, SCOPE = "*", "**", "!", "@", "~", "^", "="
T = TypeVar("T")
Words = Callable[[str, object], str]
"""The word for a question: its mark, and what is asked for."""


def _now(mark: str, what: object) -> str:
    return f"{mark}{what}"


def _behind(mark: str, what: object) -> str:
    return f"{BEHIND}{mark}{what}"


def _past(mark: str, what: object) -> str:
    """What a record was is known by its history; all else of the past by everything."""
    return f"{PAST}{what}" if mark in {"", ">", "?"} else EVERYTHING


@dataclass(slots=True)
class Notes:
    """What was asked so far."""

    seen: set[str] = field(default_factory=set)
    scopes: dict[str, set[str]] = field(default_factory=dict)

    def during(self, make: Callable[[], T]) -> tuple[T, set[str]]:
        """What a function makes, and what it asked for; what was noted before stays as it was."""
        before, self.seen = self.seen, set()
        try:
            return make(), self.seen
        finally:
            self.seen = before


class AskedRecord(Record):
    """A record that notes when somebody looks at what it says, at its file or at its digest."""

    __slots__ = ("_notes", "_real", "_word")

    _real: Record
    _notes: Notes
    _word: str

    def __init__(self, real: Record, notes: Notes, word: str) -> None:
        for name in ("kind", "id", "remarks", "address"):
            object.__setattr__(self, name, getattr(real, name))
        object.__setattr__(self, "_real", real)
        object.__setattr__(self, "_notes", notes)
        object.__setattr__(self, "_word", word)

    @property
    def data(self) -> Mapping[str, Any]:
        """What the record says."""
        self._notes.seen.add(self._word)
        return self._real.data

    @property
    def path(self) -> str:
        """Where its file lies."""
        self._notes.seen.add(self._word)
        return self._real.path

    @property
    def digest(self) -> str:
        """The SHA-256 of its file."""
        self._notes.seen.add(self._word)
        return self._real.digest


class _Records(Mapping[Address, Record]):
    def __init__(self, real: Mapping[Address, Record], notes: Notes, words: Words) -> None:
        self._real, self._notes, self._words = real, notes, words
        self._made: dict[Address, Record] = {}

    def made(self, address: Address) -> Record | None:
        """The record, whether there is one being noted by somebody else."""
        found = self._made.get(address)
        if found is None and (real := self._real.get(address)) is not None:
            found = self._made[address] = AskedRecord(real, self._notes, self._words("", address))
        return found

    def __getitem__(self, address: Address) -> Record:
        self._notes.seen.add(self._words("?", address))
        found = self.made(address)
        if found is None:
            raise KeyError(address)
        return found

    def __contains__(self, address: object) -> bool:
        self._notes.seen.add(self._words("?", address))
        return address in self._real

    def __iter__(self) -> Iterator[Address]:
        self._notes.seen.add(self._words(ALL, ""))
        return iter(self._real)

    def __len__(self) -> int:
        self._notes.seen.add(self._words(ALL, ""))
        return len(self._real)

    def values(self) -> ValuesView[Record]:
        """All records."""
        return {address: found for address in self if (found := self.made(address)) is not None}.values()


class AskedCatalog(Catalog):
    """A catalog, every question of which is noted."""

    real: Catalog
    notes: Notes
    words: Words
    answering: Callable[[Address], Answers] | None = None

    def __init__(self, real: Catalog, notes: Notes, words: Words) -> None:
        super().__init__(real.kinds, _Records(real.records, notes, words), real.broken)
        object.__setattr__(self, "real", real)
        object.__setattr__(self, "notes", notes)
        object.__setattr__(self, "words", words)

    def _note(self, mark: str, what: object) -> None:
        self.notes.seen.add(self.words(mark, what))

    def of(self, kind: str) -> list[Record]:
        """All records of a kind, by id."""
        self._note("*", kind)
        return [found for record in self.real.of(kind) if (found := self._known(record)) is not None]

    def _known(self, record: Record) -> Record | None:
        return self.records.made(record.address)  # type: ignore[attr-defined,no-any-return]

    def _same(self, record: Record) -> Record | None:
        return self.real.records.get(record.address)

    def links(self, record: Record) -> list[Link]:
        """The references that a record makes."""
        self._note(">", record.address)
        return self.real.links(record)

    def bad_links(self, record: Record) -> list[BadLink]:
        """The references of a record that cannot be read."""
        self._note("", record.address)
        return self.real.bad_links(record)

    def closure(self, record: Record) -> list[Address]:
        """The records that a record leads to through references that a closure follows."""
        self._note(">", record.address)
        return self.real.closure(record)

    def derived(self, record: Record, make: Callable[[Record], Any]) -> Any:
        """What a function makes of a record and of nothing else."""
        self._note("", record.address)
        same = self._same(record)
        return self.real.derived(same, make) if same is not None else make(record)

    def indexed(self, make: Callable[[Catalog], Mapping[Address, Any]], address: Address) -> Any:
        """What an index of the whole catalog says of a record; it is compared by what it says."""
        self._note("%", f"{make.__name__}:{address}")
        return self.real.indexed(make, address)

    def answers(self, address: Address) -> Answers | None:
        """The items that a record answers; they are compared by what they are."""
        self._note("%", f"answered:{address}")
        return self.answering(address) if self.answering is not None else None

    def scoped(self, name: str, make: Callable[[], T]) -> T:
        """What a function makes that keeps to itself what it found out: all that was ever asked under a name counts."""
        found, words = self.notes.during(make)
        self.notes.scopes.setdefault(name, set()).update(words)
        self.notes.seen.add(f"{SCOPE}{name}")
        return found

    def cited_by(self, address: Address) -> list[Link]:
        """The references that are made to a record, or to a place inside it if the address has steps."""
        self._note("<", address.record)
        return self.real.cited_by(address)

    def nearest(self, address: Address) -> str:
        """The existing name most like one that does not exist."""
        self.notes.seen.add(NEVER)
        return self.real.nearest(address)


class AskedView(View):
    """A view over a catalog that takes notes."""

    @property
    def commit(self) -> str:
        """The commit that the records were read at."""
        assert isinstance(self.catalog, AskedCatalog)
        self.catalog.notes.seen.add(COMMIT)
        return str(self.__dict__[COMMIT])

    @commit.setter
    def commit(self, commit: str) -> None:
        self.__dict__[COMMIT] = commit


class _AskedSealed(Sealed):
    """Releases as they were sealed: what these show rests on everything."""

    notes: Notes

    def view(self, release: Address) -> View | None:
        """What documents of a release show."""
        self.notes.seen.add(EVERYTHING)
        return super().view(release)


class _AskedPast(Earlier):
    """The past of a view, every question of which is noted."""

    notes: Notes

    def touches(self, address: Address) -> tuple[Touch, ...]:
        """The changes of a record."""
        self.notes.seen.add(f"{PAST}{address}")
        return super().touches(address)

    def view(self, depth: int) -> View:
        """The records as they were."""
        found = super().view(depth)
        if not isinstance(found.catalog, AskedCatalog):
            found = self._made[depth] = replace(found, catalog=AskedCatalog(found.catalog, self.notes, _past))
        return found


def asked(real: View) -> AskedView:
    """A view that takes notes of what is asked of another."""
    notes = Notes()
    behind = AskedCatalog(real.behind, notes, _behind) if real.behind is not None else None
    kept = {one.name: getattr(real, one.name) for one in fields(View)}
    made = AskedView(**{**kept, "catalog": AskedCatalog(real.catalog, notes, _now), "behind": behind})
    sealed, past = real.sealed, real.past
    if sealed is not None:
        sealed = _AskedSealed(sealed.views, sealed.language, sealed.audience)
        object.__setattr__(sealed, "notes", notes)
    if past is not None:
        past = _AskedPast(past.views, real)
        object.__setattr__(past, "notes", notes)
    object.__setattr__(made, "sealed", sealed)
    object.__setattr__(made, "past", past)
    return made


def notes_of(view: View) -> Notes:
    """The notes of a view that takes some."""
    assert isinstance(view.catalog, AskedCatalog)
    return view.catalog.notes
