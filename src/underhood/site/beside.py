"""What lies beside a page for taking away: its Markdown, its tables, the record as data, documents for paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from underhood.documents import Rendered
from underhood.meaning.audience import View
from underhood.site import changelog_json
from underhood.site.json_ld import harmless, page_thing
from underhood.site.links import markdown_published, record_path
from underhood.site.plan import PAPER, Planned
from underhood.site.provenance import foot
from underhood.site.record_json import data_path, write
from underhood.values.origin import Origin
from underhood.values.page import Beside, Page, Reference


def text_beside(planned: Planned, view: View, rendered: Rendered, *, origin: Origin) -> Beside:
    """The Markdown of a page, whose links lead to pages."""
    text = markdown_published(rendered.markdown(), planned.path, view.language, site=view.settings.site_url).rstrip(
        "\n"
    )
    path = f"{planned.path.removesuffix('.html')}.md"
    words = view.messages.gettext("This page (Markdown)")
    return Beside(path, words, f"{text}\n{foot(origin, planned.record, view)}")


def with_data(page: Page, planned: Planned, view: View, *, files: tuple[Beside, ...], papers: Iterable[str]) -> Page:
    """A page that offers its files, with its JSON-LD; a record's own page in the first language has the record too."""
    page = replace(page, beside=files, downloads=tuple(downloads(planned, view, papers=papers, beside=files)))
    record = planned.record
    if record is None:
        return page
    thing = page_thing(view, page, record)
    page = replace(page, linked_data=harmless(thing))
    if page.path != record_path(record.address) or view.language != view.settings.languages[0]:
        return page
    return replace(page, beside=(*files, Beside(data_path(record, "json"), "", write(view, record, thing))))


def downloads(planned: Planned, view: View, *, papers: Iterable[str], beside: Iterable[Beside]) -> Iterator[Reference]:
    """What readers are offered: documents for paper first, then what programs read."""
    gettext, record = view.messages.gettext, planned.record
    if planned.on_paper:
        yield from (Reference(gettext(PAPER[form]), paper_path(planned, form)) for form in papers)
    yield from (Reference(one.title, one.path) for one in beside)
    if record is None:
        return
    if planned.document == "changelog":
        yield Reference(gettext("This changelog (JSON)"), changelog_json.json_path(view, record))
    yield Reference(gettext("This record (YAML)"), data_path(record, "yaml"))
    yield Reference(gettext("This record (JSON)"), data_path(record, "json"))


def paper_path(planned: Planned, form: str) -> str:
    """Where a document for paper lies."""
    return f"{planned.path.removesuffix('.html')}.{form}"
