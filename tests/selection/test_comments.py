"""Comments that allow a finding: only a comment is one, whatever a value looks like."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underhood.doors.comments import comments
from underhood.records.allowances import Allowance, allowances

ALLOW = "# underhood: allow review-overdue on leave"

# A text, and for each of its comments: line, column, the line it is about.
COMMENTS: dict[str, tuple[str, list[tuple[int, int, int]]]] = {
    "at the end of a line": ("a: 1 # x\n", [(1, 6, 1)]),
    "alone: the next line": ("# x\na: 1\n", [(1, 1, 2)]),
    "alone: over empty lines and comments": ("# x\n\n  # y\n\na: 1\n", [(1, 1, 5), (3, 3, 5)]),
    "alone at the end: about nothing": ("a: 1\n# x\n", [(2, 1, 0)]),
    "no line break at the end": ("a: 1\n# x", [(2, 1, 0)]),
    "after a block's sign": ("a: | # x\n  # text\nb: 1\n", [(1, 6, 1)]),
    "after a block": ("a: |\n  text\n# x\nb: 1\n", [(3, 1, 4)]),
    "indented less than its block": ("a: |\n   text\n # x\nb: 1\n", [(3, 2, 4)]),
    "after a folded block with empty lines": ("a: >-\n  text\n\n\n# x\nb: 1\n", [(5, 1, 6)]),
    "after a plain text of two lines": ("a: one\n  two # x\nb: 1\n", [(2, 7, 2)]),
    "within brackets": ("a: [1, # x\n  2] # y\n", [(1, 8, 1), (2, 6, 2)]),
    "after quotes": ("a: '# no' # x\n", [(1, 11, 1)]),
    "after a quoted name": ('"# no": 1 # x\n', [(1, 11, 1)]),
    "Windows line breaks": ("# x\r\na: 1 # y\r\n", [(1, 1, 2), (2, 6, 2)]),
    "old Macintosh line breaks": ("# x\ra: 1\r", [(1, 1, 2)]),
    "byte order mark": ("\ufeff# x\na: 1\n", [(1, 1, 2)]),
    "letters beyond ASCII before it": ("é: 'ö🎈' # x\n", [(1, 9, 1)]),
    "no comment: no space before it": ("a: b#x\n", []),
    "a comment within a comment": ("a: 1 # x # y\n", [(1, 6, 1)]),
    "nothing but a comment": ("# x\n", [(1, 1, 0)]),
    "an empty value": ("a: # x\nb: 1\n", [(1, 4, 1)]),
}

FORGED = {
    "block": f"text: |\n  A harm.\n  {ALLOW}\n",
    "block, first line": f"text: |\n  {ALLOW}\n",
    "block with empty lines": f"text: |\n\n\n  {ALLOW}\n\n",
    "block, indented by hand": f"text: |2\n    more\n  {ALLOW}\n",
    "folded block": f"text: >-\n  A harm.\n  {ALLOW}\n",
    "block in a list": f"list:\n- |\n  {ALLOW}\n",
    "single quotes": f"text: '{ALLOW}'\n",
    "double quotes": f'text: "{ALLOW}"\n',
    "double quotes over lines": f'text: "A harm.\n  {ALLOW}\n  more"\n',
    "single quotes over lines": f"text: 'A harm.\n  {ALLOW}\n  more'\n",
    "escaped line break": f'text: "A harm.\\n{ALLOW}"\n',
    "quoted name": f'"{ALLOW}": text\n',
    "quoted within brackets": f"list: ['x', '{ALLOW}']\n",
    "quotes in quotes": f"text: 'it''s {ALLOW}'\n",
    "no space before it": f"text: A harm.{ALLOW}\n",
    "within another comment": f"text: A harm. # see {ALLOW}\n",
    "other words": "text: A harm. # underhood is great\n",
    "another tool": "text: A harm. # noqa: allow review-overdue on leave\n",
}


@pytest.mark.parametrize("name", COMMENTS)
def test_where_comments_are(name: str) -> None:
    text, expected = COMMENTS[name]
    assert [(one.line, one.column, one.about) for one in comments(text.encode())] == expected


@pytest.mark.parametrize("name", FORGED)
def test_a_value_cannot_forge_one(name: str) -> None:
    assert allowances(FORGED[name].encode()) == ()


@pytest.mark.parametrize("text", [f"a: [ {ALLOW}\n", f"a: &x 1 {ALLOW}\n", f"a: 1 {ALLOW}\na: 2\n", f"a:\t1 {ALLOW}\n"])
def test_a_file_that_cannot_be_read_allows_nothing(text: str) -> None:
    assert allowances(text.encode()) == ()


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        (ALLOW, ("review-overdue", "on leave", "")),
        ("#underhood:allow review-overdue on leave", ("review-overdue", "on leave", "")),
        ("## Underhood: Allow review-overdue: on leave", ("review-overdue", "on leave", "")),
        ("# underhood: allow review-overdue", ("review-overdue", "", "it gives no reason")),
        ("# underhood: allow review-overdue - …", ("review-overdue", "- …", "it gives no reason")),
        ("# underhood: allow", ("", "", "it names no rule")),
        ("# underhood: ignore x y", ("ignore", "x y", "only 'allow' can be said here")),
        ("# underhood allow x y", ("x", "y", "the colon after 'underhood' is missing")),
    ],
)
def test_how_one_is_written(comment: str, expected: tuple[str, str, str]) -> None:
    (one,) = allowances(f"a: 1 {comment}\n".encode())
    assert (one.code, one.reason, one.fault) == expected
    assert one == Allowance(1, 6, 1, *expected)


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_no_text_makes_a_comment(words: str) -> None:
    body = "\n".join(f"  {line}" for line in f"{words}\n{ALLOW}".splitlines())
    assert allowances(f"text: |2\n{body}\nnext: 1\n".encode()) == ()


@given(st.binary(max_size=80))
def test_any_bytes_are_borne(raw: bytes) -> None:
    comments(raw)
    allowances(b"# underhood: allow x y\n" + raw)


@pytest.mark.parametrize("line", ["#\n", "# underhood: allow review-overdue x\n", "a#\n", "- x # y\n", "- '#'\n"])
def test_many_take_no_time(line: str) -> None:
    raw = line.encode() * ((1 << 20) // len(line)) + b"# underhood\n"
    began = time.monotonic()
    comments(raw)
    assert time.monotonic() - began < 5
