"""Logs made for tests, judged by the code of Every Eval Ever itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from every_eval_ever.validator.validation_core import validate_aggregate

from underhood import exporters
from underhood.doors.foreign import read_json
from underhood.exporters import Asked
from underhood.meaning.audience import Audience, Views
from underhood.meaning.facts import Facts
from underhood.records.project import Project
from underhood.site.provenance import Source


@dataclass(frozen=True)
class Made:
    """Logs by their path, and the facts that they were made from."""

    files: Mapping[str, bytes]
    facts: Facts

    def read(self) -> dict[str, Any]:
        """What a program reads in them, every number with its digits."""
        return {path: read_json(raw) for path, raw in self.files.items()}


def make(project: Project, release: str, *, audience: Audience = Audience.PUBLIC) -> Made:
    """Export a release of a project."""
    views = Views(project)
    view = views.view("en", audience)
    record = view.get("release", release)
    assert record is not None
    facts = Facts(view, record)
    asked = Asked(facts, "0.3.0", Source(views), "underhood 9.9")
    return Made(exporters.load("every-eval-ever").export(asked).files, facts)


def faults(files: Mapping[str, bytes], folder: Path) -> dict[str, list[Any]]:
    """What the other project's validator says, warnings too, by path."""
    found = {}
    for path, raw in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(raw)
        report = validate_aggregate(file, repo_path=path, run_semantic_checks=True)
        if not report.valid or report.errors or report.warnings:
            found[path] = [*report.errors, *report.warnings]
    return found
