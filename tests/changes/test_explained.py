"""The changes explain every difference of two states: put in place one by one, they make the newer out of the older."""

from __future__ import annotations

import copy
import hashlib
import json
import random
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any, ClassVar

import pytest
from benchmarks.generate import texts
from benchmarks.plan import Plan
from tests.changes.states import States, between, project

from underhood.doors.tree import MemoryTree
from underhood.judge.canonical import canonical
from underhood.judge.compare import compare_states
from underhood.records.load import Loaded
from underhood.records.project import Project, memory_project, open_project
from underhood.records.record import Catalog, Record, data_path, is_absence, make_catalog, value_at
from underhood.values.change import Change, Kind
from underhood.values.finding import DataPath
from underhood.values.ids import Address

ROOT = Path(__file__).resolve().parents[2]
SEEDS = range(6)
SETTINGS = "schema: 1\ntitle: Made\nlanguages: [en]\npublication: {mode: provider}\n"


@cache
def material(name: str) -> Project:
    """A laboratory that is made up, and a repository that a program made."""
    if name == "lab":
        return open_project(ROOT / "examples" / "lab", today="2025-01-01")
    files = dict(texts(Plan(150, 1)))
    return memory_project(MemoryTree({"governance/settings.yaml": SETTINGS, **files}), today="2025-01-01")


def with_records(base: Project, records: Mapping[Address, Record]) -> Project:
    return replace(base, loaded=Loaded(make_catalog(base.catalog.kinds, records.values()), ()))


def edited(base: Project, dice: random.Random, count: int = 30) -> Project:
    """The repository after so many edits that its schemas allow."""
    records = dict(base.catalog.records)
    while count:
        address = dice.choice(sorted(records))
        record = records[address]
        data = copy.deepcopy(dict(record.data))
        move = dice.choice(MOVES)
        if move is gone:
            del records[address]
        elif move is doubled:
            records[Address(address.kind, f"{address.id}-too")] = told(record, data, id=f"{address.id}-too")
        elif move is renamed:
            if record.id.endswith(("-anew", "-too")) or base.catalog.cited_by(address):
                continue  # who renames a record renames it where others name it
            data["formerly"] = [record.id]
            del records[address]
            records[Address(address.kind, f"{address.id}-anew")] = told(record, data, id=f"{address.id}-anew")
        elif not move(data, dice, base.catalog, record) or not base.schemas.accepts(record.kind, data):
            continue
        else:
            records[address] = told(record, data)
        count -= 1
    return with_records(base, records)


def told(record: Record, data: Mapping[str, Any], *, id: str = "") -> Record:
    digest = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()
    return Record(record.kind, id or record.id, record.path, data, digest, record.remarks)


Move = Callable[[Any, random.Random, Catalog, Record], bool]


def whole(*_: object) -> bool:
    """Stands for what happens to a record as a whole."""
    return False


gone, doubled, renamed = (partial(whole, what) for what in ("gone", "doubled", "renamed"))


def places(data: Any, path: DataPath = ()) -> Iterator[DataPath]:
    keys = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        yield (*path, key)
        yield from places(data[key], (*path, key))


def somewhere(data: Any, dice: random.Random) -> tuple[Any, Any]:
    path = dice.choice(list(places(data)))
    return value_at(data, path[:-1]), path[-1]


def dropped(data: Any, dice: random.Random, *_: object) -> bool:
    owner, step = somewhere(data, dice)
    if step in {"id", "title"}:
        return False
    del owner[step]
    return True


def said_otherwise(data: Any, dice: random.Random, *_: object) -> bool:
    owner, step = somewhere(data, dice)
    value = owner[step]
    if step == "id" or isinstance(value, dict | list):
        return False
    if isinstance(value, bool):
        owner[step] = not value
    elif isinstance(value, int | float):
        owner[step] = dice.choice([value + 1, value * 2 + 1, 0])
    else:
        owner[step] = f"{value} anew"
    return True


def taken_back(data: Any, dice: random.Random, catalog: Catalog, record: Record) -> bool:
    path = dice.choice(list(places(data)))
    field = catalog.kinds[record.kind].field(path)
    if field is None or "absent" not in field.properties or is_absence(value_at(data, path)):
        return False
    value_at(data, path[:-1])[path[-1]] = {"absent": "withheld", "reason": "Not said."}
    return True


def one_more(data: Any, dice: random.Random, *_: object) -> bool:
    owner, step = somewhere(data, dice)
    if not isinstance(owner[step], list) or not owner[step]:
        return False
    entry = copy.deepcopy(dice.choice(owner[step]))
    if isinstance(entry, dict) and "id" in entry:
        entry["id"] = f"{entry['id']}-too"
        if any(other.get("id") == entry["id"] for other in owner[step]):
            return False
    owner[step].insert(dice.randint(0, len(owner[step])), entry)
    return True


