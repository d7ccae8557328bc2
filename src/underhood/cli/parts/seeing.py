"""A project as an audience sees its records: for commands that show records as data."""

from __future__ import annotations

from dataclasses import replace

from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.meaning.audience import Audience, Views
from underhood.meaning.discretion import discreet
from underhood.records.load import Loaded
from underhood.records.project import Project
from underhood.records.record import make_catalog


def seen_by(project: Project, audience: str) -> Project:
    """The project without the records and fields that an audience may not see, and without their names."""
    views, words = Views(project, drafts=True), Messages(SOURCE_LANGUAGE)
    shown = ((record, views.shown(record, Audience(audience), words).record) for record in project.catalog)
    seen = {record.address: found for record, found in shown if found is not None}
    kept = [discreet(project, record, seen) for record in seen.values()]
    return replace(project, loaded=Loaded(make_catalog(project.catalog.kinds, kept), project.loaded.problems))
