"""What every importer is held to: what a check says of its drafts, and that every number is found again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.making import SETTINGS
from underhood import importers
from underhood.doors.tree import MemoryTree
from underhood.importers import Wanted
from underhood.importers._merging import merge, written
from underhood.importers._reading import Read, find, read
from underhood.judge.check import check
from underhood.records.project import Project, memory_project
from underhood.values.finding import Finding
from underhood.values.quantity import exact

TODAY = "2026-01-31"


def reads(name: str, *paths: Path, release: str = "", provider: str = "") -> list[Read]:
    """What an importer makes of files and folders."""
    chosen = importers.load(name)
    return [read(chosen, one, Wanted(TODAY, release, provider), whole=True) for one in find(chosen, list(paths))]


def drafts(files: Iterable[Read]) -> dict[str, Mapping[str, Any]]:
    """The merged drafts by address; no file may have failed, and no draft may have been refused."""
    files = list(files)
    assert [(file.name, file.error) for file in files if file.error] == []
    merged = merge(files)
    assert merged.refused == []
    return {str(address): data for address, data in merged.drafts.items()}


def project(files: Iterable[Read], others: Mapping[str, str] | None = None) -> Project:
    """The drafts as they would be written, in a repository with nothing else but `others`."""
    made = {path: content.decode() for path, content in written(merge(files), ".schemas").items()}
    return memory_project(MemoryTree({"governance/settings.yaml": SETTINGS, **(others or {}), **made}), today=TODAY)


def findings(files: Iterable[Read], others: Mapping[str, str] | None = None) -> tuple[Finding, ...]:
    """All that a check says of the drafts."""
    return check(project(files, others), today=TODAY)


def codes(files: Iterable[Read], others: Mapping[str, str] | None = None) -> set[str]:
    """The codes of all that a check says of the drafts."""
    return {one.code for one in findings(files, others)}


def numbers(data: Any) -> Iterator[Decimal]:
    """Every number in data; true and false are none."""
    if isinstance(data, Mapping):
        for inner in data.values():
            yield from numbers(inner)
    elif isinstance(data, list | tuple):
        for inner in data:
            yield from numbers(inner)
    elif isinstance(data, int | float | Decimal) and not isinstance(data, bool):
        yield exact(data)


def accounted(file: Read, source: Any) -> list[Decimal]:
    """The numbers of a source that are neither in a draft of its file, nor in a trouble, nor told as not used.

    What a draft holds counts as number or as a word of a text.
    """
    held = {number for draft in file.drawn.drafts for number in numbers(draft.data)}
    words = " ".join(_texts([draft.data for draft in file.drawn.drafts]))
    told = {str(value) for _, value in file.lost} | {one.message for one in file.drawn.troubles}
    return [
        number
        for number in numbers(source)
        if number not in held
        and str(number) not in words
        and str(number) not in told
        and not any(str(number) in one for one in told)
    ]


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        for inner in data.values():
            yield from _texts(inner)
    elif isinstance(data, list | tuple):
        for inner in data:
            yield from _texts(inner)
    elif isinstance(data, str):
        yield data
