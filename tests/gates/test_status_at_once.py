"""`underhood release status` when others write at the same moment, and when it is stopped half way."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.approvals.desk import Desk
from tests.gates.test_status import GATES, RELEASE, TEXT

from underhood.cli import release as command
from underhood.cli.main import run
from underhood.records.seals import path_of

pytestmark = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen is not installed")
SEAL = path_of("owl-3")


@pytest.fixture
def root(tmp_path: Path, desk: Desk) -> Path:
    desk.files |= {"governance/settings.yaml": GATES, RELEASE: TEXT}
    for path, text in desk.files.items():
        place = tmp_path / "records" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)
    return tmp_path / "records"


def candidate(root: Path) -> int:
    return run(["release", "status", "owl-3", "candidate", "-C", str(root), "--today", "2026-03-02"])


@pytest.mark.parametrize("function", ["gate", "sealed"])
def test_a_release_that_was_changed_meanwhile_is_not_written(
    root: Path, function: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, other = getattr(command, function), TEXT.replace("as announced", "as somebody else has it")

    def slow(*arguments: object, **rest: object) -> object:
        (root / RELEASE).write_text(other, "utf-8")
        return whole(*arguments, **rest)

    monkeypatch.setattr(command, function, slow)
    assert candidate(root) == 3
    assert f"{RELEASE} was changed while its gate was judged" in capsys.readouterr().err
    assert (root / RELEASE).read_text("utf-8") == other
    assert not (root / SEAL).exists()


def test_the_seal_is_written_before_the_status_that_needs_it(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    whole = Path.replace

    def noted(self: Path, target: Path) -> Path:
        order.append(target.name)
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", noted)
    assert candidate(root) == 0
    assert order == ["owl-3.json", "owl-3.yaml"]
