"""Files are written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from underhood.doors import writing
from underhood.values.errors import Stop


def test_files_and_folders_are_made(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("x")
    writing.write_all(tmp_path, {"a/b/c": b"1", "d": b"2"}, remove=["old"])
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "c", "d"]
    assert (tmp_path / "a/b/c").read_bytes() == b"1"


def test_nothing_is_left_behind_by_a_failure(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(Stop, match="cannot write"):
        writing.write_all(tmp_path, {"a/b": b"1", "there": b"2"})
    assert [path.name for path in tmp_path.rglob("*")] == ["there"]


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_text("old")
    path.chmod(0o640)
    writing.write(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o640
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("path", ["../x", "link/x"])
def test_nothing_is_written_outside(path: str, tmp_path: Path) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "link").symlink_to(tmp_path)
    with pytest.raises(Stop, match="leads out of"):
        writing.write_all(root, {path: b"1"})
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("fault", [KeyboardInterrupt, MemoryError, OSError(28, "No space left on device")])
def test_an_interruption_between_two_files_leaves_neither(
    fault: type[BaseException] | BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"old")
    whole = Path.replace

    def once(self: Path, target: Path) -> Path:
        if target.name == "b":
            raise fault
        return whole(self, target)

    monkeypatch.setattr(Path, "replace", once)
    with pytest.raises((KeyboardInterrupt, MemoryError, Stop)):
        writing.write_all(tmp_path, {"a": b"new", "b": b"new"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"old"}
