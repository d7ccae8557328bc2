"""Small made-up repositories for tests: paths and contents in a dictionary."""

from __future__ import annotations

from collections.abc import Mapping

from underhood.doors.tree import MemoryTree
from underhood.meaning.audience import Audience, View, Views
from underhood.records.project import Project, memory_project

SETTINGS = "schema: 1\ntitle: Test records\nlanguages: [en, fr]\npublication: {mode: provider}\n"

SMALL: Mapping[str, str] = {
    "governance/settings.yaml": SETTINGS,
    "governance/organisation/owl-works.yaml": "title: Owl Works\n",
    "governance/evidence/owl-paper.yaml": (
        "title: Owl paper\ntype: paper\nstanding: primary\nread: original\nissued_by: owl-works\ndate: '2024-03-01'\n"
    ),
    "governance/evidence/daily-news.yaml": "title: Daily News\ntype: press\nstanding: secondary\nread: copy\n",
    "governance/model/owl.yaml": "title: Owl\nprovider: owl-works\n",
    "governance/release/owl-1.yaml": (
        "title: Owl 1\nmodel: owl\nversion: '1'\nrecorded: live\n"
        "history: [{status: released, date: '2023-01-10'}]\n"
        "variants: [{id: small, status: released}]\n"
        "parts: [training/owl-1, risk/rudeness]\n"
    ),
    "governance/release/owl-2.yaml": (
        "title: Owl 2\nmodel: owl\nversion: '2'\npredecessor: owl-1\nrecorded: live\n"
        "history: [{status: released, date: '2024-03-01'}]\n"
        "variants: [{id: small, status: released, succeeds: 'release/owl-1#small'}]\n"
        "parts: [training/owl-2, risk/rudeness]\n"
    ),
    "governance/training/owl-1.yaml": (
        "title: Training of Owl 1\nstage: pretraining\norder: 1\nevidence: [{source: owl-paper, at: Table 1}]\n"
        "runs: [{id: small, variant: 'release/owl-1#small', tokens: {value: 1.4e12, unit: token}}]\n"
    ),
    "governance/training/owl-2.yaml": (
        "title: Training of Owl 2\nstage: pretraining\norder: 1\nevidence: [{source: owl-paper, at: Table 1}]\n"
        "runs: [{id: small, variant: 'release/owl-2#small', tokens: {value: 2.0e12, unit: token}}]\n"
    ),
    "governance/risk/rudeness.yaml": "title: Rude answers\ntext: The model may answer rudely.\n",
}


def project(changes: Mapping[str, str] | None = None, *, today: str = "2025-01-01") -> Project:
    """The small repository, with some files added or replaced."""
    return memory_project(MemoryTree({**SMALL, **(changes or {})}), today=today)


def view(
    changes: Mapping[str, str] | None = None,
    *,
    language: str = "en",
    audience: Audience = Audience.PUBLIC,
    drafts: bool = False,
) -> View:
    """A view of the small repository."""
    made = project(changes)
    assert not made.problems, made.problems
    return Views(made, drafts=drafts).view(language, audience)
