"""What entries of lists name, and what names nothing; the Public Suffix List."""

from __future__ import annotations

from pathlib import Path

import pytest
from publicsuffixlist import PublicSuffixList

from underhood.corpus.entries import Covers, Flaw, Named, Prefix, entry, understood
from underhood.doors.suffixes import suffixes
from underhood.values.errors import Stop

RULES = suffixes()
NAMED = [
    ("people.example", "people.example", Covers.BOTH),
    ("PEOPLE.example.", "people.example", Covers.BOTH),
    ("find.people.example", "find.people.example", Covers.BOTH),
    ("*.people.example", "people.example", Covers.BELOW),
    (".people.example", "people.example", Covers.BOTH),
    ("github.io", "github.io", Covers.ITSELF),
    ("who.github.io", "who.github.io", Covers.BOTH),
    (".github.io", "github.io", Covers.BOTH),
    ("*.example", "example", Covers.BELOW),
    ("co.uk", "co.uk", Covers.ITSELF),
    ("bücher.example", "xn--bcher-kva.example", Covers.BOTH),
    ("0xc0.0.2.7", "192.0.2.7", Covers.ITSELF),
    ("2001:db8::1", "[2001:db8::1]", Covers.ITSELF),
    ("https://people.example/", "people.example", Covers.BOTH),
    ("people.example:80", "people.example", Covers.BOTH),
]
PREFIXES = [
    ("people.example/a", "/a", ["/a", "/a/b", "/a?b"], ["/ab", "/", "/A"]),
    ("people.example/a*", "/a", ["/a", "/ab", "/a/b"], ["/b"]),
    ("people.example/a/", "/a/", ["/a/", "/a/b"], ["/a", "/ab"]),
    ("people.example/a?b=1", "/a?b=1", ["/a?b=1", "/a?b=1&c"], ["/a?b=12", "/a"]),
    ("https://people.example/%61#x", "/a", ["/a"], ["/b"]),
]
FLAWS = [
    "people",
    "*",
    "*people.example",
    "peo ple.example",
    "a@people.example",
    "people.example/*/a",
    "*.people.example/a",
]
FLAWS += ["mailto:a@people.example", "people..example", "0.0.0.0 people.example", "||people.example^", "a" * 5000]


@pytest.mark.parametrize(("written", "name", "covers"), NAMED)
def test_hosts(written: str, name: str, covers: Covers) -> None:
    assert entry(written, RULES.is_suffix) == Named(name, covers)


@pytest.mark.parametrize(("written", "target", "inside", "outside"), PREFIXES)
def test_addresses(written: str, target: str, inside: list[str], outside: list[str]) -> None:
    found = entry(written, RULES.is_suffix)
    assert isinstance(found, Prefix)
    assert (found.name, found.target) == ("people.example", target)
    assert [one for one in [*inside, *outside] if found.covers(one)] == inside


@pytest.mark.parametrize("written", FLAWS)
def test_what_names_nothing_is_named_with_its_place(written: str) -> None:
    (found,) = understood([("list:7", written.encode())], RULES.is_suffix)
    assert isinstance(found, Flaw)
    assert str(found).startswith("list:7: '")


def test_registered_domains_are_those_of_another_reader() -> None:
    """The bases of `*.` rules are left out: the other reader takes them for suffixes, the standard does not."""
    other = PublicSuffixList()
    for rule in sorted(RULES.exact | RULES.except_for):
        for name in (rule, f"a.{rule}", f"c.b.{rule}"):
            if not {name, name.partition(".")[2], rule} & RULES.below:
                assert RULES.registered(name) == (other.privatesuffix(name) or name)


def test_both_parts_of_the_list_count_and_its_edition_is_known() -> None:
    assert RULES.registered("a.b.shop.co.uk") == "shop.co.uk"
    assert RULES.registered("a.who.github.io") == "who.github.io"
    assert len(RULES.digest) == 64
    assert RULES.version


def test_a_file_that_is_no_such_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.dat"
    path.write_text("com\n")
    with pytest.raises(Stop, match="is not the Public Suffix List"):
        suffixes(path)
