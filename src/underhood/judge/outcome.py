"""What a check comes to once waivers, comments and settings have had their say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from underhood.judge.check import check
from underhood.judge.selection import Allowances, allowed_by_comments, governed, make_selection, read_allowances
from underhood.judge.waivers import waived
from underhood.meaning.release import ever_out
from underhood.records.project import Project, open_project
from underhood.values.finding import Finding
from underhood.values.outcome import Outcome


def unkept(root: Path, day: str) -> Outcome:
    """Check a repository without any help of the past, and keep nothing."""
    project = open_project(root, today=day)
    make_selection(project)
    return outcome(check(project, today=day), project, read_allowances(project), today=day)


def outcome(findings: Sequence[Finding], project: Project, allowed: Allowances, *, today: str) -> Outcome:
    """What becomes of what the rules found: waivers, comments and settings have their say."""
    left = waived(findings, project, today=today)
    told = governed(left.findings, make_selection(project), allowed, tree=project.tree)
    silenced = allowed_by_comments(left.findings, allowed)
    addresses = list(project.catalog.records)
    out = any(ever_out(release) for release in project.catalog.of("release"))
    kinds = len({address.kind for address in addresses})
    return Outcome(told, len(addresses), kinds, unread(project), left.excused, out, silenced)


def unread(project: Project) -> int:
    """How many files could not be taken as the records that they should be."""
    return len({problem.location.path for problem in project.loaded.problems})
