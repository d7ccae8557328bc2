"""Edits change what they name, and leave every other byte alone."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underhood.doors import edit, marked

TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)
KEY = st.from_regex(r"[a-z]{1,6}", fullmatch=True)


def written(value: object, style: str) -> str:
    """A text in one of the ways in which YAML writes it."""
    text = str(value)
    if style == "single":
        return "'" + text.replace("'", "''") + "'"
    if style == "plain":
        return edit.scalar(text)
    return json.dumps(text, ensure_ascii=False)


@st.composite
def records(draw: st.DrawFn) -> tuple[str, list[tuple[str | int, ...]]]:
    """A record as text, with comments, flow and block parts, and the paths of its texts."""
    lines: list[str] = []
    paths: list[tuple[str | int, ...]] = []
    for name in draw(st.lists(KEY, min_size=1, max_size=6, unique=True)):
        lines.append(f"# {draw(TEXT)}")
        texts = draw(st.lists(st.tuples(TEXT, st.sampled_from(["single", "double", "plain"])), min_size=1, max_size=3))
        shape = draw(st.sampled_from(["scalar", "flow", "block", "group"]))
        words = [written(*text) for text in texts]
        if shape == "scalar":
            lines.append(f"{name}: {words[0]}  # {draw(TEXT)}")
            paths.append((name,))
        elif shape == "flow":
            lines.append(f"{name}: [{' , '.join(words)}]")
            paths += [(name, index) for index in range(len(words))]
        elif shape == "block":
            lines += [f"{name}:", *(f"  -   {word}" for word in words)]
            paths += [(name, index) for index in range(len(words))]
        else:
            lines.append(f"{name}: {{{', '.join(f'k{index}: {word}' for index, word in enumerate(words))}}}")
            paths += [(name, f"k{index}") for index in range(len(words))]
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join(lines) + draw(st.sampled_from(["", end])), paths


@given(records(), TEXT, st.data())
def test_only_the_text_at_the_place_changes(
    record: tuple[str, list[tuple[str | int, ...]]], new: str, data: st.DataObject
) -> None:
    text, paths = record
    raw = text.encode()
    before = marked.read(raw)
    assert not before.problems
    path = data.draw(st.sampled_from(paths))
    after = edit.rewrite(raw, {path: lambda _: new}).decode()
    assert marked.read(after.encode()).data == edit._with(before.data, path, new)
    node = edit._nodes(text)[path]
    assert after.startswith(text[: node.start])
    assert after.endswith(text[node.end :])


@given(records(), st.data())
def test_no_change_is_no_change(record: tuple[str, list[tuple[str | int, ...]]], data: st.DataObject) -> None:
    raw = record[0].encode()
    path = data.draw(st.sampled_from(record[1]))
    assert edit.rewrite(raw, {path: lambda text: text}) == raw


@given(records(), KEY)
def test_a_word_is_added_and_the_rest_stays(record: tuple[str, list[tuple[str | int, ...]]], word: str) -> None:
    raw = record[0].encode()
    data = marked.read(raw).data
    after = edit.append(raw, field="formerly", word=f"{word}-")
    assert marked.read(after).data == {**data, "formerly": [f"{word}-"]}
    twice = edit.append(after, field="formerly", word="b")
    assert marked.read(twice).data["formerly"] == [f"{word}-", "b"]
    assert marked.read(edit.remove(twice, "formerly")).data == data


@given(TEXT)
def test_a_scalar_reads_as_its_text(text: str) -> None:
    for around in ("{}", "[{}, x]", "a: {}", "- {}"):
        read = marked.read(around.format(edit.scalar(text)).encode())
        assert read.problems == ()
        assert read.data in (text, [text, "x"], {"a": text}, [text])


@pytest.mark.parametrize(
    ("before", "field", "after"),
    [
        ("title: A\n", "formerly", "title: A\nformerly: [x]\n"),
        ("title: A", "formerly", "title: A\nformerly: [x]\n"),
        ("title: A\r\ntext: b\r\n", "formerly", "title: A\r\nformerly: [x]\r\ntext: b\r\n"),
        ("title: >-\n  A\n  B\ntext: c\n", "formerly", "title: >-\n  A\n  B\ntext: c\nformerly: [x]\n"),
        ("{title: A}\n", "formerly", "{title: A, formerly: [x]}\n"),
        ("title: A\nformerly: []\n", "formerly", "title: A\nformerly: [x]\n"),
        ("title: A\nformerly: [a]  # old\n", "formerly", "title: A\nformerly: [a, x]  # old\n"),
        ("title: A\nformerly:\n- a\n- b  # old\n", "formerly", "title: A\nformerly:\n- a\n- b\n- x  # old\n"),
        ("title: A\nformerly:\n  - a\ntext: b\n", "formerly", "title: A\nformerly:\n  - a\n  - x\ntext: b\n"),
        ("\ufefftitle: A\n", "formerly", "\ufefftitle: A\nformerly: [x]\n"),
    ],
)
def test_adding_a_word(before: str, field: str, after: str) -> None:
    assert edit.append(before.encode(), field=field, word="x").decode() == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: >-\n  one old\n  two old\nb: 1\n", "a: >-\n  one new\n  two new\nb: 1\n"),
        ("a: |\n  old\n\n  # no comment\n", "a: |\n  new\n\n  # no comment\n"),
        ("a: old\n  old\nb: c\n", "a: new\n  new\nb: c\n"),
        ("a: 'it''s old'\n", "a: 'it''s new'\n"),
        ('a: "old\\n\\u00e9"\n', 'a: "new\\n\\u00e9"\n'),
        ("a: é old  # é\n", "a: é new  # é\n"),
    ],
)
def test_words_inside_a_text(before: str, after: str) -> None:
    assert edit.rewrite(before.encode(), {("a",): lambda text: text.replace("old", "new")}).decode() == after


@pytest.mark.parametrize("value", ["1.0", "true", "null", "~", "", "- x", "a: b", "#x", "x #y", "[", "no", "2023"])
def test_a_value_that_would_read_as_something_else_is_quoted(value: str) -> None:
    after = edit.rewrite(b"a: [old, b]\n", {("a", 0): lambda _: value})
    assert marked.read(after).data == {"a": [value, "b"]}


@pytest.mark.parametrize("raw", [b"a: &x b\n", b"a: ]\n", b"\xff\xfe"])
def test_what_cannot_be_read_cannot_be_edited(raw: bytes) -> None:
    with pytest.raises(edit.Unmendable, match="line 1"):
        edit.rewrite(raw, {("a",): str.upper})


@pytest.mark.parametrize("path", [("b",), ("a", "x"), (), ("n",)])
def test_a_place_without_a_text(path: tuple[str, ...]) -> None:
    with pytest.raises(edit.Unmendable, match="there is no text at"):
        edit.rewrite(b"a: x\nn: 1\n", {path: str.upper})


MANY = """\
# The record
titel: Old  # a name
version: 1.10  # a number
rows:
  - {id: a, valeus: {x: 1}, text: 'it''s old'}
  - id: b
    valeus: {x: 2}  # old
    version: 007
    text: >-
      An old
      story
