"""A public site says nothing of what is restricted, whatever its kind and field; one for authorities says it all."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest
from tests.audiences.canaries import Nest, shipped
from tests.making import SMALL

from underhood.doors.dump import plain_yaml
from underhood.doors.tree import MemoryTree
from underhood.meaning.audience import Audience, Views
from underhood.meaning.restricting import Curtain, places, shown_to
from underhood.records.kinds import read_kinds
from underhood.records.project import Project, memory_project
from underhood.records.record import Record, steps_of
from underhood.site.leaks import watch
from underhood.site.render import Site, site_files
from underhood.values.errors import Stop

SCHEMAS = shipped()
KINDS = read_kinds(SCHEMAS)
CURTAIN = Curtain(SCHEMAS.accepts, "not public")
BEHIND = {
    "organisation": "organisation/owl-works",
    "release": "release/owl-2",
    "model": "model/owl",
    "evidence": "evidence/owl-paper",
    "training": "training/owl-2",
    "risk": "risk/rudeness",
}
Told = Mapping[tuple[str | int, ...], str]


@cache
def canary(kind: str) -> tuple[Mapping[str, Any], Told]:
    nest = Nest(SCHEMAS, kind, {**{name: f"{name}/canary-of-{name}" for name in KINDS}, **BEHIND})
    return nest.record(), nest.told


def built(files: Mapping[str, str], audience: Audience) -> dict[str, str]:
    """The files of a site, which were looked through as a build does it."""
    project = memory_project(MemoryTree({**SMALL, **files}), today="2025-01-01")
    assert not project.problems, project.problems
    views = Views(project)
    made = {file.path: file.content for file in site_files(Site(views, audience=audience))}
    if (kept := watch(views, audience)) is not None:
        for path, content in made.items():
            kept.hold(path, content.encode())
    return made


def said(made: Mapping[str, str], told: Told) -> list[str]:
    whole = "\n".join([*made, *made.values()])
    return [value for value in told.values() if value in whole]


def restricted_records() -> dict[str, str]:
    return {
        f"governance/{kind}/canary-of-{kind}.yaml": plain_yaml({**canary(kind)[0], "visibility": "authority"})
        for kind in KINDS
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_canary_is_a_record_that_has_every_field(kind: str) -> None:
    record, told = canary(kind)
    assert SCHEMAS.accepts(kind, record), SCHEMAS.explain(kind, record)
    missing = set(KINDS[kind].root.properties) - record.keys()
    assert missing <= {"visibility", "visibility_of"}
    assert len(set(told.values())) == len(told) > 50


def test_of_restricted_records_of_every_kind_a_public_site_says_nothing() -> None:
    made = built(restricted_records(), Audience.PUBLIC)
    assert {kind: said(made, canary(kind)[1]) for kind in KINDS} == {kind: [] for kind in KINDS}
    assert "canary-of-" not in "\n".join([*made, *made.values()])


def test_a_site_for_authorities_says_it_all() -> None:
    made = built(restricted_records(), Audience.AUTHORITY)
    for kind in KINDS:
        told = canary(kind)[1]
        assert set(told.values()) - set(said(made, told)) == set()
        assert f"{kind}/canary-of-{kind}.html" in made


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_alone_can_be_hidden(kind: str) -> None:
    """Whatever place is named, its value goes, and what is left is a record that templates can take."""
    record, told = canary(kind)
    whole = 0
    for path, value in told.items():
        place = "/".join(steps_of(record, path, KINDS[kind].parts))
        limited = Record(kind, "canary", "", {**record, "visibility_of": {place: "authority"}})
        assert places(limited, KINDS[kind], place) == [path]
        found = shown_to(limited, KINDS[kind], "public", curtain=CURTAIN)
        if found.record is None:
            whole += 1
            continue
        assert SCHEMAS.accepts(kind, found.record.data), place
        assert value not in plain_yaml(found.record.data), place
        assert "visibility_of" not in found.record.data
        assert shown_to(limited, KINDS[kind], "authority", curtain=CURTAIN).record == limited
    assert whole <= 6  # a record goes as a whole only where a kind demands the field


def test_with_every_field_hidden_a_public_site_stands_and_says_nothing() -> None:
    files, told = {}, {}
    for kind in KINDS:
        record, values = canary(kind)
        steps = {path: "/".join(steps_of(record, path, KINDS[kind].parts)) for path in values}
        kept = {path for path, place in steps.items() if _stands(kind, record, place)}
        limits = {steps[path]: "authority" for path in kept}
        files[f"governance/{kind}/open-{kind}.yaml"] = plain_yaml({**record, "visibility_of": limits})
        told[kind] = {path: values[path] for path in kept}
    made = built(files, Audience.PUBLIC)
    assert {kind: said(made, told[kind]) for kind in KINDS} == {kind: [] for kind in KINDS}
    assert all(f"{kind}/open-{kind}.html" in made for kind in KINDS)
    shown = built(files, Audience.AUTHORITY)
    assert {kind for kind in KINDS if set(told[kind].values()) - set(said(shown, told[kind]))} == set()


def _stands(kind: str, record: Mapping[str, Any], place: str) -> bool:
    limited = Record(kind, "canary", "", {**record, "visibility_of": {place: "authority"}})
    return shown_to(limited, KINDS[kind], "public", curtain=CURTAIN).record is not None


def restricted() -> Project:
    return memory_project(MemoryTree({**SMALL, **restricted_records()}), today="2025-01-01")


def test_a_watch_knows_every_text_of_every_kind() -> None:
    """Each text of twenty characters is found in a file that says it, as it stands and behind escapes."""
    kept = watch(Views(restricted()), Audience.PUBLIC)
    assert kept is not None
    words = [value for kind in KINDS for value in canary(kind)[1].values() if "stands here" in value]
    assert len(words) > 1000

    for value in words:
        with pytest.raises(Stop):
            kept.hold("page.html", f"<p>Before. <b>{value}</b></p>".encode())
