"""Whether a release may enter a status: what holds, what does not, what is waived, and who can do something about it.

Policy, people, signers and waivers come from the state that is named (in a pull request: the base), so that no change
can soften what it is judged by. A gate holds or it does not; there are no scores.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from underhood.judge.check import as_finding, facts_of, judged, places_in, running
from underhood.judge.gates.around import Around
from underhood.judge.gates.asked import SIGNED, along, check_gates, gates_of
from underhood.judge.gates.leaves import Leaves, idle_at, leaves_at, once, titled
from underhood.judge.gates.ruled import OVER, found_by, requirements, ruled, since
from underhood.judge.gates.signed import approvals_at, counting, sealed, signed, spoken
from underhood.judge.gates.values import FILES, LAST_CHANGED, OWN, PASSING, WAIVER, Base, Gate, Requirement, State
from underhood.judge.own_at_gate import own_at_gate
from underhood.judge.own_rules import check_own
from underhood.judge.standings import Approved
from underhood.judge.waivers import idle
from underhood.meaning.expression import Compiled, ready
from underhood.meaning.expression_stage import Env
from underhood.meaning.lifecycle import DRAFT, ENDING, NEXT, asked_along, entered, status_before
from underhood.records.gates import Asked, default_gates
from underhood.records.own_rules import OwnRule
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.records.seals import seal_problems
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import Finding, Location, Severity

__all__ = ["Base", "Gate", "Requirement", "State", "gate", "never_gated"]

OF_WAIVERS = frozenset({"waiver-overlap", "waiver-expires-soon"})


def gate(project: Project, release: Record, to: str, *, policy: Project | Base | None = None, today: str) -> Gate:
    """Judge whether a release may enter a status on a day.

    `policy`: the state whose gates, people, signers and waivers judge; None: the project itself. Raises Stop for a
    release that is never gated, a status that no way leads to, and a policy that names what there is not.
    """
    never_gated(project, release)
    base = Base(policy) if isinstance(policy, Project) else policy
    around = Around(project, release, today, base)
    before = _status_before(around, to)
    statuses = asked_along(before, to)
    if not statuses:
        known = ", ".join(NEXT.get(before, ())) or "none"
        raise Stop(f"{release.address} is {before}, and cannot become {to}", f"what may follow: {known}", code=USAGE)
    asked, ours, told = _asked(around, statuses)
    leaves = leaves_at(around)
    made = list(_files(project))
    signing = bool(SIGNED & set(statuses))
    made += [sealed(around)] if signing else []
    approvals = approvals_at(around)
    made += signed(approvals, around, asked)
    rule = ruled(found_by(around, asked), around, asked, leaves=leaves)
    own, softer = _own(around, ours, counting(approvals, asked), leaves=leaves)
    made += [*rule.requirements, *own, *since(around, asked)]
    over = tuple(_expired(leaves, made))
    made += () if to in ENDING else over
    warnings = (*rule.warnings, *softer, *_about_waivers(leaves, asked, made), *(_lapsed(over) if to in ENDING else ()))
    return Gate(
        release,
        before,
        to,
        tuple(sorted(made, key=lambda one: one.state in PASSING)),
        (*([told] if told else []), *_known(around, to), *spoken(approvals, around, asked), *_told(leaves)),
        warnings,
        dict(_names(around, made, warnings)),
    )


def _names(around: Around, made: list[Requirement], warnings: tuple[Finding, ...]) -> Iterator[tuple[str, str]]:
    """How the people, organisations and records are called that a gate speaks of."""
    because = [*(one for requirement in made for one in requirement.because), *warnings]
    words = {str(one.record.data["person"]) for one in because if isinstance(one, Approved)}
    words |= {str(waiver.data["owner"]) for one in made for waiver in one.waivers}
    yield from ((word, around.named(word)) for word in sorted(words))
    for path in sorted({one.location.path for one in because if isinstance(one, Finding)}):
        if (record := around.at(path)) is not None:
            yield path, record.title


def never_gated(project: Project, release: Record) -> None:
    """Raise Stop for what was recorded afterwards: nobody can ask anything of it."""
    if release.get("recorded") != "live" or project.settings.compiled:
        raise Stop(
            f"{release.address} is recorded afterwards from public sources, and is never gated",
            "a gate is what an organisation asks of its own release",
            code=USAGE,
        )


def _asked(around: Around, statuses: tuple[str, ...]) -> tuple[Asked, tuple[OwnRule, ...], str]:
    """What the gates on the way ask, with the organisation's own rules, and what must be said of them.

    Gates of a base that name what there is not are not those that hold up the change which mends them. Where what reads
    expressions is not installed nothing is judged.
    """
    gates, told = gates_of(around.policy)
    settings = around.policy.settings
    sound = isinstance(ready(settings.own, around.policy.catalog.kinds, own=settings.extensions), Compiled)
    try:
        check_gates(around.policy)
        if not sound:
            check_own(around.policy)
    except Stop as stop:
        if around.base is None:
            raise
        told = f"the gates of the base name what there is not ({stop.message}): those that ship with the tool judge"
        return along(default_gates(), statuses), (), told
    own = tuple(one for status in statuses for one in settings.own if one.gate == status)
    return along(gates, statuses), own, told


def _status_before(around: Around, to: str) -> str:
    """The status that the release leaves: in a pull request, the one that it has in the base."""
    release: Record | None = around.release
    if around.base is not None:
        release = around.policy.catalog.records.get(around.release.address)
    return DRAFT if release is None else status_before(release, to, today=around.today)


def _files(project: Project) -> Iterator[Requirement]:
    problems = [as_finding(one) for one in (*project.problems, *seal_problems(project.seals))]
    if problems:
        count = len({one.location.path for one in problems})
        what = f"{count:,} file{'' if count == 1 else 's'} cannot be read"
        yield Requirement(FILES, what, State.BLOCKS, tuple(problems), (LAST_CHANGED,))
    else:
        yield Requirement(FILES, "every file can be read", State.HOLDS)


def _own(
    around: Around, rules: tuple[OwnRule, ...], counted: tuple[Approved, ...], *, leaves: Leaves
) -> tuple[list[Requirement], list[Finding]]:
    """The organisation's own rules of the gates; those whose level is no error only speak."""
    in_role = [str(one.record.data["role"]) for one in counted]
    holding = frozenset(leave.waiver.address for leave in leaves.holding)
    env = Env(around.project.catalog, lambda: around.today, around.release, in_role.count, holding)
    extensions = around.policy.settings.extensions
    found: dict[Finding, None] = {}
    for status in dict.fromkeys(one.gate for one in rules):
        here = [one for one in rules if one.gate == status]
        found |= dict.fromkeys(own_at_gate(around.project, around.release, here, own=extensions, env=env))
    names = dict.fromkeys(one.id for one in rules if one.level is Severity.ERROR)
    blocking = [finding for finding in found if finding.severity is Severity.ERROR]
    made = [
        requirement
        for name in names
        for requirement in requirements(OWN, name, _of(name, blocking), around=around, leaves=leaves)
    ]
    return made, [finding for finding in found if finding.severity is not Severity.ERROR]


