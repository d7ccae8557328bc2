"""Rules of an organisation's own ask other records, the day and waivers: what a check kept of them stays right."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cache.edits import Editor
from tests.cache.test_same_findings import LAB, kept, said
from underhood.judge.outcome import unkept

OWN = """\
  own:
    - {id: due, for: risk, when: has(record.review_by), require: days_until(record.review_by) > 0, message: due}
    - {id: waived, for: risk, require: has_waiver('review-overdue'), message: not waived, level: note}
    - {id: named, for: release, require: record.title.contains(ref(record.model).title), message: named}
    - {id: line, for: release, require: is_absent(previous) || previous.version < record.version, message: line}
    - {id: other, for: incident, require: ref('risk/copied-service').title != record.title, message: other}
    - id: measured
      for: mitigation
      require: value('evaluation/reedheron-2-safety#large/values/toxic-share') < 5
      message: measured
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The fictional laboratory with rules of its own."""
    found = shutil.copytree(LAB, tmp_path / "lab")
    path = found / "governance" / "settings.yaml"
    head, _, rest = path.read_text().partition("\nchecks:\n")
    assert "\n  own:" not in rest.partition("\ngates:")[0], "the laboratory has rules of its own: put these among them"
    path.write_text(f"{head.rstrip()}\nchecks:\n{OWN}{rest}")
    assert any(one.code == "own-rule" for one in unkept(found, "2026-11-23").findings)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_random_edits(root: Path, seed: int) -> None:
    editor, story = Editor(root, seed + 100), []
    kept(root, editor.day)
    for _ in range(8):
        story.append(editor.step())
        whole = said(unkept, root, editor.day)
        assert said(kept, root, editor.day) == whole, story
        assert said(kept, root, editor.day) == whole, f"{story}, and once more"


def test_what_another_record_says(root: Path) -> None:
    """A rule that reads another record is judged again when that one changes, and on another day."""
    kept(root, "2026-11-23")
    model = next(iter(sorted((root / "governance" / "model").iterdir())))
    model.write_text(model.read_text().replace("title: ", "title: Not ", 1))
    found = kept(root, "2026-11-23")
    assert found == unkept(root, "2026-11-23")
    assert any("named: named" in one.message for one in found.findings)
    assert kept(root, "2031-01-01") == unkept(root, "2031-01-01")


def test_a_number_elsewhere(root: Path) -> None:
    def measured() -> bool:
        found = kept(root, "2026-11-23")
        assert found == unkept(root, "2026-11-23")
        return not any("measured: measured" in one.message for one in found.findings)

    path = root / "governance" / "evaluation" / "reedheron-2-safety.yaml"
    assert not measured()
    path.write_text(path.read_text().replace("toxic-share: 5.2", "toxic-share: 4.2"))
    assert measured()


def test_a_rule_that_changes(root: Path) -> None:
    kept(root, "2026-11-23")
    path = root / "governance" / "settings.yaml"
    path.write_text(path.read_text().replace("message: not waived", "message: now waived"))
    assert kept(root, "2026-11-23") == unkept(root, "2026-11-23")
    path.write_text(path.read_text().replace("has_waiver('", "has_waver('"))
    assert said(kept, root, "2026-11-23") == said(unkept, root, "2026-11-23")
    assert "has_waver" in said(kept, root, "2026-11-23")[1]
