"""Documents made again, to be compared with what somebody holds: from a commit, for the day that they speak of."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from underhood.documents import Subject, documents
from underhood.doors.tree import Tree, Unreadable
from underhood.meaning.audience import View, Views, audience_of
from underhood.records.project import Project, open_project
from underhood.records.template_digest import LARGEST_TEMPLATE, OWN
from underhood.site.links import NAMED
from underhood.site.provenance import PAGE, TOOL, Source
from underhood.site.render import File, Site, site_files
from underhood.site.standalone import REPOSITORY, standalone
from underhood.values.errors import Stop
from underhood.values.ids import parse_address
from underhood.values.origin import SHORT, Origin


@dataclass(frozen=True, slots=True)
class CannotMake:
    """Why something is not made again, so that its bytes cannot be compared."""

    reason: str


@contextlib.contextmanager
def opened(root: Path, revision: str | None, *, day: str) -> Iterator[Project]:
    """A repository as documents are made from it: at a revision with its own templates, or as it lies there."""
    project = open_project(root, today=day, revision=revision)
    if revision is None:
        yield project
        return
    with tempfile.TemporaryDirectory(prefix="underhood-") as scratch:
        own = Path(scratch) / OWN
        yield replace(project, templates=own) if _laid_out(project.tree, Path(scratch)) else project


def _laid_out(tree: Tree, folder: Path) -> int:
    """Write the templates of a revision below a folder; how many there are."""
    count = 0
    for entry in tree.walk(OWN):
        raw = tree.read(entry.path, largest=LARGEST_TEMPLATE) if not entry.odd else None
        if raw is None or isinstance(raw, Unreadable):
            continue
        place = folder / entry.path
        if not place.resolve().is_relative_to((folder / OWN).resolve()):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(raw)
        count += 1
    return count


def other_tool(tool: str, templates: str, source: Source) -> CannotMake | None:
    """Why documents of another version or other templates are not made again; None: they can be."""
    if (tool in {"", TOOL}) and templates == source.templates:
        return None
    there = f"{TOOL}, templates {source.templates[:SHORT]}"
    return CannotMake(f"needs {tool or 'underhood'}, templates {templates[:SHORT]}; here are {there}")


def remade(project: Project, origin: Origin) -> bytes | CannotMake:
    """A document made again, by what its footer says of it."""
    if origin.form == PAGE:
        return CannotMake("a page of a site is made again with its site: give the folder of the site")
    views = Views(project, drafts=origin.drafts)
    source = Source(views)
    if (other := other_tool(origin.tool, origin.templates, source)) is not None:
        return other
    if origin.document not in documents() or origin.language not in project.settings.languages:
        return CannotMake(f"there is no document '{origin.document}' in '{origin.language}' there")
    audience = audience_of(origin.audience)
    if audience is None:
        return CannotMake(f"there is no audience '{origin.audience[:40]}'")
    view = views.view(origin.language, audience)
    document = documents()[origin.document]
    subject = _subject(origin, document.subject, view)
    if isinstance(subject, CannotMake):
        return subject
    again = _As(views, origin.commit, changed=origin.changed)
    shown = replace(view, commit=origin.commit)
    return standalone(again, shown, document, subject=subject, form=origin.form).encode()


class _As(Source):
    """A source that says of its commit what the document says, so that the rest of it can be compared."""

    def __init__(self, views: Views, commit: str, *, changed: bool) -> None:
        super().__init__(views)
        self.__dict__["changed"] = changed and bool(commit)


def _subject(origin: Origin, of: str, view: View) -> Subject | CannotMake:
    if of == REPOSITORY:
        return None
    if of in NAMED:
        return origin.subject
    address = parse_address(origin.subject)
    record = view.at(address) if address is not None else None
    return record or CannotMake(f"there is no {origin.subject[:80]} there for this audience on that day")


def remade_site(project: Project, facts: Mapping[str, object]) -> dict[str, bytes] | CannotMake:
    """The generated files of a site made again, by what it says of itself."""
    views = Views(project, drafts=facts["drafts"] is True)
    if (other := other_tool(str(facts["tool"]), str(facts["templates"]), Source(views))) is not None:
        return other
    by_hand = facts["by_hand"]
    assert isinstance(by_hand, list)
    audience = audience_of(facts.get("audience", ""))
    if audience is None:
        return CannotMake("the site names an audience that there is not")
    tool_pages = facts["tool_pages"] is True
    site = Site(views, tool_pages=tool_pages, written=frozenset(map(str, by_hand)), audience=audience)
    return {file.path: file.content.encode() for file in _files(site)}


def _files(site: Site) -> Iterator[File]:
    """The files, without those that somebody wrote by hand in their place."""
    try:
        yield from (file for file in site_files(site) if file.path not in site.written)
    except Stop as stop:
        raise Stop(f"the site cannot be made again: {stop.message}", stop.hint) from stop
