"""Records without what they themselves keep from an audience: `visibility_of` names places, and who may see them."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.records.kinds import Kind
from underhood.records.record import Record, value_at
from underhood.records.seal_values import AUDIENCES
from underhood.values.finding import DataPath

RESTRICTED = "visibility_of"
NOT_PUBLIC = "not-public"
"""The state of an absence that stands in the place of a value."""

UNSAID = "\ue0f0not-public\ue0f0"
"""Stands for a text that must stand, until the words for it are put in: no reader sees it."""

ANY = "*"
_BY_COLUMN = ("values", "intervals", "disputed")
_OF_RECORD = frozenset({RESTRICTED, "visibility"})

Accepts = Callable[[str, Any], bool]


@dataclass(frozen=True, slots=True)
class Curtain:
    """How places are hidden: what the schemas accept, and the words that stand for a text that cannot be left out."""

    accepts: Accepts
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A record as an audience sees it (None: not at all), and the places of the whole record that are hidden."""

    record: Record | None
    hidden: tuple[DataPath, ...] = ()


def rank(level: object) -> int:
    """How narrow a circle is: 0 for the public."""
    return AUDIENCES.index(str(level))


def shown_to(record: Record, kind: Kind, audience: str, *, curtain: Curtain) -> Shown:
    """A record without what it keeps from an audience.

    A hidden value becomes an absence where its field takes one, is left out where it may be, and is said to be not
    public where it is a text that must stand; else what it stands in is hidden with it, up to the whole record. Its
    digest is then that of what is shown: that of the file would let a hidden word be guessed.
    """
    said = record.data.get(RESTRICTED) or {}
    narrower = {place: level for place, level in said.items() if rank(level) > rank(audience)}
    if not narrower:
        return Shown(record)
    paths = sorted({path for place in narrower for path in places(record, kind, place)}, key=_deepest, reverse=True)
    data = copy.deepcopy(dict(record.data))
    data[RESTRICTED] = {place: level for place, level in said.items() if place not in narrower}
    if not data[RESTRICTED]:
        del data[RESTRICTED]
    hidden: list[DataPath] = []
    for path in paths:
        place = _hide(data, path, kind, curtain=curtain)
        hidden += [] if place is None else [place]
        if place == ():
            return Shown(None, ((),))
    digest = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest() if hidden else record.digest
    said_so = _in_words(data, curtain.words)
    return Shown(Record(record.kind, record.id, record.path, said_so, digest, record.remarks), tuple(hidden))


def places(record: Record, kind: Kind, place: str) -> list[DataPath]:
    """The data paths that an entry of `visibility_of` names; none where nothing stands there."""
    steps = tuple(place.split("/"))
    if kind.parts and steps[0] not in record.data and steps[0] != ANY:
        steps = (kind.parts, *steps)
    return [path for path in _led(record.data, steps) if path[0] not in _OF_RECORD]


def idle(record: Record, kind: Kind) -> Iterator[str]:
    """The entries of `visibility_of` that name nothing in the record: most likely misspelt."""
    for place in record.data.get(RESTRICTED, ()):
        if not places(record, kind, place):
            yield place


