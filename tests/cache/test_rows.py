"""What is kept of a file comes back as it was, and tells all that it refers to."""

from __future__ import annotations

import pytest

from underhood.judge.kept.rows import Row, as_text, from_text
from underhood.records.references import BadLink, Link
from underhood.values.ids import Address

HERE = Address("risk", "one")


def link(target: Address, *path: str, prose: bool = False) -> Link:
    return Link(HERE, path or ("about",), target, prose)


def referring(*links: Link, closure: tuple[Address, ...] = ()) -> Row:
    return Row("governance/risk/one.yaml", "1", "2", str(HERE)).refers(links, (), closure)


@pytest.mark.parametrize("path", ["governance/risk/one.yaml", "governance/a\tb\nc.yaml", 'governance/"é\udcff.yaml'])
def test_rows_come_back(path: str) -> None:
    rows = [Row(path, "1 2", "digest"), Row("other", "3", "", "risk/x", "@ risk/y", found="[[1]]")]
    assert from_text(as_text(rows)) == {row.path: row for row in rows}


def test_no_rows_come_back() -> None:
    assert from_text(as_text([])) == {}


@pytest.mark.parametrize("text", ["", '["one"]', '["one"]\na\tb\n', '["one"]' + "\n" + "\t" * 20, "{}\n"])
def test_text_that_is_no_rows_is_refused(text: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_text(text)


def test_references_come_back() -> None:
    links = [
        link(Address("risk", "two")),
        link(Address("evaluation", "e", ("large", "values")), "rows"),
        link(Address("risk", "two", ("text",)), "note", prose=True),
    ]
    bad = [BadLink(("note",), "[[x", "what", "how")]
    row = Row("p", "s", "d", str(HERE)).refers(links, bad, [Address("evaluation", "e")])
    assert (row.links, row.bad_links, row.closure) == (links, bad, [Address("evaluation", "e")])
    assert row.targets == "risk/two evaluation/e"


def test_another_target_at_the_same_place_is_a_difference() -> None:
    assert referring(link(Address("risk", "two"))).referring != referring(link(Address("risk", "three"))).referring
    assert referring(link(Address("risk", "two"))).referring != referring(link(Address("risk", "two"), "by")).referring
    assert referring(link(Address("risk", "two"))).referring == referring(link(Address("risk", "two"))).referring


def test_findings_rest_on_what_was_asked_and_on_whether_targets_are_there() -> None:
    row = referring(link(Address("risk", "two"))).judged([], {"?risk/two", "risk/three", "@"})
    assert row.rests_on({"risk/three"}, set())
    assert row.rests_on({"?risk/two"}, {"risk/two"})
    assert not row.rests_on({"risk/two", "?risk/four"}, {"risk/four"})
