"""What a person must act on between two states: weakenings without a reason, idle reasons, files nobody can compare.

The settings of the older state weigh these findings: who softens a record does not choose how loudly that is said.
Neither comments nor baselines nor waivers silence them.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from underhood.doors import edit
from underhood.judge.compare import compare_releases, compare_states
from underhood.judge.reasons import (
    DECISION,
    Places,
    Reason,
    Reasoned,
    changed_reasons,
    reasoned,
    reasons,
    value_now,
)
from underhood.judge.stated import stated
from underhood.meaning.audience import Audience, View, Views
from underhood.meaning.release import reach
from underhood.records.record import Record
from underhood.records.settings import OFF
from underhood.records.sides import Sides
from underhood.rules import idle_reason, not_compared, unreasoned_weakening
from underhood.values.change import Change
from underhood.values.finding import Finding, Location, Related, Severity
from underhood.values.ids import Address

UNREASONED, IDLE, UNREAD = "unreasoned-weakening", "idle-reason", "not-compared"
OLD = "old"
SHORT = 60
"""A value that is longer is not repeated in a hint."""


def findings(entries: Sequence[Reasoned], sides: Sides) -> tuple[Finding, ...]:
    """What is found between two states, by place."""
    found = [_unreasoned(entry, sides) for entry in entries if entry.unreasoned]
    found += _idle(entries, sides)
    found += [
        Finding(UNREAD, not_compared.RULE.severity, one.location, _which(one.side, one.message), one.hint)
        for one in sides.unread
    ]
    weighed = (_weighed(finding, sides) for finding in found)
    return tuple(sorted((one for one in weighed if one is not None), key=lambda one: one.order))


def weakened(sides: Sides) -> tuple[Finding, ...]:
    """What a check says of two states. Files of the newer one that cannot be read have findings of their own there."""
    return findings(reasoned(compare_states(sides), sides), replace(sides, unread=()))


def drafted(entries: Iterable[Reasoned]) -> str:
    """The `weakens` of a decision, with one entry for each weakening that has no reason; empty: there is none."""
    lines = ["weakens:"]
    for entry in entries:
        if entry.unreasoned:
            words = " ".join(entry.change.message.split())
            lines.append(f"  # {''.join(letter if letter.isprintable() else ' ' for letter in words)}")
            lines.append(f"  - what: {edit.scalar(str(entry.change.address))}")
            lines.append(f"    to: {written(stated(entry.change))}")
    return "\n".join(lines) + "\n" if len(lines) > 1 else ""


def written(value: Any) -> str:
    """A value in one line of YAML."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{written(name)}: {written(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    return edit.scalar(value) if isinstance(value, str) else json.dumps(value)


def _which(side: str, message: str) -> str:
    state = "the older state" if side == OLD else "the newer state"
    return f"what changed here cannot be said, for {state} cannot be read: {message}"


def _weighed(finding: Finding, sides: Sides) -> Finding | None:
    """A finding as the older state's settings weigh it."""
    said = sides.old.settings.rules.get(finding.code)
    if said is None or not said.severity:
        return finding
    return None if said.severity == OFF else replace(finding, severity=Severity(said.severity))


def _unreasoned(entry: Reasoned, sides: Sides) -> Finding:
    change = entry.change
    to = written(stated(change))
    near = next(iter(_near(change, sides)), None)
    related: tuple[Related, ...] = ()
    if near is not None:
        message, related = _why_not(near, change, sides), (Related(_place(near, sides), "the decision"),)
    else:
        shown = to if len(to) <= SHORT else "its new value"
        message = (
            f"say why in a decision (weakens: {{what: {change.address}, to: {shown}}}; "
            "`underhood diff --write-reasons` drafts it), or take the change back"
        )
    severity = unreasoned_weakening.RULE.severity
    return Finding(
        UNREASONED, severity, entry.at, f"this weakens, and no decision says why: {change.message}", message, related
    )


def _near(change: Change, sides: Sides) -> Iterator[Reason]:
    """The reasons that name the place of a change and do not count, those that changed first."""
    yield from (reason for reason in changed_reasons(sides) if reason.about(change))
    for record in sides.new.catalog.of(DECISION):
        if record.address not in sides.changed:
            yield from (reason for reason in reasons(record, sides) if reason.about(change))


def _why_not(reason: Reason, change: Change, sides: Sides) -> str:
    """Why a reason that names the place does not count, and the cure."""
    decision = reason.decision.address
    if not reason.gives(change, value_now(change, sides.new.catalog)):
        return (
            f"{decision} names the place with another value; what stands there now is `to: {written(stated(change))}`"
        )
    if not reason.written:
        return f"write the reasons of {decision}; so far it gives none"
    return f"{decision} named it before; say there why it holds for this change too, or add a decision"


def _place(reason: Reason, sides: Sides) -> Location:
    return Places(sides).of_reason(reason)


def _idle(entries: Sequence[Reasoned], sides: Sides) -> Iterator[Finding]:
    """The reasons that were added, and that nothing needs."""
    view: list[View] = []
    for reason in changed_reasons(sides):
        if not reason.added or any(_given(reason, entry.change, sides) for entry in entries):
            continue
        view = view or [Views(sides.new, drafts=True).view(audience=Audience.INTERNAL)]
        if not any(_covers(reason, change) for change in _between_releases(reason, view[0])):
            yield _idle_finding(reason, entries, sides)


def _given(reason: Reason, change: Change, sides: Sides) -> bool:
    return reason.gives(change, value_now(change, sides.new.catalog))


def _between_releases(reason: Reason, view: View) -> Iterator[Change]:
    """What changed from one release to the next, where the record that a reason names belongs to one of them."""
    records = {name.record for name in reason.names}
    for release in view.of("release"):
        before = view.get("release", str(release.get("predecessor", "")).removeprefix("release/"))
        if before is not None and records & _behind(view, release, before):
            yield from compare_releases(view, before, release)


def _behind(view: View, *releases: Record) -> set[Address]:
    return {address for release in releases for address in (release.address, *reach(view.catalog, release))}


def _covers(reason: Reason, change: Change) -> bool:
    """Whether a reason names what changed between releases, or the row or record that holds it."""
    if reason.gives(change, change.new):
        return True
    places = [place for place in (change.old_address, change.new_address) if place]
    return any(
        name != place and name.record == place.record and place.steps[: len(name.steps)] == name.steps
        for name in reason.names
        for place in places
    )


def _idle_finding(reason: Reason, entries: Sequence[Reasoned], sides: Sides) -> Finding:
    said = written(reason.to)
    to = said if len(said) <= SHORT else "this value"
    here = next((entry.change for entry in entries if reason.about(entry.change)), None)
    open_ones = [str(entry.change.address) for entry in entries if entry.unreasoned]
    near = difflib.get_close_matches(reason.what, open_ones, 1)
    if here is not None:
        hint = f"what stands there now is `to: {written(stated(here))}`"
    elif near:
        hint = f"did you mean '{near[0]}'?"
    else:
        hint = "correct the address or the value, or take the entry out"
    message = f"{reason.what} did not change to {to}: this entry is the reason of no weakening"
    return Finding(IDLE, idle_reason.RULE.severity, Places(sides).of_reason(reason), message, hint)
