"""The quick reader never says anything else than the exact one: it reads the same, or leaves the file to it."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.doors.test_marked import MEANINGS, REFUSED

from underhood.doors import marked
from underhood.doors.quick import LONGEST, Odd, quick

RECORDS = sorted((Path(__file__).parents[2] / "examples" / "lab" / "governance").rglob("*.yaml"))
SIGNS = st.text("abxoeE01.-+:#,'\"|>?&*![]{}<~@`%=\\/ \n\t\r\ufeffé\x07", max_size=40)


def same(text: str) -> None:
    try:
        data = quick(text)
    except Odd:
        return
    exact = marked._document(text, None)
    assert exact.problems == ()
    assert repr(exact.data) == repr(data)


@pytest.mark.parametrize("text", [*(text for text, _ in MEANINGS), *REFUSED])
def test_words(text: str) -> None:
    same(text.removeprefix("\ufeff"))


@given(SIGNS)
@settings(max_examples=500, deadline=None)
def test_any_text(text: str) -> None:
    same(text)
    same(f"a: {text}\nb: 1\n")


@given(st.text("01789afFxoeE.-+_", max_size=8))
@settings(max_examples=500, deadline=None)
def test_words_that_may_be_numbers(word: str) -> None:
    same(f"a: {word}\n")
    same(f"a{word}: {word}\nb: [{word}]\n")


def test_records_and_records_with_a_slip() -> None:
    draw = random.Random(11)
    for path in RECORDS:
        text = path.read_text(encoding="utf-8")
        same(text)
        for _ in range(5):
            start = draw.randrange(len(text))
            same(text[:start] + draw.choice([":", "\n", "- ", "&a ", '"', "", "{", "!x "]) + text[start + 1 :])


ODD = [
    *("", "- a", "a", "a: 1\n---\nb: 1", "a: 1\na: 1", "a: .inf", "1: a", "<<: {}", "? [a]\n: b", 'a: "\\a"'),
    *("a: &x 1", "a: {b: *c}", "a: !!str 1", "# " + "x" * LONGEST, "a: " + "[" * 40 + "]" * 40),
    *(f"a: {'9' * 401}", f"a: {2**53}"),
]


@pytest.mark.parametrize("text", ODD)
def test_what_is_out_of_the_ordinary_is_left_to_the_exact_reader(text: str) -> None:
    with pytest.raises(Odd):
        quick(text)


def test_words_that_look_alike_keep_their_kind() -> None:
    assert repr(quick("a: 1\nb: 1.0\nc: true\nd: '1'\ne: -0.0\nf: 0.0\n")) == (
        "{'a': 1, 'b': 1.0, 'c': True, 'd': '1', 'e': -0.0, 'f': 0.0}"
    )
