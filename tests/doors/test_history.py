"""The past of files, out of real repositories."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.git.making import commit, git, repository

from underhood.doors.history import contents, holds, touches

RISK = "governance/risk/a.yaml"


def subjects(root: Path, path: str = RISK) -> list[str]:
    head = git(root, "rev-parse", "HEAD")
    return [touch.subject for name, touch in touches(root, "governance", head) if name == path]


def test_each_change_with_its_day_in_utc_newest_first(tmp_path: Path) -> None:
    repository(tmp_path, {RISK: "a: 1\n", "README.md": "x"})
    commit(tmp_path, {RISK: "a: 2\n"}, "Second\n\nwith more")
    commit(tmp_path, {"README.md": "y"}, "Not about records")
    found = touches(tmp_path, "governance", git(tmp_path, "rev-parse", "HEAD"))
    assert [(path, touch.subject, touch.day) for path, touch in found] == [
        (RISK, "Second", "2024-05-07"),
        (RISK, "next", "2024-05-07"),
    ]
    (_, second), (_, first) = found
    assert (first.old, second.old) == ("", first.new)
    assert contents(tmp_path, [second.old, second.new, ""]) == {second.old: b"a: 1\n", second.new: b"a: 2\n"}
    assert holds(second.new, b"a: 2\n")
    assert holds(second.new, b"a: 2\r\n")
    assert not holds(second.new, b"a: 3\n")


def test_a_merge_counts_as_one_change_of_the_mainline(tmp_path: Path) -> None:
    repository(tmp_path, {RISK: "a: 1\n"})
    git(tmp_path, "checkout", "-q", "-b", "side")
    commit(tmp_path, {RISK: "a: 2\n"}, "On the side")
    commit(tmp_path, {RISK: "a: 3\n"}, "On the side again")
    git(tmp_path, "checkout", "-q", "main")
    git(tmp_path, "merge", "-q", "--no-ff", "-m", "Merge the side", "side")
    assert subjects(tmp_path) == ["Merge the side", "next"]


def test_what_people_write_is_never_taken_for_what_git_says(tmp_path: Path) -> None:
    repository(tmp_path, {RISK: "a: 1\n"})
    fake = "\x01" + "0" * 40 + " :100644 100644 " + "1" * 40 + " " + "2" * 40 + " M \x1b[31m red \u202e end"
    commit(tmp_path, {RISK: "a: 2\n"}, fake)
    shown, first = subjects(tmp_path)
    assert first == "next"
    assert shown.isprintable()
    commit(tmp_path, {RISK: "a: 3\n"}, "long " * 1000)
    assert len(subjects(tmp_path)[0]) == 200


def test_a_message_that_is_not_utf8_and_a_name_that_is_not(tmp_path: Path) -> None:
    repository(tmp_path, {RISK: "a: 1\n"})
    (tmp_path / "governance" / "risk" / "b\udcff.yaml").write_bytes(b"b: 1\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-F", "-", stdin=b"caf\xe9")
    found = touches(tmp_path, "governance", git(tmp_path, "rev-parse", "HEAD"))
    assert [(path, touch.subject) for path, touch in found] == [
        ("governance/risk/b\udcff.yaml", "café"),
        (RISK, "next"),
    ]


def test_the_set_up_of_the_repository_changes_nothing(tmp_path: Path) -> None:
    repository(tmp_path, {RISK: "a: 1\n"})
    commit(tmp_path, {RISK: "a: 2\n"}, "Zwei")
    before = touches(tmp_path, "governance", git(tmp_path, "rev-parse", "HEAD"))
    for name, value in (
        ("log.showroot", "false"),
        ("log.follow", "true"),
        ("log.date", "relative"),
        ("i18n.logOutputEncoding", "UTF-16"),
        ("diff.renames", "copies"),
        ("diff.noprefix", "true"),
        ("format.pretty", "oneline"),
        ("color.ui", "always"),
    ):
        git(tmp_path, "config", name, value)
    assert touches(tmp_path, "governance", git(tmp_path, "rev-parse", "HEAD")) == before


def test_records_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    repository(tmp_path, {f"docs/lab/{RISK}": "a: 1\n", RISK: "other: 1\n"})
    head = git(tmp_path, "rev-parse", "HEAD")
    assert [path for path, _ in touches(tmp_path / "docs" / "lab", "governance", head)] == [RISK]


def test_a_link_in_the_place_of_a_file_has_no_content(tmp_path: Path) -> None:
    repository(tmp_path, {RISK: "a: 1\n"})
    (tmp_path / RISK).unlink()
    (tmp_path / RISK).symlink_to("elsewhere")
    commit(tmp_path, {}, "A link")
    newest = touches(tmp_path, "governance", git(tmp_path, "rev-parse", "HEAD"))[0][1]
    assert newest.new == ""
    assert newest.old


def test_a_shallow_clone_and_a_folder_without_git_tell_nothing(tmp_path: Path) -> None:
    repository(tmp_path / "whole", {RISK: "a: 1\n"})
    head = commit(tmp_path / "whole", {RISK: "a: 2\n"})
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", (tmp_path / "whole").as_uri(), str(tmp_path / "part")],
        check=True,
        capture_output=True,
    )
    assert touches(tmp_path / "whole", "governance", head)
    assert touches(tmp_path / "part", "governance", head) == []
    (tmp_path / "plain").mkdir()
    assert touches(tmp_path / "plain", "governance", head) == []


@pytest.mark.parametrize("id", ["0" * 40, "f" * 64])
def test_contents_that_are_not_there_are_left_out(tmp_path: Path, id: str) -> None:
    repository(tmp_path, {RISK: "a: 1\n"})
    assert contents(tmp_path, [id]) == {}


def test_a_repository_of_the_newer_format(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256")
    head = commit(tmp_path, {RISK: "a: 1\n"})
    found = touches(tmp_path, "governance", head)
    assert holds(found[0][1].new, b"a: 1\n")
    assert contents(tmp_path, [found[0][1].new]) == {found[0][1].new: b"a: 1\n"}
