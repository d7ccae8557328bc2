"""Where two records differ in meaning: fields by name, entries by id, sets as sets, references by what they name."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from underhood.changes import Comparison, Difference, Spot
from underhood.judge.canonical import NOTHING, canonical, is_sequence
from underhood.judge.weights import Stated, guards, heavier, reworded, stricter, texts, undisclosed, weight
from underhood.records.kinds import Field
from underhood.records.kinds import Kind as RecordKind
from underhood.records.record import Record, is_absence
from underhood.values.change import Kind, Weight
from underhood.values.finding import DataPath
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import is_quantity

ABOUT = ("for", "variant", "subject")
"""The fields by which an entry names the releases, variants or systems that it is about."""
OWN_WORDS = frozenset(
    {"title", "summary", "note", "evidence", "searched", "succeeds", "formerly", "tags", "applies_to"}
    | {"steward", "owner", "review_by", "reviewed", "visibility"}
)
"""Between releases: what two records differ in because they are two."""
OWN_FIELDS: Mapping[str, frozenset[str]] = {
    "release": frozenset(
        {"history", "version", "predecessor", "parts", "parts_from", "without", "documents", "revisions", "cite"}
        | {"changes_stated", "recorded", "publish_at", "model", "get_started", "prepared_by"}
    ),
    "evaluation": frozenset({"columns", "rows", "printed_total", "date", "tables", "figures"}),
    "distribution": frozenset({"history", "licences", "url"}),
    "exclusion": frozenset({"wordings", "checked"}),
    "policy": frozenset({"effective", "url", "reviewed"}),
    "training": frozenset({"period", "start", "end", "totals", "mixture_total"}),
}
"""Between releases, by kind: what belongs to one release alone, or is weighed as a whole."""
DETAIL = frozenset({"figures", "tables"})
"""Between releases: what one record tells and another need not."""
UNWEIGHED = frozenset({"decimals", "id", "title", "note"})
"""Fields that take no weight from what holds them."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the walk stands: the paths in both records, the fields' names, the schema, the weight, the pairing.

    `older` is the older state's schema, where it is another.
    """

    old: DataPath = ()
    new: DataPath = ()
    names: tuple[str, ...] = ()
    field: Field | None = None
    older: Field | None = None
    weight: Stated = ""  # `own`: it counts this place, not what holds it
    own: bool = True
    pair: str = ""
    paired: bool = False  # inside entries of one record that are about the one and the other release
    guarded: bool = False  # losing it would be a weakening, and so may be other words in its place


@dataclass(frozen=True, slots=True)
class Differences:
    """The differences between two records that pair. `older` is the older state's schema, where it is another."""

    comparison: Comparison
    old: Record
    new: Record
    kind: RecordKind | None
    older: Field | None = None

    @property
    def _releases(self) -> bool:
        return self.comparison.releases is not None

    @property
    def _plain(self) -> bool:
        """Whether what is written alike means the same: nothing was renamed, and no release takes another's place."""
        return not self._releases and not self.comparison.names

    @property
    def _shared(self) -> bool:
        """One record on both sides of a comparison of releases: only entries about one or the other can differ."""
        return self._releases and self.old is self.new

    def find(self) -> Iterator[Difference]:
        """All differences."""
        start = _Place(field=self.kind.root if self.kind else None, older=self.older)
        yield from self._mapping(self.old.data, self.new.data, start)

    def _mapping(self, old: Mapping[str, Any], new: Mapping[str, Any], at: _Place) -> Iterator[Difference]:
        skipped = frozenset({"id"})
        if self._releases:
            skipped |= OWN_WORDS | (OWN_FIELDS.get(self.new.kind, frozenset()) if not at.names else frozenset())
        for name in sorted({*old, *new} - skipped):
            before, after = old.get(name, NOTHING), new.get(name, NOTHING)
            if not self._plain or repr(before) != repr(after):  # most fields are written alike; no schema is asked
                yield from self._value(before, after, _below(at, name))

    def _value(self, old: Any, new: Any, at: _Place) -> Iterator[Difference]:
        old, new = _listed(old, new), _listed(new, old)
        quiet = self._shared and not at.paired
        if isinstance(old, list) and isinstance(new, list) and not (is_sequence(old) or is_sequence(new)):
            entries = [*old, *new]
            if entries and all(isinstance(entry, Mapping) and "id" in entry for entry in entries):
                yield from self._entries(old, new, at)
            elif not quiet:
                yield from self._set(old, new, at)
        elif quiet:
            if _group(old) and _group(new):
                yield from self._mapping(old, new, at)
        elif self._same(old, at.field, older=True) == self._same(new, at.field, older=False):
            return
        elif is_quantity(old) and is_quantity(new):
            yield from self._quantity(old, new, at)
        elif _group(old) and _group(new):
            yield from self._mapping(old, new, at)
        elif is_absence(old) and is_absence(new):
            told = ("absent",) if self._releases else (*old, *new)  # between releases, other sources were searched
            picked = [{name: data[name] for name in told if name in data} for data in (old, new)]
            yield from self._mapping(picked[0], picked[1], at)
        else:
            yield self._difference(old, new, at)

    def _quantity(self, old: Mapping[str, Any], new: Mapping[str, Any], at: _Place) -> Iterator[Difference]:
        told = ("value", "unit", "approximate", "bound")
        if any(
            self._same(old.get(name), None, older=True) != self._same(new.get(name), None, older=False) for name in told
        ):
            yield self._difference(old, new, at)
        if not self._releases:  # between releases, how a figure was printed and annotated is the table's own
            rest = [{name: value for name, value in data.items() if name not in told} for data in (old, new)]
            yield from self._mapping(rest[0], rest[1], at)

    def _set(self, old: list[Any], new: list[Any], at: _Place) -> Iterator[Difference]:
        item = at.field.items if at.field else None
        before = {self._same(entry, item, older=True): entry for entry in old}
        after = {self._same(entry, item, older=False): entry for entry in new}
        gone = tuple(before[key] for key in sorted(before.keys() - after.keys(), key=repr))
        come = tuple(after[key] for key in sorted(after.keys() - before.keys(), key=repr))
        if gone or come:
            kind = Kind.CHANGED if gone and come else Kind.REMOVED if gone else Kind.ADDED
            weights = [_weight(at, one) for one, group in ((Kind.REMOVED, gone), (Kind.ADDED, come)) if group]
            yield self._make(kind, gone or None, come or None, at, heavier(*weights))

    def _entries(self, old: list[Any], new: list[Any], at: _Place) -> Iterator[Difference]:
        item = at.field.items if at.field else None
        before = self._keyed(old, item, at, older=True)
        after = self._keyed(new, item, at, older=False)
        for key in sorted({*before, *after}, key=repr):
            here, there = before.get(key, -1), after.get(key, -1)
            older = at.older.items if at.older else None
            paths = (*at.old, here), (*at.new, there)
            below = _Place(*paths, at.names, item, older, at.weight, pair=at.pair, guarded=at.guarded)
            if here < 0:
                yield self._make(Kind.ADDED, None, new[there], below, _weight(at, Kind.ADDED))
            elif there < 0:
                yield self._make(Kind.REMOVED, old[here], None, below, _weight(at, Kind.REMOVED))
            else:
                pair = self._pairing(old[here], new[there], below) or at.pair
                yield from self._mapping(old[here], new[there], replace(below, pair=pair, paired=self._shared))

    def _keyed(self, entries: list[Any], item: Field | None, at: _Place, *, older: bool) -> dict[Hashable, int]:
        """The entries' numbers by what pairs them: between releases the subjects that they are about, else the id."""
        found: dict[Hashable, int] = {}
        quiet = self._shared and not at.paired
        for index, entry in enumerate(entries):
            subjects = self._subjects(entry, item, older=older) if self._releases else None
            if subjects is None and not quiet:
                key: tuple[str, ...] = ("id", self._entry((*at.old, index)) if older else str(entry["id"]))
                found[(*key, str(index)) if key in found else key] = index  # an id that stands twice hides nothing
            elif subjects:
                key = ("about", *subjects)
                found[(*key, entry["id"]) if key in found else key] = index
        return found

    def _entry(self, path: DataPath) -> str:
        """The id of an entry of the older record as the newer state has it."""
        return self.comparison.renamed(self._spot(path, older=True).address).steps[-1]

    def _subjects(self, entry: Mapping[str, Any], item: Field | None, *, older: bool) -> tuple[str, ...] | None:
        """The variants and releases that an entry is about, in the newer names; None: it names none."""
        assert self.comparison.releases is not None
        release = self.comparison.releases[0 if older else 1].address
        for name in ABOUT:
            field = item.properties.get(name) if item else None
            kinds = (*field.references, *(field.items.references if field.items else ())) if field else ()
            if name in entry and "release" in kinds:
                written = entry[name] if isinstance(entry[name], list) else [entry[name]]
                found = [
                    address for text in written if (address := parse_address(str(text), kind="release")) is not None
                ]
                own = {address for address in found if address.record == release}
                return tuple(sorted(str(self.comparison.renamed(address) if older else address) for address in own))
        return None

    def _pairing(self, old: Mapping[str, Any], new: Mapping[str, Any], at: _Place) -> str:
        """Which variants an entry of each side stands for, if it stands for one."""
        if self.comparison.releases is None or self._shared:
            return ""
        if self.new.kind == "release" and at.names == ("variants",):
            before, after = self._spot(at.old, older=True).address, self._spot(at.new, older=False).address
            return self.comparison.pairing(before, after)
        if "variant" in old and "variant" in new:
            names = [parse_address(str(entry["variant"]), kind="release") for entry in (old, new)]
            return self.comparison.pairing(names[0], names[1]) if names[0] and names[1] else ""
        return ""

    def _difference(self, old: Any, new: Any, at: _Place) -> Difference:
        if old is NOTHING:
            return self._make(Kind.ADDED, None, new, at, Weight.ROUTINE if is_absence(new) else _weight(at, Kind.ADDED))
        found, taken = _weight(at, Kind.CHANGED), _weight(at, Kind.REMOVED)
        if not self._releases:
            taken = undisclosed(taken, at.field)
        if new is NOTHING:
            return self._make(Kind.REMOVED, old, None, at, Weight.ROUTINE if is_absence(old) else taken)
        if is_absence(new) and not is_absence(old):
            found = heavier(found, taken)
        elif is_absence(old) and not is_absence(new):
            found = _weight(at, Kind.ADDED)
        elif self._releases and isinstance(new, str) and found is Weight.WEAKENING:
            found = (
                Weight.NOTABLE
            )  # a successor has words of its own; what is lowered or taken away is weighed elsewhere
        elif (at.guarded or found is Weight.WEAKENING) and not self._releases and texts(old, new, at.field, at.older):
            wording, found = reworded(old, new)
            return replace(self._make(Kind.CHANGED, old, new, at, found), wording=wording)
        return self._make(Kind.CHANGED, old, new, at, found)

    def _make(self, kind: Kind, old: Any, new: Any, at: _Place, weight: Weight) -> Difference:
        if self._releases and at.names[0] in DETAIL and weight is Weight.WEAKENING:
            weight = Weight.NOTABLE
        if kind is Kind.REMOVED and weight is Weight.WEAKENING and self._unsaid(at):
            weight = self.comparison.loss
        before = None if _gone(self.old, at.old) else self._spot(at.old, older=True)
        after = None if _gone(self.new, at.new) else self._spot(at.new, older=False)
        return Difference(kind, at.names, before, after, old, new, weight, at.field, at.pair, older=at.older)

    def _unsaid(self, at: _Place) -> bool:
        """Whether the newer record says nothing at all of this field: left out means not yet recorded."""
        return self._shared or _gone(self.new, at.new[:-1] if at.new[-1] == -1 else at.new)

    def _spot(self, path: DataPath, *, older: bool) -> Spot:
        return Spot(self.old if older else self.new, path, self.kind.parts if self.kind else "")

    def _same(self, value: Any, field: Field | None, *, older: bool) -> Hashable:
        record = self.old if older else self.new
        return canonical(value, field, here=record.address, names=self.comparison.renamed if older else _as_it_is)