def word_for_word(data: Any, dice: random.Random, catalog: Catalog, record: Record) -> bool:
    path = dice.choice(list(places(data)))
    field = catalog.kinds[record.kind].field(path)
    if field is None or not field.words:
        return False
    value_at(data, path[:-1])[path[-1]] = dice.choice(field.words)
    return True


COMMON: list[Move] = [dropped, said_otherwise, taken_back, one_more, word_for_word]
MOVES: list[Move] = [gone, doubled, renamed, *COMMON * 4]


def applied(data: Any, change: Change, sides: States) -> None:
    """Put one change in place."""
    if change.new_address is None:
        path = named(sides.old, change.old_address)
        owner = reached(data, path[:-1])
        if isinstance(owner, list):
            owner[:] = [
                entry for entry in owner if not (isinstance(entry, dict) and ("id", entry.get("id")) == path[-1])
            ]
        else:
            left_over(owner, path[-1], change)
        return
    path = named(sides.new, change.new_address)
    owner = reached(data, path[:-1])
    if isinstance(change.old, tuple) or isinstance(change.new, tuple):
        held = owner.setdefault(path[-1], [])
        before, after = (side if isinstance(side, tuple) else () for side in (change.old, change.new))
        lost = [json.dumps(entry, sort_keys=True) for entry in before]
        held[:] = [entry for entry in held if json.dumps(entry, sort_keys=True) not in lost]
        held.extend(copy.deepcopy(list(after)))
    elif isinstance(owner, list):
        owner.append(copy.deepcopy(change.new))
    elif change.new is None:
        owner.pop(path[-1], None)
    else:
        owner[path[-1]] = copy.deepcopy(change.new)


def left_over(owner: Any, name: Any, change: Change) -> None:
    """What a field holds after it lost something: nothing, or the members of a set that stay."""
    if isinstance(change.old, tuple):
        lost = [json.dumps(entry, sort_keys=True) for entry in change.old]
        owner[name] = [entry for entry in owner[name] if json.dumps(entry, sort_keys=True) not in lost]
    else:
        del owner[name]


def named(side: Project, address: Address | None) -> list[Any]:
    """The way to a place, through entries by their ids."""
    assert address is not None
    record = side.catalog.records[address.record]
    path = data_path(record.data, address.steps, side.catalog.kinds[record.kind].parts)
    assert path is not None, address
    found: list[Any] = []
    for end, step in enumerate(path):
        entry = value_at(record.data, path[: end + 1])
        found.append(
            ("id", entry["id"]) if isinstance(step, int) and isinstance(entry, dict) and "id" in entry else step
        )
    return found


def reached(data: Any, path: list[Any]) -> Any:
    """What stands at a place; made where it is not there yet."""
    for here, step in enumerate(path):
        following = path[here + 1] if here + 1 < len(path) else None
        if isinstance(step, tuple):
            entry = next((one for one in data if one.get("id") == step[1]), None)
            if entry is None:
                entry = {"id": step[1]}
                data.append(entry)
            data = entry
        elif isinstance(data, dict):
            data = data.setdefault(step, [] if isinstance(following, tuple) else {})
        else:
            data = data[step]
    return data


def meant(record: Record, data: Any, side: Project, names: Mapping[Address, Address]) -> Hashable:
    """What a record says, in canonical form; what is said by default is left out."""
    kind = side.catalog.kinds[record.kind]
    plain = without_nothing(data)
    if plain.get("visibility") == side.settings.default_visibility:
        del plain["visibility"]

    def renamed_to(address: Address) -> Address:
        return names.get(address.record, address.record).at(*address.steps)

    return canonical(plain, kind.root, here=record.address, names=renamed_to)


def without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {name: without_nothing(inner) for name, inner in value.items()}
        return {name: inner for name, inner in kept.items() if inner != [] and (name, inner) != ("tolerance", 0)}
    return [without_nothing(inner) for inner in value] if isinstance(value, list) else value


def explained(sides: States) -> None:
    """Whether the older state with the changes put in place is the newer one."""
    changes = [change for change in compare_states(sides) if change.code != "lists"]  # what they say is in no record
    whole = [change for change in changes if not change.address.steps]
    names = {
        change.old_address: change.new_address
        for change in whole
        if change.kind is Kind.CHANGED and change.old_address and change.new_address
    }
    old, new = sides.old.catalog.records, sides.new.catalog.records
    made = {names.get(address, address): address for address in old}
    for change in whole:
        if change.kind is Kind.REMOVED and change.old_address:
            del made[change.old_address]
    came = {change.address for change in whole if change.kind is Kind.ADDED}
    assert set(made) | came == set(new)
    for address, before in made.items():
        data = copy.deepcopy(dict(old[before].data))
        for change in changes:
            if change.address.steps and (change.new_address or names_of(change.old_address, names)).record == address:
                applied(data, change, sides)
        then = meant(old[before], data, sides.old, names)
        now = meant(new[address], new[address].data, sides.new, {})
        assert then == now, address


