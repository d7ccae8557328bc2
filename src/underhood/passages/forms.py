"""Official forms, field by field in their own order: what the records say and what follows, or why nothing does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from underhood.doors import languages
from underhood.meaning.audience import View
from underhood.meaning.concerned import Concerned
from underhood.meaning.coverage import IS_ANSWER, Answer, Covered, coverage_of_source, shown
from underhood.meaning.release import pointing, predecessor
from underhood.passages import form_domains, form_figures, form_sources
from underhood.passages.answered import AUDIENCES, REMARKS
from underhood.passages.audited import Audited, audited
from underhood.passages.citing import Citing, citing
from underhood.passages.coverage import Asked, badge, state, told, whole
from underhood.passages.form_answers import choices, is_mixture, yes_or_no
from underhood.passages.form_duty import Duty, duty
from underhood.passages.form_shape import Asking, Derived, of_framework
from underhood.passages.form_values import Block, Missing, blocks, missing
from underhood.passages.framework_words import read_words, recipients
from underhood.passages.glance import title_of
from underhood.passages.shown import Citation
from underhood.passages.status import status
from underhood.records.record import Record
from underhood.values.framework import Framework, Item
from underhood.values.page import Badge

Shape = Callable[[Asking, Item], Iterator[Derived]]

SHAPES: Mapping[str, Shape] = {
    "eu-tcs-1.3.b": form_figures.content_sizes,
    "eu-tcs-1.3.d": form_sources.last_acquired,
    "eu-tcs-1.3.e": form_sources.languages_covered,
    "eu-tcs-2.1.c": form_sources.large_datasets,
    "eu-tcs-2.3.e": form_sources.crawled_when,
    "eu-tcs-2.3.h": form_domains.domains,
    "eu-mdf-model-size-exact": form_figures.parameters,
    "eu-mdf-model-size-range": form_figures.parameters,
    "eu-mdf-data-points-nca": form_figures.points_coarse,
    "eu-mdf-data-points-aio": form_figures.points_fine,
    "eu-mdf-training-time-nca": form_figures.time_range,
    "eu-mdf-training-time-aio": form_figures.time_fine,
    "eu-mdf-compute-nca": form_figures.compute_order,
    "eu-mdf-compute-aio": form_figures.compute_fine,
    "eu-mdf-energy-training": form_figures.energy,
}
"""Items that want a value in a way of their own, by their ids."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a form is called: its page, its title in English, and the sort of document that its editions are."""

    page: str
    title: str
    kind: str = ""


LISTED = frozenset({"eu-tcs-1.2.a"})
"""Items that ask for links to the public documentation besides: the documents that the provider published."""

BEHIND: Mapping[str, Callable[[View, Concerned], Iterator[Derived]]] = {"us-ca-sb53": form_figures.operations}
"""Forms whose condition rests on figures, by framework: the figures."""

