"""What stands about a page in its frame: when it changed, its sources, its translation, where to correct it, citing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlsplit

from underhood.documents import Rendered
from underhood.doors.markup import Heading
from underhood.doors.tree import Unreadable
from underhood.meaning.audience import View
from underhood.meaning.closure import RELEASE
from underhood.passages.citing import FOLDED, citation
from underhood.passages.marks import (
    SOURCE,
    LastChange,
    Reading,
    last_change,
    read_by,
    searched_in,
    sources,
    translated,
)
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.site.links import in_language, record_path
from underhood.site.plan import Planned
from underhood.site.provenance import behind
from underhood.values.page import Citation, Marks, Reference

STORY = "What changed in this record"
"""What stands above the past of a record on its page."""

BLOB: Mapping[str, str] = {
    "gitlab": "-/blob/HEAD/%s#L%s",
    "codeberg": "src/HEAD/%s#L%s",
    "gitea": "src/HEAD/%s#L%s",
    "forgejo": "src/HEAD/%s#L%s",
    "": "blob/HEAD/%s#L%s",
}
"""How a forge names a line of a file, by a word of its host's name; the last is GitHub's way."""

_HEADING = re.compile(r'<h[23] id="([^"]+)"')
_TITLE = re.compile(rb"^title:", re.MULTILINE)


def marks_of(
    planned: Planned, view: View, rendered: Rendered, *, project: Project, headings: Sequence[Heading]
) -> Marks:
    """What is known of a page that is to be."""
    record, own = planned.record, _is_own(planned)
    made_from = {record.address} if own and record is not None and record.kind not in {RELEASE, "model"} else None
    last = last_change(view, made_from or behind(rendered, view, record))
    counted, read = sources(view, _readings(planned, view, rendered))
    if own and record is not None and record.kind != SOURCE and not counted:
        counted = view.messages.gettext("No source is recorded for this page.")
    return Marks(
        day=last.day if last is not None else "",
        changed=last.words(view) if last is not None else "",
        what=_what(planned, view, last, headings) if last is not None else None,
        sources=counted,
        readings=read,
        language=translated(view, rendered.texts),
        file=file_of(project, record) if record is not None and view.settings.public_repository else None,
        contact=view.settings.contact,
    )


def cited(planned: Planned, view: View, *, title: str, body: str) -> tuple[Citation | None, str]:
    """How to cite a page, or the place in its body that says it."""
    place = body.rfind(f"<summary>{FOLDED}</summary>")
    above = _HEADING.findall(body, 0, place) if place >= 0 else []
    return (None, above[-1]) if above else (citation(view, title, planned.path, record=planned.record), "")


def file_of(project: Project, record: Record) -> Reference:
    """The file of a record, with the line where it begins to speak, and its address on the forge if that is known."""
    site = project.settings.repository_url.rstrip("/")
    if not site:
        return Reference(record.path, "")
    raw = project.tree.read(record.path)
    found = None if isinstance(raw, Unreadable) else _TITLE.search(raw)
    line = raw.count(b"\n", 0, found.start()) + 1 if found is not None and isinstance(raw, bytes) else 1
    host = urlsplit(site).hostname or ""
    form = next(form for word, form in BLOB.items() if word in host)
    return Reference(record.path, f"{site}/{form % (quote(record.path), line)}")


def _readings(planned: Planned, view: View, rendered: Rendered) -> set[Reading]:
    """The sources behind a page: those that it cites, those of its record, and those that it only names.

    One in which something was only looked for, in vain, is behind nothing that the page of a record says.
    """
    found = set(rendered.read)
    record = planned.record
    if record is None:
        return found
    if record.kind == SOURCE:
        return set()
    own = set(read_by(view, record))
    found.update(own)
    vain = searched_in(record) - {address for address, _ in own} if _is_own(planned) else set()
    known = {address for address, _ in found}
    named = (view.at(address) for address in rendered.shown if address.kind == SOURCE and address not in known)
    found.update((source.address, str(source.data["read"])) for source in named if source is not None)
    return {reading for reading in found if reading[0] not in vain}


def _what(planned: Planned, view: View, last: LastChange, headings: Sequence[Heading]) -> Reference | None:
    """Where it is told what changed: on the page itself, on that of the record, or of the release behind it."""
    record = planned.record
    place = _place(headings, view.messages.gettext(STORY))
    if place and record is not None:
        return Reference(view.messages.gettext(STORY), f"{planned.path}#{place}")
    of = last.records[0] if len(last.records) == 1 else record
    if of is None:
        return None
    path = in_language(record_path(of.address), view.language)
    return Reference(str(of.title), path) if path != planned.path else None


def _place(headings: Sequence[Heading], title: str) -> str:
    return next((heading.id for heading in headings if heading.title == title), "")


def _is_own(planned: Planned) -> bool:
    record = planned.record
    return record is not None and planned.path.endswith(record_path(record.address))