def narrowest(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> dict[str, Any]:
    """What either of two states of a record restricts, each place for the narrower circle."""
    found = dict(one or {})
    for place, level in (other or {}).items():
        found[place] = max(level, found.get(place, level), key=rank)
    return found


def level_at(record: Record, kind: Kind, path: DataPath) -> str:
    """The widest circle that may see a place, as far as the record restricts it."""
    levels = [AUDIENCES[0]]
    for place, level in (record.data.get(RESTRICTED) or {}).items():
        if any(path[: len(one)] == one for one in places(record, kind, place)):
            levels.append(str(level))
    return max(levels, key=rank)


def _led(node: Any, steps: tuple[str, ...]) -> Iterator[DataPath]:
    if not steps:
        yield ()
        return
    step, rest = steps[0], steps[1:]
    keys: list[str | int] = []
    if isinstance(node, Mapping):
        keys = [name for name in node if step in {ANY, name} and (step != ANY or name != "id")]
    elif isinstance(node, list):
        keys = [at for at, entry in enumerate(node) if step == ANY or _named(entry, at) == step]
    for key in keys:
        yield from ((key, *path) for path in _led(node[key], rest))


def _named(entry: Any, at: int) -> str:
    return str(entry["id"]) if isinstance(entry, Mapping) and "id" in entry else str(at)


def _deepest(path: DataPath) -> list[tuple[bool, int, str]]:
    """Later entries of a list come first, so that the numbers of the others hold."""
    return [(isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in path]


def _hide(data: dict[str, Any], path: DataPath, kind: Kind, *, curtain: Curtain) -> DataPath | None:
    """Hide a place in data, or the nearest around it that can be hidden, and say which; None: it is gone already."""
    while path:
        try:
            value_at(data, path)
        except (LookupError, TypeError):
            return None
        if any(way(data, path, kind, curtain=curtain) for way in (_absent, _taken, _unsaid)):
            _without_remarks(data, path)
            return path
        path = path[:-1]
    return ()


def _absent(data: dict[str, Any], path: DataPath, kind: Kind, *, curtain: Curtain) -> bool:
    """Put an absence in the place of a value, where the schema takes one."""
    owner, step, field = value_at(data, path[:-1]), path[-1], kind.field(path)
    if isinstance(step, int) or field is None or "absent" not in field.properties:
        return False
    value, owner[step] = owner[step], {"absent": NOT_PUBLIC}
    if curtain.accepts(kind.name, data):
        return True
    owner[step] = value
    return False


def _unsaid(data: dict[str, Any], path: DataPath, kind: Kind, *, curtain: Curtain) -> bool:
    """Put words in the place of a text that must stand."""
    owner, step, field = value_at(data, path[:-1]), path[-1], kind.field(path)
    if field is None or not field.translatable or not isinstance(owner[step], str):
        return False
    value, owner[step] = owner[step], UNSAID
    if curtain.accepts(kind.name, data):
        return True
    owner[step] = value
    return False


def _without_remarks(data: dict[str, Any], path: DataPath) -> None:
    """A cell that is hidden takes along its interval, and the reason why it is disputed."""
    if len(path) > 1 and path[-2] == "values":
        line = value_at(data, path[:-2])
        for name in _BY_COLUMN[1:]:
            line.get(name, {}).pop(path[-1], None)
            if line.get(name) == {}:
                del line[name]


def _taken(data: dict[str, Any], path: DataPath, kind: Kind, *, curtain: Curtain) -> bool:
    """Take a value out, a column with its cells; undone where the record would not hold any more."""
    around = path[:-2]
    before = copy.deepcopy(value_at(data, around))
    owner, step = value_at(data, path[:-1]), path[-1]
    removed = owner[step]
    del owner[step]
    if len(path) > 1 and path[-2] == "columns" and isinstance(removed, Mapping):
        _without_column(value_at(data, around), str(removed.get("id")))
    emptied = isinstance(step, int) and not owner  # an empty list would say that there is nothing
    if not emptied and curtain.accepts(kind.name, data):
        return True
    _restore(data, around, before)
    return False


def _in_words(node: Any, words: str) -> Any:
    if isinstance(node, dict):
        return {name: _in_words(value, words) for name, value in node.items()}
    if isinstance(node, list):
        return [_in_words(value, words) for value in node]
    return words if node == UNSAID else node


def _restore(data: dict[str, Any], path: DataPath, before: Any) -> None:
    if path:
        value_at(data, path[:-1])[path[-1]] = before
    else:
        data.clear()
        data.update(before)


def _without_column(table: Any, column: str) -> None:
    """A table without the cells of a column, and without totals that are made with it."""
    for line in (*table.get("rows", ()), table.get("printed_total", {})):
        for name in _BY_COLUMN:
            line.get(name, {}).pop(column, None)
            if name != "values" and line.get(name) == {}:
                del line[name]
    for other in table["columns"]:
        total = other.get("total")
        if isinstance(total, Mapping) and total.get("weighted_mean") == column:
            del other["total"]
