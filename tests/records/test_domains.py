"""Files of domains: ranked by amount, ties in the order of the file, and whatever may be wrong with such a file."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from underhood.doors.tree import MemoryTree, WorkingTree
from underhood.records import domains
from underhood.records.domains import PRINTED, read_domains

PATH = "_lists/d.csv"


def found(text: str | bytes, path: str = PATH) -> domains.Domains:
    raw = text.encode() if isinstance(text, str) else text
    return read_domains(MemoryTree({f"governance/{path}": raw}), path)


def test_ranked_with_ties_in_the_order_of_the_file() -> None:
    made = found("domain,bytes\nb.example,7\na.example,7\nc.example,9\nd.example,1e1\n")
    assert [one.name for one in made.top] == ["d.example", "c.example", "b.example", "a.example"]
    assert (made.names, made.malformed, made.problem) == (4, 0, "")
    assert made.total == 33


def test_more_names_than_are_printed_keep_the_largest() -> None:
    made = found("domain,bytes\n" + "".join(f"n{place}.example,{place % 7}\n" for place in range(3 * PRINTED)))
    assert made.names == 3 * PRINTED
    assert len(made.top) == PRINTED
    assert made.total == sum(place % 7 for place in range(3 * PRINTED))
    assert made.top[0].name == "n6.example"
    assert {int(one.measure) for one in made.top} == {6, 5, 4}
    assert next(one.name for one in made.top if one.measure == 4) == "n4.example"


@pytest.mark.parametrize(
    "line",
    [
        "a.example",
        "a.example,",
        "a.example,many",
        "a.example,-5",
        "a.example,NaN",
        "a.example,Infinity",
        "a.example,1e999999999",
        "a.example," + "9" * 5000,
        ",7",
        "a" * 300 + ",7",
        "a\x07.example,7",
    ],
)
def test_a_line_without_name_and_amount_is_counted_and_not_ranked(line: str) -> None:
    made = found(f"domain,bytes\ngood.example,3\n{line}\n")
    assert [one.name for one in made.top] == ["good.example"]
    assert (made.names, made.malformed, made.first) == (1, 1, 3)


@pytest.mark.parametrize("text", ["", "domain,bytes\n", "\n\n# nothing\n", "\x00\x00"])
def test_an_empty_file_has_no_names(text: str) -> None:
    assert (found(text).names, found(text).problem) == (0, "")


def test_packed_and_damaged() -> None:
    packed = gzip.compress(b"domain,bytes\na.example,7\n")
    path = f"{PATH}.gz"
    assert [one.name for one in found(packed, path).top] == ["a.example"]
    assert "too early" in found(packed[:-9], path).problem
    assert "far more" in found(gzip.compress(b"a.example,7\n" * 3_000_000), path).problem


def test_places_where_no_list_lies() -> None:
    tree = MemoryTree({"governance/_lists/d.txt": b"a.example\n", "secret.csv": b"a,1\n"})
    assert "not there" in read_domains(tree, "_lists/other.csv").problem
    assert "_lists/" in read_domains(tree, "_lists/../../secret.csv").problem
    assert "no table" in read_domains(tree, "_lists/d.txt").problem


def test_a_link_to_elsewhere_is_not_followed(tmp_path: Path) -> None:
    lists = tmp_path / "governance" / "_lists"
    lists.mkdir(parents=True)
    (tmp_path / "secret.csv").write_text("domain,bytes\nsecret.example,1\n", "utf-8")
    (lists / "d.csv").symlink_to(tmp_path / "secret.csv")
    made = read_domains(WorkingTree(tmp_path), PATH)
    assert made.problem
    assert made.top == ()


def test_too_many_entries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(domains, "ENTRIES", 3)
    assert "more than 3 entries" in found("domain,bytes\n" + "a.example,1\n" * 4).problem
    assert found("domain,bytes\n" + "a.example,1\n" * 3).problem == ""
