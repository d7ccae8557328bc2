"""A revision is named in one clear way, or refused; nothing that a stranger writes becomes an option or a path."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.git.making import commit, git, repository

from underhood.doors.revisions import LONGEST_NAME, resolve
from underhood.values.errors import UNREADABLE, USAGE, Stop

SETTINGS = {"governance/settings.yaml": "schema: 1\n"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two commits on main, a lightweight tag v1 on the first, an annotated tag v2 on the second."""
    folder = tmp_path / "records"
    repository(folder, SETTINGS)
    git(folder, "tag", "v1")
    commit(folder, {"governance/note.md": "Second.\n"})
    git(folder, "tag", "-a", "v2", "-m", "second")
    return folder


REFUSED = {
    "empty": "",
    "output": "--output=x",
    "help": "-h",
    "pack": "--upload-pack=touch x",
    "exclusion": "^main",
    "nul": "main\0",
    "newline": "main\nHEAD",
    "return": "main\r",
    "space": "main HEAD",
    "tab": "main\tHEAD",
    "message": ":/first",
    "message of a branch": "main^{/first}",
    "path": "v1:../../etc/passwd",
    "index": ":0:governance/settings.yaml",
    "range": "v1..main",
    "symmetric range": "v1...main",
    "upstream": "main@{upstream}",
    "earlier checkout": "@{-1}",
    "reflog": "HEAD@{1}",
    "glob": "refs/heads/*",
    "backslash": "main\\x",
    "escape": "main\x1b[2J",
    "right to left": "main\N{RIGHT-TO-LEFT OVERRIDE}x",
    "line separator": "main\N{LINE SEPARATOR}x",
    "not UTF-8": "main\udcff",
    "long": "m" * (LONGEST_NAME + 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_name_is_refused_unasked(root: Path, name: str) -> None:
    before = sorted(path.name for path in root.iterdir())
    with pytest.raises(Stop, match="is not the name of a revision") as stop:
        resolve(root, REFUSED[name])
    assert stop.value.code == USAGE
    assert stop.value.hint
    assert str(stop.value).isascii()
    assert str(stop.value).replace("\n", "").isprintable()
    assert sorted(path.name for path in root.iterdir()) == before


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("main", "HEAD"),
        ("@", "HEAD"),
        ("heads/main", "HEAD"),
        ("refs/heads/main", "HEAD"),
        ("v1", "HEAD~1"),
        ("tags/v1", "HEAD~1"),
        ("main~1", "HEAD~1"),
        ("main^", "HEAD~1"),
        ("v2", "HEAD"),
        ("v2~1", "HEAD~1"),
    ],
)
def test_a_name_is_a_full_id(root: Path, name: str, same: str) -> None:
    assert resolve(root, name) == git(root, "rev-parse", same)


def test_ids_full_short_and_in_capitals(root: Path) -> None:
    full = git(root, "rev-parse", "HEAD")
    tag = git(root, "rev-parse", "v2")
    assert [resolve(root, name) for name in (full, full[:8], full.upper(), tag, tag[:8])] == [full] * 5


@pytest.mark.parametrize(
    "name", ["nothing", "v9", "main~7", "0" * 40, "fe" * 20, "deadbeef", "HEAD^2", "HEAD~99999999999"]
)
def test_what_is_not_there_is_said(root: Path, name: str) -> None:
    with pytest.raises(Stop, match="there is no commit") as stop:
        resolve(root, name)
    assert stop.value.code == UNREADABLE
    assert "git fetch" in stop.value.hint


def test_a_file_is_no_commit(root: Path) -> None:
    blob = git(root, "rev-parse", "HEAD:governance/settings.yaml")
    git(root, "tag", "file", blob)
    for name in (blob, "file", git(root, "rev-parse", "HEAD^{tree}")):
        with pytest.raises(Stop, match="there is no commit"):
            resolve(root, name)


def test_a_branch_and_a_tag_of_one_name_are_told_apart(root: Path) -> None:
    git(root, "branch", "v1", "main")
    with pytest.raises(Stop, match="'v1' names more than one commit") as stop:
        resolve(root, "v1")
    assert "refs/tags/v1" in stop.value.hint
    assert resolve(root, "refs/tags/v1") == git(root, "rev-parse", "main~1")
    assert resolve(root, "refs/heads/v1") == git(root, "rev-parse", "main")
    with pytest.raises(Stop, match="more than one"):
        resolve(root, "v1~0")


def test_a_branch_and_a_tag_on_one_commit_are_no_riddle(root: Path) -> None:
    git(root, "branch", "v1", "v1")
    assert resolve(root, "v1") == git(root, "rev-parse", "main~1")


@pytest.mark.parametrize("space", ["branch", "tag"])
@pytest.mark.parametrize("steps", ["", "~0"])
def test_a_ref_named_like_a_short_id_is_refused(root: Path, space: str, steps: str) -> None:
    short = git(root, "rev-parse", "--short=8", "HEAD")
    git(root, space, short, "HEAD~1")
    with pytest.raises(Stop, match="reads like the id of a commit and names another one") as stop:
        resolve(root, f"{short}{steps}")
    assert "refs/" in stop.value.hint
    assert resolve(root, git(root, "rev-parse", "HEAD")) == git(root, "rev-parse", "main")


def test_a_ref_named_like_a_full_id_never_stands_for_it(root: Path) -> None:
    full = git(root, "rev-parse", "HEAD")
    git(root, "update-ref", f"refs/heads/{full}", "HEAD~1")
    assert resolve(root, full) == full
    assert resolve(root, f"{full}~1") == git(root, "rev-parse", "main~1")


def test_a_branch_called_head_does_not_take_the_place_of_the_head(root: Path) -> None:
    git(root, "update-ref", "refs/heads/HEAD", "HEAD~1")
    with pytest.raises(Stop, match="more than one"):
        resolve(root, "HEAD")


def test_a_detached_head(root: Path) -> None:
    git(root, "checkout", "-q", "--detach", "v1")
    assert resolve(root, "HEAD") == git(root, "rev-parse", "v1")
    assert resolve(root, "main") == git(root, "rev-parse", "main")


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    for name in ("HEAD", "main"):
        with pytest.raises(Stop, match="there is no commit") as stop:
            resolve(tmp_path, name)
        assert "has no commit yet" in stop.value.hint


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="is not in a git repository"):
        resolve(tmp_path, "HEAD")
    with pytest.raises(Stop, match="git cannot read"):
        resolve(tmp_path / "nowhere", "HEAD")


def test_no_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Stop, match="git cannot be run"):
        resolve(root, "HEAD")


def test_the_command_refuses_too(root: Path, call: Call) -> None:
    for option in ("--rev", "--base"):
        said = call("check", "-C", root, f"{option}=--output=x")
        assert (said.code, said.out) == (USAGE, "")
        assert "is not the name of a revision" in said.err
        assert call("check", "-C", root, option, "nothing").code == UNREADABLE
