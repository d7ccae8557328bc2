"""What must not happen between two states of a repository: the members of `changes/` that speak of it, as findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from underhood.changes import Loss, betweens
from underhood.judge.waivers import waived
from underhood.records.project import Project
from underhood.records.record import Catalog
from underhood.records.seals import SEALED
from underhood.records.settings import OFF
from underhood.records.sides import Sides
from underhood.rules import rules
from underhood.values.finding import Finding, Location, Pointer, Related, Severity
from underhood.values.ids import parse_address


def between(old: Project, new: Project) -> tuple[Finding, ...]:
    """What a newer state lost that it had to keep, by place. A place is where the older state had it."""
    found = [_finding(code, loss, new.catalog) for code, member in betweens().items() for loss in member(old, new)]
    return tuple(sorted(found, key=lambda finding: finding.order))


def lost(sides: Sides, *, today: str) -> tuple[Finding, ...]:
    """What a check would tell of two states. All records are read only where one is gone, or a seal differs.

    The settings of the older state, or of the policy that was asked for, weigh it; waivers excuse it.
    """
    before, after = (project.catalog for project in (sides.old, sides.new))
    gone = any(address in before.records and address not in after.records for address in sides.changed)
    if not gone and not any(path.startswith(f"{SEALED}/") for path in sides.files):
        return ()
    found = between(sides.old, sides.new)
    said = sides.judge.settings.rules
    weighed = [one for one in found if one.code not in said or said[one.code].severity != OFF]
    weighed = [
        replace(one, severity=Severity(said[one.code].severity))
        if one.code in said and said[one.code].severity
        else one
        for one in weighed
    ]
    codes = {one.code for one in weighed}
    left: Sequence[Finding] = waived(weighed, sides.new, today=today).findings if weighed else ()
    return tuple(one for one in left if one.code in codes)


def _finding(code: str, loss: Loss, new: Catalog) -> Finding:
    related = tuple(place for pointer in loss.fault.related for place in _related(pointer, new))
    fault = loss.fault
    return Finding(code, rules()[code].severity, Location(loss.record.path), fault.message, fault.hint, related)


def _related(pointer: Pointer, new: Catalog) -> tuple[Related, ...]:
    address = parse_address(pointer.record or "")
    record = new.records.get(address.record) if address else None
    return (Related(Location(record.path), pointer.message),) if record else ()
