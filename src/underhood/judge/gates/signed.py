"""Seal and approvals at a gate: what was signed is what the records say, and enough people have signed it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from underhood.judge.approvals import approvals_of
from underhood.judge.check import facts_of, judged, places_in, running
from underhood.judge.gates.around import Around
from underhood.judge.gates.values import APPROVALS, MINIMUM, SEAL, Requirement, State
from underhood.judge.standings import Approved, Standing, moment
from underhood.meaning.release import status
from underhood.records.gates import Asked
from underhood.records.reading import Problem
from underhood.records.seal_values import Seal
from underhood.records.seals import path_of
from underhood.values.finding import Finding, Location, Severity

BEHIND = "seal-behind"
FIXED = (
    "its seal is fixed since it was approved: take the change back until it is released, "
    "or leave it as it is and start a new release"
)
OLD = frozenset({Standing.STALE, Standing.EXPIRED})
SPOILED = frozenset({Standing.BAD_SIGNATURE, Standing.NO_KEY, Standing.REVOKED})


def seal_of(around: Around) -> Seal | Problem | None:
    """The seal of the release, or what is wrong with it."""
    return around.project.seals.of(around.release.id)


def sealed(around: Around) -> Requirement:
    """Whether there is a seal, and the records say what it says."""
    address, found = around.release.address, seal_of(around)
    who = around.answering(around.release)
    if found is None:
        place, lacking = Location(around.release.path), f"there is no {path_of(address.id)}"
        cure = Finding("unsealed-release", Severity.ERROR, place, lacking, f"`underhood seal {address}` writes it")
        return Requirement(SEAL, "the release is not sealed", State.BLOCKS, (cure,), who)
    if isinstance(found, Problem):
        bad = Finding(found.code, Severity.ERROR, found.location, found.message, found.hint)
        return Requirement(SEAL, "the seal cannot be used", State.BLOCKS, (bad,), who)
    facts = facts_of(around.project, around.today)
    wanted = running({BEHIND})
    told = judged(around.release, facts, wanted, places=places_in(around.project.tree))
    if told:
        fixed = status(around.release) == "approved"
        errors = tuple(replace(one, severity=Severity.ERROR, hint=FIXED if fixed else one.hint) for one in told)
        return Requirement(SEAL, "the records say something else than the seal", State.STALE, errors, who)
    return Requirement(SEAL, f"the records say what was sealed on {found.sealed}", State.HOLDS)


def approvals_at(around: Around) -> tuple[Approved, ...]:
    """The approvals of the release, by the people and signers of the policy."""
    found = seal_of(around)
    seal = found if isinstance(found, Seal) else None
    return approvals_of(around.project, around.release, seal, signers=around.policy.tree, today=around.today)


def counting(approvals: Iterable[Approved], asked: Asked) -> tuple[Approved, ...]:
    """The approvals that count: signed, or unsigned where the gate allows it."""
    good = {Standing.VALID, *([Standing.UNSIGNED] if asked.unsigned else [])}
    return tuple(one for one in approvals if one.standing in good)


def refusing(approvals: tuple[Approved, ...]) -> tuple[Approved, ...]:
    """The refusals that nobody took back. One whose signature was spoiled refuses still, or it could be done away."""
    later = {(_person(one), _role(one), moment(one.record)) for one in approvals if one.standing is Standing.VALID}
    return tuple(one for one in approvals if one.standing is Standing.REFUSED or _spoiled(one, later))


def _spoiled(one: Approved, approved: set[tuple[str, str, dt.datetime | None]]) -> bool:
    when = moment(one.record)
    if one.record.data["decision"] != "refused" or one.standing not in SPOILED or when is None:
        return False
    mine = [time for person, role, time in approved if (person, role) == (_person(one), _role(one))]
    return not any(time is not None and time > when for time in mine)


def signed(approvals: tuple[Approved, ...], around: Around, asked: Asked) -> Iterator[Requirement]:
    """What of the approvals that a gate asks for is there, role by role, then in all."""
    good = counting(approvals, asked)
    given = Counter(_role(one) for one in good)
    for role, count in sorted(asked.approvals.items()):
        mine = tuple(one for one in approvals if _role(one) == role)
        yield _in_role(role, count, mine, good=good, around=around)
    others = tuple(one for one in refusing(approvals) if _role(one) not in asked.approvals)
    for one in others:
        who = (around.named(str(one.record.data["person"])),)
        yield Requirement(APPROVALS, f"refused as {_role(one)}", State.BLOCKS, (one,), who, _role(one))
    lacking = sum(max(0, count - given[role]) for role, count in asked.approvals.items())
    if asked.minimum and len(good) + lacking < asked.minimum:
        everybody = tuple(word for role in sorted(asked.approvals) for word in around.signing(role))
        what = f"{_counted(asked.minimum)} in all; {_given(len(good))}"
        yield Requirement(MINIMUM, what, State.BLOCKS, (), everybody, asked=asked.minimum, given=len(good))
    elif asked.minimum and not lacking:
        what = f"{_counted(asked.minimum)} in all"
        yield Requirement(MINIMUM, what, State.HOLDS, (), asked=asked.minimum, given=len(good))


def spoken(approvals: tuple[Approved, ...], around: Around, asked: Asked) -> Iterator[str]:
    """What no requirement says of approvals: their conditions, which only people can tell, and words that are over."""
    if not (asked.approvals or asked.minimum):
        return
    good = counting(approvals, asked)
    given = Counter(_role(one) for one in good)
    heard = {(one.record.data["person"], _role(one)) for one in good}
    for one in approvals:
        who, role = around.named(str(one.record.data["person"])), _role(one)
        for condition in one.record.get("conditions", ()) if one in good else ():
            words = " ".join(str(condition.get("text") or condition["id"]).split())
            yield f"{who} approves as {role} on a condition, which no rule checks: {words}"
        anew = (one.record.data["person"], role) in heard
        if one.standing is Standing.STALE and not anew and given[role] >= asked.approvals.get(role, 0):
            yield f"{who} approved an earlier seal as {role}: until that is said anew or deleted, `verify` calls it bad"


def _in_role(
    role: str, count: int, mine: tuple[Approved, ...], *, good: tuple[Approved, ...], around: Around
) -> Requirement:
    counted = tuple(one for one in mine if one in good)
    refused = refusing(mine)
    what = f"{_counted(count)} as {role}"
    if refused:
        who = tuple(around.named(str(one.record.data["person"])) for one in refused)
        return Requirement(
            APPROVALS, f"{what}; it was refused", State.BLOCKS, refused, who, role, (), count, len(counted)
        )
    if len(counted) >= count:
        return Requirement(APPROVALS, what, State.HOLDS, counted, (), role, asked=count, given=len(counted))
    others = tuple(one for one in mine if one not in counted)
    stale = any(one.standing in OLD for one in others)
    what = f"{what}; {_given(len(counted))}"
    state = State.STALE if stale else State.BLOCKS
    who, hint = around.signing(role), f"`underhood approve {around.release.address} --role {role}`"
    return Requirement(APPROVALS, what, state, others, who, role, asked=count, given=len(counted), hint=hint)


def _counted(count: int) -> str:
    return f"{count} approval{'' if count == 1 else 's'}"


def _given(count: int) -> str:
    """How many approvals count: "none counts", "2 count"."""
    return f"{count or 'none'} count{'' if count > 1 else 's'}"


def _person(one: Approved) -> str:
    return str(one.record.data["person"])


def _role(one: Approved) -> str:
    return str(one.record.data["role"])
