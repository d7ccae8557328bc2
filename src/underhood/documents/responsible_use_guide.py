"""Guide for those who build with a release: eight steps, each with this release's own advice, measures and terms."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.meaning.localise import Text
from underhood.meaning.release import part_kind, pointing
from underhood.passages.around import Source, sources
from underhood.passages.citing import Citing, citing
from underhood.passages.concerns import Concern, capabilities_of, concerns, shown_on_card
from underhood.passages.guide import Contact, Step, Term, channels, contacts, notices, step, terms
from underhood.passages.shown import Line
from underhood.passages.status import status
from underhood.records.record import Record
from underhood.values.page import Badge


@dataclass(frozen=True, slots=True)
class Steps:
    """What is recorded for each of the eight steps."""

    use_case: Step
    know: Step
    adapt: Step
    filter_input: Step
    filter_output: Step
    test: Step
    tell_users: Step
    monitor: Step


@dataclass(frozen=True, slots=True)
class Guide:
    """What the guide shows. `unmeasured` are the risks against which no measure is recorded."""

    title: str
    summary: Text | str
    status: tuple[Badge, ...]
    release: Record
    guides: tuple[Record, ...]
    steps: Steps
    capabilities: tuple[Record, ...]
    limitations: tuple[Concern, ...]
    risks: tuple[Concern, ...]
    unmeasured: tuple[Record, ...]
    prohibited: tuple[Term, ...]
    restricted: tuple[Term, ...]
    conditions: tuple[Term, ...]
    notices: tuple[tuple[Record, tuple[Line, ...]], ...]
    channels: tuple[tuple[Record, tuple[Line, ...]], ...]
    assessments: tuple[Record, ...]
    incidents: tuple[Record, ...]
    provider: Record | None
    contacts: tuple[Contact, ...]
    sources: tuple[Source, ...]
    citing: Citing


@document("release", "Responsible use guide", must_show=shown_on_card)
def guide(view: View, release: Record) -> Guide:
    """The guide to the responsible use of a release."""
    _ = view.messages.gettext
    found = concerns(view, release)
    provider, ways = contacts(view, release)
    title = _("%s: responsible use guide") % release.title
    policies = part_kind(view.catalog, release, "policy")
    cited = [citation for policy in policies for citation in policy.get("evidence", ())]
    return Guide(
        title=title,
        summary=_("Eight steps for those who build with this release, each with what its own records hold."),
        status=status(view, release),
        release=release,
        guides=tuple(policy for policy in policies if policy.data["type"] == "responsible-use-guide"),
        steps=_steps(view, release, found.risks),
        capabilities=tuple(capabilities_of(view, release, type_="capability")),
        limitations=found.limitations,
        risks=found.risks,
        unmeasured=tuple(concern.record for concern in found.risks if not concern.mitigations),
        prohibited=terms(view, release, "prohibited"),
        restricted=terms(view, release, "restricted"),
        conditions=terms(view, release, "conditions"),
        notices=notices(view, release),
        channels=channels(view, release),
        assessments=_assessments(view, release),
        incidents=tuple(sorted(pointing(view.catalog, release, "incident"), key=lambda one: str(one.data["date"]))),
        provider=provider,
        contacts=ways,
        sources=sources(view, cited),
        citing=citing(view, release, title=title, document="responsible-use-guide"),
    )


def _steps(view: View, release: Record, risks: tuple[Concern, ...]) -> Steps:
    stages = {
        "use_case": ("use-case",),
        "know": ("know-the-model",),
        "adapt": ("adapt",),
        "filter_input": ("filter-input",),
        "filter_output": ("filter-output",),
        "test": ("test",),
        "tell_users": ("tell-users",),
        "monitor": ("monitor", "report"),
    }
    return Steps(**{name: step(view, release, found, risks=risks) for name, found in stages.items()})


def _assessments(view: View, release: Record) -> tuple[Record, ...]:
    """Tests of the release: those known when it appeared, and later ones."""
    known = [*part_kind(view.catalog, release, "assessment"), *pointing(view.catalog, release, "assessment")]
    return tuple({record.address: record for record in known}.values())
