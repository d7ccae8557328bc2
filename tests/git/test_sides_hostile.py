"""Nothing odd makes a change vanish, a record look removed, a program run, or a gap look like emptiness."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from tests.conftest import SOUND
from tests.git.making import commit, committed, git, odd_commit, repository, stored, tree

from underhood.doors import git as door
from underhood.records.project import open_project
from underhood.records.sides import MOST_TOLD, Sides, open_sides
from underhood.values.errors import UNREADABLE, Stop
from underhood.values.ids import Address

RISK = "governance/risk/rudeness.yaml"
TEXT = SOUND[RISK]
REWORDED = TEXT.replace("may answer rudely", "may answer very rudely")
RUDENESS = Address("risk", "rudeness")
EXTRA = b"title: Extra\ntext: A harm.\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two commits; the second one rewords a risk."""
    folder = tmp_path / "records"
    repository(folder, SOUND)
    commit(folder, {RISK: REWORDED})
    return folder


def names(sides: Sides) -> set[str]:
    return {str(address) for address in sides.changed}


def places(sides: Sides) -> list[tuple[str, str]]:
    return [(one.path, one.side) for one in sides.unread]


def test_twenty_one_changes_and_a_name_that_is_not_utf_8(root: Path) -> None:
    paths = [f"governance/risk/r{i:02}.yaml" for i in range(21)]
    before = commit(root, dict.fromkeys(paths, EXTRA))
    bad = os.fsdecode(b"governance/risk/caf\xe9.yaml")
    (root / bad).write_bytes(EXTRA)
    after = commit(root, dict.fromkeys(paths, EXTRA + b"note: x\n"))
    expected = {path.removeprefix("governance/").removesuffix(".yaml") for path in paths}
    told = (r"governance/risk/caf\xe9.yaml was added: the name is not UTF-8",)
    for sides in (
        open_sides(root, before, after),
        open_sides(root, before),
        open_sides(root, before, index=True),
    ):
        assert names(sides) == expected
        assert sides.told == told
        assert "".join(sides.told).encode("ascii")
        assert sides.unread == ()
    (root / bad).unlink()
    assert names(open_sides(root, after)) == set()
    assert "was removed: the name is not UTF-8" in open_sides(root, after).told[0]
    (root / bad).write_bytes(EXTRA * 2)
    assert "was changed: the name is not UTF-8" in open_sides(root, after).told[0]


NAMES = {
    b"a\n::error::b.yaml": r"a\n::error::b.yaml was added: the name holds a character",
    "evil\N{RIGHT-TO-LEFT OVERRIDE}lmay.yaml".encode(): r"evil\u202elmay.yaml was added: the name holds a character",
    b"-rf.yaml": "-rf.yaml was added: '-rf' cannot be an id",
    b"--output=x.yaml": "--output=x.yaml was added: '--output=x' cannot be an id",
    b"<img onerror=x>.yaml": "<img onerror=x>.yaml was added: '<img onerror=x>' cannot be an id",
    b"CON.yaml": "CON.yaml was added: 'CON' cannot be an id",
    b"..": ".. was added: the name leads out of the tree",
    b".git": ".git was added: the name leads out of the tree",
    b".GIT": ".GIT was added: the name leads out of the tree",
    b"../../../etc/passwd": "../../../etc/passwd was added: the name leads out of the tree",
    b"A.yaml": "A.yaml was added: 'A' cannot be an id",
}


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_are_told_and_hide_nothing(root: Path, name: bytes) -> None:
    blob = stored(root, "blob", EXTRA)
    before = odd_commit(root, (b"100644", b"a.yaml", blob))
    after = odd_commit(
        root, (b"100644", name, blob), (b"100644", b"a.yaml", stored(root, "blob", EXTRA + b"note: x\n"))
    )
    sides = open_sides(root, before, after)
    assert names(sides) == {"risk/a"}
    assert sides.told[0].startswith(f"governance/risk/{NAMES[name]}")
    assert len(sides.told) == 1
    assert sides.told[0].isprintable()
    assert not sides.unread
    assert "was removed: " in open_sides(root, after, before).told[0]


def test_a_tree_named_like_a_way_out(root: Path) -> None:
    blob = stored(root, "blob", EXTRA)
    inner = tree(root, [(b"100644", b"a.yaml", blob)])
    before = odd_commit(root, (b"100644", b"b.yaml", blob))
    after = odd_commit(root, (b"40000", b"..", inner), (b"40000", b".git", inner), (b"100644", b"b.yaml", blob))
    sides = open_sides(root, before, after)
    assert names(sides) == set()
    assert [line.endswith("the name leads out of the tree") for line in sides.told] == [True, True]


