"""The quick way in SQL says of every address what the normaliser says."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from underhood.corpus import reading
from underhood.corpus.reading import _counted
from underhood.doors.duck import opened
from underhood.doors.hosts import judge

LONG = os.environ.get("UNDERHOOD_LONG") == "1"
PIECES = [
    *(
        "http://",
        "https://",
        "HTTP://",
        "//",
        "http:",
        "http:/",
        "http:\\\\",
        "ftp://",
        "s3://",
        "mailto:",
        "file:" + "///",
    ),
    *("a", "B", "example", "com", "co.uk", ".", "..", "-", "_", "xn--", "xn--nxasmq6b", "ü", "。", "\u00ad", "İ", "ß"),
    *("1", "0x7f", "127.0.0.1", "[::1]", "256", "%61", "%2e", "%", "@", ":", ":80", ":99999", "/", "\\", "?", "#", "&"),
    *(" ", "\t", "\n", "\r", "\x00", "\x01", "\x02", "\x0b", "\u3000", "\ufeff", "www.", "a" * 64, "b" * 63 + ".", "*"),
]


def addresses(count: int, seed: int) -> list[str]:
    choose = random.Random(seed)
    return ["".join(choose.choices(PIECES, k=choose.randint(0, 7))) for _ in range(count)]


def compare(written: Sequence[str | None], folder: Path, *, hosts: bool = False) -> None:
    """Both ways count the same; where they do not, the first address that they judge otherwise is named."""
    expected: Counter[str] = Counter()
    for one in written:
        if one is not None and (host := judge(f"http://{one}" if hosts else one)[0]):
            expected[host] += 1
    with opened(folder) as duck:
        duck.run("CREATE TABLE given (url VARCHAR, weight BIGINT)")
        for start in range(0, len(written), 50_000):
            part = written[start : start + 50_000]
            duck.fill("given", [part, [1] * len(part)])
        rows, nulls, unjudged, *_ = _counted(duck, "FROM given", hosts=hosts)
        found = dict(duck.run("SELECT host, documents FROM hosts"))
    assert found == dict(expected)
    assert (rows, nulls, unjudged) == (
        len(written),
        written.count(None),
        len(written) - written.count(None) - expected.total(),
    )


@pytest.mark.parametrize("seed", range(30 if LONG else 1))
def test_seeded_addresses(tmp_path: Path, seed: int) -> None:
    compare([*addresses(40_000, seed), None], tmp_path)


@pytest.mark.parametrize("seed", range(2))
def test_seeded_hosts(tmp_path: Path, seed: int) -> None:
    compare([*addresses(10_000, 1_000 + seed), None], tmp_path, hosts=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.lists(st.sampled_from(PIECES)).map("".join)),
        max_size=40,
    )
)
def test_any_text(tmp_path: Path, written: list[str]) -> None:
    compare(written, tmp_path)


def test_the_quick_way_is_taken(tmp_path: Path) -> None:
    """Plain addresses do not go through Python: a normaliser that is asked for them would be counted here."""
    asked: list[str] = []

    def odd(url: str) -> tuple[str, None]:
        asked.append(url)
        return "odd", None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "judge", odd)
        with opened(tmp_path) as duck:
            duck.run("CREATE TABLE given AS SELECT 'https://a' || i || '.org/p' AS url, 1 AS weight FROM range(9) r(i)")
            duck.run("INSERT INTO given VALUES ('HTTP://B.org', 1), ('c.org/x', 1)")
            _counted(duck, "FROM given", hosts=False)
    assert asked == ["HTTP://B.org"]


def test_a_wrong_quick_way_would_be_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "ODD", "k IS NULL")
    with pytest.raises(AssertionError):
        compare(addresses(200, 1), tmp_path)
