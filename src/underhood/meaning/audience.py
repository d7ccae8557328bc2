"""What an audience may see, in its language: documents and pages get a View and nothing else."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from underhood.doors.languages import SOURCE_LANGUAGE, Messages, interface_messages
from underhood.meaning.localise import localised, record_messages
from underhood.meaning.release import is_out, reach
from underhood.records.project import Project
from underhood.records.record import PROSE_REFERENCE, Catalog, Place, Record, make_catalog, value_at
from underhood.records.settings import Settings
from underhood.values.ids import Address, parse_address

NOT_SHOWN = "record/not-shown"
"""Stands where a record is named that the audience may not see."""


class Audience(StrEnum):
    """For whom a record is meant, widest first; each sees what the ones before it see."""

    PUBLIC = "public"
    DOWNSTREAM = "downstream"
    AUTHORITY = "authority"
    INTERNAL = "internal"

    @property
    def rank(self) -> int:
        """0 for the public, rising as fewer may see."""
        return list(Audience).index(self)


@dataclass(frozen=True)
class View:
    """The records that an audience may see, with their texts in one language.

    `as_of` is the day that pages speak of; `messages` are the interface's words; `templates` the folders that
    templates come from.
    """

    catalog: Catalog
    settings: Settings
    messages: Messages
    as_of: str
    templates: tuple[Path, ...]
    commit: str = ""
    audience: Audience = Audience.PUBLIC

    @property
    def language(self) -> str:
        """The language of the view."""
        return self.messages.language

    def __iter__(self) -> Iterator[Record]:
        return iter(self.catalog)

    def get(self, kind: str, id: str) -> Record | None:
        """The record of this kind and id, if it may be seen."""
        return self.catalog.get(kind, id)

    def of(self, kind: str) -> list[Record]:
        """All records of a kind that may be seen, by id."""
        return self.catalog.of(kind)

    def at(self, address: Address) -> Record | None:
        """The record that an address lies in, if it may be seen."""
        return self.catalog.records.get(address.record)

    def resolve(self, address: Address) -> Place | None:
        """What stands at an address, if it may be seen."""
        return self.catalog.resolve(address)

    def cited_by(self, address: Address) -> list[Record]:
        """The records that refer to an address, each once, by address."""
        return [
            self.catalog.records[source]
            for source in sorted({link.source for link in self.catalog.cited_by(address)} - {address.record})
        ]


@dataclass(frozen=True)
class Views:
    """The views of one project: one per language and audience, made when first asked for."""

    project: Project
    drafts: bool = False

    def view(self, language: str = SOURCE_LANGUAGE, audience: Audience = Audience.PUBLIC) -> View:
        """The view of an audience in a language."""
        project = self.project
        words = record_messages(project.tree, language)
        seen = {record.address: record for record in self._visible(audience)}
        shown = [
            localised(self._discreet(record, seen), project.catalog.kinds[record.kind], words)
            for record in seen.values()
        ]
        catalog = make_catalog(project.catalog.kinds, shown, broken=project.catalog.broken)
        head = project.head
        interface = interface_messages(project.template_folders, language)
        return View(
            catalog,
            project.settings.in_language(language),
            interface,
            project.as_of,
            project.template_folders,
            head.commit if head else "",
            audience,
        )

    def _visible(self, audience: Audience) -> Iterator[Record]:
        for record in self.project.catalog:
            level = Audience(record.get("visibility", self.project.settings.default_visibility))
            if level.rank <= audience.rank and (self.drafts or record.address not in self._unreleased):
                yield record

    def _discreet(self, record: Record, seen: Mapping[Address, Record]) -> Record:
        """The record without the names of records that the audience may not see."""
        catalog = self.project.catalog
        hidden = [
            link
            for link in catalog.links(record)
            if link.target.record not in seen and link.target.record in catalog.records
        ]
        if not hidden:
            return record
        data = copy.deepcopy(record.data)
        for link in sorted(hidden, key=lambda link: [str(step).zfill(6) for step in link.data_path], reverse=True):
            owner, step = value_at(data, link.data_path[:-1]), link.data_path[-1]
            if isinstance(step, int):
                del owner[step]
            else:
                owner[step] = _without(owner[step], link.target) if link.prose else NOT_SHOWN
        return replace(record, data=data)

    @cached_property
    def _unreleased(self) -> frozenset[Address]:
        """Records that only releases reach which are not out yet, and records that only speak of such releases."""
        catalog = self.project.catalog
        releases: Mapping[bool, set[Address]] = {True: set(), False: set()}
        reached: Mapping[bool, set[Address]] = {True: set(), False: set()}
        for release in catalog.of("release"):
            out = is_out(release, self.project.as_of)
            releases[out].add(release.address)
            reached[out].update(reach(catalog, release))
        hidden = releases[False] | (reached[False] - reached[True])
        for record in catalog:
            about = {
                link.target.record for link in catalog.links(record) if link.target.kind == "release" and not link.prose
            }
            if record.kind != "release" and about and about <= releases[False]:
                hidden.add(record.address)
        return frozenset(hidden)


def _without(text: str, gone: Address) -> str:
    """A text that no longer names a record."""

    def put(match: re.Match[str]) -> str:
        return f"[[{NOT_SHOWN}]]" if parse_address(match[1].strip()) == gone else match[0]

    return PROSE_REFERENCE.sub(put, text)
