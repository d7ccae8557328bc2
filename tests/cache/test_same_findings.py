"""What a check finds does not depend on what an earlier one kept, whatever happened to the files in between."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cache.edits import EDITS, Editor
from tests.conftest import FULL
from underhood.doors import stamps
from underhood.judge import check as running
from underhood.judge.approval_findings import approval_findings
from underhood.judge.kept import recall, renew
from underhood.judge.outcome import unkept
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.values.errors import Stop
from underhood.values.finding import Finding
from underhood.values.outcome import Outcome

LAB = Path(__file__).parents[2] / "examples" / "lab"
SEEDS = range(20 if FULL else 5)
STEPS = 12
LATER = 3_600_000_000_000
"""An hour, in nanoseconds: seen from then, no file is so new that its digest must be taken."""

Checked = tuple[Outcome | None, str]


def said(check: Callable[[Path, str], Outcome], root: Path, day: str) -> Checked:
    """What a check comes to, or how it ends."""
    try:
        return check(root, day), ""
    except Stop as stop:
        return None, f"{stop.message}\n{stop.hint}"


def kept(root: Path, day: str) -> Outcome:
    """What a check finds with the help of earlier ones."""
    seen = recall.look(root)
    before, found = recall.recall(seen, day)
    return found or renew.renewed(before, seen, day)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The fictional laboratory."""
    return shutil.copytree(LAB, tmp_path / "lab")


@pytest.fixture
def again(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether each change could be judged without reading everything; a fault in doing so is not hidden."""
    found: list[bool] = []
    judge = renew._again

    def watched(*args: object) -> Outcome | None:
        try:
            made = judge(*args)  # type: ignore[arg-type]
        except recall.MISSHAPEN as error:
            raise AssertionError("what was kept could not be used") from error
        found.append(made is not None)
        return made

    monkeypatch.setattr(renew, "_again", watched)
    return found


@pytest.mark.parametrize("late", [False, True], ids=["at once", "an hour later"])
@pytest.mark.parametrize("seed", SEEDS)
def test_random_edits(root: Path, again: list[bool], monkeypatch: pytest.MonkeyPatch, *, seed: int, late: bool) -> None:
    if late:
        monkeypatch.setattr(stamps, "now", lambda: time.time_ns() + LATER)
    editor, story = Editor(root, seed), []
    kept(root, editor.day)
    for _ in range(STEPS):
        story.append(editor.step())
        whole = said(unkept, root, editor.day)
        assert said(kept, root, editor.day) == whole, story
        assert said(kept, root, editor.day) == whole, f"{story}, and once more"
    assert any(again), "no change was small enough: this tests nothing"


@pytest.mark.parametrize("edit", [one for one, _ in EDITS], ids=lambda edit: edit.__name__)
def test_every_edit(root: Path, edit: Callable[[Editor], None]) -> None:
    """Each edit several times, so that none is left to chance."""
    editor = Editor(root, 1)
    for _ in range(5 if FULL else 2):
        kept(root, editor.day)
        edit(editor)
        assert said(kept, root, editor.day) == said(unkept, root, editor.day)


def test_a_change_touches_few(root: Path, again: list[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    """After a change of one text only the records that asked for it are judged again."""
    kept(root, "2026-11-23")
    judged: list[str] = []
    judge = running.judged

    def counting(record: object, *rest: object, **named: object) -> object:
        judged.append(record.path)  # type: ignore[attr-defined]
        return judge(record, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(renew, "judged", counting)
    path = next(path for path in sorted((root / "governance" / "risk").iterdir()))
    path.write_text(path.read_text() + "# a comment\n")
    kept(root, "2026-11-23")
    assert again == [True]
    assert f"governance/risk/{path.name}" in judged
    assert len(judged) < 60


def test_another_day_is_no_excuse(root: Path, again: list[bool]) -> None:
    """What depends on the day is judged anew on another day, and nothing else."""
    kept(root, "2024-01-01")
    later = kept(root, "2031-01-01")
    assert again == [True]
    assert later == unkept(root, "2031-01-01")
    assert later.findings != unkept(root, "2024-01-01").findings


def test_an_edit_that_hides(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changes within the same tick of the clock, and stays as long as it was, is seen as changed."""
    path = min((root / "governance" / "release").iterdir())
    kept(root, "2026-11-23")
    seen = recall.look(root)
    path.write_bytes(b"?" + path.read_bytes()[1:])
    monkeypatch.setattr(stamps, "stamps", lambda *_: seen.stamps)
    found = kept(root, "2026-11-23")
    assert found == unkept(root, "2026-11-23")
    assert path.name in {finding.location.path.rpartition("/")[2] for finding in found.findings}


def test_settings_that_cannot_be_taken_are_no_record(root: Path, again: list[bool]) -> None:
    """Their problems are told, and not counted as files that could not be taken, in no check."""
    settings = root / "governance" / "settings.yaml"
    settings.write_text(settings.read_text() + "nonsense: 1\n")
    assert kept(root, "2026-11-23").unread == 0
    path = min((root / "governance" / "risk").iterdir())
    path.write_text(path.read_text() + "# a comment\n")
    assert kept(root, "2026-11-23").unread == 0
    assert again == [True]
    assert kept(root, "2026-11-23") == unkept(root, "2026-11-23")


def test_approvals_are_judged_again_where_people_change(
    root: Path, again: list[bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not where something changes that they do not rest on."""
    asked: list[str] = []

    def counting(project: Project, release: Record, today: str) -> Iterator[Finding]:
        asked.append(release.id)
        return approval_findings(project, release, today)

    monkeypatch.setattr(renew, "approval_findings", counting)
    kept(root, "2026-11-23")
    asked.clear()
    path = root / "governance" / "claim" / "writers-paid-above-minimum.yaml"
    path.write_text(path.read_text() + "# a comment\n")
    kept(root, "2026-11-23")
    assert "reedheron-1" not in asked
    path = root / "governance" / "organisation" / "tarn-and-thistle.yaml"
    path.write_text(path.read_text().replace("safety-lead", "safety-friend"))
    found = kept(root, "2026-11-23")
    assert again == [True, True]
    assert {"reedheron-1", "reedheron-2"} <= set(asked)
    assert found == unkept(root, "2026-11-23")
    assert any(one.code == "approval-invalid" for one in found.findings)
