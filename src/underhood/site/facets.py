"""What readers narrow a search down by: the kind of a page, its releases, severity, status and frameworks, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from underhood.documents import Rendered
from underhood.meaning.audience import View
from underhood.passages.coded import word
from underhood.passages.concerns import SEVERITIES
from underhood.passages.coverage import answering
from underhood.records.record import Record
from underhood.site.links import in_language, record_path
from underhood.site.plan import Planned
from underhood.values.ids import Address


def facets(planned: Planned, view: View, rendered: Rendered) -> Mapping[str, tuple[str, ...]]:
    """The words of each facet that a page has; of a record's severities, all that its ratings name."""
    kind = tuple(_kind(planned, view))
    frameworks = tuple(_frameworks(planned, view))
    record = planned.record
    if record is None:
        found = {"kind": kind, "framework": frameworks}
        return {name: words for name, words in found.items() if words}
    releases = [view.at(address) for address in _releases(record, view)]
    return {
        "kind": kind,
        "release": tuple(str(release.title) for release in releases if release is not None),
        "severity": tuple(word(view, one) for one in _severities(record)) if _own(planned, view) else (),
        "status": tuple(badge.text for badge in rendered.status),
        "framework": frameworks,
    }


def _kind(planned: Planned, view: View) -> Iterator[str]:
    """What a page is: a record of a kind, or a page about several."""
    gettext = view.messages.gettext
    if planned.framework:
        yield gettext("Framework")
    elif planned.pair:
        yield gettext("Comparison")
    elif planned.kind:
        yield gettext("Register")
    elif planned.record is not None:
        yield gettext(view.catalog.kinds[planned.record.kind].title) if _own(planned, view) else gettext("Document")


def _own(planned: Planned, view: View) -> bool:
    """Whether it is the page of a record, and no document about it."""
    record = planned.record
    return record is not None and planned.path == in_language(record_path(record.address), view.language)


def _frameworks(planned: Planned, view: View) -> Iterable[str]:
    """The framework that a page is about, or those that its record answers."""
    if planned.framework:
        return [view.frameworks[planned.framework].short]
    if planned.record is None or not _own(planned, view):
        return []
    return dict.fromkeys(one.framework.short for one in answering(view, planned.record))


def _severities(record: Record) -> list[str]:
    """How severe a record's subject was rated, gravest first; no incident has these words unless it uses them."""
    ratings = record.get("ratings") if record.kind == "risk" else [record.data] if record.kind == "incident" else []
    said = {said for rating in ratings or () if isinstance(said := rating.get("severity"), str)}
    return [one for one in SEVERITIES if one in said] + sorted(said - set(SEVERITIES))


def _releases(record: Record, view: View) -> Iterable[Address]:
    """The releases that a record belongs to or speaks of."""
    if record.kind == "release":
        return [record.address]
    linked = {
        link.target.record for link in view.catalog.links(record) if link.target.kind == "release" and not link.prose
    }
    return sorted(
        linked | {link.source for link in view.catalog.cited_by(record.address) if link.source.kind == "release"}
    )
