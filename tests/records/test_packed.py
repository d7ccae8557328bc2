"""Packed records say what they said before, however often they are forgotten."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from underhood.doors.tree import MemoryTree
from underhood.records import packed
from underhood.records.packed import PackedRecord, pack
from underhood.records.project import Project, memory_project, open_project

LAB = Path(__file__).parents[2] / "examples" / "lab"


@pytest.fixture(scope="module")
def plain() -> Project:
    files = {path.relative_to(LAB).as_posix(): path.read_bytes() for path in (LAB / "governance").rglob("*.yaml")}
    return memory_project(MemoryTree(files))


def test_a_folder_says_the_same_as_its_files_in_memory(plain: Project) -> None:
    project = open_project(LAB)
    assert list(project.catalog.records) == list(plain.catalog.records)
    for record in project.catalog:
        other = plain.catalog.records[record.address]
        assert isinstance(record, PackedRecord)
        assert (record.path, record.digest, record.remarks) == (other.path, other.digest, other.remarks)
        assert repr(record.data) == repr(other.data)
        assert project.catalog.links(record) == plain.catalog.links(other)
        assert project.catalog.bad_links(record) == plain.catalog.bad_links(other)
        assert project.catalog.cited_by(record.address) == plain.catalog.cited_by(record.address)


def test_what_is_forgotten_is_found_again(plain: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_OPEN", 3)
    kept = [pack(record, plain.catalog.kinds[record.kind]) for record in plain.catalog]
    for _ in range(2):
        for one in kept:
            assert one.data == plain.catalog.records[one.address].data
        assert len(packed._open) <= 3
    assert kept[0].data is kept[0].data


def test_another_process_is_told_everything(plain: Project) -> None:
    for record in plain.catalog:
        kind = plain.catalog.kinds[record.kind]
        told = pickle.loads(pickle.dumps(pack(record, kind)))
        assert (told.address, told.path, told.digest, told.remarks) == (
            record.address,
            record.path,
            record.digest,
            record.remarks,
        )
        assert told.data == record.data
        assert list(told.references(kind)) == sorted(
            record.references(kind), key=lambda found: hasattr(found, "target")
        )


def test_nothing_else_is_made_up(plain: Project) -> None:
    record = next(iter(plain.catalog))
    with pytest.raises(AttributeError):
        getattr(pack(record, plain.catalog.kinds[record.kind]), "colour")  # noqa: B009