NOT_FILED = "Not filed. Illustration from public sources; not submitted by or for the provider."


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form.

    `boxes`: the form's own choices; `derived`: what follows from the records; `blocks`: what they say; `missing`: what
    they say is not there; `documentation`: what the provider published. `badge`: the word for what became of the field,
    None where it is filled. `met`: whether its condition is (yes, no, undecided; empty where that is of no account).
    `told`: the badge says the state of all that is missing. `audits`: of the exclusions among its answers.
    """

    item: Item
    boxes: tuple[Derived, ...]
    derived: tuple[Derived, ...]
    blocks: tuple[Block, ...]
    missing: tuple[Missing, ...]
    badge: Badge | None
    differing: bool
    condition: str
    met: str
    remark: str
    recipients: tuple[str, ...]
    seen_by: str
    told: bool
    documentation: tuple[Citation, ...]
    audits: tuple[tuple[Record, Audited], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """The fields under one heading of a form."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What the template of a form lays out. `not_filed` is empty in a provider's own records.

    `condition`: when the form as a whole is asked, and whether it is so (`met`); `figures`: those that decide it.
    """

    title: str
    summary: str
    status: tuple[Badge, ...]
    subject: Record
    framework: Framework
    not_filed: str
    read: str
    duty: Duty | None
    condition: str
    met: str
    figures: tuple[Derived, ...]
    editions: tuple[Mapping[str, object], ...]
    versioned: bool
    changed: str
    before: Record | None
    page_name: str
    sections: tuple[Section, ...]
    approvals: tuple[Record, ...]
    citing: Citing


def asked(framework: str) -> Callable[[View, Record], bool]:
    """Whether a form is made: where the settings do not leave its framework out."""
    return lambda view, _record: any(one.id == framework for one in shown(view))


def release_form(view: View, release: Record, framework: str, *, named: Named) -> Form:
    """A form about a release."""
    found = view.frameworks[framework]
    return _form(
        view,
        release,
        found,
        told(view).of(release, found).covered,
        named,
    )


def source_form(view: View, source: Record, framework: str, *, named: Named) -> Form:
    """A form about a source of data."""
    found = view.frameworks[framework]
    return _form(view, source, found, coverage_of_source(view, source, found), named)


def _form(view: View, subject: Record, framework: Framework, covered: tuple[Covered, ...], named: Named) -> Form:
    kind = named.kind
    title = title_of(view, subject, document=named.title)
    say = view.messages.gettext
    release = subject.kind == "release"
    condition, met = whole(Asked(subject, framework, covered))
    behind = BEHIND.get(framework.id)
    editions = [one for one in subject.get("documents", ()) if one["kind"] == kind] if kind else []
    return Form(
        title=title,
        summary=say("Every field in the order of the form: what the records say, or why nothing stands there."),
        status=status(view, subject),
        subject=subject,
        framework=framework,
        not_filed=say(NOT_FILED) if view.settings.compiled else "",
        read=read_words(view, framework),
        duty=duty(view, framework, subject) if release else None,
        condition=condition,
        met=met,
        figures=tuple(behind(view, Concerned(view.catalog, subject))) if release and behind else (),
        editions=tuple(sorted(editions, key=lambda one: str(one.get("date", "")), reverse=True)),
        versioned=bool(kind),
        changed=_changed(view, subject, covered),
        before=predecessor(view.catalog, subject) if release else None,
        page_name=named.page,
        sections=tuple(_sections(view, subject, framework, covered)),
        approvals=tuple(pointing(view.catalog, subject, "approval")) if release else (),
        citing=citing(view, subject, title=title, document=named.page),
    )


def _sections(view: View, subject: Record, framework: Framework, covered: tuple[Covered, ...]) -> Iterator[Section]:
    concerned = Concerned(view.catalog, subject) if subject.kind == "release" else None
    for title, group in groupby(covered, key=lambda one: one.item.section):
        yield Section(title, tuple(_field(view, framework, concerned, one) for one in group))


def _field(view: View, framework: Framework, concerned: Concerned | None, one: Covered) -> Field:
    say = view.messages.gettext
    asking = Asking(view, concerned, one) if concerned is not None else None
    boxes = tuple(choices(asking, one.item)) if asking is not None else ()
    derived = tuple(_derived(asking)) if asking is not None else ()
    boxed = any(found.words for found in derived) and one.item.answer_type.startswith("yes or no")
    shown_as = [found for found in one.found if not (boxed and is_mixture(found) and derived[0].words == say("Yes"))]
    filled = one.answer in IS_ANSWER or boxed
    gaps = missing(view, [found for found in one.found if found.state == "none"] if boxed else one.found)
    shows = not filled or one.hidden or one.answer is Answer.OUTSIDE
    own = one.condition if one.condition != framework.condition else ""
    return Field(
        item=one.item,
        boxes=boxes,
        derived=derived,
        blocks=blocks(view, shown_as),
        missing=gaps,
        badge=badge(view, state(one)) if shows else None,
        differing=one.differing,
        condition=own,
        met=_met(one),
        remark=say(REMARKS[one.remark]) if one.remark is not None else "",
        recipients=recipients(view, one.item),
        seen_by=say(AUDIENCES[one.visibility]) if one.hidden and one.visibility in AUDIENCES else "",
        documentation=tuple(concerned.release.get("documents", ())) if concerned and one.item.id in LISTED else (),
        audits=tuple(_audits(view, one)),
        told=shows and {gap.state for gap in gaps} <= {state(one)},
    )


def _audits(view: View, one: Covered) -> Iterator[tuple[Record, Audited]]:
    """What audits of the corpus found of each exclusion that a field names."""
    named = {found.record.address: found.record for found in one.found if found.record.kind == "exclusion"}
    for exclusion in named.values():
        yield from ((exclusion, audit) for audit in audited(view, exclusion))


def _met(one: Covered) -> str:
    """Whether the condition of a field is met: of no account where a record says that the field does not apply."""
    if one.answer is Answer.NOT_APPLICABLE:
        return "" if one.found else "no"
    return "undecided" if one.undecided else "yes"


def _derived(asking: Asking) -> Iterator[Derived]:
    item = asking.covered.item
    if asking.covered.answer is Answer.NOT_APPLICABLE:
        return
    yield from yes_or_no(asking, item)
    for one in (item, *of_framework(asking, item)):
        if one.id in SHAPES:
            yield from SHAPES[one.id](asking, one)


def _changed(view: View, subject: Record, covered: tuple[Covered, ...]) -> str:
    """The day on which a record behind a form last changed, in words; empty where git does not tell."""
    if view.past is None:
        return ""
    behind = {subject.address, *(found.record.address for one in covered for found in one.found)}
    behind |= {audit.address for one in covered for _, audit in _audits(view, one)}
    days = [touch.day for address in behind for touch in view.past.touches(address)[:1]]
    return languages.date(max(days), view.language) if days else ""