def _of(name: str, findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.message.startswith(f"{name}: ")]


def _expired(leaves: Leaves, made: list[Requirement]) -> Iterator[Requirement]:
    """The waivers that have expired, and that no requirement names yet."""
    named = {waiver.address for one in made for waiver in one.waivers}
    for waiver in once(leave.waiver for leave in leaves.expired):
        if waiver.address in named:
            continue
        end, rule = str(waiver.data["expires"]), str(waiver.data["rule"])
        what = f"{titled(waiver)} expired on {end}, and excuses {rule} no more"
        over = Finding("expired-waiver", Severity.ERROR, Location(waiver.path), f"the waiver expired on {end}", OVER)
        who = (leaves.around.owning(waiver),)
        yield Requirement(WAIVER, what, State.STALE, (over,), who, rule, (waiver,))


def _lapsed(over: tuple[Requirement, ...]) -> Iterator[Finding]:
    """The same as a remark: what takes a release out of use must not wait for an exception that is over."""
    for one in over:
        yield from (
            replace(because, severity=Severity.WARNING) for because in one.because if isinstance(because, Finding)
        )


def _known(around: Around, to: str) -> Iterator[str]:
    """That the release has the status already."""
    known = around.policy.catalog.records.get(around.release.address)
    since_when = entered(known, to, today=around.today) if known is not None else ""
    if since_when:
        yield f"{around.release.address} is {to} since {since_when}: this is what its gate says on {around.today}"


def _told(leaves: Leaves) -> Iterator[str]:
    for waiver, why in leaves.told:
        yield f"{titled(waiver)} does not count here: {why}"


def _about_waivers(leaves: Leaves, asked: Asked, made: list[Requirement]) -> Iterator[Finding]:
    """Waivers that overlap, that end soon, and that excuse nothing."""
    around = leaves.around
    facts, places = facts_of(around.project, around.today), places_in(around.project.tree)
    for waiver in once(leave.waiver for leave in (*leaves.holding, *leaves.expired)):
        yield from judged(waiver, facts, running(OF_WAIVERS), places=places)
    used = {waiver.address for one in made for waiver in one.waivers}
    for leave in idle_at(leaves, frozenset(asked.rules), used):
        yield idle(leave, places(leave.waiver))
