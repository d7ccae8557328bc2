"""Nothing of a repository's or a caller's set-up runs, bends what is read, or makes a gap look like emptiness."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.git.making import commit, git, repository
from tests.making import SMALL

from underhood.doors import git as door
from underhood.doors.blobs import GitTree
from underhood.doors.git import head
from underhood.doors.revisions import resolve
from underhood.records.project import open_project
from underhood.values.errors import UNREADABLE, Stop

RISK = "governance/risk/rudeness.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two commits; the second one rewords a risk."""
    folder = tmp_path / "records"
    repository(folder, SMALL)
    commit(folder, {RISK: "title: Rude answers\ntext: Reworded.\n"})
    return folder


def text(root: Path, revision: str = "HEAD") -> str:
    record = open_project(root, revision=revision).catalog.get("risk", "rudeness")
    assert record is not None
    return str(record.get("text"))


def test_no_program_of_the_repository_runs(root: Path) -> None:
    trace = root.parent / "ran"
    script = root.parent / "program"
    script.write_text(f"#!/bin/sh\ntouch '{trace}'\ncat\n")
    script.chmod(0o755)
    names = "core.fsmonitor core.pager core.editor core.sshCommand core.alternateRefsCommand core.askPass gpg.program"
    names += " diff.external diff.evil.command diff.evil.textconv filter.evil.clean filter.evil.smudge"
    names += " filter.evil.process merge.evil.driver pager.log pager.ls-tree credential.helper alias.cat-file"
    for name in names.split():
        git(root, "config", name, str(script))
    git(root, "config", "log.showSignature", "true")
    git(root, "config", "core.hooksPath", str(script.parent))
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"):
        shutil.copy(script, root / ".git" / "hooks" / hook)
        shutil.copy(script, script.parent / hook)
    (root / ".git/info/attributes").write_text("* diff=evil filter=evil merge=evil\n")
    assert text(root) == "Reworded."
    assert text(root, "HEAD~1") == "The model may answer rudely."
    assert head(root, "governance") is not None
    assert not trace.exists()


def test_attributes_do_not_bend_what_is_stored(root: Path) -> None:
    commit(root, {".gitattributes": "* text eol=crlf ident export-ignore\n"})
    tree = GitTree(root, resolve(root, "HEAD~1"))
    assert tree.read(RISK) == b"title: Rude answers\ntext: Reworded.\n"
    assert text(root) == "Reworded."


def test_replaced_objects_are_not_believed(root: Path) -> None:
    new, old = git(root, "rev-parse", "HEAD", "HEAD~1").split()
    git(root, "replace", new, old)
    git(root, "replace", git(root, "rev-parse", f"{new}:{RISK}"), git(root, "rev-parse", f"{old}:{RISK}"))
    assert resolve(root, "HEAD") == new
    assert text(root) == "Reworded."


def test_grafts_are_not_believed(root: Path) -> None:
    new, old = git(root, "rev-parse", "HEAD", "HEAD~1").split()
    (root / ".git/info/grafts").write_text(f"{new}\n")
    assert resolve(root, "HEAD~1") == old


