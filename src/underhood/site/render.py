"""Pages out of documents: every body first, then links and frames, since a link must know which anchors exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from underhood.documents import documents, render
from underhood.doors.markup import Heading
from underhood.meaning.audience import Audience, View, Views
from underhood.site import catalogue
from underhood.site.beside import paper_path, text_beside, with_data
from underhood.site.crumbs import crumbs
from underhood.site.data_files import changelogs, raw_records
from underhood.site.facets import facets
from underhood.site.feeds import feeds_about
from underhood.site.frame import MISSING, Frame, framed, search_body
from underhood.site.json_ld import terms
from underhood.site.kept.finish import Finisher
from underhood.site.kept.memory import Keeping
from underhood.site.kept.units import Made, Maker, Unit, packed, unpacked
from underhood.site.leaks import watch
from underhood.site.links import in_language
from underhood.site.moved import missing, moved_pages
from underhood.site.paper import paper, printed
from underhood.site.plan import GENERIC, Planned, plan
from underhood.site.provenance import PAGE, Source, sentences
from underhood.site.reference import tool_pages
from underhood.site.table_files import tables_beside
from underhood.site.terms import Form, linked, terms_of
from underhood.site.trust import cited, marks_of
from underhood.values import origin as origins
from underhood.values.page import Contents, Page

_ANCHOR = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class File:
    """A finished file of the site: its text, or the same kept small; `day`: when what a page says last changed."""

    path: str
    text: str = ""
    kept: str = ""
    day: str = ""

    @property
    def content(self) -> str:
        """What stands in it. Raises Misshapen where what was kept of it is no text."""
        return unpacked(self.kept) if self.kept else self.text


@dataclass(frozen=True)
class Site:
    """What site is wanted.

    `serve`: for the preview server; `tool_pages`: with the reference of the tool itself; `written` names the pages that
    people wrote by hand, which may be linked; `audience`: for whom; `paper`: the forms for paper that documents are
    made in besides.
    """

    views: Views
    serve: bool = False
    tool_pages: bool = False
    written: frozenset[str] = frozenset()
    audience: Audience = Audience.PUBLIC
    paper: tuple[str, ...] = ()

    def in_every_language(self) -> list[View]:
        """The views that the pages show."""
        return self._views

    @cached_property
    def _views(self) -> list[View]:
        return [self.views.view(language, self.audience) for language in self.views.project.settings.languages]


def site_files(site: Site, keeping: Keeping | None = None) -> Iterator[File]:
    """Every generated file of a site; with the help of what an earlier build kept, where there is some."""
    views, source = site.in_every_language(), Source(site.views)
    makers = [keeping.keeper(view, lambda: source.changed) if keeping else Maker(view) for view in views]
    units = [(maker, unit) for maker in makers for unit in _pages(maker, site, source)]
    pages = [made for _, unit in units for made in unit.made if made.page is not None]
    anchors = {path: frozenset[str]() for path in site.written}
    anchors |= {made.path: made.anchors for made in pages}
    frames = {view.language: _frame(view, site, anchors) for view in views}
    finishers = {language: Finisher(frame, anchors, noting=bool(keeping)) for language, frame in frames.items()}
    for maker, unit in units:
        yield from _finished(unit, finishers[maker.view.language])
    for frame in frames.values():
        yield File(in_language("search.html", frame.language), _search(frame))
    yield File(MISSING, missing([frames[view.language] for view in views]))
    for maker in makers:
        yield from _kept_files(changelogs(maker))
    yield from _kept_files(raw_records(makers[0]))
    found = [made.page for made in pages if made.page is not None]
    yield File(catalogue.INDEX, catalogue.index(views[0], found))
    yield File(catalogue.GUIDE, catalogue.guide(views[0]))
    for view in views:
        path = in_language(catalogue.TERMS, view.language)
        yield File(path, terms(view, path))
    if words := catalogue.robots(views[0]):
        yield File("robots.txt", words)
    yield File(origins.FACTS, source.facts(views[0], tool_pages=site.tool_pages, by_hand=site.written))
    if keeping is not None:
        keeping.done(makers)


def _finished(unit: Unit, finisher: Finisher) -> Iterator[File]:
    """The pages of a unit with links and frames, as they were kept or finished now."""
    if not all(finisher.holds(made) for made in unit.made):
        for made in unit.with_bodies().made:
            text = finisher.finish(made) if made.page is not None else ""
            yield File(made.path, "" if made.content else text, made.content, _day(made))
    else:
        yield from _kept_files([unit])


def _kept_files(units: Iterable[Unit]) -> Iterator[File]:
    return (File(made.path, kept=made.content, day=_day(made)) for unit in units for made in unit.made)


def _day(made: Made) -> str:
    return made.page.marks.day if made.page is not None else ""


def papers(site: Site) -> Iterator[tuple[str, bytes]]:
    """The documents for paper, by path. What is packed in them is looked through before, as it cannot be afterwards."""
    if not site.paper:
        return
    source, kept = Source(site.views), watch(site.views, site.audience)
    for view in site.in_every_language():
        for planned in plan(view):
            for form in site.paper if planned.on_paper else ():
                path, document = paper_path(planned, form), documents()[planned.document]
                page = paper(source, view, document, subject=planned.subject, form=form)
                if kept is not None:
                    kept.hold(path, page.encode())
                yield path, printed(page, form, day=view.as_of)


def frames_of(site: Site, paths: Iterable[str]) -> Mapping[str, Frame]:
    """The frames for hand-written pages, by language; `paths` are all pages of the site."""
    return {view.language: _frame(view, site, paths) for view in site.in_every_language()}


def _pages(maker: Maker, site: Site, source: Source) -> Iterator[Unit]:
    view = maker.view
    words = terms_of(view)
    for planned in plan(view):
        name = f"{planned.document} {planned.path}"
        yield maker.unit(name, lambda planned=planned: _with_files(_page(planned, view, source, site.paper), words))  # type: ignore[misc]
    yield maker.unit("moved", lambda: map(_made, moved_pages(view)))
    if site.tool_pages:
        yield maker.unit("tool", lambda: map(_made, tool_pages(view, view.language)))


def _with_files(page: Page, words: Sequence[Form]) -> Iterator[Made]:
    """A page, and the files that lie beside it."""
    yield _made(replace(page, beside=()), words)
    yield from (Made(one.path, content=packed(one.text)) for one in page.beside)


def _made(page: Page, words: Sequence[Form] = ()) -> Made:
    """A page whose body is kept small until links and frame are made: the bodies of a large site take much room."""
    anchors = frozenset(_ANCHOR.findall(page.body))
    body = page.body if page.kind == "glossary" else linked(page.body, words)
    return Made(page.path, replace(page, body=""), body=packed(body), anchors=anchors)


def _frame(view: View, site: Site, paths: Iterable[str]) -> Frame:
    searches = {in_language("search.html", language) for language in view.settings.languages}
    return Frame(view.settings, view.messages, frozenset(paths) | searches, site.serve)


def _page(planned: Planned, view: View, source: Source, papers: tuple[str, ...]) -> Page:
    rendered = render(planned.document, view, planned.subject)
    html = rendered.html()
    record = planned.record
    origin = source.origin(planned.document, rendered, view, subject=planned.subject, form=PAGE)
    cite, cite_at = cited(planned, view, title=rendered.title, body=html.body)
    files = (text_beside(planned, view, rendered, origin=origin), *tables_beside(planned, view))
    page = Page(
        path=planned.path,
        language=view.language,
        kind=_page_kind(planned),
        title=rendered.title,
        body=html.body,
        summary=rendered.summary,
        contents=_contents(html.headings),
        status=rendered.status,
        crumbs=tuple(crumbs(planned, view)),
        feeds=feeds_about(view, record),
        provenance=tuple(sentences(origin, record, view)),
        origin=origins.written(origin),
        facets=facets(planned, view, rendered),
        source=record.path if record else "",
        record=record.address if record else None,
        marks=marks_of(planned, view, rendered, project=source.views.project, headings=html.headings),
        cite=cite,
        cite_at=cite_at,
    )
    return with_data(page, planned, view, files=files, papers=papers)


def _page_kind(planned: Planned) -> str:
    if planned.kind or planned.pair:
        return "register" if planned.kind else "compare"
    if planned.framework:
        return "coverage" if planned.asked else "framework"
    if planned.record is None:
        return planned.document
    kind = planned.record.kind
    if planned.document in {"release", "model", "claim"}:
        return kind
    return "record" if planned.document in {GENERIC, kind} else "document"


def _contents(headings: Sequence[Heading]) -> tuple[Contents, ...]:
    """The second and third level of headings, as a tree."""
    found: list[Contents] = []
    for heading in headings:
        if heading.level == 2:
            found.append(Contents(heading.id, heading.title))
        elif heading.level == 3 and found:
            last = found[-1]
            found[-1] = Contents(last.id, last.title, (*last.children, Contents(heading.id, heading.title)))
    return tuple(found)


def _search(frame: Frame) -> str:
    path = in_language("search.html", frame.language)
    page = Page(path, frame.language, "search", frame.messages.gettext("Search"), "", search=False)
    return framed(page, search_body(frame, path), frame)
