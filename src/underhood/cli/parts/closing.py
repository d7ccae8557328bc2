"""The closure of a release, as `show --closure` writes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from underhood.judge.seal import changed
from underhood.meaning.closure import bordering, closure_of, signed, unresolved
from underhood.records.project import Project
from underhood.records.reading import Problem
from underhood.records.record import Record
from underhood.records.seal_values import Seal
from underhood.values.errors import Stop

VERSION = 1
"""Of the JSON."""


def as_text(project: Project, release: Record) -> Iterator[str]:
    """One address a line."""
    yield from map(str, closure_of(project.catalog, release))


def sealed_as(project: Project, release: Record) -> str:
    """What there is to say of the seal."""
    seal = _seal(project, release)
    if seal is None:
        return "not sealed"
    names = changed(project, seal)
    words = f"; {len(names):,} of its entries say something else today" if names else "; nothing changed since"
    return f"manifest {seal.manifest}, sealed on {seal.sealed}{words}"


def as_json(project: Project, release: Record) -> str:
    """The closure with what of each record is signed, for programs that judge it by rules of their own."""
    catalog, seal, default = project.catalog, _seal(project, release), project.settings.default_visibility
    records = [catalog.records[address] for address in closure_of(catalog, release) if address in catalog.records]
    whole: Mapping[str, Any] = {
        "version": VERSION,
        "release": str(release.address),
        "manifest": seal.manifest if seal else None,
        "sealed": seal.sealed if seal else None,
        "changed": list(changed(project, seal)) if seal else [],
        "records": {str(one.address): signed(one, catalog.kinds[one.kind], default) for one in records},
        "paths": {str(one.address): one.path for one in records},
        "releases": [str(address) for address in bordering(catalog, release)],
        "missing": [str(address) for address in unresolved(catalog, release)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _seal(project: Project, release: Record) -> Seal | None:
    found = project.seals.of(release.id)
    if isinstance(found, Problem):
        raise Stop(f"{found.location.path}: {found.message}", found.hint)
    return found
