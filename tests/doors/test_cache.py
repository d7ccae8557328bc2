"""The cache: what is written by lines is read by lines, and what is bent, too large or foreign is as if not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from underhood.doors import cache

HEAD = {"key": "k"}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "x.pages"


@pytest.mark.parametrize("lines", [[], ["a"], ["a", "", "b"], ["", "a"]])
def test_lines_come_back_as_they_were(place: Path, lines: list[str]) -> None:
    assert cache.write(place, HEAD, iter(lines))
    kept = cache.read(place, "k")
    assert kept is not None
    found = kept.lines()
    assert found is not None
    assert list(found) == lines
    assert kept.rest() == "\n".join(lines)


def test_a_text_and_its_lines_are_the_same_bytes(place: Path) -> None:
    cache.write(place, HEAD, "a\nb")
    text = place.read_bytes()
    cache.write(place, HEAD, ["a", "b"])
    assert place.read_bytes() == text


def test_bent_lines_are_none(place: Path) -> None:
    cache.write(place, HEAD, ["a", "b"])
    place.write_bytes(place.read_bytes()[:-1] + b"c")
    kept = cache.read(place, "k")
    assert kept is not None
    assert kept.lines() is None
    place.unlink()
    assert kept.lines() is None


def _too_much() -> Iterator[str]:
    for _ in range(100):
        yield "x" * 100


def _failing() -> Iterator[str]:
    yield "a"
    raise ValueError


@pytest.mark.parametrize("lines", [_too_much, _failing, lambda: ["é"]])
def test_what_cannot_be_kept_leaves_what_was_there(place: Path, monkeypatch: pytest.MonkeyPatch, lines: object) -> None:
    monkeypatch.setattr(cache, "MOST", 1000)
    assert cache.write(place, HEAD, ["a"])
    before = place.read_bytes()
    assert not cache.write(place, HEAD, lines())  # type: ignore[operator]
    assert place.read_bytes() == before
    assert list(place.parent.iterdir()) == [place]
