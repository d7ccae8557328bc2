"""Boxes of official forms: yes or no, and which of the form's own choices hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from underhood.meaning.answering import VALUE, Found
from underhood.meaning.concerned import STATEMENT
from underhood.meaning.coverage import Answer
from underhood.passages.form_shape import Asking, Derived, complete
from underhood.values.framework import Item

YES, NO, OPEN = "Yes", "No", "not recorded"
BOXES = (YES, NO, OPEN)

CHOICES = (
    *("text", "image", "images", "audio", "video", "other"),
    *("web crawling", "private third party", "user data", "public datasets", "synthetic"),
)
"""What forms call their choices; a framework's own others stay as they are."""

BOX_OF: Mapping[str, tuple[str, ...]] = {
    "images": ("image",),
    "web-crawling": ("crawled",),
    "private-third-party": ("private-third-party", "licensed"),
    "user-data": ("user-model-interaction", "user-other-service"),
    "public-datasets": ("public",),
}
"""The words of records for a choice that a form calls otherwise."""

_NEVER = "exclusion"


def yes_or_no(asking: Asking, item: Item) -> Iterator[Derived]:
    """The box of a field that asks for yes or no; nothing where the records do not decide it."""
    if not item.answer_type.startswith("yes or no") or asking.covered.answer is Answer.NOT_APPLICABLE:
        return
    told = {said for one in asking.covered.found if (said := _stance(one))}
    if YES in told:
        yield Derived(asking.gettext("Answer"), asking.gettext(YES))
    elif NO in told or asking.covered.answer is Answer.NONE:
        yield Derived(asking.gettext("Answer"), asking.gettext(NO))
    elif _category(item) and not asking.covered.hidden and complete(asking):
        note = asking.gettext("no source of this category is recorded, and the records name every source")
        yield Derived(asking.gettext("Answer"), asking.gettext(NO), note=note)


def choices(asking: Asking, item: Item) -> Iterator[Derived]:
    """Each choice of the form, ticked or not; what is not ticked is "no" only where the records name every source."""
    if not item.choices or asking.covered.answer is Answer.NOT_APPLICABLE:
        return
    told = {str(one.value) for one in asking.covered.found if one.state == VALUE and _is_word(one)}
    if not told:
        return
    data = any(one.record.kind == "data-source" for one in asking.covered.found)
    rest = asking.gettext(NO if data and complete(asking) else OPEN)
    for choice in item.choices:
        holds = any(one in told for one in BOX_OF.get(choice, (choice,)))
        yield Derived(asking.gettext(choice.replace("-", " ")), asking.gettext(YES) if holds else rest)


def is_mixture(one: Found) -> bool:
    """Whether a place is the share of a source: all shares together may say no of a category, none says yes."""
    return one.record.kind == "training" and one.path[:1] == ("mixture",)


def _stance(one: Found) -> str:
    if one.negative or one.state == "none" or (one.record.kind == _NEVER and one.state == VALUE):
        return NO
    if one.state != VALUE:
        return ""
    category = one.path == ("category",)
    return YES if one.value is True or category or (one.record.kind == STATEMENT and one.value == "yes") else ""


def _category(item: Item) -> bool:
    return any(source.steps == ("category",) for source in item.answered_by)


def _is_word(one: Found) -> bool:
    return bool(one.path) and one.path[-1] in {"modality", "category"}
