"""Placeholders in the texts of the settings, which stand on every page; rules look at records only."""

from __future__ import annotations

from collections.abc import Iterator

from underhood.doors import marked
from underhood.doors.schemas import SETTINGS
from underhood.doors.tree import Unreadable
from underhood.records.kinds import Field, Kind
from underhood.records.places import SETTINGS_FILE
from underhood.records.project import Project
from underhood.records.reading import locate
from underhood.rules import rules
from underhood.rules.placeholder_text import cure, left, may_hold
from underhood.values.finding import Finding

CODE = "placeholder-text"
NO_TEXTS = frozenset({"extensions", "checks", "gates"})
"""Parts that hold words for programs, above all."""


def settings_findings(project: Project) -> Iterator[Finding]:
    """What the settings leave to be filled in; nothing where they cannot be taken, which is told already."""
    raw = project.tree.read(SETTINGS_FILE)
    if isinstance(raw, Unreadable) or not may_hold(raw.decode("utf-8", "replace")):
        return
    data = marked.read(raw).data
    if not isinstance(data, dict) or not project.schemas.accepts(SETTINGS, data):
        return
    schemas, document = project.schemas, project.schemas.documents[SETTINGS]
    kind = Kind(SETTINGS, Field(schemas, tuple(schemas.parts(document, SETTINGS))), document)
    found = [
        (path, placeholder, field)
        for path, value, field in kind.walked(data).texts
        if path[0] not in NO_TEXTS and (placeholder := left(value))
    ]
    marks = marked.marks(raw) if found else {}
    for path, placeholder, field in found:
        words = f"{'.'.join(map(str, path))}: '{placeholder}' is a placeholder"
        place = locate(SETTINGS_FILE, marks, path)
        yield Finding(CODE, rules()[CODE].severity, place, words, cure(field))
