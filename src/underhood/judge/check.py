"""Running the rules: raw records in, findings with their lines out, in a stable order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TypeVar

from underhood.doors import marked
from underhood.doors.forked import shared_out
from underhood.doors.tree import Tree, Unreadable, WorkingTree
from underhood.judge.approval_findings import approval_findings, signer_findings
from underhood.judge.settings_texts import settings_findings
from underhood.meaning import conditions
from underhood.meaning.release import reach
from underhood.meaning.translations import translated
from underhood.records.astray import strays
from underhood.records.frameworks import INVALID, UNKNOWN, place
from underhood.records.lists import read_list
from underhood.records.places import FRAMEWORKS
from underhood.records.project import Project
from underhood.records.reading import Problem, locate
from underhood.records.record import Catalog, Record, steps_of
from underhood.records.seals import orphaned, seal_problems
from underhood.records.settings import place_in_settings
from underhood.records.typos import nearest
from underhood.rules import Facts, Rule, rules
from underhood.values.finding import DataPath, Fault, Finding, Location, Pointer, Related, Severity
from underhood.values.ids import Address, parse_address

R = TypeVar("R")
Marks = Mapping[DataPath, marked.Mark]
Places = Callable[[Record], Marks]
"""The lines of a record's file."""

Running = Callable[[str], Sequence[Rule]]
"""The rules that look at a kind."""

MOST = 200
"""Faults of one kind that are told of one record."""

SOFTER = {Severity.ERROR: Severity.NOTE, Severity.WARNING: Severity.NOTE, Severity.NOTE: Severity.NOTE}
"""What becomes of a rule that only a living organisation can meet, where a release was recorded afterwards."""


def check(project: Project, *, today: str, only: Collection[str] | None = None) -> tuple[Finding, ...]:
    """Everything that is wrong with a repository, by place. `only`: the codes of the rules to run; all without it."""
    facts = facts_of(project, today)
    past = afterwards(project.catalog)
    wanted, places = running(only), places_in(project.tree)

    def judge(records: Sequence[Record]) -> list[Finding]:
        found = []
        for record in records:  # one after another, so that what is walked for one rule serves the next
            said = judged(record, facts, wanted, places=places)
            found += softened(said) if record.address in past else said
        return found

    problems = (*project.problems, *seal_problems(project.seals), *orphaned(project.tree))
    found = [as_finding(problem) for problem in problems if only is None or problem.code in only]
    found += [finding for part in over(project.catalog, judge, tree=project.tree) for finding in part]
    others = [*signer_findings(project.tree), *settings_findings(project), *framework_findings(project)]
    others += (one for release in project.catalog.of("release") for one in approval_findings(project, release, today))
    found += (one for one in others if only is None or one.code in only)
    return tuple(sorted(found, key=lambda finding: finding.order))


def over(catalog: Catalog, work: Callable[[Sequence[Record]], R], *, tree: Tree) -> list[R]:
    """What is made of all records, part by part; many records of a folder are shared out among processes."""
    records = list(catalog.records.values())
    if not isinstance(tree, WorkingTree):
        return [work(records)]
    for record in records[:1]:  # who refers to whom is found out before there are several to do it
        catalog.links(record), catalog.cited_by(record.address)
    return shared_out(work, records)


def running(only: Collection[str] | None = None) -> Running:
    """The rules that look at records, by the kind that they look at; those of these codes, if any are given."""
    wanted = [rule for rule in rules().values() if rule.check is not None and (only is None or rule.code in only)]
    return cache(lambda kind: [rule for rule in wanted if rule.kind in {"", kind}])


def judged(record: Record, facts: Facts, wanted: Running, *, places: Places) -> list[Finding]:
    """What the rules find in one record, each with the weight of its rule."""
    found: list[Finding] = []
    for rule in wanted(record.kind):
        assert rule.check is not None
        faults = list(islice(rule.check(record, facts), MOST + 1))
        if faults:
            found += _findings(rule, record, faults, facts=facts, places=places)
    return found