"""


def always(word: str) -> edit.Rewrite:
    return lambda _: word


def up(word: str) -> edit.Rewrite:
    return lambda text: text.replace("old", word)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_several_edits_in_one_file(end: str) -> None:
    edits = edit.Edits(
        names={("titel",): "title", ("rows", 0, "valeus"): "values", ("rows", 1, "valeus"): "values"},
        numbers=[("version",), ("rows", 1, "version")],
        texts={("rows", 0, "text"): up("newer"), ("rows", 1, "text"): up("n")},
    )
    after = MANY.replace("titel", "title").replace("valeus", "values").replace("1.10", '"1.10"').replace("007", '"007"')
    after = after.replace("it''s old", "it''s newer").replace("An old", "An n")
    assert edit.several(MANY.replace("\n", end).encode(), edits).decode() == after.replace("\n", end)


def test_a_name_and_what_stands_below_it_change_together() -> None:
    edits = edit.Edits(
        names={("a",): "one", ("a", "b"): "two"}, numbers=[("a", "b", 0)], texts={("a", "b", 1): lambda _: "x: y"}
    )
    assert edit.several(b"{a: {b: [1.0, z]}, c: 1.0}\n", edits) == b'{one: {two: ["1.0", "x: y"]}, c: 1.0}\n'


def test_names_change_places() -> None:
    with pytest.raises(edit.Unmendable, match="there is a field b at a already"):
        edit.several(b"a: {b: 1, c: 2}\n", edit.Edits(names={("a", "c"): "b"}))


def test_a_quoted_name_stays_quoted() -> None:
    assert edit.several(b"\"a\": 1\n'b': 2\n", edit.Edits(names={("a",): "c", ("b",): "d"})) == b"\"c\": 1\n'd': 2\n"


def test_no_edit_is_no_change() -> None:
    assert edit.several(MANY.encode(), edit.Edits()) == MANY.encode()


def test_nothing_is_written_that_reads_as_something_else() -> None:
    with pytest.raises(edit.Unmendable):
        edit.several(b"a: 1\nb: 2\n", edit.Edits(names={("a",): "true: x"}))


@given(records(), st.data())
def test_several_texts_change_and_nothing_else(
    record: tuple[str, list[tuple[str | int, ...]]], data: st.DataObject
) -> None:
    text, paths = record
    chosen = data.draw(st.lists(st.sampled_from(paths), min_size=1, unique=True))
    new = {path: data.draw(TEXT) for path in chosen}
    after = edit.several(text.encode(), edit.Edits(texts={path: always(new[path]) for path in chosen}))
    meant = marked.read(text.encode()).data
    for path in chosen:
        meant = edit._with(meant, path, new[path])
    assert marked.read(after).data == meant
    assert [line for line in after.decode().splitlines() if line.startswith("#")] == [
        line for line in text.splitlines() if line.startswith("#")
    ]