def test_a_name_that_stands_twice_in_a_tree(root: Path) -> None:
    one, other = (stored(root, "blob", content) for content in (EXTRA, EXTRA + b"note: x\n"))
    before = odd_commit(root, (b"100644", b"a.yaml", one))
    for pair in ((one, other), (other, one), (other, other)):
        after = odd_commit(root, *((b"100644", b"a.yaml", id) for id in pair))
        sides = open_sides(root, before, after)
        assert places(sides) == [("governance/risk/a.yaml", "new")]
        assert Address("risk", "a") in sides.new.catalog.broken
        assert Address("risk", "a") in sides.old.catalog.records
        assert places(open_sides(root, after, before)) == [("governance/risk/a.yaml", "old")]


@pytest.mark.parametrize("content", ["title: [", "", "text: 12\n", "title: x\n" * 2, "#" * 1_100_000, b"\xff\xfe\0"])
def test_a_record_that_one_side_cannot_read_is_not_removed(root: Path, content: str | bytes) -> None:
    commit(root, {RISK: content})
    for sides in (
        open_sides(root, "HEAD~1", "HEAD"),
        open_sides(root, "HEAD~1"),
        open_sides(root, "HEAD~1", index=True),
    ):
        assert places(sides) == [(RISK, "new")]
        assert sides.unread[0].message
        assert names(sides) == {"risk/rudeness"}
        assert RUDENESS in sides.old.catalog.records
        assert RUDENESS not in sides.new.catalog.records
        assert RUDENESS in sides.new.catalog.broken
    assert places(open_sides(root, "HEAD", "HEAD~1")) == [(RISK, "old")]
    assert places(open_sides(root, "HEAD", "HEAD")) == []


def test_sixty_megabytes_are_refused_unread(root: Path) -> None:
    after = commit(root, {RISK: b"#" * 60_000_000, "governance/_lists/long.txt": b"a.example\n" * 3_000_000})
    for sides in (open_sides(root, "HEAD~1", after), open_sides(root, "HEAD~1"), open_sides(root, after, "HEAD~1")):
        assert [one.message for one in sides.unread] == ["the file is over 1,024 KiB"]
        assert sides.files == {"governance/_lists/long.txt"}
    assert open_sides(root, "HEAD").files == frozenset()


def test_a_symbolic_link_is_not_followed(root: Path) -> None:
    (root / RISK).unlink()
    (root / RISK).symlink_to("/etc/passwd")
    (root / "governance/_lists").mkdir()
    (root / "governance/_lists/l.txt").symlink_to("/etc/passwd")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "links")
    for sides in (
        open_sides(root, "HEAD~1", "HEAD"),
        open_sides(root, "HEAD~1"),
        open_sides(root, "HEAD~1", index=True),
    ):
        assert places(sides) == [(RISK, "new")]
        assert RUDENESS in sides.new.catalog.broken
        assert sides.told == ("governance/_lists/l.txt was added: symbolic links are not followed",)
    assert names(open_sides(root, "HEAD")) == set()
    assert places(open_sides(root, "HEAD", "HEAD~1")) == [(RISK, "old")]


@pytest.mark.parametrize("folder", ["governance/risk", "governance"])
def test_a_folder_that_became_a_link_hides_its_records_and_removes_none(root: Path, folder: str) -> None:
    (root / folder).rename(root / "elsewhere")
    (root / folder).symlink_to(root / "elsewhere")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "link")
    for sides in (open_sides(root, "HEAD~1", "HEAD"), open_sides(root, "HEAD~1", index=True)):
        assert places(sides) == [(folder, "new")]
        assert RUDENESS in sides.changed
        assert RUDENESS in sides.old.catalog.records
        assert RUDENESS in sides.new.catalog.broken
    assert places(open_sides(root, "HEAD", "HEAD~1")) == [(folder, "old")]
    if folder == "governance/risk":
        assert places(open_sides(root, "HEAD~1")) == [(folder, "new")]


def test_a_folder_that_became_a_submodule(root: Path) -> None:
    whole = git(root, "rev-parse", "HEAD:governance")
    lines = git(root, "ls-tree", whole).splitlines()
    nodes = [
        (b"40000" if " tree " in line else b"100644", line.split("\t")[1].encode(), line.split()[2]) for line in lines
    ]
    nodes = [(b"160000", name, "1" * 40) if name == b"risk" else (mode, name, id) for mode, name, id in nodes]
    after = committed(root, tree(root, [(b"40000", b"governance", tree(root, nodes))]))
    sides = open_sides(root, "HEAD", after)
    assert places(sides) == [("governance/risk", "new")]
    assert "a submodule" in sides.unread[0].message
    assert RUDENESS in sides.new.catalog.broken


