"""Records that an earlier run read say the same, and are read again as soon as their files may say something else."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.conftest import Repository

from underhood.doors import cache, stamps
from underhood.records import kept, packed
from underhood.records.project import Project, open_project, schemas_at

RISK = "governance/risk/rudeness.yaml"


@pytest.fixture
def root(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose files are an hour old: younger ones are always read again."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    root = repository({RISK: "title: Rudeness\ntext: The model may answer [[#text]] rudely.\n"})
    age(root)
    return root


def age(root: Path) -> None:
    past = time.time() - 3600
    for path in (root / "governance").rglob("*.yaml"):
        os.utime(path, (past, past))


def known(root: Path, monkeypatch: pytest.MonkeyPatch) -> kept.KeptRecords:
    """What would be taken over. The inodes' own times cannot be set back, so that the clock is set forward."""
    monkeypatch.setattr(stamps, "now", lambda: time.time_ns() + 3600 * 10**9)
    return kept.recalled(root, schemas_at(root))


def opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setattr(stamps, "now", lambda: time.time_ns() + 3600 * 10**9)
    return open_project(root, keep=True)


def test_they_say_the_same(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = open_project(root)
    opened(root, monkeypatch)
    assert set(known(root, monkeypatch).records) == {record.path for record in whole.catalog}
    monkeypatch.setattr(packed, "pack", lambda *_: pytest.fail("a file was read again"))
    again = opened(root, monkeypatch)
    assert list(again.catalog.records) == list(whole.catalog.records)
    for record in whole.catalog:
        other = again.catalog.records[record.address]
        assert (record.path, record.digest, record.remarks) == (other.path, other.digest, other.remarks)
        assert repr(record.data) == repr(other.data)
        assert again.catalog.links(other) == whole.catalog.links(record)
        assert other.has("title")
        assert not other.has("nothing")


def test_a_file_that_changed_is_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(root, monkeypatch)
    (root / RISK).write_text("title: Politeness\ntext: The model may answer politely.\n", "utf-8")
    assert RISK not in known(root, monkeypatch).records
    (record,) = (one for one in opened(root, monkeypatch).catalog if one.path == RISK)
    assert record.title == "Politeness"
    assert RISK in known(root, monkeypatch).records


def test_a_file_that_is_gone_is_forgotten(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(root, monkeypatch)
    (root / RISK).unlink()
    assert all(one.path != RISK for one in opened(root, monkeypatch).catalog)
    assert RISK not in known(root, monkeypatch).records


def test_a_file_that_changed_just_now_is_not_kept(root: Path) -> None:
    (root / RISK).write_text("title: Politeness\ntext: The model may answer politely.\n", "utf-8")
    open_project(root, keep=True)
    assert RISK not in kept.recalled(root, schemas_at(root)).records


def test_other_schemas_start_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(root, monkeypatch)
    (root / "schemas").mkdir()
    shipped = Path(__file__).parents[2] / "schemas" / "risk.schema.json"
    (root / "schemas" / "risk.schema.json").write_text(shipped.read_text("utf-8").replace("Risk", "Peril", 1), "utf-8")
    assert not known(root, monkeypatch).records


@pytest.mark.parametrize(
    "harm",
    [
        lambda raw: raw[: len(raw) // 2],
        lambda raw: raw.replace(b"rudely", b"nicely"),
        lambda raw: raw.replace(b'"risk"', b'"rosk"'),
        lambda _: b"",
    ],
    ids=["cut", "other words", "other kinds", "empty"],
)
def test_what_was_harmed_is_not_used(
    root: Path, monkeypatch: pytest.MonkeyPatch, harm: Callable[[bytes], bytes]
) -> None:
    whole = opened(root, monkeypatch)
    place = cache.place(root, kept.WHAT)
    assert place is not None
    place.write_bytes(harm(place.read_bytes()))
    assert not known(root, monkeypatch).records
    assert [one.data for one in opened(root, monkeypatch).catalog] == [one.data for one in whole.catalog]


@pytest.mark.parametrize("said", [[], [["x"]], [[1, 2, 3, 4, 5, 6, 7]], [["a", "b", "c", "d", "e", False, None]]])
def test_another_shape_is_as_none(root: Path, monkeypatch: pytest.MonkeyPatch, said: object) -> None:
    opened(root, monkeypatch)
    found = known(root, monkeypatch)
    assert found.place is not None
    cache.write(found.place, {"key": found.key, "records": said}, "")
    assert not known(root, monkeypatch).records


def test_a_file_with_a_fault_is_told_each_time(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "governance/risk/bad.yaml").write_text("title: [\n", "utf-8")
    for _ in range(2):
        assert [one.code for one in opened(root, monkeypatch).problems] == ["invalid-yaml"]
