"""What a kind's fields lead to does not depend on which kind was asked first."""

from __future__ import annotations

import pytest

from underhood.doors import assets
from underhood.doors.schemas import read_schemas
from underhood.records.kinds import Field, read_kinds

SHIPPED = assets.directory("schemas")


def every(field: Field, seen: set[frozenset[int]]) -> list[Field]:
    """A field and all below it."""
    nodes = frozenset(id(node) for node, _ in field.nodes)
    if nodes in seen:
        return []
    seen.add(nodes)
    below = (*field.properties.values(), field.items, field.values)
    return [field, *(found for one in below if one is not None for found in every(one, seen))]


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize(
    ("asked", "said"), [("leads", "refers"), ("may_list", "lists"), ("living", "lives_on")], ids=lambda name: name
)
def test_what_stands_below_a_field(asked: str, said: str, *, backwards: bool) -> None:
    kinds = sorted(read_kinds(read_schemas(SHIPPED)).items(), reverse=backwards)
    found = {name: getattr(kind.root, asked) for name, kind in kinds}
    assert found == {name: any(getattr(field, said) for field in every(kind.root, set())) for name, kind in kinds}


def test_only_some_kinds_name_lists() -> None:
    kinds = read_kinds(read_schemas(SHIPPED))
    assert {name for name, kind in kinds.items() if kind.root.may_list} == {"data-source", "exclusion"}
