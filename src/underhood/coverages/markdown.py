"""For a page or a comment: one table for each framework. Words of records bring no markup."""

from __future__ import annotations

from collections.abc import Iterator

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
    places,
    remarks,
    side_by_side,
)
from underhood.diffs.markdown import harmless, verbatim


@layout("for a page, or a comment in a pull request")
def write(told: Told, frame: Frame) -> str:  # noqa: ARG001  (all formats are called alike)
    """The whole answer, ending with a line break."""
    if not told.whole:
        lines = _counted(told)
    elif len(told.releases) == 1:
        lines = _items(told.asked[0], told)
    else:
        lines = _beside(told)
    return "\n".join(lines) + "\n"


def _items(asked: Asked, told: Told) -> Iterator[str]:
    yield f"# {harmless(edition(asked.framework))}: {harmless(asked.release.title)}"
    yield ""
    yield f"As of {told.as_of}, for {told.audience}. {NEVER}"
    if when := condition(asked):
        yield ""
        yield f"{harmless(when[:1].upper() + when[1:])}."
    yield ""
    yield "| | Item | Answer | Where | Remarks |"
    yield "|---|---|---|---|---|"
    for one in asked.covered:
        found = behind(one)
        where = "<br>".join(f"<code>{verbatim(str(address))}</code>" for address in side_by_side(one) or places(found))
        open_ = one.answer not in {Answer.ANSWERED, Answer.NONE}
        said = "<br>".join(
            harmless(words) for words in (*(held(found) if open_ else ()), *remarks(one, asked.framework))
        )
        yield f"| {harmless(one.item.number)} | {harmless(one.item.title)} | {one.answer.value} | {where} | {said} |"


def _beside(told: Told) -> Iterator[str]:
    framework = told.frameworks[0]
    asked = told.of(framework)
    yield f"# {harmless(edition(framework))}"
    yield ""
    yield f"As of {told.as_of}, for {told.audience}. {NEVER}"
    yield ""
    yield f"| | Item | {' | '.join(harmless(one.release.title) for one in asked)} |"
    yield f"|---|---|{'---|' * len(asked)}"
    for place, item in enumerate(framework.items):
        cells = " | ".join(_cell(one.covered[place]) for one in asked)
        yield f"| {harmless(item.number)} | {harmless(item.title)} | {cells} |"


def _cell(one: Covered) -> str:
    words = [one.answer.value, *(["records differ"] if one.differing else []), *(["not public"] if one.hidden else [])]
    return "; ".join(words)


def _counted(told: Told) -> Iterator[str]:
    yield "# Coverage of frameworks"
    yield ""
    yield f"As of {told.as_of}, for {told.audience}. {NEVER}"
    for release in told.releases:
        yield ""
        yield f"## {harmless(release.title)}"
        yield ""
        yield f"| Framework | {' | '.join(answer.value for answer in Answer)} |"
        yield f"|---|{'---|' * len(Answer)}"
        for one in told.asked:
            if one.release is release:
                numbers = counts(one.covered)
                cells = " | ".join(str(numbers.get(answer, "")) for answer in Answer)
                yield f"| {harmless(one.framework.short)} | {cells} |"
