"""The invented laboratory under examples/lab: complete, consistent, and showing every result of a comparison."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from underhood.judge.approvals import Standing, approvals_of
from underhood.judge.check import check
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import Audience, Views
from underhood.meaning.claims import Result, examine
from underhood.meaning.release import released_on
from underhood.records.project import Project, open_project
from underhood.records.seal_values import Seal
from underhood.values.change import Weight
from underhood.values.finding import Finding, Severity

ROOT = Path(__file__).resolve().parents[1]
LAB = ROOT / "examples" / "lab"
GOVERNANCE = LAB / "governance"
TODAY = "2026-11-23"
NOT_KINDS = {"common", "settings"}
SCHEMAS = sorted({path.name.split(".")[0] for path in (ROOT / "schemas").glob("*.schema.json")} - NOT_KINDS)

HOST = re.compile(r"(?:https?://|@)([a-z0-9-]+(?:\.[a-z0-9-]+)+)")
INVENTED = re.compile(r"(?:^|\.)(?:example|invalid|example\.(?:org|net|com))$")


@cache
def lab() -> Project:
    return open_project(LAB, today=TODAY)


def test_the_lab_loads_without_problems_and_says_that_it_is_fiction() -> None:
    assert lab().problems == ()
    assert lab().settings.fiction
    assert not lab().settings.compiled
    assert {"en", "fr"} <= set(lab().settings.notice)


def test_check_has_nothing_worse_than_notes() -> None:
    found = [finding for finding in check(lab(), today=TODAY) if finding.severity is not Severity.NOTE]
    assert not found


@pytest.mark.parametrize("kind", SCHEMAS)
def test_every_kind_has_a_record(kind: str) -> None:
    assert lab().catalog.of(kind)


def test_every_reference_resolves() -> None:
    catalog = lab().catalog
    assert not [(str(record.address), bad) for record in catalog for bad in catalog.bad_links(record)]
    lost = [link for record in catalog for link in catalog.links(record) if catalog.resolve(link.target) is None]
    assert not lost


def test_every_result_of_a_comparison_occurs() -> None:
    catalog = lab().catalog
    assert {examine(catalog, claim).result for claim in catalog.of("claim")} == set(Result)


def test_the_candidate_is_for_drafts_only() -> None:
    view = Views(lab()).view()
    assert view.get("release", "reedheron-2")
    assert not [str(record.address) for record in view if "reedheron-3" in record.id]
    assert Views(lab(), drafts=True).view().get("release", "reedheron-3")


@pytest.mark.parametrize(
    ("kind", "id", "first"),
    [("risk", "copied-service", Audience.INTERNAL), ("policy", "integration-notes", Audience.DOWNSTREAM)],
)
def test_narrower_records_are_seen_by_their_audience_only(kind: str, id: str, first: Audience) -> None:
    seen = [audience for audience in Audience if Views(lab()).view(audience=audience).get(kind, id)]
    assert seen == [audience for audience in Audience if audience.rank >= first.rank]


def test_each_weakening_of_the_released_line_has_its_written_reason() -> None:
    view = Views(lab()).view()
    old, new = view.get("release", "reedheron-1"), view.get("release", "reedheron-2")
    assert old is not None
    assert new is not None
    weakened = {
        (str(change.address), change.new)
        for change in compare_releases(view, old, new)
        if change.weight is Weight.WEAKENING
    }
    reasons = {
        (str(entry["what"]), entry["to"]) for decision in view.of("decision") for entry in decision.get("weakens", ())
    }
    assert weakened
    assert weakened == reasons


def test_the_risk_matrix_of_the_release_uses_all_words() -> None:
    ratings = [rating for risk in Views(lab()).view().of("risk") for rating in risk.get("ratings", ())]
    assert {rating["likelihood"] for rating in ratings} == {"rare", "possible", "likely", "frequent"}
    assert {rating["severity"] for rating in ratings} == {"low", "moderate", "high", "critical"}


def test_lists_are_as_their_records_say() -> None:
    lists = [entry for record in lab().catalog.of("exclusion") if "path" in (entry := record.get("list", {}))]
    assert lists
    for entry in lists:
        raw = (GOVERNANCE / entry["path"]).read_bytes()
        assert sha256(raw).hexdigest() == entry["sha256"]
        assert len(raw.decode().splitlines()) == entry["entries"]


@pytest.mark.parametrize("id", ["reedheron-1", "reedheron-2"])
def test_what_is_out_is_sealed_and_its_approvals_are_signed_by_the_keys_that_lie_there(id: str) -> None:
    release, seal = lab().catalog.get("release", id), lab().seals.of(id)
    assert release is not None
    assert isinstance(seal, Seal)
    day = released_on(release)
    found = approvals_of(lab(), release, seal, signers=lab().tree, today=day)
    assert {(one.record.data["role"], one.standing) for one in found} == {
        (role, Standing.VALID) for role in ("safety-lead", "legal-lead")
    }
    assert all(seal.sealed < str(one.record.data["date"])[:10] < day for one in found)
    assert [seal.sealed in finding.message for finding in behind_of(id)] == [True]


@pytest.mark.parametrize("path", ["approval/reedheron-2-legal-lead.yaml", "approval/reedheron-2-legal-lead.yaml.sig"])
def test_an_approval_that_was_touched_is_told(path: str, tmp_path: Path) -> None:
    root = Path(shutil.copytree(LAB, tmp_path / "lab"))
    file = root / "governance" / path
    raw = file.read_bytes()
    middle = raw.index(b"privacy" if b"privacy" in raw else b"data") if path.endswith("yaml") else len(raw) // 2
    file.write_bytes(raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :])
    errors = [one for one in check(open_project(root, today=TODAY), today=TODAY) if one.severity is Severity.ERROR]
    assert [(one.code, one.location.path) for one in errors] == [
        ("approval-invalid", "governance/approval/reedheron-2-legal-lead.yaml")
    ]


def behind_of(id: str) -> list[Finding]:
    path = f"governance/release/{id}.yaml"
    found = check(lab(), today=TODAY)
    return [one for one in found if one.code == "seal-behind" and one.location.path == path]


def test_own_fields_are_declared() -> None:
    used = {name for record in lab().catalog for name in record.data if name.startswith("x_")}
    settings = (GOVERNANCE / "settings.yaml").read_text(encoding="utf-8")
    assert used
    assert all(f"  {name}:\n" in settings for name in used)


def test_the_french_texts_are_those_of_the_records() -> None:
    view = Views(lab()).view("fr")
    catalogue = (GOVERNANCE / "_locale" / "fr" / "LC_MESSAGES" / "records.po").read_text(encoding="utf-8")
    written = catalogue.count("\nmsgctxt ")
    assert written
    assert sum(getattr(text, "language", "") == "fr" for record in view for text in _texts(record.data)) == written


def test_no_address_of_the_lab_can_belong_to_anybody() -> None:
    hosts = {
        host.rstrip(".")
        for path in GOVERNANCE.rglob("*.yaml")
        for host in HOST.findall(path.read_text(encoding="utf-8"))
    }
    hosts |= set((GOVERNANCE / "_lists" / "people-directories.txt").read_text(encoding="utf-8").split())
    assert hosts
    assert not [host for host in hosts if not INVENTED.search(host)]


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value)
