"""The rules that a gate names, over the records behind the release; waivers excuse, comments and settings do not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from underhood.judge.check import facts_of, judged, places_in, running
from underhood.judge.gates.around import Around
from underhood.judge.gates.asked import COMPARING, SEVERITY, blocks
from underhood.judge.gates.leaves import Leaves, once
from underhood.judge.gates.values import OWN, RULE, RUNNING, SINCE, Requirement, State
from underhood.records.gates import Asked
from underhood.records.record import Record
from underhood.records.settings import RuleSettings
from underhood.rules import REASONS, STATES, rules
from underhood.values.finding import Finding, Severity

ACROSS = frozenset({STATES, REASONS})
OVER = "mend what it excused and delete it, or ask for a new one"
"""What to do about a waiver that has expired."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """The requirements, what is only told, and the waivers that excused something."""

    requirements: tuple[Requirement, ...]
    warnings: tuple[Finding, ...] = ()


def found_by(around: Around, asked: Asked) -> Mapping[str, list[Finding]]:
    """What the rules of a gate find, by code."""
    found: dict[str, list[Finding]] = {code: [] for code in sorted(asked.rules) if rules()[code].check is not None}
    facts = facts_of(around.project, around.today)
    said = {code: RuleSettings(parameters=_parameters(code, asked)) for code in found}
    policy = around.policy.settings
    facts = replace(facts, settings=replace(facts.settings, rules=said, own=policy.own, extensions=policy.extensions))
    wanted, places = running(found), places_in(around.project.tree)
    for record in around.scope:
        for finding in judged(record, facts, wanted, places=places):
            found[finding.code].append(finding)
    return found


def _parameters(code: str, asked: Asked) -> Mapping[str, object]:
    own = {name: value for name, value in asked.rules[code].items() if name != SEVERITY}
    return {**own, "tolerance": asked.tolerance} if code == COMPARING else own


def ruled(found: Mapping[str, Sequence[Finding]], around: Around, asked: Asked, *, leaves: Leaves) -> Ruled:
    """What the findings come to, rule by rule."""
    made: list[Requirement] = []
    told: list[Finding] = []
    for code, findings in found.items():
        if not blocks(asked.rules[code]):
            told += [replace(one, severity=Severity(asked.rules[code][SEVERITY])) for one in findings]
        else:
            made += requirements(RULE, code, findings, around=around, leaves=leaves)
    return Ruled(tuple(made), tuple(told))


def requirements(
    topic: str, name: str, findings: Sequence[Finding], *, around: Around, leaves: Leaves
) -> Iterator[Requirement]:
    """What the findings of one rule come to: it holds, or some of them block and waivers excuse others.

    Where waivers excused all that blocks, until they expired, it is they that are out of date.
    """
    excused, over = leaves.split(findings)
    blocking = [one for one in findings if one not in excused]
    if not findings:
        yield Requirement(topic, f"{name}: nothing found", State.HOLDS, name=name)
    if blocking:
        gone = once(over[one] for one in blocking if one in over)
        who = dict.fromkeys((*map(around.owning, gone), *_answering(blocking, around)))
        what = "; ".join([_sentence(topic, name), *map(_ended, gone)])
        hint = OVER if gone else ""
        state = State.STALE if all(one in over for one in blocking) else State.BLOCKS
        yield Requirement(topic, what, state, tuple(blocking), tuple(who), name, gone, hint=hint)
    if excused:
        waivers = once(excused.values())
        yield Requirement(topic, _sentence(topic, name), State.WAIVED, tuple(excused), name=name, waivers=waivers)


def _ended(waiver: Record) -> str:
    return f"the waiver that excused it expired on {waiver.data['expires']}"


def _answering(findings: Iterable[Finding], around: Around) -> Iterator[str]:
    """Who answers for the records of these findings."""
    for path in dict.fromkeys(one.location.path for one in findings):
        yield from around.answering(around.at(path))


def _sentence(topic: str, name: str) -> str:
    """What a rule finds, in the first sentence of its page."""
    if topic == OWN:
        return f"{name}: a rule of the organisation's own does not hold"
    first = rules()[name].page.strip().partition("\n")[0].rstrip(".")
    return f"{name}: {first[:1].lower()}{first[1:]}"


def since(around: Around, asked: Asked) -> Iterator[Requirement]:
    """What was lost or weakened since the base; without one, the rules that would compare do not pass as good."""
    if around.base is None:
        for code in sorted(asked.rules):
            if rules()[code].scope in ACROSS and blocks(asked.rules[code]):
                what = f"{code}: not compared with an earlier state"
                yield Requirement(SINCE, what, State.BLOCKS, who=(RUNNING,), name=code)
        return
    errors = tuple(one for one in around.base.since if one.severity is Severity.ERROR)
    if errors:
        what = "what was weakened or lost since the base has no written reason"
        who = tuple(dict.fromkeys(_answering(errors, around)))
        yield Requirement(SINCE, what, State.BLOCKS, errors, who)
    else:
        yield Requirement(SINCE, "nothing was weakened or lost since the base without a written reason", State.HOLDS)