def _as_it_is(address: Address) -> Address:
    return address


def _listed(value: Any, other: Any) -> Any:
    """An empty list for a list that is left out, so that its entries differ one by one."""
    return [] if value is NOTHING and isinstance(other, list) else value


def _plain(value: Any) -> bool:
    return not isinstance(value, Mapping | list)


def _group(value: Any) -> bool:
    return isinstance(value, Mapping) and not is_absence(value) and not is_quantity(value)


def _gone(record: Record, path: DataPath) -> bool:
    """Whether a record has nothing at a data path; -1 stands for an entry that it lacks."""
    node: Any = record.data
    for step in path:
        keys = range(len(node)) if isinstance(node, list) else node if isinstance(node, Mapping) else ()
        if step not in keys:
            return True
        node = node[step]
    return False


def _below(at: _Place, name: str) -> _Place:
    """A field of the group that the walk stands at."""
    field, older = (group.below(name) if group else None for group in (at.field, at.older))
    stated = stricter(field.weight if field else "", older.weight if older else "")
    inherited = "" if name in UNWEIGHED else at.weight
    own = bool(stated) or (at.field is not None and name not in at.field.properties)  # open groups count members
    paths = (*at.old, name), (*at.new, name)
    kept = guards(stated, held=at.guarded and name not in UNWEIGHED)
    return _Place(*paths, (*at.names, name), field, older, stated or inherited, own, at.pair, at.paired, kept)


def _weight(at: _Place, kind: Kind) -> Weight:
    """What the schemas say of this kind of difference; an entry's field that says nothing changes its entry."""
    return weight(at.weight, kind if at.own or isinstance(at.weight, str) else Kind.CHANGED)