def softened(findings: Iterable[Finding]) -> list[Finding]:
    """The findings in a record behind which only releases recorded afterwards stand."""
    return [
        replace(finding, severity=SOFTER[finding.severity]) if rules()[finding.code].living else finding
        for finding in findings
    ]


def places_in(tree: Tree) -> Places:
    """The lines of records' files, each read when it is asked for."""
    read = cache(lambda path: _marks(tree, path))
    return lambda record: read(record.path)


def facts_of(project: Project, today: str) -> Facts:
    """What rules may know of a repository; files beside the records are read once, when a rule asks for them."""
    return Facts(
        project.catalog,
        project.settings,
        today,
        lists=cache(lambda written: read_list(project.tree, written)),
        translations=cache(lambda language: translated(project.tree, language)),
        seals=project.seals,
        strays=strays(project.problems, project.catalog.kinds),
        frameworks=project.frameworks,
    )


def afterwards(catalog: Catalog) -> frozenset[Address]:
    """The records behind which only releases recorded afterwards stand: as a part, or because they point at one."""
    behind: dict[bool, set[Address]] = {True: set(), False: set()}
    for release in catalog.of("release"):
        old = release.data["recorded"] == "retrospective"
        behind[old] |= {release.address, *reach(catalog, release)}
        citing = (link for link in catalog.cited_by(release.address) if not link.prose)
        behind[old] |= {link.source for link in citing if link.source.kind != release.kind}  # a successor is its own
    return frozenset(behind[True] - behind[False])


def _findings(
    rule: Rule, record: Record, faults: Sequence[Fault], *, facts: Facts, places: Places
) -> Iterator[Finding]:
    for number, fault in enumerate(faults):
        if number == MOST:
            words = f"more than {MOST} faults of this kind stand in the record"
            yield Finding(rule.code, rule.severity, Location(record.path), words, "mend these, then check again")
            return
        location = locate(record.path, places(record), fault.data_path)
        related = tuple(
            _related(pointer, record=record, catalog=facts.catalog, places=places) for pointer in fault.related
        )
        severity = fault.severity or rule.severity
        yield Finding(rule.code, severity, location, _sentence(record, fault), fault.hint, related)


def _sentence(record: Record, fault: Fault) -> str:
    """The message with the field that it is about, for the reader of a list of findings."""
    where = ".".join(steps_of(record.data, fault.data_path))
    return f"{where}: {fault.message}" if where else fault.message


def _related(pointer: Pointer, *, record: Record, catalog: Catalog, places: Places) -> Related:
    address = parse_address(pointer.record) if pointer.record else None
    target = catalog.records.get(address.record, record) if address else record
    return Related(locate(target.path, places(target), pointer.data_path), pointer.message)


def as_finding(problem: Problem) -> Finding:
    """What the loader found, with the weight of the rule that explains it."""
    rule = rules().get(problem.code)
    severity = rule.severity if rule else Severity.ERROR
    return Finding(problem.code, severity, problem.location, problem.message, problem.hint, problem.related)


def _marks(tree: Tree, path: str) -> Marks:
    raw = tree.read(path)
    return {} if isinstance(raw, Unreadable) else marked.marks(raw)


def framework_findings(project: Project) -> Iterator[Finding]:
    """What is wrong with the repository's own frameworks; ours are held by a test."""
    yield from map(as_finding, project.frameworks.problems)
    for index, id in enumerate(project.settings.frameworks):
        if id not in project.frameworks and id not in project.frameworks.broken:
            near = nearest(id, project.frameworks)
            where = place_in_settings(project.tree, (FRAMEWORKS, index))
            hint = f"did you mean {near}?" if near else "`underhood explain` lists the frameworks"
            yield as_finding(Problem(UNKNOWN, where, f"{FRAMEWORKS}: there is no framework '{id}'", hint))
    for one in project.frameworks.own.values():
        for path, message, hint in conditions.faults(one, project.catalog.kinds):
            yield as_finding(Problem(INVALID, place(project.tree, one, path), message, hint))


def counts(findings: Collection[Finding]) -> Mapping[Severity, int]:
    """How many findings there are of each severity."""
    return {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
