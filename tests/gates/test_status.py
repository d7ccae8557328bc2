"""`underhood release status`: which steps there are, what is written, and what stays as it is byte for byte."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.approvals.desk import ORGANISATION, PEOPLE, Desk
from tests.playing import run as underhood

from underhood.doors import edit
from underhood.meaning.lifecycle import NEXT, WAY, asked_along, status_before
from underhood.meaning.release import is_out
from underhood.records.record import Record

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")

RELEASE = "governance/release/owl-3.yaml"
TEXT = """\
# The third of its line.
title: Owl 3   # as announced
model: owl
version: '3'
predecessor: owl-2
recorded: live
history:
  - {id: draft, status: draft, date: '2026-02-01'}  # begun
# parts were chosen in February
parts: [risk/rudeness]
variants: [{id: small, status: released}]
prepared_by: [ada]
"""
GATES = """\
schema: 1
title: Test records
languages: [en]
publication: {mode: provider}
gates:
  candidate: {rules: {unresolved-reference: {}}}
  approved: {approvals: {safety-lead: 1}, separation_of_duties: [safety-lead]}
  released: {approvals: {safety-lead: 1}}
"""


@pytest.fixture
def root(tmp_path: Path, desk: Desk) -> Path:
    desk.files |= {"governance/settings.yaml": GATES, RELEASE: TEXT, ORGANISATION: PEOPLE}
    for path, text in desk.files.items():
        place = tmp_path / "records" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)
    return tmp_path / "records"


def step(root: Path, *words: str, day: str = "2026-03-02", code: int = 0) -> str:
    return underhood(["release", "status", "owl-3", *words, "--today", day], root, code=code)


def test_a_draft_becomes_a_candidate_is_sealed_and_says_who_signs(root: Path) -> None:
    said = step(root, "candidate")
    assert said.startswith(f"{RELEASE}\ngovernance/_sealed/owl-3.json\n")
    text = (root / RELEASE).read_text("utf-8")
    line = '  - {id: candidate, status: candidate, date: "2026-03-02"}\n'
    assert text.replace(line, "") == TEXT
    assert text.index(line) < text.index("# parts were chosen")
    assert (root / "governance/_sealed/owl-3.json").is_file()


def test_what_does_not_hold_writes_nothing(root: Path) -> None:
    step(root, "candidate")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    said = step(root, "approved", code=1)
    assert "1 approval as safety-lead; none counts" in said
    assert "safety-lead: Ben Example" in said
    assert "Ada" not in said  # who prepared it does not sign
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_step_that_is_none(root: Path) -> None:
    for to in ("released", "withdrawn", "draft"):
        step(root, to, code=2)
    assert (root / RELEASE).read_text("utf-8") == TEXT


def test_no_reason_no_end_and_no_step_back_in_time(root: Path) -> None:
    out = TEXT.replace("  # begun", "\n  - {id: released, status: released, date: '2026-02-20'}")
    (root / RELEASE).write_text(out, "utf-8")
    step(root, "withdrawn", code=2)
    step(root, "withdrawn", "--reason", "It told where nests are.", day="2026-01-01", code=2)
    step(root, "withdrawn", "--reason", "x", "--incident", "incident/none", code=2)
    step(root, "withdrawn", "--reason", "It told: where nests are.")
    text = (root / RELEASE).read_text("utf-8")
    assert '{id: withdrawn, status: withdrawn, date: "2026-03-02", reason: "It told: where nests are."}\n' in text
    assert not (root / "governance/_sealed").exists()  # only a candidate is sealed
    step(root, "released", code=2)


def test_a_second_time_as_a_candidate_has_an_id_of_its_own(root: Path) -> None:
    step(root, "candidate")
    step(root, "draft")
    step(root, "candidate")
    assert '{id: candidate-2, status: candidate, date: "2026-03-02"}' in (root / RELEASE).read_text("utf-8")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: 1\nh: [{s: x}]\n", "a: 1\nh: [{s: x}, {s: y}]\n"),
        ("h: [\n  {s: x},\n]\nb: 2\n", "h: [\n  {s: x}, {s: y}\n]\nb: 2\n"),
        ("h:\n- s: x\n  t: z # why\n# below\nb: 2\n", "h:\n- s: x\n  t: z # why\n- {s: y}\n# below\nb: 2\n"),
        (
            "h:\n  - s: >-\n      long\n      text\n\n# c\nb: 2\n",
            "h:\n  - s: >-\n      long\n      text\n  - {s: y}\n\n# c\nb: 2\n",
        ),
        ("h:\n  - {s: x}", "h:\n  - {s: x}\n  - {s: y}"),
        ("h:\r\n  - {s: x}\r\nb: 1\r\n", "h:\r\n  - {s: x}\r\n  - {s: y}\r\nb: 1\r\n"),
        ("{h: [{s: x}], b: 1}\n", "{h: [{s: x}, {s: y}], b: 1}\n"),
    ],
)
def test_an_entry_is_added_and_nothing_else(before: str, after: str) -> None:
    assert edit.add_entry(before.encode(), field="h", entry={"s": "y"}).decode() == after


@pytest.mark.parametrize("text", ["a: 1\n", "h: x\n", "h: []\n", "h: [{s: x},]\nb: &a 1\n"])
def test_what_cannot_be_added_to_is_refused(text: str) -> None:
    with pytest.raises(edit.Unmendable):
        edit.add_entry(text.encode(), field="h", entry={"s": "y"})


def test_the_way_of_a_release() -> None:
    assert asked_along("draft", "released") == WAY[1:]
    assert asked_along("candidate", "released") == ("approved", "released")
    assert asked_along("released", "withdrawn") == ("withdrawn",)
    assert asked_along("released", "candidate") == ()
    assert asked_along("withdrawn", "released") == ()
    assert set(NEXT) == {one for every in NEXT.values() for one in every} | {"draft"}


def record(*history: tuple[str, str], **rest: str) -> Record:
    entries = [{"status": status, "date": date} for status, date in history]
    return Record("release", "x", "x.yaml", {"title": "X", "history": entries, **rest})


def test_where_a_release_comes_from() -> None:
    one = record(("draft", "2026-01-01"), ("candidate", "2026-02-01"))
    assert (status_before(one, "released"), status_before(one, "candidate")) == ("candidate", "draft")
    assert status_before(record(("released", "2026")), "released") == "draft"


def test_publish_at_keeps_a_released_release_off_the_pages() -> None:
    one = record(("released", "2026-03-01"), publish_at="2026-04-01")
    assert [is_out(one, day) for day in ("2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01")] == [
        False,
        False,
        False,
        True,
    ]