def names_of(address: Address | None, names: Mapping[Address, Address]) -> Address:
    assert address is not None
    return names.get(address.record, address.record).at(*address.steps)


@pytest.mark.parametrize("name", ["lab", "made"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_changes_explain_every_difference(name: str, seed: int) -> None:
    base = material(name)
    one = edited(base, random.Random(seed))
    other = edited(one, random.Random(seed + 1000))
    for sides in (between(base, one), between(one, other)):
        assert sides.changed
        explained(sides)


@pytest.mark.parametrize("name", ["lab", "made"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_way_back_swaps_what_came_and_went(name: str, seed: int) -> None:
    base = material(name)
    other = edited(base, random.Random(seed))
    records = {place: record for place, record in other.catalog.records.items() if not record.id.endswith("-anew")}
    other = with_records(base, records)  # a former name is told on the way there, and forgotten on the way back
    there, back = compare_states(between(base, other)), compare_states(between(other, base))
    turned = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED, Kind.CHANGED: Kind.CHANGED}
    assert sorted((change.kind, str(change.old_address), str(change.new_address)) for change in there) == sorted(
        (turned[change.kind], str(change.new_address), str(change.old_address)) for change in back
    )
    assert {turned[change.kind] for change in there} == {change.kind for change in back}


@pytest.mark.parametrize("name", ["lab", "made"])
def test_a_state_does_not_differ_from_itself(name: str) -> None:
    base = material(name)
    every = frozenset(base.catalog.records)
    assert compare_states(between(base, base)) == ()
    assert compare_states(States(base, base, every, frozenset({"governance/settings.yaml"}))) == ()
    anew = {place: told(record, record.data) for place, record in base.catalog.records.items()}
    assert compare_states(between(base, with_records(base, anew))) == ()


@pytest.mark.parametrize("seed", range(4))
def test_order_of_records_and_fields_says_nothing(seed: int) -> None:
    base = material("lab")
    dice = random.Random(seed)
    other = edited(base, dice)
    mixed = []
    for state in (base, other):
        records = [told(record, shuffled(record.data, dice)) for record in state.catalog]
        dice.shuffle(records)
        mixed.append(with_records(base, {record.address: record for record in records}))
    assert compare_states(between(base, mixed[0])) == ()
    plain, again = compare_states(between(base, other)), compare_states(between(*mixed))
    assert [(one.fingerprint, one.weight, one.message) for one in plain] == [
        (one.fingerprint, one.weight, one.message) for one in again
    ]


def shuffled(value: Any, dice: random.Random) -> Any:
    """The same meaning: fields, entries and members of sets in another order."""
    if isinstance(value, dict):
        names = list(value)
        dice.shuffle(names)
        return {name: shuffled(value[name], dice) for name in names}
    if isinstance(value, list):
        entries = [shuffled(entry, dice) for entry in value]
        if not all(isinstance(entry, int | float) for entry in entries):
            dice.shuffle(entries)
        return entries
    return value


def test_only_what_changed_is_looked_at() -> None:
    files = {
        "governance/settings.yaml": SETTINGS,
        **{f"governance/model/m{n}.yaml": f"title: M{n}\n" for n in range(9)},
    }
    files = {
        "governance/organisation/o.yaml": "title: O\n",
        **{p: t + "provider: o\n" if "/model/" in p else t for p, t in files.items()},
    }
    old, new = project(files), project({**files, "governance/model/m3.yaml": "title: M\nprovider: o\n"})

    class Watched(dict[Address, Record]):
        looked: ClassVar[set[Address]] = set()

        def __getitem__(self, address: Address) -> Record:
            self.looked.add(address)
            return super().__getitem__(address)

        def get(self, address: Address, default: Any = None) -> Any:
            self.looked.add(address)
            return super().get(address, default)

        def __iter__(self) -> Iterator[Address]:
            raise AssertionError("all records were looked at")

        values = items = keys = __iter__  # type: ignore[assignment]

    sides = between(old, new)
    watched = [
        replace(side, loaded=Loaded(Catalog(side.catalog.kinds, Watched(side.catalog.records)), ()))
        for side in (old, new)
    ]
    found = compare_states(States(watched[0], watched[1], sides.changed, sides.files))
    assert [str(change.address) for change in found] == ["model/m3#title"]
    assert Watched.looked == {Address("model", "m3")}
