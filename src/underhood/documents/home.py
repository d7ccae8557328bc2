"""The first page: what this is, the releases, what was dated last, and where to go as whom."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.meaning.release import parts, released_on
from underhood.passages.latest import Event, Shown, latest, releases
from underhood.records.record import Record


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page shows; `newest` is the release that the ways in lead to (None where there is none)."""

    title: str
    summary: str
    described: tuple[Record, ...]
    releases: tuple[Shown, ...]
    events: tuple[Event, ...]
    newest: Record | None
    records: int
    sources: int
    statements: int
    compiled: bool
    fiction: bool


@document("repository", "Home")
def home(view: View, _: None = None) -> Home:
    """The first page."""
    found = releases(view)
    documented = max(
        (shown.record for shown in found),
        key=lambda release: (len(parts(view.catalog, release)), released_on(release)),
        default=None,
    )
    return Home(
        title=view.settings.title,
        summary=view.messages.gettext(
            "What is known about each release, with the source of every statement, and what is not published."
        ),
        described=tuple(record for record in view.of("organisation") if "provider" in record.get("role", ())),
        releases=found,
        events=latest(view, 8),
        newest=documented,
        records=sum(1 for _record in view),
        sources=len(view.of("evidence")),
        statements=len(view.of("claim")),
        compiled=view.settings.compiled,
        fiction=view.settings.fiction,
    )
