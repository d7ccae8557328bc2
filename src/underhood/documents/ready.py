"""Whether a candidate is ready to be released: what its gate asks, what is missing, and who can act. Drafts only."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.judge.gate import gate
from underhood.meaning.audience import View
from underhood.meaning.release import status as status_of
from underhood.passages.glance import title_of
from underhood.passages.readiness import Readiness, readiness
from underhood.passages.status import status
from underhood.records.record import Record
from underhood.values.page import Badge

WAITING = frozenset({"candidate", "approved"})
TO = "released"


@dataclass(frozen=True, slots=True)
class Ready:
    """What the template lays out."""

    title: str
    summary: str
    status: tuple[Badge, ...]
    release: Record
    holds: bool
    ready: Readiness


def _waits(view: View, release: Record) -> bool:
    """Whether the page is made: for a build with drafts, of a release that its own organisation has yet to release."""
    live = release.data["recorded"] == "live" and not view.settings.compiled
    return view.whole is not None and live and status_of(release) in WAITING


@document("release", "Ready to release?", applies=_waits)
def ready(view: View, release: Record) -> Ready:
    """Judge the gate by the records as they are, whatever of them this audience sees."""
    assert view.whole is not None  # or the page does not apply
    project = view.whole.project
    judged = gate(project, project.catalog.records[release.address], TO, today=view.as_of)
    return Ready(
        title=title_of(view, release, document="Ready to release?"),
        summary=view.messages.gettext("What the gate asks before this release may be released, and who can act."),
        status=status(view, release),
        release=release,
        holds=judged.holds,
        ready=readiness(view, judged),
    )
