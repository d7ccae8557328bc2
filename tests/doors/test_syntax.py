"""What keeps a text from being YAML is told in the words of the mistake: conflicts, separators, links."""

from __future__ import annotations

import pytest

from underhood.doors import marked

CONFLICT = b"title: x\n<<<<<<< HEAD\ntext: a\n=======\ntext: b\n>>>>>>> other\n"


def told(raw: bytes) -> list[tuple[int, int, str, str]]:
    return [(one.line, one.column, one.message, one.hint) for one in marked.read(raw).problems]


def test_a_merge_conflict_is_told_as_such() -> None:
    hint = "keep what is to stand, and delete the lines <<<<<<<, ======= and >>>>>>>"
    assert told(CONFLICT) == [(2, 1, "a merge conflict stands here: '<<<<<<< HEAD'", hint)]
    assert [line for line, *_ in told(CONFLICT + CONFLICT)] == [2, 8]
    assert [line for line, *_ in told(b"a: b\n=======\nc: d\n")] == [2]
    assert [line for line, *_ in told(b"a: b\n>>>>>>> other\nc: d\n")] == [2]


def test_what_only_looks_like_a_conflict_is_text() -> None:
    assert marked.read(b"text: |\n  <<<<<<< HEAD\n  =======\n").problems == ()
    assert "conflict" not in told(b"a: b: c\n========\n")[0][2]


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("{prompts: 1,700}", "no separators in numbers: 1700"),
        ("{prompts: 1,700,000, b: 2}", "no separators in numbers: 1700000"),
        ("{prompts: -12,000}", "no separators in numbers: -12000"),
    ],
)
def test_separators_in_numbers(written: str, hint: str) -> None:
    assert [one[3] for one in told(f"a: {written}\n".encode())] == [hint]


@pytest.mark.parametrize("written", ["{p: 1, 700: x}", "{p: x,700: y}", "{700: x}"])
def test_a_number_for_a_name_is_that(written: str) -> None:
    assert [one[2] for one in told(f"a: {written}\n".encode())] == ["the field name 700 is not text"]


@pytest.mark.parametrize(
    "written",
    [
        "a: {text: see [[risk/leak]] now}\n",
        "a: {text: [[risk/leak]] now}\n",
        "- {id: a,\n   text: see [[risk/leak]]}\n",
        "text: [[risk/leak]] is bad\n",
    ],
)
def test_links_need_quotes(written: str) -> None:
    assert [one[3] for one in told(written.encode())] == ["put texts with [[…]] between quotes"]
