"""Pages out of documents: every body first, then links and frames, since a link must know which anchors exist."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from underhood.documents import Rendered, documents, render
from underhood.doors.dump import plain_yaml
from underhood.doors.markup import Heading
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import Audience, View, Views
from underhood.passages.coverage import answering
from underhood.passages.sections import Section, sections
from underhood.records.record import Record
from underhood.site import atom, catalogue, changelog_json
from underhood.site.feeds import feeds_about, model_feed, whole_feed
from underhood.site.frame import Frame, framed, search_body
from underhood.site.leaks import watch
from underhood.site.links import document_path, in_language, named_path, record_path, resolved
from underhood.site.paper import PAPER, paper, printed
from underhood.site.plan import Planned, plan
from underhood.site.provenance import PAGE, Source, sentences
from underhood.site.reference import tool_pages
from underhood.values import origin as origins
from underhood.values.ids import Address
from underhood.values.page import Contents, Page, Reference

_ANCHOR = re.compile(r' id="([^"]+)"')


@dataclass(frozen=True, slots=True)
class File:
    """A finished file of the site."""

    path: str
    content: str


@dataclass(frozen=True, slots=True)
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
        return [self.views.view(language, self.audience) for language in self.views.project.settings.languages]


def site_files(site: Site) -> Iterator[File]:
    """Every generated file of a site."""
    views = site.in_every_language()
    source = Source(site.views)
    pages = [page for view in views for page in _pages(view, site, source)]
    anchors = {path: frozenset[str]() for path in site.written}
    anchors |= {page.path: frozenset(_ANCHOR.findall(page.body)) for page in pages}
    frames = {view.language: _frame(view, site, anchors) for view in views}
    for page in pages:
        body = resolved(page.body, page.path, page.language, pages=anchors)
        yield File(page.path, framed(page, body, frames[page.language]))
    for frame in frames.values():
        yield File(in_language("search.html", frame.language), _search(frame))
    yield File("404.html", _missing(frames[views[0].language]))
    for view in views:
        yield from _changelogs(view)
    yield from _raw_records(views[0])
    yield File(catalogue.INDEX, catalogue.index(views[0], pages))
    yield File(catalogue.GUIDE, catalogue.guide(views[0]))
    if views[0].settings.circle:
        yield File("robots.txt", "User-agent: *\nDisallow: /\n")
    yield File(origins.FACTS, source.facts(views[0], tool_pages=site.tool_pages, by_hand=site.written))


def papers(site: Site) -> Iterator[tuple[str, bytes]]:
    """The documents for paper, by path. What is packed in them is looked through before, as it cannot be afterwards."""
    if not site.paper:
        return
    source, kept = Source(site.views), watch(site.views, site.audience)
    for view in site.in_every_language():
        for planned in plan(view):
            for form in site.paper if planned.on_paper else ():
                path, document = _on_paper(planned, form), documents()[planned.document]
                page = paper(source, view, document, subject=planned.subject, form=form)
                if kept is not None:
                    kept.hold(path, page.encode())
                yield path, printed(page, form, day=view.as_of)


def frames_of(site: Site, paths: Iterable[str]) -> Mapping[str, Frame]:
    """The frames for hand-written pages, by language; `paths` are all pages of the site."""
    return {view.language: _frame(view, site, paths) for view in site.in_every_language()}


def _pages(view: View, site: Site, source: Source) -> Iterator[Page]:
    for planned in plan(view):
        yield _page(planned, view, source, site.paper)
    if site.tool_pages:
        yield from tool_pages(view, view.language)


def _frame(view: View, site: Site, paths: Iterable[str]) -> Frame:
    searches = {in_language("search.html", language) for language in view.settings.languages}
    return Frame(view.settings, view.messages, frozenset(paths) | searches, site.serve)


def _page(planned: Planned, view: View, source: Source, papers: tuple[str, ...]) -> Page:
    rendered = render(planned.document, view, planned.subject)
    html = rendered.html()
    record = planned.record
    origin = source.origin(planned.document, rendered, view, subject=planned.subject, form=PAGE)
    return Page(
        path=planned.path,
        language=view.language,
        kind=_page_kind(planned),
        title=rendered.title,
        body=html.body,
        summary=rendered.summary,
        contents=_contents(html.headings),
        status=rendered.status,
        crumbs=tuple(_crumbs(planned, view)),
        downloads=_downloads(planned, view, papers),
        feeds=feeds_about(view, record),
        provenance=tuple(sentences(origin, record, view)),
        origin=origins.written(origin),
        facets=_facets(planned, view, rendered),
        source=record.path if record else "",
        record=record.address if record else None,
    )


def _page_kind(planned: Planned) -> str:
    if planned.kind or planned.pair:
        return "register" if planned.kind else "compare"
    if planned.framework:
        return "coverage" if planned.asked else "framework"
    if planned.record is None:
        return planned.document
    return (
        planned.record.kind
        if planned.document in {"release", "model", "claim"}
        else "record"
        if planned.path.count("/") == 1
        else "document"
    )


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


def _crumbs(planned: Planned, view: View) -> Iterator[Reference]:
    """The way to a page: its register, and the record that a document is about."""
    gettext = view.messages.gettext
    record = planned.record
    if planned.kind:
        yield Reference(gettext("Registers"), in_language("registers.html", view.language))
    if planned.pair:
        yield Reference(gettext("Compare"), in_language("compare.html", view.language))
    if planned.framework and not planned.asked:
        yield from _above_framework(planned, view)
    if record is None:
        return
    kind = view.catalog.kinds[record.kind]
    if record.kind == "release":
        yield Reference(gettext("Releases"), in_language("releases.html", view.language))
    elif record.kind == "claim":
        yield Reference(gettext("Public statements"), in_language("claims.html", view.language))
    elif kind.register:
        yield Reference(gettext("Registers"), in_language("registers.html", view.language))
        yield Reference(gettext(kind.plural), in_language(f"registers/{record.kind}.html", view.language))
    if planned.asked:
        yield Reference(str(record.title), in_language(record_path(record.address), view.language))
        path = document_path("coverage", record.address)
        yield Reference(gettext(documents()["coverage"].title), in_language(path, view.language))
    elif planned.document in documents() and documents()[planned.document].subject == record.kind != planned.document:
        yield Reference(str(record.title), in_language(record_path(record.address), view.language))


def _above_framework(planned: Planned, view: View) -> Iterator[Reference]:
    """What a page of a framework lies below."""
    title = view.messages.gettext(documents()["frameworks"].title)
    yield Reference(title, in_language("frameworks.html", view.language))
    if planned.document != "framework":
        path = named_path("framework", planned.framework, "framework")
        yield Reference(view.frameworks[planned.framework].short, in_language(path, view.language))


def _downloads(planned: Planned, view: View, papers: tuple[str, ...]) -> tuple[Reference, ...]:
    record = planned.record
    if record is None:
        return ()
    gettext = view.messages.gettext
    found = [Reference(gettext(PAPER[form]), _on_paper(planned, form)) for form in papers if planned.on_paper]
    if planned.document == "changelog":
        found.append(Reference(gettext("This changelog (JSON)"), changelog_json.json_path(view, record)))
    return (*found, Reference(gettext("This record (YAML)"), f"{record.address.kind}/{record.address.id}.yaml"))


def _on_paper(planned: Planned, form: str) -> str:
    return f"{planned.path.removesuffix('.html')}.{form}"


def _changelogs(view: View) -> Iterator[File]:
    """The changelogs for programs and the feeds, of one language."""
    everything: list[Section] = []
    for model in view.of("model"):
        found = sections(view, model, compare=compare_releases)
        everything += found
        yield File(changelog_json.json_path(view, model), changelog_json.write(view, model, found))
        feed = model_feed(view, model, found)
        yield File(feed.path, atom.write(feed, view))
    feed = whole_feed(view, everything)
    yield File(feed.path, atom.write(feed, view))


def _facets(planned: Planned, view: View, rendered: Rendered) -> Mapping[str, tuple[str, ...]]:
    record = planned.record
    frameworks = _frameworks(planned, view)
    if record is None:
        return {"kind": (view.messages.gettext("Framework"),), "framework": frameworks} if planned.framework else {}
    kind = view.messages.gettext("Framework" if planned.framework else view.catalog.kinds[record.kind].title)
    releases = [view.at(address) for address in _releases_of(record, view)]
    return {
        "kind": (kind,),
        "release": tuple(str(release.title) for release in releases if release is not None),
        "status": tuple(badge.text for badge in rendered.status),
        "framework": frameworks,
    }


def _frameworks(planned: Planned, view: View) -> tuple[str, ...]:
    """The framework that a page is about, or those that its record answers."""
    if planned.framework:
        return (view.frameworks[planned.framework].short,)
    if planned.record is None or planned.path.count("/") - planned.path.startswith(f"{view.language}/") != 1:
        return ()
    return tuple(dict.fromkeys(one.framework.short for one in answering(view, planned.record)))


def _releases_of(record: Record, view: View) -> Iterable[Address]:
    """The releases that a record belongs to or speaks of."""
    if record.kind == "release":
        return [record.address]
    linked = {
        link.target.record for link in view.catalog.links(record) if link.target.kind == "release" and not link.prose
    }
    return sorted(
        linked | {link.source for link in view.catalog.cited_by(record.address) if link.source.kind == "release"}
    )


def _raw_records(view: View) -> Iterator[File]:
    """The records as data, for download: as the view holds them, so that nothing restricted gets out."""
    for record in view:
        yield File(
            f"{record.kind}/{record.id}.yaml",
            plain_yaml(record.data, f"{record.address}\n{view.settings.notice_in(view.language)}"),
        )


def _search(frame: Frame) -> str:
    path = in_language("search.html", frame.language)
    page = Page(path, frame.language, "search", frame.messages.gettext("Search"), "", search=False)
    return framed(page, search_body(frame, path), frame)


def _missing(frame: Frame) -> str:
    gettext = frame.messages.gettext
    sentence = gettext("There is no page at this address. Records keep their address: look for it in the registers.")
    page = Page("404.html", frame.language, "about", gettext("Page not found"), "", search=False)
    return framed(page, f"<p>{sentence}</p>", frame)
