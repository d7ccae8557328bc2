"""No view loses a change in silence: it carries all, or says how many it left out; and nothing in it works."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest
from markdown_it import MarkdownIt

from underhood.diffs import Frame, Told, formats, headline, load
from underhood.diffs.markdown import MARKER, MOST
from underhood.doors import assets
from underhood.judge.reasons import Reasoned
from underhood.records.sides import Unread
from underhood.values.change import Change, Kind, ListDiff, Weight
from underhood.values.finding import Finding, Location, Severity
from underhood.values.ids import Address

SCHEMA = jsonschema_rs.validator_for(
    json.loads((assets.directory("schemas") / "formats/diff-1.schema.json").read_text("utf-8"))
)
HOSTILE = {
    "plain": "no measure in place",
    "command": "::set-output name=x::y",
    "command alone": "a ::error::b ##[add-mask]governance",
    "lines": "a\n::error::b\r\nc\rd\u2028e\x85f\n\n# heading\n- list",
    "colours": "\x1b[31mred\x1b]0;title\x07",
    "markup": "a ]]> b <script>alert(1)</script> <img src=x onerror=alert(1)> <!-- underhood-diff --> &amp; \"q\" 'q'",
    "closing": "</details></td></table></code> <details>",
    "direction": "abc\u202edef\u2066ghi",
    "surrogates": "\udcff \ud800 \udfff",
    "characters": "\x00\x01\x0b\x7f\ufffe\uffff",
    "mentions": "@octocat @org/team a@b.example #12 GH-34 o/r#5 !6 ~label %7 &8 $9 ^10 [vulnerability:1]",
    "markdown": "![x](https://evil.example/p) [y](javascript:alert(1)) `code` ``` | *a* **b** _c_ ~~d~~ $x$ \\* a|b",
    "links": "https://github.com/o/r/issues/1 http://evil.example www.evil.example ftp://a mailto:x@y.example",
    "long": "x" * 100_000,
    "words": "word " * 20_000,
    "wide": "ж" * 3_000 + "🦉",
    "empty": "",
}


def some(number: int, words: str) -> Told:
    """Changes of all weights and kinds in several records; each has a number in its address."""
    weights, kinds, name = list(Weight), list(Kind), words[:30].replace("\ud800", "").replace("\udfff", "")
    entries = []
    for index in range(number):
        kind = kinds[index % 3]
        place = Address("risk", f"r{index % 7}", (f"n{index}n", words[:40] or "x"))
        old, new = (
            None if kind is gone else f"{side} {words}" for side, gone in (("old", Kind.ADDED), ("new", Kind.REMOVED))
        )
        change = Change(
            "facts",
            weights[index * 3 // number],
            kind,
            None if kind is Kind.ADDED else place,
            None if kind is Kind.REMOVED else place,
            old,
            new,
            f"{words} {index}: {words} → {words}",
            listed=ListDiff(1, 2, (words,), (words, "b")) if index % 5 == 4 else None,
        )
        because = (Address("decision", "d"),) if index % 2 else ()
        entries.append(Reasoned(change, because, Location(f"governance/risk/{name}.yaml", index + 1, 2)))
    unread = tuple(
        Unread("governance/risk/b.yaml", side, Location("governance/risk/b.yaml", 3, 1), words, words)
        for side in ("old", "new")[: number % 3]
    )
    idle = Finding("idle-reason", Severity.WARNING, Location("governance/decision/d.yaml"), words, words)
    return Told(f"main {words[:50]}", "the working tree", tuple(entries), (idle,) * (number % 2), unread, (words,))


TAGS = {"h3", "h4", "p", "ul", "li", "strong", "b", "br", "code", "del", "ins", "a", "details", "summary"}
TAGS |= {"table", "thead", "tbody", "tr", "th", "td"}


def numbers(text: str) -> list[str]:
    return re.findall(r"\bn(\d+)n\b", text)


def in_text(text: str) -> tuple[list[str], int]:
    assert not set("\r\x1b\u202e\u2028\x85") & set(text)
    assert not [line for line in text.split("\n") if re.match(r"\s*::|.*##\w*\[", line)]
    left = re.search(r"^([\d,]+) that matter less are not listed", text, re.MULTILINE)
    return numbers(text), int(left[1].replace(",", "")) if left else 0


def in_markdown(text: str) -> tuple[list[str], int]:
    """What a forge makes of it: no markup but ours, no call, one marker, tables of two columns."""
    assert text.startswith(f"{MARKER}\n")
    assert text.count("<!--") == 1
    assert len(text) <= MOST
    assert not [line for line in text.split("\n") if re.match(r"\s*(::|/\w)", line)]
    rendered = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(text)
    tags = set(re.findall(r"</?([a-z0-9]+)", rendered.replace(MARKER, "")))
    assert tags <= TAGS
    assert not re.search(r'<(?!a href="https://forge\.example/|td style=|th style=)\w+ ', rendered)
    assert rendered.count("<details>") == rendered.count("</details>")
    assert all(row.count("<td") == 2 for row in re.findall(r"<tr>(.*?)</tr>", rendered, re.DOTALL) if "<td" in row)
    words = html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<code>.*?</code>", " ", rendered, flags=re.DOTALL)))
    assert not re.search(r"@\w|#\d|GH-\d|\w://|www\.", words)
    left = re.search(r"([\d,]+) more entr", text)
    return numbers(text), int(left[1].replace(",", "")) if left else 0


def in_json(text: str) -> tuple[list[str], int]:
    data = json.loads(text)
    assert [error.message for error in SCHEMA.iter_errors(data)] == []
    counts = data["counts"]
    assert counts["weakening"] + counts["notable"] + counts["routine"] == len(data["changes"])
    unreasoned = [one for one in data["changes"] if one["weight"] == "weakening" and not one["reasons"]]
    assert counts["unreasoned"] == len(unreasoned)
    return [found for entry in data["changes"] for found in numbers(entry["address"])], 0


READERS: dict[str, Callable[[str], tuple[list[str], int]]] = {
    "text": in_text,
    "markdown": in_markdown,
    "json": in_json,
}
"""What a reader on the other side finds: the numbers of the changes, and how many it is told are left out."""


def test_every_view_is_read() -> None:
    assert set(READERS) == set(formats())


@pytest.mark.parametrize("number", [0, 1, 13, 300])
@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("form", formats())
def test_all_are_carried_or_counted(form: str, words: str, number: int) -> None:
    told = some(number, words)
    text = load(form).write(told, Frame(tool="underhood 1.2.3", newer="https://forge.example/o/r/blob/1"))
    text.encode("utf-8", "strict" if form != "text" else "backslashreplace")
    found, left = READERS[form](text)
    extra = len(told.unread) + sum(one.code == "idle-reason" for one in told.findings) if left else 0
    assert number <= len(found) + left <= number + extra
    assert len(set(found)) == len(found)
    assert set(found) <= {str(index) for index in range(number)}


@pytest.mark.parametrize("form", formats())
def test_all_views_tell_the_same_changes_weakened_first(form: str) -> None:
    told = some(60, "a word")
    found = [int(number) for number in READERS[form](load(form).write(told, Frame()))[0]]
    assert sorted(found) == list(range(60))
    assert [index // 20 for index in found] == [0] * 20 + [1] * 20 + [2] * 20


@pytest.mark.parametrize("width", [0, 40, 80, 140])
@pytest.mark.parametrize("show", Weight)
def test_text_keeps_to_its_width_and_counts_what_it_does_not_list(width: int, show: Weight) -> None:
    text = load("text").write(some(30, "some words and more"), Frame(width=width, show=show))
    found, left = in_text(text)
    assert len(found) + left == 30
    assert left == 10 * (2 - show.rank)
    longest = max(len(line) for line in text.split("\n") if " " in line.strip())
    assert not width or longest <= width


def test_colour_adds_nothing_but_colour() -> None:
    told = some(30, "plain")
    coloured = load("text").write(told, Frame(colour=True))
    assert "\x1b[" in coloured
    signs = re.compile(r"\[-|-\]|\{\+|\+\}|\x1b\[[\d;]*m")
    assert signs.sub("", coloured) == signs.sub("", load("text").write(told, Frame()))


def test_a_large_comment_keeps_what_was_weakened_and_says_where_the_rest_is() -> None:
    told = some(3_000, "a word")
    text = load("markdown").write(told, Frame(whole="https://forge.example/run/1"))
    found, left = in_markdown(text)
    assert left > 0
    assert len([number for number in found if int(number) < 1_000]) == len(found)
    assert "[The job&#39;s log](https://forge.example/run/1)" in text or "(https://forge.example/run/1)" in text
    assert "`underhood diff main`" in load("markdown").write(told, Frame(command="underhood diff main"))


def test_the_headline_says_aloud_that_nothing_changed() -> None:
    assert headline(some(0, "x")) == "no governance change"
    unread = (Unread("a.yaml", "new", Location("a.yaml"), "broken", ""),)
    assert headline(Told("a", "b", unread=unread)) == (
        "no governance change in what could be read; 1 file could not be read"
    )
    assert headline(Told("a", "b", some(6, "x").entries, unread=unread)) == (
        "2 weakened (1 without a written reason), 2 notable, 2 routine in 6 records; 1 file could not be read"
    )


def test_json_has_the_values_of_the_records() -> None:
    place = Address("risk", "r", ("severity",))
    value: Any = {"value": 1e22, "unit": "x", "list": [1, None, True, "\udcff"]}
    change = Change("risks", Weight.WEAKENING, Kind.CHANGED, place, place, ("a", "b"), value, "words")
    told = Told("old", "new", (Reasoned(change, (Address("decision", "d"),), Location("r.yaml", 2, 3)),))
    text = load("json").write(told, Frame(tool="underhood 1.2.3"))
    assert in_json(text)
    (entry,) = json.loads(text)["changes"]
    assert entry["old"] == ["a", "b"]
    assert entry["new"] == {"value": 1e22, "unit": "x", "list": [1, None, True, "\\udcff"]}
    assert (entry["address"], entry["reasons"], entry["line"]) == ("risk/r#severity", ["decision/d"], 2)
    assert re.fullmatch("[0-9a-f]{16}", entry["fingerprint"])
