"""YAML as records are written: what it means, where it stands, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from underhood.doors import marked
from underhood.doors.decoding import MOST_PROBLEMS

MEANINGS = [
    ("a: no", {"a": "no"}),
    ("a: yes", {"a": "yes"}),
    ("a: on", {"a": "on"}),
    ("a: 1:30", {"a": "1:30"}),
    ("a: 012", {"a": 12}),
    ("a: 0o17", {"a": 15}),
    ("a: 0xff", {"a": 255}),
    ("a: -0x1F", {"a": "-0x1F"}),
    ("a: +0x1", {"a": "+0x1"}),
    ("a: +0o17", {"a": "+0o17"}),
    ("a: -0o7", {"a": "-0o7"}),
    ("-0x1F: 1", {"-0x1F": 1}),
    ("a: [-0x1F, +0o17, 0x]", {"a": ["-0x1F", "+0o17", "0x"]}),
    ("a: 2025-03-14", {"a": "2025-03-14"}),
    ("a: 2023", {"a": 2023}),
    ('a: "2023"', {"a": "2023"}),
    ('a: "1.10"', {"a": "1.10"}),
    ("a: 1_000", {"a": "1_000"}),
    ("a: 2.0e12", {"a": 2.0e12}),
    ("a: 1e3", {"a": 1000.0}),
    ("a: .5", {"a": 0.5}),
    ("a: -0.5", {"a": -0.5}),
    ("a: +7", {"a": 7}),
    ("a: true", {"a": True}),
    ("a: 'true'", {"a": "true"}),
    ("a: ~", {"a": None}),
    ("a:", {"a": None}),
    ("a: Null", {"a": None}),
    ("a: nUll", {"a": "nUll"}),
    ('"no": 1', {"no": 1}),
    ("no: 1", {"no": 1}),
    ("a: >-\n  one\n  two\n", {"a": "one two"}),
    ("a: |\n  one\n  two\n", {"a": "one\ntwo\n"}),
    ("- [a, {b: 1}]\n- c", [["a", {"b": 1}], "c"]),
    ("\ufeffa: 1", {"a": 1}),
    ("a: 1\r\nb: 2\r\n", {"a": 1, "b": 2}),
    ("a: 1\rb: 2\r", {"a": 1, "b": 2}),
    ("--- \na: 1\n...\n", {"a": 1}),
    ("a: é \U0001f600", {"a": "é \U0001f600"}),
    ("a: {{7*7}}", None),
    ("a: '{{7*7}}'", {"a": "{{7*7}}"}),
    ("a: <script>alert(1)</script>", {"a": "<script>alert(1)</script>"}),
]


@pytest.mark.parametrize(("text", "meaning"), MEANINGS)
def test_meaning(text: str, meaning: Any) -> None:
    document = marked.read(text.encode())
    assert document.data == meaning
    assert (document.problems == ()) == (meaning is not None)


REFUSED = {
    "a: 1\na: 2": (2, 1, "field 'a' stands here again; it stands already in line 1"),
    "a: {b: 1, b: 2}": (1, 11, "field 'b' stands here again"),
    "license: mit\nlicense: other": (2, 1, "field 'license' stands here again"),
    "a: &x 1": (1, 4, "anchor '&x'"),
    "a: *x": (1, 4, "alias '*x'"),
    "a: &a [*a]": (1, 4, "anchor '&a'"),
    "&x a: 1": (1, 1, "anchor '&x'"),
    "*x : 1": (1, 1, "a field's name is not plain text"),
    "<<: {a: 1}": (1, 1, "merge key '<<'"),
    "a: !!python/object/apply:os.system [x]": (1, 4, "tag"),
    "a: !!str 1": (1, 4, "tag"),
    "!!str a: 1": (1, 1, "tag"),
    "{!a, b: 1}": (1, 2, "tag '!a'"),
    "1: a": (1, 1, "the field name 1 is not text"),
    "null: a": (1, 1, "the field name null is not text"),
    "? [a]\n: b": (1, 3, "a field's name is not plain text"),
    "a: 1\n---\nb: 2": (2, 1, "a second document starts here"),
    "a:\tb": (1, 3, "tab character"),
    "a: b\x1bc": (1, 5, "control character U+001B"),
    "a: b\x00c": (1, 5, "control character U+0000"),
    "a: b\x9fc": (1, 5, "control character U+009F"),
    "a: b\x85c": (1, 5, "line break U+0085, which most programs do not see"),
    "# b\u2028\na: b": (1, 4, "line break U+2028"),
    "a: .nan": (1, 4, ".nan is not a finite number"),
    "a: -.inf": (1, 4, "-.inf is not a finite number"),
    "a: 1e999": (1, 4, "1e999 is not a finite number"),
    "a: 9007199254740992": (1, 4, "is too large to be exact everywhere"),
    "a: [1, 2": (1, 9, "this is not YAML"),
    "a: b: c": (1, 5, "this is not YAML: mapping values are not allowed"),
    "a: 'b": (1, 6, "this is not YAML"),
    "a: @b": (1, 4, "this is not YAML"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    line, column, words = REFUSED[text]
    document = marked.read(text.encode())
    first = document.problems[0]
    assert document.data is None
    assert words in first.message
    assert (first.line, first.column) == (line, column)
    assert first.hint != ""


BYTES = {
    b"\xff\xfea\x00": "the file is UTF-16",
    b"\xfe\xff\x00a": "the file is UTF-16",
    b"a: ok\nb: \xff": "the file is not UTF-8 (byte 0xff)",
    b"a: \xc3": "the file is not UTF-8 (byte 0xc3)",
}


@pytest.mark.parametrize("raw", BYTES)
def test_other_encodings(raw: bytes) -> None:
    (problem,) = marked.read(raw).problems
    assert problem.message == BYTES[raw]


def test_the_place_of_a_wrong_byte() -> None:
    (problem,) = marked.read(b"a: ok\nb: \xff").problems
    assert (problem.line, problem.column) == (2, 4)


@pytest.mark.parametrize(
    "text", ["[" * 200_000, "- " * 200_000, "{a: " * 200_000, "a:\n" + "".join(" " * n + "a:\n" for n in range(1, 200))]
)
def test_nesting_is_bounded(text: str) -> None:
    document = marked.read(text.encode())
    assert document.data is None
    assert "nested deeper than 64 levels" in document.problems[-1].message


def test_an_alias_bomb_stays_small() -> None:
    text = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    document = marked.read(text.encode())
    assert document.data is None
    assert len(document.problems) <= MOST_PROBLEMS


def test_a_number_of_ten_thousand_digits_costs_nothing() -> None:
    (problem,) = marked.read(b"a: " + b"9" * 10_000).problems
    assert problem.message == "a number of 10000 digits"


def test_problems_are_bounded() -> None:
    assert len(marked.read(b"a: 1\n" * 10_000).problems) == MOST_PROBLEMS
    assert len(marked.read(b"a:\tb\n" * 10_000).problems) == MOST_PROBLEMS


def test_all_problems_of_a_file_are_told_at_once() -> None:
    document = marked.read(b"a: &x 1\nb: *x\nb: 2\nc: .nan\n")
    assert [problem.line for problem in document.problems] == [1, 2, 3, 4]


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing\n", "---\n", "--- # nothing\n"])
def test_empty(text: str) -> None:
    document = marked.read(text.encode())
    assert document.data is None
    assert document.empty
    assert document.problems == ()


def test_marks() -> None:
    text = b"# note\ntitle: One\nruns:\n  - {id: a, hours: {value: 3}}\n  - id: b\n    note: >-\n      Two\n"
    places = {path: (mark.key, mark.value) for path, mark in marked.marks(text).items()}
    assert places[()] == ((2, 1), (2, 1))
    assert places["title",] == ((2, 1), (2, 8))
    assert places["runs", 0] == ((4, 5), (4, 5))
    assert places["runs", 0, "hours", "value"] == ((4, 21), (4, 28))
    assert places["runs", 1, "note"] == ((6, 5), (6, 11))
    assert marked.marks(b"") == {}


def test_marks_of_a_broken_file_do_not_raise() -> None:
    assert marked.marks(b"a: [1,\nb: {") != {}
    assert marked.marks(b"\xff\xfe") == {}


TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff\x85"))
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=12
)


@settings(deadline=None)
@given(DATA, st.booleans())
def test_what_is_written_is_read(data: Any, flow: bool) -> None:
    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, _data: Any) -> bool:
            return True

    text = yaml.dump(
        data,
        Dumper=Dumper,
        default_flow_style=flow,
        allow_unicode=True,
        default_style='"' if isinstance(data, str) else None,
    )
    document = marked.read(_with_1_2_scalars(text, data).encode())
    assert document.problems == ()
    assert _same(document.data, data)


def _with_1_2_scalars(text: str, data: Any) -> str:
    """What PyYAML leaves plain in YAML 1.1 and 1.2 reads otherwise is written as JSON, which is YAML too."""
    if _same(yaml.safe_load(text), data) and not _differs(data):
        return text
    return json.dumps(data, ensure_ascii=False)


def _differs(data: Any) -> bool:
    """Whether some text in the data is a number in one version of YAML and text in the other."""
    if isinstance(data, dict):
        return any(_differs(part) for pair in data.items() for part in pair)
    if isinstance(data, list):
        return any(_differs(part) for part in data)
    return isinstance(data, str) and marked.read(data.encode()).data != data


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return set(one) == set(other) and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_data_or_problems(raw: bytes) -> None:
    document = marked.read(raw)
    assert document.data is None or document.problems == ()
    marked.marks(raw)


@settings(deadline=None)
@given(st.text(alphabet="ab:-[]{},&*!|>'\"#%@`?<~ \n0.e", max_size=60))
def test_any_text_is_data_or_problems(text: str) -> None:
    document = marked.read(text.encode())
    assert document.data is None or document.problems == ()
    assert all(problem.line > 0 and problem.column > 0 and problem.message for problem in document.problems)
