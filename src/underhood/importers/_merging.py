"""The drafts of many files as one set of records to be, held against the records that are there already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from underhood.doors import marked
from underhood.doors.dump import plain_yaml
from underhood.importers import Trouble
from underhood.importers._reading import Read
from underhood.records.places import FOLDER
from underhood.records.record import Catalog
from underhood.values.finding import DataPath
from underhood.values.ids import Address, id_problem

SHARED = frozenset({"benchmark", "data-source", "model", "organisation", "release", "system"})
"""Kinds of which several files may each say a part: what one leaves out, another may add."""
TODO = "TODO"


@dataclass(slots=True)
class Merged:
    """What is to be written, and what is not.

    `drafts`: by address, with the file that named each first; `texts`: as they are written; `refused`: drafts that
    another file had made otherwise; `same`: records that stand there already, and say the same; `different`: those that
    say something else, and stay.
    """

    drafts: dict[Address, Mapping[str, Any]] = field(default_factory=dict)
    sources: dict[Address, str] = field(default_factory=dict)
    troubles: list[tuple[str, Trouble]] = field(default_factory=list)
    refused: list[tuple[str, Address]] = field(default_factory=list)
    same: list[Address] = field(default_factory=list)
    different: list[tuple[Address, str]] = field(default_factory=list)
    texts: dict[Address, bytes] = field(default_factory=dict)

    def todos(self) -> Iterator[tuple[Address, DataPath, str]]:
        """What a person has to add."""
        for address, data in self.drafts.items():
            if self.texts.get(address, TODO.encode()).find(TODO.encode()) >= 0:
                for path, text in _todos(data):
                    yield address, path, text


def merge(files: Iterable[Read]) -> Merged:
    """One draft for each record. What is said twice is said once; what is said in two ways is told."""
    merged = Merged()
    for file in files:
        for draft in file.drawn.drafts:
            before = merged.drafts.get(draft.address)
            if before is None:
                merged.drafts[draft.address] = draft.data
                merged.sources[draft.address] = file.name
            elif before == draft.data:
                continue
            elif draft.address.kind in SHARED:
                found: list[tuple[DataPath, Any, Any]] = []
                merged.drafts[draft.address] = _united(before, draft.data, (), found)
                merged.troubles += [(file.name, _otherwise(merged, draft.address, one)) for one in found]
            else:
                merged.refused.append((file.name, draft.address))
    return merged


def against(merged: Merged, catalog: Catalog) -> Merged:
    """Take out what is recorded already, and ids that a record had before."""
    formerly = {(one.kind, id): one for one in catalog for id in one.get("formerly", ())}
    for address in list(merged.drafts):
        if problem := id_problem(address.id):
            raise ValueError(f"{address} cannot be written: {problem}")
        there = catalog.records.get(address)
        if there is not None and _as_read(merged.drafts[address]) == there.data:
            merged.same.append(address)
        elif there is not None:
            merged.different.append((address, there.path))
        elif address in catalog.broken:
            merged.different.append((address, "a file that cannot be read"))
        elif (owner := formerly.get((address.kind, address.id))) is not None:
            merged.different.append((address, f"{owner.path}, which had this id before"))
        else:
            continue
        del merged.drafts[address]
    return merged


def written(merged: Merged, schemas: str) -> dict[str, bytes]:
    """The files of the drafts, by path. `schemas`: the folder that editors read them from, seen from the top."""
    files = {}
    for address, data in merged.drafts.items():
        comment = f"yaml-language-server: $schema=../../{schemas}/{address.kind}.schema.json"
        text = merged.texts[address] = plain_yaml(data, comment).encode()
        files[f"{FOLDER}/{address.kind}/{address.id}.yaml"] = text
    return files


def _as_read(data: Mapping[str, Any]) -> Any:
    return marked.read(plain_yaml(data).encode()).data


def _otherwise(merged: Merged, address: Address, found: tuple[DataPath, Any, Any]) -> Trouble:
    path, first, second = found
    words = f"{address}: {_short(second)} here, {_short(first)} in {merged.sources[address]}"
    return Trouble(path, words, "the first was kept; put right which of them holds")


def _short(value: Any) -> str:
    text = " ".join(str(value).split())
    return f"'{text if len(text) <= 60 else text[:60] + '…'}'"


def _united(first: Any, second: Any, path: DataPath, found: list[tuple[DataPath, Any, Any]]) -> Any:
    """Both values in one. Where they contradict each other the first stays, and the place is noted."""
    if first == second or _to_add(second):
        return first
    if _to_add(first):
        return second
    if isinstance(first, Mapping) and isinstance(second, Mapping) and "value" not in first and "absent" not in first:
        named = {name: _united(first[name], second[name], (*path, name), found) for name in first if name in second}
        return {**first, **second, **named}
    if isinstance(first, list) and isinstance(second, list):
        return _joined(first, second, path, found)
    found.append((path, first, second))
    return first


def _joined(first: list[Any], second: list[Any], path: DataPath, found: list[tuple[DataPath, Any, Any]]) -> list[Any]:
    """Both lists in one: entries with the same id are one entry, and equal ones are too."""
    whole = list(first)
    places = {one["id"]: place for place, one in enumerate(first) if isinstance(one, Mapping) and "id" in one}
    for one in second:
        place = places.get(one["id"]) if isinstance(one, Mapping) and "id" in one else None
        if place is not None:
            whole[place] = _united(whole[place], one, (*path, place), found)
        elif one not in whole:
            whole.append(one)
    return whole


def _to_add(value: Any) -> bool:
    """Whether a value says nothing yet: a text that is still to be written, or that there is none in this file."""
    return (isinstance(value, str) and value.startswith(TODO)) or (isinstance(value, Mapping) and "absent" in value)


def _todos(data: Any) -> Iterator[tuple[DataPath, str]]:
    stack: list[tuple[DataPath, Any]] = [((), data)]
    while stack:
        path, value = stack.pop()
        if type(value) is str:
            if value.startswith(TODO):
                yield path, value
        elif type(value) is dict:
            stack.extend(((*path, name), value[name]) for name in reversed(value))
        elif type(value) is list:
            stack.extend(((*path, place), value[place]) for place in range(len(value) - 1, -1, -1))
