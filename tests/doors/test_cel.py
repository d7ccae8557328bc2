"""Expressions of CEL: what the library is let do, and the tree that is read out of what it compiled."""

from __future__ import annotations

import random
from typing import Any

import pytest

from underhood.doors import cel, cel_tree
from underhood.doors.cel_tree import Form

TEXTS = (
    "record.a == 1",
    "record.a[0]['b'].c < -2.5 && !(record.d in ['x', true, null])",
    "record.rows.all(r, r.x > 1) || record.rows.exists_one(r, has(r.y))",
    "size(record.rows.filter(r, r.x == 'é\\n').map(r, [r.x, 1u, b'z'])) > 0 ? true : false",
    "double(9223372036854775807) > -9223372036854775808.0 && -9223372036854775807 < 0",
    "{'a': 1}.a == 1",
)


def language(*functions: cel.Signature) -> cel.Language:
    return cel.Language({"record": "map<string,dyn>"}, functions)


def compiled(text: str) -> cel.Compiled:
    found = language().compiled(text)
    assert isinstance(found, cel.Compiled), found
    return found


def answering(call: Any, text: str = "f(record.a)") -> Any:
    made = language(cel.Signature("f", (("double",),), "dyn", call))
    found = made.compiled(text)
    assert isinstance(found, cel.Compiled), found
    return made.program(found, found.tree.root).value({"record": {"a": 1.0}})


@pytest.mark.parametrize("text", TEXTS)
def test_a_tree_is_written_back_as_it_was(text: str) -> None:
    found = compiled(text)
    again = cel_tree.read(cel_tree.write(found.tree, found.tree.root))
    assert (again.root, again.places) == (found.tree.root, found.tree.places)
    data = {"record": {"a": 1.0, "rows": [{"x": "é\n"}, {"x": 2.0, "y": 1.0}], "d": "x"}}
    first, second = (language().program(found, tree.root).value(data) for tree in (found.tree, again))
    assert first == second


def test_constants() -> None:
    nodes = compiled("[1, -1, 1.5, 'a', true] == [] || record.a == null").tree.nodes()
    values = [one.value for one in nodes if one.form is Form.CONST]
    assert {repr(one) for one in values} >= {"1", "-1", "1.5", "'a'", "True"}


def test_broken_bytes_are_told() -> None:
    """Whatever the bytes are, they are a tree or a ValueError."""
    found = compiled(TEXTS[2])
    data = cel_tree.write(found.tree, found.tree.root)
    for end in range(len(data)):
        with pytest.raises(ValueError, match=r"."):
            cel_tree.read(data[:end])
    chance = random.Random(1)
    for _ in range(3000):
        flipped = bytearray(data)
        flipped[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        try:
            cel_tree.read(bytes(flipped))
        except ValueError:
            continue


def test_errors_are_never_true() -> None:
    """The library returns them as values that count as true."""
    assert answering(lambda value: value) == 1.0
    for call in (lambda _: 1 / 0, lambda _: object(), lambda: 1, lambda _: [object()]):
        assert isinstance(answering(call), cel.Failure)
    assert isinstance(answering(lambda _: 1 / 0, "f(record.a) || f(record.b)"), cel.Failure)
    assert isinstance(answering(abs, "f(record.missing) > 0.0"), cel.Failure)
    assert answering(abs, "f(record.missing) > 0.0 || record.a == 1") is True


@pytest.mark.parametrize(
    "text",
    ["'a' + 'b' == 'ab'", "2.0 * 2.0 == 4.0", "1 / 2 == 0", "5 % 2 == 1", "string(1) == '1'", "type(1) == int",
     "duration('1s') == duration('1s')", "bytes('a') == b'a'", "dyn(1) == 1"],
)  # fmt: skip
def test_what_is_left_out(text: str) -> None:
    assert isinstance(language().compiled(text), cel.Refused)
