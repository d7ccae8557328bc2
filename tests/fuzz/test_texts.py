"""Bent texts: whatever becomes of a file, findings point into it, in words, and soon; its neighbours are unharmed."""

from __future__ import annotations

import re
import time
from random import Random

import pytest
from tests.fuzz.mutating import ROOT, mutated, samples

from underhood.doors import marked
from underhood.doors.tree import MemoryTree
from underhood.judge.check import check
from underhood.records.project import memory_project
from underhood.values.finding import Location

SEEDS = range(12)
LONGEST = 20
"""Seconds for a run over one file of every kind; a hang is longer on any machine."""


def lines_of(raw: bytes) -> list[str]:
    """The lines of a file as an editor counts them, as far as it can be read at all."""
    return re.split(r"\r\n|\r|\n", raw.decode("utf-8-sig", "replace"))


def is_in(location: Location, files: dict[str, bytes | str]) -> bool:
    """Whether a place lies in a file: on one of its lines, at most one past the end of it."""
    raw = files[location.path]
    lines = lines_of(raw if isinstance(raw, bytes) else raw.encode())
    return 1 <= location.line <= len(lines) and 1 <= location.column <= len(lines[location.line - 1]) + 1


@pytest.mark.parametrize("seed", SEEDS)
def test_findings_point_into_the_file(seed: int) -> None:
    random = Random(seed)
    files: dict[str, bytes | str] = {
        path.relative_to(ROOT).as_posix(): mutated(path.read_text("utf-8"), random) for path in samples()
    }
    start = time.monotonic()
    found = check(memory_project(MemoryTree(files)), today="2026-01-15")
    assert time.monotonic() - start < LONGEST
    for finding in found:
        for location in (finding.location, *(related.location for related in finding.related)):
            assert is_in(location, files), (finding, files[finding.location.path])
        assert finding.message.strip() != ""
        assert finding.code != "invalid-yaml" or finding.hint != ""


@pytest.mark.parametrize("seed", SEEDS)
def test_marks_cover_what_is_read(seed: int) -> None:
    random = Random(seed)
    for path in samples():
        raw = mutated(path.read_text("utf-8"), random).encode()
        document = marked.read(raw)
        places = marked.marks(raw)
        assert document.data is None or document.problems == ()
        assert document.problems != () or set(places) >= {(), *_paths(document.data)} or document.empty
        for mark in places.values():
            assert is_in(Location("a", *mark.key), {"a": raw}), raw
            assert is_in(Location("a", *mark.value), {"a": raw}), raw


@pytest.mark.parametrize("seed", range(200))
def test_bytes_that_are_no_text(seed: int) -> None:
    random = Random(seed)
    raw = bytearray(random.choice(samples()).read_bytes())
    for _ in range(random.randrange(1, 4)):
        raw[random.randrange(len(raw))] = random.randrange(256)
    document = marked.read(bytes(raw))
    assert document.data is None or document.problems == ()
    for problem in document.problems:
        assert is_in(Location("a", problem.line, problem.column), {"a": bytes(raw)})


def _paths(data: object, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    steps = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path for step, value in steps for path in ((*above, step), *_paths(value, (*above, step)))]
