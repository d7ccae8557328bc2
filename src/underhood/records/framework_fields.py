"""Holding a framework against the kinds: whether the fields, items and values that it names are there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from underhood.records.kinds import Field, Kind
from underhood.records.typos import nearest
from underhood.values.finding import DataPath
from underhood.values.framework import Framework, Scalar, Source, Where

OWN = "x_"
"""How fields of an organisation's own begin; the settings say what they hold."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a framework's file, and where."""

    path: DataPath
    message: str
    hint: str = ""


def faults(
    framework: Framework, kinds: Mapping[str, Kind], known: Mapping[str, Framework], *, broken: Collection[str] = ()
) -> Iterator[Fault]:
    """Everything that a framework names and that is not there. `broken`: frameworks that could not be read."""
    first: dict[str, int] = {}
    for item in framework.items:
        if first.setdefault(item.id, item.place) != item.place:
            before = first[item.id] + 1
            yield Fault(
                ("items", item.place, "id"),
                f"another item, number {before} of the file, has the id '{item.id}'",
                "give each item its own",
            )
        if item.successor_of and (message := _unknown(item.successor_of, framework, known, broken)):
            yield Fault(("items", item.place, "successor_of"), *message)
        for source in item.answered_by:
            path = ("items", item.place, "answered_by", source.place)
            if not source.item:
                yield from _field_faults(source, kinds, path)
            elif message := _unknown(source.item, framework, known, broken):
                yield Fault((*path, "item"), *message)
            elif _circular(f"{framework.id}/{item.id}", source.item, {**known, framework.id: framework}):
                yield Fault((*path, "item"), f"'{item.id}' is answered by itself, through '{source.item}'")


def field_at(kinds: Mapping[str, Kind], kind: str, steps: tuple[str, ...]) -> Field | str:
    """The field that steps lead to, through lists on the way; or what is wrong with them."""
    if kind not in kinds:
        near = nearest(kind, kinds)
        return f"there is no kind '{kind}'" + (f"; did you mean {near}?" if near else "")
    found = kinds[kind].root
    for at, step in enumerate(steps):
        while found.items is not None and step not in found.properties:
            found = found.items
        below = found.below(step)
        if below is None and at == 0 and step.startswith(OWN):
            return found
        if below is None:
            near = nearest(step, found.properties)
            where = f"{kind}#{'/'.join(steps[:at])}".rstrip("#")
            return f"there is no field '{step}' in {where}" + (f"; did you mean {near}?" if near else "")
        found = below
    return found


def _field_faults(source: Source, kinds: Mapping[str, Kind], path: DataPath) -> Iterator[Fault]:
    found = field_at(kinds, source.kind, source.steps)
    if isinstance(found, str):
        yield Fault((*path, "field"), found, "`underhood explain <kind>` lists the fields of a kind")
        return
    for where in source.where:
        yield from _where_faults(source, where, kinds, (*path, "where", "/".join(where.steps)))


def _where_faults(source: Source, where: Where, kinds: Mapping[str, Kind], path: DataPath) -> Iterator[Fault]:
    found = field_at(kinds, source.kind, where.steps)
    if isinstance(found, str):
        yield Fault(path, found, "a path in `where` begins at the root of the record")
        return
    words = _words(found)
    for value in where.values:
        if words and isinstance(value, str) and value not in words:
            near = nearest(value, words)
            yield Fault(path, f"the field is never '{value}'", f"did you mean {near}?" if near else "")
        elif not _fits(found, value):
            yield Fault(path, f"the field never holds {'true or false' if isinstance(value, bool) else value!r}")


def _words(found: Field) -> tuple[str, ...]:
    """The only words that a field, or an entry of its list, can hold."""
    return (found.items or found).closed_words


def _fits(found: Field, value: Scalar) -> bool:
    types = (found.items or found).types | found.types
    if not types:
        return True
    wanted = {"boolean"} if isinstance(value, bool) else {"string"} if isinstance(value, str) else {"number", "integer"}
    return bool(types & wanted) or ("object" in types and "value" in found.properties)


def _unknown(
    named: str, here: Framework, known: Mapping[str, Framework], broken: Collection[str]
) -> tuple[str, str] | None:
    """What is wrong with the name of an item; None where there is nothing."""
    framework, _, id = (named if "/" in named else f"{here.id}/{named}").rpartition("/")
    of = here if framework == here.id else known.get(framework)
    if of is None:
        near = nearest(framework, known)
        hint = f"did you mean {near}?" if near else "`underhood coverage` lists the frameworks"
        return None if framework in broken else (f"there is no framework '{framework}'", hint)
    if id not in of.by_id:
        elsewhere = next((f"{one.id}/{id}" for one in known.values() if id in one.by_id), "")
        near = elsewhere or nearest(id, of.by_id)
        return f"{of.id} has no item '{id}'", f"did you mean {near}?" if near else ""
    return None


def _circular(start: str, first: str, known: Mapping[str, Framework]) -> bool:
    """Whether the items that answer an item lead back to it."""
    seen: set[str] = set()
    stack = [first]
    while stack:
        one = stack.pop()
        if one == start:
            return True
        if one in seen:
            continue
        seen.add(one)
        framework, _, id = one.partition("/")
        item = known[framework].by_id.get(id) if framework in known else None
        stack += [source.item for source in item.answered_by if source.item] if item is not None else []
    return False
