"""Addresses that somebody could write to slip through, or that crawls hold, and the host that each leads to."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underhood.doors.hosts import COMPARED, Judged, is_ip, judge, located

TABLE = Path(__file__).with_name("urls.csv")
"""Addresses with escapes as in JSON; the host in its normal form, or what the address is instead; the reason."""


def rows() -> list[tuple[str, str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            (json.loads(f'"{row["url"]}"', strict=False), row["expected"], row["why"]) for row in csv.DictReader(file)
        ]


ROWS = rows()


@pytest.mark.parametrize(
    ("url", "expected", "why"), ROWS, ids=[f"{line}: {why}" for line, (_, _, why) in enumerate(ROWS, 2)]
)
def test_address(url: str, expected: str, why: str) -> None:
    host, judged = judge(url)
    if expected in Judged.__members__:
        assert (host, judged) == ("", Judged[expected]), why
    else:
        assert (host, judged) == (expected, Judged.IP if is_ip(expected) else Judged.HOST), why


def test_the_table_is_large_and_gives_each_reason() -> None:
    assert len({url for url, _, _ in ROWS}) == len(ROWS) >= 120
    assert all(why for _, _, why in ROWS)


def test_no_value_is_told_apart_from_an_empty_one() -> None:
    assert (judge(None)[1], judge("")[1]) == (Judged.MISSING, Judged.EMPTY)


@given(st.text(max_size=60) | st.from_regex(r"https?://[a-zA-Z0-9.%@:\[\]/\\?#\u00ad。-]{0,30}", fullmatch=True))
def test_a_host_is_its_own_normal_form(url: str) -> None:
    found = located(url)
    assert bool(found.host) == (found.judged in COMPARED)
    if found.host:
        assert located(f"http://{found.host}/").host == found.host


@pytest.mark.parametrize(
    ("one", "other"), [("/%61", "/a"), ("/%2f", "/%2F"), ("/a/../b", "/b"), ("", "/"), ("/a#b", "/a"), ("/a%7e", "/a~")]
)
def test_paths_have_one_spelling(one: str, other: str) -> None:
    assert located(f"http://people.example{one}").target == located(f"http://people.example{other}").target
