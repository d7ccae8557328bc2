"""For people at a terminal: one framework item by item, releases side by side, or the answers of all counted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from underhood.coverages import (
    NEVER,
    Answer,
    Asked,
    Covered,
    Frame,
    Told,
    behind,
    condition,
    counts,
    edition,
    held,
    layout,
    name,
    places,
    remarks,
    side_by_side,
)
from underhood.values.framework import Framework
from underhood.values.printable import clean

WIDTH = 100
SHOWN = 4
"""So many places behind one answer are named; the rest is counted, and stands in the JSON."""
MARKS = {"*": "answered, and not public", "!": "records answer differently"}
COLOURS = {Answer.ANSWERED: "32", Answer.NONE: "32", Answer.OUTSIDE: "33", Answer.NOT_RECORDED: "31"}


@layout("for people at a terminal")
def write(told: Told, frame: Frame) -> str:
    """The whole answer, ending with a line break."""
    if not told.whole:
        lines = _counted(told)
    elif len(told.releases) == 1:
        lines = _items(told.asked[0], told, frame)
    else:
        lines = _beside(told)
    return "\n".join(lines) + "\n"


def _items(asked: Asked, told: Told, frame: Frame) -> Iterator[str]:
    yield clean(f"{edition(asked.framework)}: {asked.release.title} ({asked.release.address})")
    yield f"as of {told.as_of}, for {told.audience}. {NEVER}"
    yield from _folded(condition(asked), 0)
    width = max(len(one.value) for one in Answer)
    for section, group in groupby(asked.covered, key=lambda one: one.item.section):
        yield ""
        if section:
            yield _painted(clean(section), "1", frame)
        for one in group:
            answer = _painted(one.answer.value.ljust(width), COLOURS.get(one.answer, ""), frame)
            yield f"  {answer}  {clean(name(one.item))}".rstrip()
            yield from (line for words in _more(one, asked.framework) for line in _folded(words, width + 4))
    yield ""
    yield from _folded(_sum(asked.covered), 0)


def _more(one: Covered, framework: Framework) -> Iterator[str]:
    found = behind(one)
    shown = side_by_side(one) or tuple(map(str, places(found)))
    yield from shown[:SHOWN]
    if len(shown) > SHOWN:
        yield f"and {len(shown) - SHOWN:,} more"
    if one.answer not in {Answer.ANSWERED, Answer.NONE}:
        yield from held(found)
    yield from remarks(one, framework)


def _beside(told: Told) -> Iterator[str]:
    """One framework, a column for each release."""
    framework = told.frameworks[0]
    yield clean(edition(framework))
    yield f"as of {told.as_of}, for {told.audience}. {NEVER}"
    yield ""
    asked = told.of(framework)
    ids = [one.release.id for one in asked]
    wide = [
        max(len(id), *(len(one.answer.value) + one.differing for one in each.covered))
        for id, each in zip(ids, asked, strict=True)
    ]
    first = min(max(len(clean(name(item))) for item in framework.items), 48)
    yield f"  {''.ljust(first)}  {'  '.join(id.ljust(size) for id, size in zip(ids, wide, strict=True))}".rstrip()
    for place, item in enumerate(framework.items):
        title = (
            textwrap.shorten(clean(name(item)), first, placeholder="…")
            if len(name(item)) > first
            else clean(name(item))
        )
        cells = (_cell(each.covered[place]).ljust(size) for each, size in zip(asked, wide, strict=True))
        yield f"  {title.ljust(first)}  {'  '.join(cells)}".rstrip()

    marks = {mark for one in told.asked for covered in one.covered if (mark := _mark(covered))}
    yield from ["", *(f"{mark} {MARKS[mark]}" for mark in sorted(marks))] if marks else []


def _mark(one: Covered) -> str:
    return "*" if one.hidden else "!" if one.differing else ""


def _cell(one: Covered) -> str:
    return f"{one.answer.value}{_mark(one)}"


def _counted(told: Told) -> Iterator[str]:
    yield f"As of {told.as_of}, for {told.audience}. {NEVER}"
    for release in told.releases:
        yield ""
        yield clean(f"{release.title} ({release.address})")
        of_it = [one for one in told.asked if one.release is release]
        width = max(len(one.framework.id) for one in of_it)
        for one in of_it:
            yield from _folded(f"{one.framework.id.ljust(width)}  {_sum(one.covered)}", 2, more=width + 4)


def _sum(covered: Sequence[Covered]) -> str:
    """How many items there are of each answer; they are not added up."""
    words = [f"{answer.value} {number:,}" for answer, number in counts(covered).items()]
    hidden = sum(one.hidden for one in covered)
    return ", ".join([*words, *([f"of these answered and not public {hidden:,}"] if hidden else [])])


def _folded(words: str, indent: int, *, more: int | None = None) -> list[str]:
    rest = " " * (indent if more is None else more)
    return textwrap.wrap(
        clean(words),
        WIDTH,
        initial_indent=" " * indent,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
        drop_whitespace=True,
    )


def _painted(text: str, style: str, frame: Frame) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if frame.colour and style else text
