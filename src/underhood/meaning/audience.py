"""What an audience may see, in its language: documents and pages get a View and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property, partial
from pathlib import Path

from underhood.doors.history import Touch
from underhood.doors.languages import SOURCE_LANGUAGE, Messages, interface_messages
from underhood.meaning.discretion import NOT_SHOWN, discreet
from underhood.meaning.localise import Text, localised, record_messages
from underhood.meaning.release import is_out, reach
from underhood.meaning.restoring import Restorer, outdated
from underhood.meaning.restricting import RESTRICTED, Curtain, Shown, narrowest, shown_to
from underhood.records.domains import DomainsOf, read_domains, undomained
from underhood.records.frameworks import Frameworks
from underhood.records.past import Past
from underhood.records.project import Project
from underhood.records.record import Catalog, Place, Record, make_catalog
from underhood.records.settings import Settings
from underhood.values.finding import DataPath
from underhood.values.ids import Address

__all__ = ["CIRCLES", "NOT_SHOWN", "Audience", "View", "Views", "audience_of", "bare", "unreleased"]


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


def audience_of(said: object) -> Audience | None:
    """The audience that a document or a site says it is for; None where there is no such audience."""
    return next((one for one in Audience if one.value == (said or Audience.PUBLIC)), None)


CIRCLES: Mapping[Audience, str] = {
    Audience.DOWNSTREAM: "For firms that build on the model: not for publication.",
    Audience.AUTHORITY: "For authorities: not for publication.",
    Audience.INTERNAL: "Internal: not for publication.",
}
"""What stands on everything that is not for the public."""


@dataclass(frozen=True)
class View:
    """The records that an audience may see, with their texts in one language.

    `as_of` is the day that pages speak of; `messages` are the interface's words; `templates` the folders that
    templates come from; `unsigned` the approvals with no signature beside them, `outdated` those of another seal;
    `whole` all that is recorded, whoever may see it, for gates: with drafts only; `hidden` the places of its records
    that the audience may not see, `lacking` the kinds of which it may not see whole records.
    `frameworks`: what laws and indexes ask; `behind`: all records, only to tell what is answered, and not to whom.
    `domains`: what a file of domains holds that one of its records names.
    """

    catalog: Catalog
    settings: Settings
    messages: Messages
    as_of: str
    templates: tuple[Path, ...]
    commit: str = ""
    audience: Audience = Audience.PUBLIC
    past: Earlier | None = field(default=None, repr=False, compare=False)
    sealed: Sealed | None = field(default=None, repr=False, compare=False)
    unsigned: frozenset[Address] = frozenset()
    outdated: frozenset[Address] = frozenset()
    whole: Views | None = field(default=None, repr=False, compare=False)
    hidden: Mapping[Address, tuple[DataPath, ...]] = field(default_factory=dict, repr=False, compare=False)
    lacking: frozenset[str] = frozenset()
    frameworks: Frameworks = field(default_factory=lambda: Frameworks(None, {}), repr=False, compare=False)
    behind: Catalog | None = field(default=None, repr=False, compare=False)
    domains: DomainsOf = field(default=undomained, repr=False, compare=False)

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
class Earlier:
    """The earlier states of the records of a view, as its audience may see them; read when first asked for."""

    views: Views
    now: View
    _made: dict[int, View] = field(default_factory=dict, repr=False, compare=False)

    def touches(self, address: Address) -> tuple[Touch, ...]:
        """The changes of a record, the newest first; none where git tells nothing."""
        return self.views.past.touches.get(address, ())

    def view(self, depth: int) -> View:
        """The records as they were that many changes ago, each by its own count; the others as they are."""
        if depth not in self._made:
            kinds, past = self.now.catalog.kinds, self.views.past
            changed = {address for address, made in past.touches.items() if len(made) >= depth}
            shown = [record for record in self.now if record.address not in changed]
            for record in past.before(depth):
                if record.address in changed and self.now.at(record.address):
                    seen = self._seen(record)
                    shown += [localised(seen, kinds[record.kind], self._words)] if seen is not None else []
            self._made[depth] = replace(self.now, catalog=make_catalog(kinds, shown), past=None)
        return self._made[depth]

    def _seen(self, record: Record) -> Record | None:
        """An earlier state of a record, without what is hidden of it today, or was then."""
        now = self.views.project.catalog.records[record.address]
        limits = narrowest(record.get(RESTRICTED), now.get(RESTRICTED))
        limited = record.saying({**record.data, RESTRICTED: limits}) if limits else record
        seen = self.views.shown(limited, self.now.audience, self.now.messages).record
        return discreet(self.views.project, seen, self.now.catalog.records) if seen is not None else None

    @cached_property
    def _words(self) -> Messages:
        project = self.views.project
        return project.words.within(record_messages(project.tree, self.now.language))


@dataclass(frozen=True)
class Sealed:
    """The view of a project in which one of its releases is as it was sealed."""

    views: Views
    language: str
    audience: Audience
    _last: dict[Address, View | None] = field(default_factory=dict, repr=False, compare=False)

    def view(self, release: Address) -> View | None:
        """What documents of a release show; None where they show the records of today.

        Raises Stop where the seal cannot be used.
        """
        if release not in self._last:
            project = self.views.restorer.of(release)
            views = Views(project, drafts=self.views.drafts) if project else None
            self._last.clear()  # the documents of a release are made one after another
            made = views.view(self.language, self.audience) if views else None
            self._last[release] = replace(made, whole=self.views if self.views.drafts else None) if made else None
        return self._last[release]


@dataclass(frozen=True)
class Views:
    """The views of one project: one per language and audience, made when first asked for."""

    project: Project
    drafts: bool = False

    @cached_property
    def restorer(self) -> Restorer:
        """The project as its sealed releases have it."""
        return Restorer(self.project)

    def view(self, language: str = SOURCE_LANGUAGE, audience: Audience = Audience.PUBLIC) -> View:
        """The view of an audience in a language."""
        project = self.project
        words = project.words.within(record_messages(project.tree, language))
        interface = interface_messages(project.template_folders, language)
        visible = {one.address: self.shown(one, audience, interface) for one in self._reached()}
        seen = {address: found.record for address, found in visible.items() if found.record is not None}
        shown = [
            localised(discreet(project, record, seen), project.catalog.kinds[record.kind], words)
            for record in seen.values()
        ]
        catalog = make_catalog(project.catalog.kinds, shown, broken=project.catalog.broken)
        head = project.head
        circle = interface.gettext(CIRCLES.get(audience, "")) if audience in CIRCLES else ""
        made = View(
            catalog,
            project.settings.in_language(language).for_circle(circle),
            interface,
            project.as_of,
            project.template_folders,
            head.commit if head else "",
            audience,
            sealed=Sealed(self, language, audience) if project.seals.ids and not project.words.records else None,
            unsigned=frozenset(record.address for record in catalog.of("approval") if not self._signed(record)),
            outdated=outdated(project.catalog, project.seals),
            whole=self if self.drafts else None,
            lacking=frozenset(address.kind for address, found in visible.items() if found.record is None),
            hidden={address: found.hidden for address, found in visible.items() if found.record and found.hidden},
            frameworks=project.frameworks,
            behind=project.catalog,
            domains=partial(read_domains, project.tree),
        )
        return replace(made, past=Earlier(self, made)) if project.settings.public_repository else made

    @cached_property
    def past(self) -> Past:
        """The past of the records, for all languages and audiences."""
        project, head = self.project, self.project.head
        commit = head.commit if head else ""
        return Past(
            project.root, commit, project.tree, project.schemas, project.catalog, worked_on=project.commit is None
        )

    def _signed(self, approval: Record) -> bool:
        """Whether a signature lies beside an approval; whether it is good, a page cannot say of every machine."""
        path = f"{approval.path}.sig"
        return any(entry.path == path for entry in self.project.tree.walk(path))

    def _reached(self) -> Iterator[Record]:
        """The records that are out, whoever they are for."""
        for record in self.project.catalog:
            if self.drafts or record.address not in self._unreleased:
                yield record

    def shown(self, record: Record, audience: Audience, messages: Messages) -> Shown:
        """A record as an audience may see it, references aside."""
        said = record.get("visibility") if record.has("visibility") else self.project.settings.default_visibility
        if Audience(said).rank > audience.rank:
            return Shown(None)
        if not record.has(RESTRICTED) or not record.get(RESTRICTED):
            return Shown(record)
        words = Text(messages.gettext("not public"), messages.language)
        curtain = Curtain(self.project.schemas.accepts, words)
        return shown_to(record, self.project.catalog.kinds[record.kind], audience, curtain=curtain)

    @cached_property
    def _unreleased(self) -> frozenset[Address]:
        return unreleased(self.project.catalog, self.project.as_of)


def unreleased(catalog: Catalog, as_of: str, *, besides: Address | None = None) -> frozenset[Address]:
    """Records that only releases reach which are not out yet, and records that only speak of such releases.

    `besides`: a release that is looked at as if it were out.
    """
    releases: Mapping[bool, set[Address]] = {True: set(), False: set()}
    reached: Mapping[bool, set[Address]] = {True: set(), False: set()}
    for release in catalog.of("release"):
        out = release.address == besides or is_out(release, as_of)
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


def bare(project: Project) -> View:
    """All records of a project as they are written, for comparing states: no audience, no translation, nothing read.

    Records stay where they are until somebody looks at them. Such a view is not for pages: it hides nothing.
    """
    return View(
        project.catalog,
        project.settings,
        Messages(SOURCE_LANGUAGE),
        project.today,
        (),
        audience=Audience.INTERNAL,
        frameworks=project.frameworks,
    )
