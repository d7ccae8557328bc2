"""What a person must act on between two states: weakenings without a reason, idle reasons, files nobody can compare.

The settings of the older state, or of the policy that was asked for, weigh these findings: who softens a record does
not choose how loudly that is said.
Neither comments nor baselines nor waivers silence them.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from underhood.doors import edit
from underhood.judge.between_releases import BetweenReleases
from underhood.judge.compare import compare_states
from underhood.judge.reasons import (
    DECISION,
    NEEDED,
    Places,
    Reason,
    Reasoned,
    Standing,
    by_place,
    changed_reasons,
    names_of,
    reasoned,
    reasons,
    value_now,
)
from underhood.judge.stated import stated
from underhood.records.record import is_absence
from underhood.records.settings import OFF
from underhood.records.sides import Sides
from underhood.rules import idle_reason, not_compared, unreasoned_weakening
from underhood.values.change import Change
from underhood.values.finding import Finding, Related, Severity
from underhood.values.ids import Address

UNREASONED, IDLE, UNREAD = "unreasoned-weakening", "idle-reason", "not-compared"
OLD = "old"
SHORT = 60
"""A value that is longer is not repeated in a hint."""
MOST_NEAR, MOST_COMPARED = 20, 250
"""For so many idle reasons the nearest of so many addresses is looked for: comparing costs time."""


def findings(entries: Sequence[Reasoned], sides: Sides) -> tuple[Finding, ...]:
    """What is found between two states, by place."""
    places = Places(sides)
    without = [entry for entry in entries if entry.unreasoned]
    standing = by_place(_every(sides)) if without else {}
    found = [_unreasoned(entry, standing, places) for entry in without]
    found += _idle(entries, sides, places)
    found += [
        Finding(UNREAD, not_compared.RULE.severity, one.location, _which(one.side, one.message), one.hint)
        for one in sides.unread
    ]
    weighed = (_weighed(finding, sides) for finding in found)
    return tuple(sorted((one for one in weighed if one is not None), key=lambda one: one.order))


def weakened(sides: Sides) -> tuple[Finding, ...]:
    """What a check says of two states. Files of the newer one that cannot be read have findings of their own there."""
    return findings(reasoned(compare_states(sides, policy=sides.policy), sides), replace(sides, unread=()))


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
    """A finding as the settings weigh it that the newer state did not write."""
    said = sides.judge.settings.rules.get(finding.code)
    if said is None or not said.severity:
        return finding
    return None if said.severity == OFF else replace(finding, severity=Severity(said.severity))


def _unreasoned(entry: Reasoned, standing: Standing, places: Places) -> Finding:
    change, to = entry.change, written(stated(entry.change))
    near = next((one for name in names_of(change) for one in standing.get(name, ())), None)
    related: tuple[Related, ...] = ()
    if near is not None:
        hint = _why_not(near, change, to, places)
        related = (Related(places.of_reason(near), "the decision"),)
    else:
        hint = f"say why in a decision ({_entry(change, to)}), or take the change back"
    message = f"this weakens, and no decision says why: {change.message}"
    return Finding(UNREASONED, unreasoned_weakening.RULE.severity, entry.at, message, hint, related)


def _entry(change: Change, to: str) -> str:
    """The entry of a decision that a weakening needs, for a hint."""
    shown = to if len(to) <= SHORT else "its new value"
    return f"weakens: {{what: {change.address}, to: {shown}}}; `underhood diff --write-reasons` drafts it"


def _every(sides: Sides) -> Iterator[Reason]:
    """All reasons of the newer state, those of decisions that changed first."""
    yield from changed_reasons(sides)
    for record in sides.new.catalog.of(DECISION):
        if record.address not in sides.changed:
            yield from reasons(record, sides)


def _why_not(reason: Reason, change: Change, to: str, places: Places) -> str:
    """Why a reason that names the place does not count, and the cure. What was decided earlier stays as it was."""
    decision = reason.decision.address
    if not reason.added:
        return f"{decision} is about an earlier change, and stays as it is; say why in a new one ({_entry(change, to)})"
    if not reason.gives(change, value_now(change, places.newer)):
        return f"{decision} names the place with another value; the value there now is {written(stated(change))}"
    missing = [name for name in NEEDED if is_absence(reason.decision.get(name)) or not reason.decision.get(name)]
    if missing:
        return f"{decision} gives no reason yet: write its {' and its '.join(missing)}"
    return (
        f"{decision} gives no reason yet: a placeholder or fewer than three words stand in it, or its date lies ahead"
    )


def _idle(entries: Sequence[Reasoned], sides: Sides, places: Places) -> Iterator[Finding]:
    """The reasons that were added, and that nothing needs; the first get the address that they may have meant."""
    releases = BetweenReleases(sides)
    near = [str(entry.change.address) for entry in entries if entry.unreasoned][:MOST_COMPARED]
    said = 0
    changes: dict[Address, list[Change]] = {}
    for entry in entries:
        for name in names_of(entry.change):
            changes.setdefault(name, []).append(entry.change)
    for reason in changed_reasons(sides):
        about = [change for name in sorted(reason.names) for change in changes.get(name, ())]
        if not reason.added or any(reason.gives(change, value_now(change, places.newer)) for change in about):
            continue
        if not releases.need(reason):
            said += 1
            yield _idle_finding(reason, about[0] if about else None, near if said <= MOST_NEAR else (), places)


def _idle_finding(reason: Reason, here: Change | None, bare_places: Sequence[str], places: Places) -> Finding:
    """What to say of a reason; `here` is what did change at its place, `bare_places` what has no reason."""
    said = written(reason.to)
    to = said if len(said) <= SHORT else "this value"
    near = difflib.get_close_matches(reason.what, bare_places, 1) if here is None else []
    if here is not None:
        hint = f"the value there now is {written(stated(here))}"
    elif near:
        hint = f"did you mean '{near[0]}'?"
    else:
        hint = "correct the address or the value, or take the entry out"
    message = f"{reason.what} did not change to {to}: this entry is the reason of no weakening"
    return Finding(IDLE, idle_reason.RULE.severity, places.of_reason(reason), message, hint)
