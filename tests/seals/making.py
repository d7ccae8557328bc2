"""A release to be sealed, with records of several audiences, and nonces that tests can repeat."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping

from tests.making import SMALL

from underhood.doors.tree import MemoryTree
from underhood.judge.seal import sealed
from underhood.records.project import Project, memory_project
from underhood.records.record import Record
from underhood.records.seals import Seal, path_of, written

DAY = "2025-01-01"

Changes = Mapping[str, str | bytes | None]
"""Files to add, to replace, or (None) to leave out."""

FILES: Mapping[str, str] = {
    **SMALL,
    "governance/settings.yaml": (
        "schema: 1\ntitle: Test records\nlanguages: [en, fr]\npublication: {mode: provider}\n"
        "gates: {released: {approvals: {safety-lead: 1}}}\n"
    ),
    "governance/organisation/owl-works.yaml": (
        "title: Owl Works\nlegal_name: Owl Works SAS\nwebsite: https://owl.example\n"
        "contacts: [{id: press, for: security, channel: 'Barn 1, Owlham'}]\n"
    ),
    "governance/release/owl-3.yaml": (
        "title: Owl 3\nmodel: owl\nversion: '3'\npredecessor: owl-2\nrecorded: live\n"
        "history: [{status: candidate, date: '2024-12-01'}]\n"
        "variants: [{id: small, status: released, succeeds: 'release/owl-2#small'}]\n"
        "parts: [risk/rudeness, risk/secret, evaluation/manners, exclusion/nests]\nowner: organisation/owl-works\n"
    ),
    "governance/risk/rudeness.yaml": (
        "title: Rude answers\ntext: The model may answer rudely.\nowner: organisation/owl-works\n"
        "ratings:\n  - {id: two, for: [release/owl-2], likelihood: rare, severity: low, owner: Ada}\n"
    ),
    "governance/risk/secret.yaml": "title: Nest locations\ntext: It may tell where nests are.\nvisibility: internal\n",
    "governance/exclusion/nests.yaml": (
        "title: Nests\nwhat: Pages about nests were left out.\ncategory: policy\nreason: They are nobody's business.\n"
        "list: {path: _lists/nests.txt, entries: 1}\n"
    ),
    "governance/_lists/nests.txt": "nests.example\n",
    "governance/benchmark/manners.yaml": (
        "title: Manners\naim: capability\n"
        "metrics: [{id: share, title: Polite answers, unit: percent, direction: higher}]\n"
    ),
    "governance/evaluation/manners.yaml": (
        "title: Manners of Owl 3\nevaluator: organisation/owl-works\nrelationship: developer\n"
        "columns: [{id: share, benchmark: manners, metric: share, unit: percent, decimals: 2}]\n"
        "rows: [{id: small, subject: 'release/owl-3#small', values: {share: 26.10}}]\n"
    ),
    "governance/_locale/fr/LC_MESSAGES/records.po": (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgctxt "risk/rudeness#text"\nmsgid "The model may answer rudely."\nmsgstr "Il peut être impoli."\n\n'
        'msgctxt "risk/secret#text"\nmsgid "It may tell where nests are."\nmsgstr "Il peut dire où sont les nids."\n'
    ),
}


def records(changes: Changes | None = None, *, day: str = DAY) -> Project:
    """The repository, with some files added, replaced or (None) left out."""
    files: dict[str, str | bytes | None] = {**FILES, **(changes or {})}
    return memory_project(MemoryTree({path: text for path, text in files.items() if text is not None}), today=day)


def counted(start: int = 1) -> Callable[[], bytes]:
    """Nonces that can be guessed: only for tests."""
    numbers = itertools.count(start)
    return lambda: next(numbers).to_bytes(32, "big")


def release(project: Project, id: str = "owl-3") -> Record:
    """A release of the repository."""
    found = project.catalog.get("release", id)
    assert found is not None, project.problems
    return found


def seal(project: Project | None = None, *, id: str = "owl-3", before: Seal | None = None, start: int = 1) -> Seal:
    """A seal of a release."""
    one = project or records()
    assert one.problems == ()
    return sealed(one, release(one, id), before=before, day=DAY, nonce=counted(start))


RELEASED = FILES["governance/release/owl-3.yaml"].replace(
    "{status: candidate, date: '2024-12-01'}",
    "{status: candidate, date: '2024-12-01'}, {status: released, date: '2025-01-02'}",
)


def with_seal(made: Seal, changes: Changes | None = None) -> Project:
    """The repository once the release is out, with its seal, and edited since."""
    path = path_of(made.release.partition("/")[2])
    return records(
        {"governance/release/owl-3.yaml": RELEASED, path: written(made), **(changes or {})}, day="2025-06-01"
    )