def test_the_callers_environment_is_not_believed(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "other"
    repository(other, {"governance/settings.yaml": "broken: ["})
    trace = tmp_path / "ran"
    hostile = {
        "GIT_DIR": str(other / ".git"),
        "GIT_WORK_TREE": str(other),
        "GIT_INDEX_FILE": str(other / "index"),
        "GIT_OBJECT_DIRECTORY": str(other / ".git/objects"),
        "GIT_NAMESPACE": "other",
        "GIT_CEILING_DIRECTORIES": str(root.parent),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": f"touch {trace}",
        "GIT_EXTERNAL_DIFF": f"touch {trace}",
        "GIT_PAGER": f"touch {trace}",
        "GIT_GLOB_PATHSPECS": "1",
        "GIT_TRACE": str(trace),
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "tr_TR.UTF-8",
    }
    for name, value in hostile.items():
        monkeypatch.setenv(name, value)
    project = open_project(root, revision="HEAD")
    assert project.as_of == "2024-05-07"
    assert len(project.catalog.records) > 5
    assert not trace.exists()
    assert {name: os.environ[name] for name in hostile} == hostile


def test_somebody_elses_repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "SAFE", {**door.SAFE, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    assert text(root) == "Reworded."
    found = head(root, "governance")
    assert found is not None
    assert found.commit == resolve(root, "HEAD")
    timid = tuple(word.replace("safe.directory=*", "safe.directory=") for word in door._HARDENED)
    monkeypatch.setattr(door, "_HARDENED", timid)
    with pytest.raises(Stop, match="dubious ownership"):
        resolve(root, "HEAD")


def test_a_working_tree_set_elsewhere_is_no_empty_tree(root: Path) -> None:
    git(root, "config", "core.worktree", str(root.parent))
    with pytest.raises(Stop, match="there is no governance/ folder in HEAD"):
        open_project(root, revision="HEAD")


def test_a_shallow_clone_says_how_to_deepen(root: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), str(clone))
    assert text(clone) == "Reworded."
    for revision in ("HEAD~1", git(root, "rev-parse", "HEAD~1")):
        with pytest.raises(Stop, match="there is no commit") as stop:
            open_project(clone, revision=revision)
        assert "shallow: `git fetch --unshallow`" in stop.value.hint
        assert stop.value.code == UNREADABLE
    git(clone, "fetch", "-q", "--unshallow")
    assert text(clone, "HEAD~1") == "The model may answer rudely."


@pytest.mark.parametrize("kind", ["blob:none", "tree:0"])
def test_a_partial_clone_says_what_is_missing(root: Path, tmp_path: Path, kind: str) -> None:
    git(root, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", f"--filter={kind}", root.as_uri(), str(clone))
    assert text(clone) == "Reworded."  # what was checked out is there
    with pytest.raises(Stop) as stop:
        open_project(clone, revision="HEAD~1")
    assert "this clone is partial" in stop.value.hint
    assert stop.value.code == UNREADABLE


def test_a_lost_object_is_an_error(root: Path) -> None:
    blob = git(root, "rev-parse", f"HEAD:{RISK}")
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(Stop, match=r"the content of governance/risk/rudeness\.yaml is missing") as stop:
        open_project(root, revision="HEAD")
    assert "git fsck" in stop.value.hint
    assert text(root, "HEAD~1") == "The model may answer rudely."


@pytest.mark.parametrize("name", [f"HEAD:{RISK}", "HEAD^{tree}", "HEAD:governance", "HEAD"])
def test_a_damaged_object_is_an_error(root: Path, name: str) -> None:
    id = git(root, "rev-parse", name)
    place = root / ".git/objects" / id[:2] / id[2:]
    place.chmod(0o644)
    place.write_bytes(place.read_bytes()[:-9] + b"\0" * 9)
    with pytest.raises(Stop) as stop:
        open_project(root, revision="HEAD")
    assert stop.value.code == UNREADABLE


def test_a_bare_repository_is_read_like_any_other(root: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", str(root), str(bare))
    assert text(bare, "main") == "Reworded."
    with pytest.raises(Stop, match="there is no governance/ folder in"):
        open_project(bare)


def test_a_worktree_and_a_submodule(root: Path, tmp_path: Path) -> None:
    git(root, "worktree", "add", "-q", str(tmp_path / "beside"), "HEAD~1")
    assert text(tmp_path / "beside") == "The model may answer rudely."
    outer = tmp_path / "outer"
    repository(outer, {"readme.md": "x"})
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(root), "inner")
    assert text(outer / "inner") == "Reworded."
    commit(outer, {})
    with pytest.raises(Stop, match="there is no governance/ folder in HEAD"):
        open_project(outer, revision="HEAD")


def test_a_packed_repository_and_one_of_longer_ids(root: Path, tmp_path: Path) -> None:
    git(root, "gc", "-q", "--aggressive")
    assert text(root, "HEAD~1") == "The model may answer rudely."
    longer = tmp_path / "longer"
    longer.mkdir()
    git(longer, "init", "-q", "--object-format=sha256")
    full = commit(longer, SMALL)
    assert len(full) == 64
    assert text(longer, full) == text(longer, full[:9]) == "The model may answer rudely."


def test_a_commit_of_an_impossible_day(root: Path) -> None:
    for when in ("0", "99999999999999999999", "-5"):
        raw = f"tree {git(root, 'rev-parse', 'HEAD^{tree}')}\nauthor a <a> 0 +0000\ncommitter a <a> {when} +9999\n\nx\n"
        made = git(root, "hash-object", "-t", "commit", "-w", "--literally", "--stdin", stdin=raw.encode())
        project = open_project(root, revision=made)
        assert len(project.catalog.records) > 5
        assert project.as_of
