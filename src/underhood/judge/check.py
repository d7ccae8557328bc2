"""Running the rules: raw records in, findings with their lines out, in a stable order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cache

from underhood.doors import marked
from underhood.doors.tree import Tree, Unreadable
from underhood.meaning.release import reach
from underhood.records.load import Problem, locate
from underhood.records.project import Project
from underhood.records.record import Catalog, Record, steps_of
from underhood.rules import Facts, Rule, rules
from underhood.values.finding import DataPath, Fault, Finding, Pointer, Related, Severity
from underhood.values.ids import Address, parse_address

Marks = Mapping[DataPath, marked.Mark]

SOFTER = {Severity.ERROR: Severity.NOTE, Severity.WARNING: Severity.NOTE, Severity.NOTE: Severity.NOTE}
"""What becomes of a rule that only a living organisation can meet, where a release was recorded afterwards."""


def check(project: Project, *, today: str, only: Collection[str] | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong with a repository, by place. `only`: the codes of the rules to run; all without it."""
    facts = Facts(project.catalog, project.settings, today)
    past = afterwards(project.catalog)
    places = cache(lambda path: _marks(project.tree, path))
    found = [_problem(problem) for problem in project.problems if only is None or problem.code in only]
    for rule in rules().values():
        if rule.check is None or (only is not None and rule.code not in only):
            continue
        for record in project.catalog.of(rule.kind) if rule.kind else project.catalog:
            severity = SOFTER[rule.severity] if rule.living and record.address in past else rule.severity
            found.extend(_findings(rule, severity, record=record, facts=facts, places=places))
    return tuple(sorted(found, key=lambda finding: finding.order))


def afterwards(catalog: Catalog) -> frozenset[Address]:
    """The records behind which only releases recorded afterwards stand: as a part, or because they point at one."""
    behind: dict[bool, set[Address]] = {True: set(), False: set()}
    for release in catalog.of("release"):
        old = release.data["recorded"] == "retrospective"
        behind[old] |= {release.address, *reach(catalog, release)}
        behind[old] |= {link.source for link in catalog.cited_by(release.address) if not link.prose}
    return frozenset(behind[True] - behind[False])


def _findings(
    rule: Rule, severity: Severity, *, record: Record, facts: Facts, places: Callable[[str], Marks]
) -> Iterator[Finding]:
    assert rule.check is not None
    for fault in rule.check(record, facts):
        location = locate(record.path, places(record.path), fault.data_path)
        related = tuple(
            _related(pointer, record=record, catalog=facts.catalog, places=places) for pointer in fault.related
        )
        yield Finding(rule.code, severity, location, _sentence(record, fault), fault.hint, related)


def _sentence(record: Record, fault: Fault) -> str:
    """The message with the field that it is about, for the reader of a list of findings."""
    where = ".".join(steps_of(record.data, fault.data_path))
    return f"{where}: {fault.message}" if where else fault.message


def _related(pointer: Pointer, *, record: Record, catalog: Catalog, places: Callable[[str], Marks]) -> Related:
    address = parse_address(pointer.record) if pointer.record else None
    target = catalog.records.get(address.record, record) if address else record
    return Related(locate(target.path, places(target.path), pointer.data_path), pointer.message)


def _problem(problem: Problem) -> Finding:
    rule = rules().get(problem.code)
    severity = rule.severity if rule else Severity.ERROR
    return Finding(problem.code, severity, problem.location, problem.message, problem.hint, problem.related)


def _marks(tree: Tree, path: str) -> Marks:
    raw = tree.read(path)
    return {} if isinstance(raw, Unreadable) else marked.marks(raw)


def at_least(findings: Collection[Finding], severity: Severity) -> bool:
    """Whether a finding matters this much or more."""
    return any(finding.severity.rank <= severity.rank for finding in findings)


def counts(findings: Collection[Finding]) -> Mapping[Severity, int]:
    """How many findings there are of each severity."""
    return {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
