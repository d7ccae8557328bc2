"""What one framework asks of one release, item by item: the answer, where it stands, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.answered import Section, by_audience, sections
from underhood.passages.citing import Citing, citing
from underhood.passages.coverage import Asked, Count, Meaning, asked_of, counts, meanings, told, unused, whole
from underhood.passages.framework_words import read_words
from underhood.passages.status import status
from underhood.values.framework import Item
from underhood.values.page import Badge


@dataclass(frozen=True, slots=True)
class Answers:
    """What the template lays out.

    `condition`: when the framework as a whole is asked, empty where always; `met`: whether it is so (yes, no,
    undecided). `by_audience`: the items for each kind of readers, where there are several.
    """

    title: str
    summary: str
    status: tuple[Badge, ...]
    asked: Asked
    read: str
    condition: str
    met: str
    counts: tuple[Count, ...]
    by_audience: tuple[tuple[str, tuple[Item, ...]], ...]
    meanings: tuple[Meaning, ...]
    sections: tuple[Section, ...]
    citing: Citing


@document("coverage", "Items of one framework")
def answers(view: View, name: str) -> Answers:
    """What became of the items that a name such as `llama-2/fmti-2023` stands for."""
    release, framework = asked_of(view, name)
    asked = told(view).of(release, framework)
    _ = view.messages.gettext
    title = _("%(release)s: %(framework)s, item by item") % {"release": release.title, "framework": framework.short}
    condition, met = whole(asked)
    return Answers(
        title=title,
        summary=_("Item by item: what is asked, what the records answer and where, or why they give no answer."),
        status=status(view, release),
        asked=asked,
        read=read_words(view, framework),
        condition=condition,
        met=met,
        counts=counts(view, asked.covered),
        by_audience=by_audience(view, asked),
        meanings=meanings(view, besides=unused(view)),
        sections=sections(view, asked),
        citing=citing(view, release, title=title, page=asked.page),
    )
