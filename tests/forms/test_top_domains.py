"""The most relevant domains: the rule for small firms, ties, and files with which something is wrong."""

from __future__ import annotations

import pytest
from tests.forms.records import OWLS, SOURCES, field, made, seen

LIST = "governance/_lists/owls.csv"
ORGANISATION = "governance/organisation/owl-works.yaml"
TITLE = "2.3.h Most relevant domain names"
SMALL = OWLS[ORGANISATION].replace("size_class: large", "size_class: sme")


def domains(changes: dict[str, str]) -> str:
    return field(made("data-summary", seen(changes)).markdown(), TITLE)


def names(text: str) -> list[str]:
    return [line.split("|")[1].strip() for line in text.splitlines() if line.startswith("| n")]


def test_ten_percent_with_ties_in_the_order_of_the_file() -> None:
    text = domains({})
    assert "**3 of the 25 names in the list** (the top 10 percent of all names)" in text
    assert names(text) == ["n00.example", "n01.example", "n02.example"]


def test_five_percent_of_a_small_firm() -> None:
    text = domains({ORGANISATION: SMALL})
    assert "**2 of the 25 names in the list** (of a small or medium firm" in text
    assert names(text) == ["n00.example", "n01.example"]


def test_a_small_firm_never_lists_more_than_a_thousand() -> None:
    rows = "domain,bytes\n" + "".join(f"n{place}.example,{place}\n" for place in range(30_000))
    text = domains({ORGANISATION: SMALL, LIST: rows})
    assert "**1,000 of the 30,000 names in the list**" in text
    assert "the first 200 are printed" in text
    assert len(names(text)) == 200
    assert "**3,000 of the 30,000 names in the list**" in domains({LIST: rows})


@pytest.mark.parametrize("size", ["", "size_class: {absent: not-found, searched: [{source: owl-paper}]}\n"])
def test_the_usual_share_where_no_size_is_recorded(size: str) -> None:
    text = domains({ORGANISATION: "title: Owl Works\nlegal_name: Owl Works Ltd\n" + size})
    assert "the size of the provider is not recorded" in text
    assert len(names(text)) == 3


@pytest.mark.parametrize(
    ("share", "organisation", "count"),
    [
        (10, OWLS[ORGANISATION], 25),
        (10, SMALL, 13),
        (50, OWLS[ORGANISATION], 5),
        (5, OWLS[ORGANISATION], 25),
        (0, SMALL, 2),
    ],
)
def test_a_file_that_holds_the_top_already(share: int, organisation: str, count: int) -> None:
    source = SOURCES["web"].replace("measure: bytes", f"measure: bytes, top_share: {share}")
    text = domains({"governance/data-source/web.yaml": source, ORGANISATION: organisation})
    assert len(names(text)) == count
    assert ("fewer names than are asked for" in text) is (share == 5)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "holds no line with a name and an amount"),
        ("domain,bytes\n", "holds no line with a name and an amount"),
        ("domain,bytes\nn1.example,many\n", "1 line gives no name and amount (the first is line 2)"),
        ("domain,bytes\nn1.example,5\nn2.example\n,7\n", "2 lines give no name and amount (the first is line 3)"),
    ],
)
def test_an_empty_or_malformed_file_is_said_to_be_so(content: str, words: str) -> None:
    assert words in domains({LIST: content})


def test_a_name_cannot_break_out_of_its_cell() -> None:
    text = domains({LIST: "domain,bytes\nn|*x*<b>,5\n"})
    html = made("data-summary", seen({LIST: "domain,bytes\nn|*x*<b>,5\n"})).html().body
    assert "<b>" not in html
    assert "n|*x*&lt;b&gt;" in html
    assert "1 of the 1 names" in text


def test_a_file_that_is_not_there() -> None:
    source = SOURCES["web"].replace("_lists/owls.csv", "_lists/other.csv")
    assert "the list of domains cannot be used** → governance/\\_lists/other.csv is not there" in domains(
        {"governance/data-source/web.yaml": source}
    )


CHART = "Web of owls: how much the largest names give. Amount (bytes): share by the rank of the name, in percent. "
FOUR_PARTS = (
    "Rank 1: 12.5\u00a0%. Ranks 2 to 10: 22.5\u00a0%. Ranks 11 to 100: 22.5\u00a0%. Ranks 101 to 270: 42.5\u00a0%.\n"
)


def many(count: int) -> str:
    """The first gives 50, each of the next nine 10, all others 1."""
    amounts = [50] + [10] * 9 + [1] * (count - 10)
    return "domain,bytes\n" + "".join(f"n{place}.example,{amount}\n" for place, amount in enumerate(amounts))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (many(270), FOUR_PARTS),
        (many(100), "Rank 1: 21.7\u00a0%. Ranks 2 to 10: 39.1\u00a0%. Ranks 11 to 100: 39.1\u00a0%.\n"),
        (many(10), "Rank 1: 35.7\u00a0%. Ranks 2 to 10: 64.3\u00a0%.\n"),
        (many(11), "Rank 1: 35.5\u00a0%. Ranks 2 to 10: 63.8\u00a0%. Rank 11: 0.7\u00a0%.\n"),
        ("domain,bytes\nsmall.example,1\nlarge.example,3\n", "Rank 1: 75.0\u00a0%. Rank 2: 25.0\u00a0%.\n"),
    ],
)
def test_how_much_the_largest_names_give(rows: str, words: str) -> None:
    assert CHART + words in domains({LIST: rows})
    page = made("record", seen({LIST: rows}), "data-source/web").markdown()
    assert CHART + words in page.split("## List of domains\n")[1].split("\n## ")[0]


@pytest.mark.parametrize(
    "rows",
    ["domain,bytes\nn1.example,5\n", "domain,bytes\nn1.example,0\nn2.example,0\n", "domain,bytes\nn1.example\n", ""],
)
def test_nothing_is_drawn_of_one_name_or_no_amounts(rows: str) -> None:
    assert "how much the largest names give" not in domains({LIST: rows})
    assert "how much the largest names give" not in made("record", seen({LIST: rows}), "data-source/web").markdown()


def test_a_part_of_a_list_is_said_to_be_one() -> None:
    source = SOURCES["web"].replace("measure: bytes", "measure: bytes, top_share: 10")
    told = "The list holds the top 10 percent of all names; the others are not counted here.\n"
    assert told in domains({"governance/data-source/web.yaml": source})
    assert "not counted here" not in domains({})


def test_the_drawing_says_the_same_aloud_in_the_language_of_the_page() -> None:
    for language, words in (
        ("en", "Rank 1: 75.0\u00a0%. Rank 2: 25.0\u00a0%."),
        ("fr", "Rang 1\u202f: 75,0\u202f%. Rang 2\u202f: 25,0\u202f%."),
    ):
        changes = {
            LIST: "domain,bytes\na.example,1\nb.example,3\n",
            "governance/data-source/web.yaml": SOURCES["web"].replace("measure: bytes", "measure: <b>bytes"),
        }
        for name, address in (("data-summary", "release/owl-2"), ("record", "data-source/web")):
            html = made(name, seen(changes, language=language), address).html().body
            assert f">{words}</desc>" in html
            assert html.count('class="s1"') == 2
            assert "<b>" not in html
