"""What must not happen between two states of a repository: the members of `changes/` that speak of it, as findings."""

from __future__ import annotations

from underhood.changes import Loss, betweens
from underhood.records.project import Project
from underhood.records.record import Catalog
from underhood.rules import rules
from underhood.values.finding import Finding, Location, Pointer, Related
from underhood.values.ids import parse_address


def between(old: Project, new: Project) -> tuple[Finding, ...]:
    """What a newer state lost that it had to keep, by place. A place is where the older state had it."""
    found = [_finding(code, loss, new.catalog) for code, member in betweens().items() for loss in member(old, new)]
    return tuple(sorted(found, key=lambda finding: finding.order))


def _finding(code: str, loss: Loss, new: Catalog) -> Finding:
    related = tuple(place for pointer in loss.fault.related for place in _related(pointer, new))
    fault = loss.fault
    return Finding(code, rules()[code].severity, Location(loss.record.path), fault.message, fault.hint, related)


def _related(pointer: Pointer, new: Catalog) -> tuple[Related, ...]:
    address = parse_address(pointer.record or "")
    record = new.records.get(address.record) if address else None
    return (Related(Location(record.path), pointer.message),) if record else ()
