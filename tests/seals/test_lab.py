"""The fictional laboratory, sealed in memory: every document is the same from the records and from their seals."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from tests.seals.making import counted, release

from underhood.doors.tree import MemoryTree, WorkingTree
from underhood.engines.folder import markdown_files
from underhood.judge.seal import changed, sealed
from underhood.meaning.audience import Views
from underhood.meaning.release import ever_signed
from underhood.records.project import Project, memory_project
from underhood.records.seals import path_of, written

LAB = Path(__file__).resolve().parents[2] / "examples" / "lab"
DAY = "2026-11-23"


def files() -> dict[str, bytes]:
    tree = WorkingTree(LAB)
    paths = [entry.path for entry in tree.walk("governance") if "/_sealed/" not in entry.path]
    found = {path: tree.read(path, largest=1 << 26) for path in paths}
    return {path: raw for path, raw in found.items() if isinstance(raw, bytes)}


def project(more: dict[str, bytes]) -> Project:
    made = memory_project(MemoryTree(more), today=DAY)
    return replace(made, settings=replace(made.settings, public_repository=False))


SIGNED = re.compile(
    r"^(Approvals|Approbations).*$| It is about an earlier seal\.| Elle porte sur un scellé antérieur\.", re.MULTILINE
)
"""Another seal than the one that was signed: the approvals are of an earlier one. Footers differ too."""


def test_every_document_is_the_same_from_the_records_and_from_their_seals() -> None:
    plain = files()
    seals = dict(plain)
    for one in sorted(project(plain).catalog.of("release"), key=lambda each: each.id):
        now = project(seals)
        if ever_signed(one):
            made = sealed(now, release(now, one.id), day=DAY, nonce=counted())
            assert changed(now, made) == ()
            seals[path_of(one.id)] = written(made)
    assert len(seals) > len(plain)
    before, after = (
        {path: SIGNED.sub("", text.rpartition("\n---\n")[0]) for path, text in markdown_files(Views(project(each)))}
        for each in (plain, seals)
    )
    assert before.keys() == after.keys()
    assert [path for path in before if before[path] != after[path]] == []
