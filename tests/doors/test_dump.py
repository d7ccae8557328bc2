"""Ordinary data is written without the library, and stands there as the library writes it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from underhood.doors import dump
from underhood.doors.dump import plain_yaml, yaml_list

words = st.sampled_from(
    [
        "a",
        "Word",
        "no",
        "Yes",
        "5",
        "2026-01-31",
        "é",
        "a:b",
        "a: b",
        "b #c",
        "b#c",
        "#",
        "- x",
        "it's",
        '"q"',
        "\xa0",
        "x\ty",
    ]
)
texts = (
    st.lists(words, max_size=40).map(" ".join)
    | st.text(max_size=12).filter(lambda text: text.encode("utf-8", "ignore").decode() == text)
    | st.sampled_from(
        ["", " ", "a  b", "a ", "line\nline", "word " * 30 + "end", "x" * 130 + " y", "a\x85b", "a\u2028b", "12:30"]
    )
)


class Ours(str):
    """As the texts of records are, which know their language."""

    __slots__ = ()


texts |= texts.map(Ours)
names = st.sampled_from(["title", "no", "a-b", "x_y", "a b", "5", "n" * 70, "n" * 140]) | words
decimals = st.decimals(-(10**9), 10**9)
scalars = texts | st.integers() | st.booleans() | st.none() | st.floats(allow_nan=False) | decimals
values = st.recursive(
    scalars, lambda below: st.lists(below, max_size=4) | st.dictionaries(names, below, max_size=4), max_leaves=12
)


def by_library(data: dict[str, Any]) -> str:
    return yaml.dump(data, Dumper=dump._Dumper, allow_unicode=True, sort_keys=False, width=dump.WIDTH)


@settings(max_examples=1500, deadline=None)
@given(st.dictionaries(names, values, max_size=4))
@example({})
@example({"title": Ours("\n"), "no": None})
@example({"title": Ours("a\n\n"), "no": None})
@example({"a": [{"b": ["c", {"d": 1, "e": [2]}], "f": "long words " * 20 + "end"}, "g"], "h": {}, "i": []})
def test_as_the_library_writes_it(data: dict[str, Any]) -> None:
    assert plain_yaml(data) == by_library(data)


def test_ordinary_data_does_not_ask_the_library(monkeypatch: Any) -> None:
    monkeypatch.setattr(dump, "_dumped", lambda _data: "asked")
    data = {"title": "A risk", "ratings": [{"id": "a", "for": ["release/a#b"], "date": "2026-02-20"}], "count": 5}
    assert "asked" not in plain_yaml(data)


def test_decimals_keep_their_digits() -> None:
    figures = [Decimal("16.40"), Decimal("1E+3"), Decimal("0.00001"), Decimal(-0), Decimal(7)]
    written = plain_yaml({"figures": figures})
    assert written == "figures:\n- 16.40\n- 1000\n- 0.00001\n- 0\n- 7\n"
    assert yaml.safe_load(written)["figures"] == [16.4, 1000, 0.00001, 0, 7]
    assert plain_yaml({"figures": [*figures, "a: b"]}) == written + "- 'a: b'\n"


def test_a_list_stands_below_its_comment() -> None:
    assert yaml_list([{"a": Decimal("1.0")}, {"a": "--- b"}], "said\nfirst") == (
        "# said\n# first\n- a: 1.0\n- a: '--- b'\n"
    )
