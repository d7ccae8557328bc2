"""Names of records and places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underhood.values.ids import Address, id_problem, parse_address


@pytest.mark.parametrize("name", ["a", "llama-2", "llama-3.1", "0x", "a" * 80])
def test_good_ids(name: str) -> None:
    assert id_problem(name) == ""


@pytest.mark.parametrize(
    "name",
    ["", "A", "-a", ".a", "a..b", "a.", "a/b", "a b", "é", "a" * 81, "con", "con.x", "nul", "index", "readme", "a\n"],
)
def test_bad_ids(name: str) -> None:
    assert id_problem(name)


@pytest.mark.parametrize(
    ("written", "kind", "address"),
    [
        ("risk/toxic", "", Address("risk", "toxic")),
        ("toxic", "risk", Address("risk", "toxic")),
        ("release/llama-3.1#8b", "", Address("release", "llama-3.1", ("8b",))),
        ("llama-2#70b/context", "release", Address("release", "llama-2", ("70b", "context"))),
        ("toxic", "", None),
        ("risk/", "", None),
        ("risk/toxic#", "", None),
        ("risk/toxic#a//b", "", None),
        ("../etc/passwd", "", None),
        ("risk/../x", "", None),
        ("Risk/x", "", None),
    ],
)
def test_parse(written: str, kind: str, address: Address | None) -> None:
    assert parse_address(written, kind=kind) == address


def test_parse_inside_the_same_record() -> None:
    here = Address("evaluation", "x")
    assert parse_address("#columns/a", here=here) == Address("evaluation", "x", ("columns", "a"))


step = st.from_regex(r"[a-z0-9_-]{1,8}", fullmatch=True)


@given(step, st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True), st.lists(step, max_size=3))
def test_an_address_reads_back(id: str, kind: str, steps: list[str]) -> None:
    address = Address(kind, f"n{id}".replace("_", "-"), tuple(steps))
    assert parse_address(str(address)) == address


@given(st.text(max_size=60))
def test_nothing_breaks_the_parser(written: str) -> None:
    found = parse_address(written, kind="risk")
    assert found is None or id_problem(found.id) == ""