def test_a_folder_that_may_not_be_opened(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    honest = os.scandir

    def scandir(path: Path) -> object:
        if str(path).endswith("governance/risk"):
            raise PermissionError(13, "Permission denied")
        return honest(path)

    monkeypatch.setattr(os, "scandir", scandir)
    sides = open_sides(root, "HEAD")
    assert places(sides) == [("governance/risk", "new")]
    assert RUDENESS in sides.new.catalog.broken


def test_no_program_of_the_repository_runs(root: Path) -> None:
    trace, script = root.parent / "ran", root.parent / "program"
    script.write_text(f"#!/bin/sh\ntouch '{trace}'\ncat\n")
    script.chmod(0o755)
    listed = "core.fsmonitor core.pager core.editor core.sshCommand diff.external diff.evil.command diff.evil.textconv"
    listed += (
        " filter.evil.clean filter.evil.smudge filter.evil.process merge.evil.driver pager.diff-tree pager.diff-index"
    )
    for name in listed.split():
        git(root, "config", name, str(script))
    git(root, "config", "filter.evil.required", "true")
    git(root, "config", "core.hooksPath", str(script.parent))
    git(root, "config", "core.untrackedCache", "true")
    for hook in ("post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman", "pre-auto-gc"):
        shutil.copy(script, root / ".git/hooks" / hook)
        shutil.copy(script, script.parent / hook)
    (root / ".git/info/attributes").write_text("* diff=evil filter=evil merge=evil\n")
    (root / RISK).write_text(TEXT)
    assert names(open_sides(root, "HEAD")) == {"risk/rudeness"}
    assert names(open_sides(root, "HEAD", index=True)) == set()
    assert names(open_sides(root, "HEAD~1", "HEAD", merge_base=True)) == {"risk/rudeness"}
    assert not trace.exists()


def test_settings_of_git_do_not_bend_a_comparison(root: Path) -> None:
    for name, value in {
        "diff.renames": "copies",
        "diff.ignoreSubmodules": "all",
        "diff.orderFile": "/dev/null",
        "diff.relative": "true",
        "diff.noprefix": "true",
        "diff.mnemonicPrefix": "true",
        "core.quotePath": "true",
        "core.ignoreCase": "true",
        "core.fileMode": "false",
        "core.abbrev": "4",
        "core.preloadIndex": "false",
        "index.sparse": "true",
    }.items():
        git(root, "config", name, value)
    git(root, "mv", RISK, "governance/risk/ünicode.yaml")
    commit(root, {"governance/risk/other.yaml": REWORDED})
    sides = open_sides(root, "HEAD~1", "HEAD")
    assert names(sides) == {"risk/rudeness", "risk/other"}
    assert "governance/risk/ünicode.yaml was added" in sides.told[0]
    inner = git(root, "rev-parse", "HEAD~1", "HEAD").split()
    assert names(open_sides(root, *inner)) == names(sides)


def test_replaced_objects_and_grafts_are_not_believed(root: Path) -> None:
    new, old = git(root, "rev-parse", "HEAD", "HEAD~1").split()
    git(root, "replace", new, old)
    git(root, "replace", git(root, "rev-parse", f"{new}:{RISK}"), git(root, "rev-parse", f"{old}:{RISK}"))
    assert names(open_sides(root, old, new)) == {"risk/rudeness"}
    assert names(open_sides(root, old, index=True)) == {"risk/rudeness"}
    assert names(open_sides(root, old)) == {"risk/rudeness"}
    (root / ".git/info/grafts").write_text(f"{new}\n")
    assert open_sides(root, old, new, merge_base=True).merge_base == old


def test_somebody_elses_repository(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "SAFE", {**door.SAFE, "GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"})
    assert names(open_sides(root, "HEAD~1", "HEAD")) == {"risk/rudeness"}
    assert names(open_sides(root, "HEAD~1")) == {"risk/rudeness"}
    assert names(open_sides(root, "HEAD~1", index=True)) == {"risk/rudeness"}


def test_an_unfinished_merge(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "topic", "HEAD~1")
    commit(root, {RISK: TEXT.replace("rudely", "badly")})
    with pytest.raises(Exception, match="returned non-zero"):
        git(root, "merge", "-q", "main")
    with pytest.raises(Stop, match=r"the index holds several versions of governance/risk/rudeness\.yaml") as stop:
        open_sides(root, "HEAD", index=True)
    assert stop.value.code == UNREADABLE
    assert "settle the conflict" in stop.value.hint
    assert places(open_sides(root, "HEAD")) == [(RISK, "new")]
    assert names(open_sides(root, "HEAD", "main")) == {"risk/rudeness"}


@pytest.mark.parametrize("sparse_index", [False, True])
def test_a_sparse_checkout_removes_nothing(root: Path, *, sparse_index: bool) -> None:
    option = "--sparse-index" if sparse_index else "--no-sparse-index"
    git(root, "sparse-checkout", "set", "--cone", option, "governance/model", "governance/release")
    assert not (root / RISK).exists()
    sides = open_sides(root, "HEAD")
    assert (names(sides), sides.unread) == (set(), ())
    assert names(open_sides(root, "HEAD~1")) == {"risk/rudeness"}
    assert names(open_sides(root, "HEAD~1", index=True)) == {"risk/rudeness"}
    new = open_sides(root, "HEAD~1").new
    assert "very rudely" in new.catalog.records[RUDENESS].data["text"]
    assert new.settings.title == "Test records"
    full = open_project(root, revision="HEAD").catalog
    assert dict(new.catalog.records) == dict(full.records)
    (root / "governance/model/owl.yaml").unlink()
    (root / "governance/risk").mkdir(exist_ok=True)
    (root / "governance/risk/new.yaml").write_bytes(EXTRA)
    assert names(open_sides(root, "HEAD")) == {"model/owl", "risk/new"}


def test_a_shallow_clone(root: Path, tmp_path: Path) -> None:
    git(root, "branch", "topic", "HEAD~1")
    git(root, "checkout", "-q", "topic")
    commit(root, {"governance/risk/topic.yaml": EXTRA})
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", root.as_uri(), str(clone))
    assert names(open_sides(clone, "origin/main", "origin/topic")) == {"risk/rudeness", "risk/topic"}
    for arguments, more in [(("HEAD~1", "HEAD"), {}), (("origin/main", "origin/topic"), {"merge_base": True})]:
        with pytest.raises(Stop) as stop:
            open_sides(clone, *arguments, **more)  # type: ignore[arg-type]
        assert "shallow: `git fetch --unshallow`" in stop.value.hint
        assert stop.value.code == UNREADABLE
    git(clone, "fetch", "-q", "--unshallow")
    assert names(open_sides(clone, "origin/main", "origin/topic", merge_base=True)) == {"risk/topic"}


@pytest.mark.parametrize("kind", ["blob:none", "tree:0"])
def test_a_partial_clone_says_what_is_missing(root: Path, tmp_path: Path, kind: str) -> None:
    git(root, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", f"--filter={kind}", root.as_uri(), str(clone))
    for arguments, more in [(("HEAD~1", "HEAD"), {}), (("HEAD~1",), {}), (("HEAD~1",), {"index": True})]:
        with pytest.raises(Stop) as stop:
            open_sides(clone, *arguments, **more)  # type: ignore[arg-type]
        assert "this clone is partial" in stop.value.hint
        assert stop.value.code == UNREADABLE


@pytest.mark.parametrize("name", [f"HEAD:{RISK}", "HEAD:governance/risk", "HEAD:governance"])
@pytest.mark.parametrize("harm", ["lost", "damaged"])
def test_a_lost_or_damaged_object_is_an_error(root: Path, name: str, harm: str) -> None:
    id = git(root, "rev-parse", name)
    place = root / ".git/objects" / id[:2] / id[2:]
    place.chmod(0o644)
    if harm == "lost":
        place.unlink()
    else:
        place.write_bytes(place.read_bytes()[:-9] + b"\0" * 9)
    for pair in (("HEAD~1", "HEAD"), ("HEAD", "HEAD~1")):
        with pytest.raises(Stop) as stop:
            open_sides(root, *pair)
        assert stop.value.code == UNREADABLE


def test_a_packed_repository_and_one_of_longer_ids(root: Path, tmp_path: Path) -> None:
    git(root, "gc", "-q", "--aggressive")
    assert names(open_sides(root, "HEAD~1", "HEAD")) == {"risk/rudeness"}
    longer = tmp_path / "longer"
    longer.mkdir()
    git(longer, "init", "-q", "--object-format=sha256")
    commit(longer, SOUND)
    commit(longer, {RISK: REWORDED})
    assert names(open_sides(longer, "HEAD~1", "HEAD")) == {"risk/rudeness"}
    assert names(open_sides(longer, "HEAD~1")) == names(open_sides(longer, "HEAD~1", index=True)) == {"risk/rudeness"}
    assert names(open_sides(longer, "HEAD")) == set()


def test_what_is_told_is_bounded(root: Path) -> None:
    commit(root, {f"governance/risk/File-{i}.txt.gz": "x" for i in range(MOST_TOLD + 20)})
    told = open_sides(root, "HEAD~1", "HEAD").told
    assert len(told) == MOST_TOLD + 1
    assert told[-1] == "and 20 more files that are no records"
