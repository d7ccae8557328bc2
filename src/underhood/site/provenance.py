"""Where documents come from: the footer of each, and what stands once for a whole site."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from underhood import __version__
from underhood.documents import Rendered, Subject, documents
from underhood.doors import languages, markup
from underhood.doors.blobs import GitTree
from underhood.doors.canonical_json import canonical
from underhood.doors.changed import lying
from underhood.meaning.audience import Audience, View, Views
from underhood.meaning.closure import RELEASE, closure_of
from underhood.meaning.release import ever_signed
from underhood.records.places import FOLDER
from underhood.records.record import Record
from underhood.records.seals import Seal
from underhood.records.template_digest import OWN, templates_digest
from underhood.values.ids import Address
from underhood.values.origin import NAMING, SHORT, Origin, records_digest, written

PAGE = "page"
PARTIAL = "Some records or fields are not public: they are not shown here, and nothing here counts them."
TOOL = f"underhood {__version__}"
SHAPING = (FOLDER, OWN, "schemas")
"""The folders of a repository that its documents are made from."""


@dataclass(frozen=True)
class Source:
    """What all documents of one run come from."""

    views: Views

    @cached_property
    def templates(self) -> str:
        """The digest of the templates."""
        return templates_digest(self.views.project.tree)

    @cached_property
    def schemas(self) -> str:
        """The digest of the schemas."""
        found = {name: dict(schema) for name, schema in self.views.project.schemas.documents.items()}
        return hashlib.sha256(canonical(found)).hexdigest()

    @cached_property
    def changed(self) -> bool:
        """Whether files were read that the head commit does not hold."""
        project = self.views.project
        if project.commit is not None or project.head is None or project.root is None:
            return False
        return bool(uncommitted(project.root, project.head.commit))

    def origin(self, name: str, rendered: Rendered, view: View, *, subject: Subject, form: str) -> Origin:
        """Where a document comes from; `form`: as what it is written."""
        record = subject if isinstance(subject, Record) else None
        digests = _digests(behind(rendered, view, record), view)
        made = Origin(
            name,
            str(record.address) if record is not None else str(subject or ""),
            view.language,
            form,
            records_digest(digests),
            len(digests),
            self.templates,
            drafts=self.views.drafts,
            audience="" if view.audience is Audience.PUBLIC else str(view.audience),
            manifest=self._manifest(record, view),
        )
        if form == PAGE and documents()[name].subject != RELEASE:
            return made
        names = {} if form == PAGE else {address: digest[:NAMING] for address, digest in digests.items()}
        as_of = self.views.project.as_of
        return replace(made, as_of=as_of, commit=view.commit, changed=self.changed, tool=TOOL, names=names)

    def _manifest(self, record: Record | None, view: View) -> str:
        """The manifest of the seal that a document of a release was rendered from."""
        project = self.views.project
        if record is None or record.kind != RELEASE or view.sealed is None or not ever_signed(record):
            return ""
        seal = project.seals.of(record.id) if record.id in project.seals.ids else None
        return seal.manifest if isinstance(seal, Seal) else ""

    def facts(self, view: View, *, tool_pages: bool, by_hand: Iterable[str]) -> str:
        """What the whole site was made from: said once, so that a commit does not change every page."""
        seals = {str(release.address): self._manifest(release, view) for release in view.of(RELEASE)}
        facts: Mapping[str, Any] = {
            "version": 1,
            "title": view.settings.title,
            "notice": view.settings.notice_in(view.language),
            "as_of": view.as_of,
            "commit": view.commit,
            "changed": self.changed,
            "tool": TOOL,
            "templates": self.templates,
            "schemas": self.schemas,
            "drafts": self.views.drafts,
            "audience": str(view.audience),
            "tool_pages": tool_pages,
            "by_hand": sorted(by_hand),
            "seals": {name: manifest for name, manifest in seals.items() if manifest},
            "records": {str(record.address): record.digest for record in view},
        }
        return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def uncommitted(root: Path, commit: str) -> list[str]:
    """The files that documents are made from and that differ from a commit; what editors leave about is none."""
    changed = (file.path for file in lying(GitTree(root, commit), SHAPING).changed)
    return [path for path in changed if not path.rpartition("/")[2].startswith(".") and not path.endswith("~")]


def behind(rendered: Rendered, view: View, record: Record | None) -> set[Address]:
    """The records behind a document: what it shows or links, and of a release all that it stands on."""
    found = set(rendered.shown)
    if record is not None:
        found.add(record.address)
        if record.kind == RELEASE and (now := view.at(record.address)) is not None:
            found.update(closure_of(view.catalog, now))
    return found


def _digests(addresses: Iterable[Address], view: View) -> Mapping[str, str]:
    """The digests of the records' files as they are today; a seal vouches for what was sealed."""
    known = view.catalog.records
    return {str(address): known[address].digest for address in sorted(addresses) if address in known}


def sentences(origin: Origin, record: Record | None, view: View) -> Iterator[str]:
    """What a footer says to people."""
    gettext, ngettext = view.messages.gettext, view.messages.ngettext
    if record is not None:
        yield gettext("Record %s, SHA-256 %s") % (record.path, record.digest[:SHORT])
    if origin.count:
        count = Decimal(origin.count)
        words = ngettext(
            "Made from %(count)s record, SHA-256 %(digest)s",
            "Made from %(count)s records, SHA-256 %(digest)s",
            count,
        )
        yield words % {"count": languages.number(count, view.language), "digest": origin.records[:SHORT]}
    yield gettext("Templates, SHA-256 %s") % origin.templates[:SHORT]
    if origin.manifest:
        yield gettext("Rendered from its seal, manifest %s") % origin.manifest
    if origin.as_of:
        yield f"{gettext('As of')} {languages.date(origin.as_of, view.language)}"
    if origin.commit:
        words = gettext("Commit %s, and changes that no commit holds") if origin.changed else gettext("Commit %s")
        yield words % origin.commit
    if origin.tool and origin.form == PAGE:  # a file of its own says it at its end
        yield _tool(origin)
    if view.lacking or view.hidden:
        yield gettext(PARTIAL)
    if view.settings.compiler:
        yield gettext("Compiled by %s") % view.settings.compiler


def foot(origin: Origin, record: Record | None, view: View) -> str:
    """The end of a Markdown file: the footer for people, then for programs."""
    heading = view.messages.gettext("Where this document comes from")
    lines = [*sentences(origin, record, view), f"{view.messages.gettext('Made with')} {_tool(origin)}"]
    listed = "\n".join(f"- {markup.escape(line)}" for line in lines)
    return f"\n---\n\n**{markup.escape(heading)}**\n\n{listed}\n\n{written(origin)}\n"


def foot_html(origin: Origin, record: Record | None, view: View) -> str:
    """The end of an HTML file that stands alone."""
    heading = view.messages.gettext("Where this document comes from")
    lines = [*sentences(origin, record, view), f"{view.messages.gettext('Made with')} {_tool(origin)}"]
    listed = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return f"<footer><h2>{html.escape(heading)}</h2><ul>{listed}</ul></footer>\n{written(origin)}\n"


def _tool(origin: Origin) -> str:
    return origin.tool.replace("underhood", "Underhood", 1)
