"""All releases beside each other on one framework: what became of each item, in words, without any sum."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.coverage import Asked, Meaning, badge, framework_named, meanings, state, told, unused
from underhood.passages.hazards import Matrix, matrix, whose
from underhood.values.framework import Framework, Item
from underhood.values.page import Badge

MOST = 900
"""A table of more cells has no link in each of them: the heads of its columns lead on."""


@dataclass(frozen=True, slots=True)
class Line:
    """An item with its answer for each release."""

    item: Item
    cells: tuple[Badge, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The items of one section; the title is empty where there are no sections."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Releases:
    """What the template lays out: `sections` of what asks, `matrices` of a taxonomy; `linked`: each cell is a link."""

    title: str
    summary: str
    framework: Framework
    whose: str
    asked: tuple[Asked, ...]
    sections: tuple[Section, ...]
    matrices: tuple[Matrix, ...]
    linked: bool
    meanings: tuple[Meaning, ...]


@document("framework", "All releases on one framework")
def framework_releases(view: View, name: str) -> Releases:
    """Set all releases beside each other."""
    found = framework_named(view, name)
    releases = view.of("release")
    asked = () if found.taxonomy else told(view).of_all(found)
    say = view.messages.gettext
    return Releases(
        title=say("%s: all releases beside each other") % found.short,
        summary=say("Item by item, a column for each release."),
        framework=found,
        whose=whose(view),
        asked=asked,
        sections=_sections(view, found, asked) if asked else (),
        matrices=tuple(matrix(view, release, found) for release in releases) if found.taxonomy else (),
        linked=len(releases) * len(found.items) <= MOST,
        meanings=meanings(view, besides=unused(view)),
    )


def _sections(view: View, framework: Framework, asked: tuple[Asked, ...]) -> tuple[Section, ...]:
    lines = [
        Line(item, tuple(badge(view, state(one.covered[place])) for one in asked))
        for place, item in enumerate(framework.items)
    ]
    return tuple(Section(title, tuple(group)) for title, group in groupby(lines, key=lambda line: line.item.section))
