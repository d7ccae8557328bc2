"""Addresses inside long lists: found as in short ones, in time that does not grow with the list."""

from __future__ import annotations

from time import process_time
from typing import Any

from underhood.doors import assets
from underhood.doors.schemas import read_schemas
from underhood.records.kinds import read_kinds
from underhood.records.record import LONG, Catalog, Record, data_path, make_catalog
from underhood.values.ids import Address

MANY = 20_000
KINDS = read_kinds(read_schemas(assets.directory("schemas")))


def catalog(entries: list[Any]) -> Catalog:
    return make_catalog(KINDS, [Record("risk", "many", "governance/risk/many.yaml", {"examples": entries})])


def test_the_same_place_as_without_an_index() -> None:
    ids: list[Any] = [{"id": f"e{at % 50}"} if at % 3 else {"text": "x"} if at % 2 else "x" for at in range(4 * LONG)]
    found = catalog(ids)
    for step in [*(f"e{at}" for at in range(60)), *map(str, range(0, 140, 7)), "", "x"]:
        place = found.resolve(Address("risk", "many", ("examples", step)))
        assert (place.data_path if place else None) == data_path({"examples": ids}, ("examples", step), "")


def test_time_does_not_grow_with_the_list() -> None:
    found = catalog([{"id": f"e{at}"} for at in range(MANY)])
    start = process_time()
    assert all(found.stands(Address("risk", "many", ("examples", f"e{at}"))) for at in range(MANY))
    assert process_time() - start < 3
