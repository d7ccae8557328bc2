"""A commit is read as it is stored, whatever its names, links, filters and sizes; what is odd is told, not lost."""

from __future__ import annotations

import dataclasses
import shutil
from pathlib import Path

import pytest
from tests.git.making import commit, git, odd_commit, repository, stored, tree
from tests.making import SMALL

from underhood.doors import blobs
from underhood.doors import git as door
from underhood.doors.blobs import GitTree
from underhood.doors.tree import LARGEST, Entry, Unreadable, WorkingTree, stream
from underhood.judge.check import check
from underhood.records.lists import read_list
from underhood.records.project import open_project
from underhood.values.errors import Stop

RISK = b"title: Extra\ntext: A harm.\n"
ROOT = Path(__file__).resolve().parents[2]


def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that git is asked from now on."""
    asked: list[str] = []

    def run(root: Path, *arguments: str, stdin: bytes = b"", largest: int | None = None) -> bytes:
        asked.append(arguments[0])
        return door.run(root, *arguments, stdin=stdin, largest=largest)

    monkeypatch.setattr(blobs, "run", run)
    return asked


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    repository(folder, SMALL)
    return folder


def head(root: Path) -> GitTree:
    return GitTree(root, git(root, "rev-parse", "HEAD"))


def risks(root: Path, *nodes: tuple[bytes, bytes, str]) -> list[Entry]:
    return GitTree(root, odd_commit(root, *nodes)).walk("governance")


def test_a_commit_reads_like_the_folder(root: Path) -> None:
    stored_, lying = head(root), WorkingTree(root)
    for folder in ("governance", "governance/risk", "", "nowhere"):
        found = [entry for entry in lying.walk(folder) if not entry.path.startswith(".git/")]
        assert stored_.walk(folder) == found
    for entry in stored_.walk("governance"):
        assert stored_.read(entry.path) == lying.read(entry.path)


@pytest.mark.parametrize("below", ["", "examples/lab"])
def test_the_shipped_records_read_like_a_copy_of_them(tmp_path: Path, below: str) -> None:
    shutil.copytree(ROOT / below / "governance", tmp_path / below / "governance")
    git(tmp_path, "init", "-q")
    commit(tmp_path, {})
    root = tmp_path / below
    lying, stored_ = open_project(root), open_project(root, revision="HEAD")
    facts = [[(r.address, r.path, r.data, r.digest, r.remarks) for r in one.catalog] for one in (stored_, lying)]
    assert facts[0] == facts[1]
    assert len(stored_.catalog.records) > 100
    assert (stored_.settings, stored_.head, stored_.as_of) == (lying.settings, lying.head, "2024-05-07")
    assert check(stored_, today="2026-01-15") == check(lying, today="2026-01-15")


def test_what_is_not_committed_is_not_read(root: Path) -> None:
    before = head(root)
    (root / "governance/risk/rudeness.yaml").write_text("broken: [")
    (root / "governance/risk/new.yaml").write_bytes(RISK)
    (root / "templates").mkdir()
    project = open_project(root, revision="HEAD")
    assert project.problems == ()
    assert project.catalog.get("risk", "new") is None
    assert before.walk("governance/risk") == [Entry("governance/risk/rudeness.yaml")]
    assert len(project.template_folders) == 1


def test_a_project_in_a_subfolder(tmp_path: Path) -> None:
    files = {f"a b/ü/{path}": text for path, text in SMALL.items()}
    repository(tmp_path, {**files, "governance/risk/outer.yaml": RISK, "a b/ü/governance2/x.yaml": "x"})
    project = open_project(tmp_path / "a b" / "ü", revision="main")
    assert project.problems == ()
    assert project.catalog.get("risk", "rudeness") is not None
    assert project.catalog.get("risk", "outer") is None


def test_a_folder_whose_name_is_a_pattern(tmp_path: Path) -> None:
    names = [":(glob)*", "*", "[a]", "a"]
    repository(tmp_path, {f"{name}/governance/risk/of-{i}.yaml": RISK for i, name in enumerate(names)})
    for i, name in enumerate(names):
        found = GitTree(tmp_path / name, git(tmp_path, "rev-parse", "HEAD")).walk("governance")
        assert found == [Entry(f"governance/risk/of-{i}.yaml")]


def test_settings_and_schemas_are_those_of_the_revision(root: Path) -> None:
    own = '{"type": "object", "required": ["color"], "properties": {"color": {"type": "string"}}}'
    commit(root, {"schemas/paint.schema.json": own, "governance/paint/red.yaml": "color: red\n"})
    commit(root, {"schemas/paint.schema.json": None, "governance/settings.yaml": SMALL["governance/settings.yaml"] * 2})
    project = open_project(root, revision="HEAD~1")
    assert project.problems == ()
    assert project.catalog.get("paint", "red") is not None
    assert open_project(root).catalog.get("paint", "red") is None
    for content in ("[]", "{", b"\xff"):
        commit(root, {"schemas/paint.schema.json": content})
        with pytest.raises(Stop, match="the schema paint"):
            open_project(root, revision="HEAD")


NAMES = {
    b"caf\xe9.yaml": "the name is not UTF-8",
    b"a\n::error::b.yaml": "the name holds a character that cannot be shown",
    "evil\N{RIGHT-TO-LEFT OVERRIDE}lmay.yaml".encode(): "the name holds a character that cannot be shown",
    b"..": "the name leads out of the tree",
    b".": "the name leads out of the tree",
    b".git": "the name leads out of the tree",
    b".GIT": "the name leads out of the tree",
    b"../../../etc/passwd": "the name leads out of the tree",
    b"-rf.yaml": "",
    b"<img onerror=x>.yaml": "",
    b"CON.yaml": "",
    "é.yaml".encode(): "",
}


@pytest.mark.parametrize("name", NAMES)
def test_odd_names_are_told(root: Path, name: bytes) -> None:
    blob = stored(root, "blob", RISK)
    commit_ = odd_commit(root, (b"100644", name, blob), (b"100644", b"zebra.yaml", blob))
    tree_ = GitTree(root, commit_)
    odd, plain = sorted(tree_.walk("governance"), key=lambda entry: entry.path == "governance/risk/zebra.yaml")
    assert odd.odd == NAMES[name]
    assert plain == Entry("governance/risk/zebra.yaml")
    assert odd.path.encode()  # no half characters travel on
    read = tree_.read(odd.path)
    assert isinstance(read, Unreadable) if odd.odd else read == RISK
    project = open_project(root, revision=commit_)
    assert [problem.location.path for problem in project.problems] == [odd.path]
    assert project.catalog.get("risk", "zebra") is not None


def test_names_that_differ_in_case(root: Path) -> None:
    blob = stored(root, "blob", RISK)
    commit_ = odd_commit(root, (b"100644", b"A.yaml", blob), (b"100644", b"a.yaml", blob))
    assert [problem.code for problem in open_project(root, revision=commit_).problems] == ["invalid-id"]


def test_a_name_that_stands_twice(root: Path) -> None:
    nodes = [(b"100644", b"a.yaml", stored(root, "blob", content)) for content in (RISK, b"title: Other\n")]
    assert risks(root, *nodes) == [Entry("governance/risk/a.yaml", "the name stands here twice")]


@pytest.mark.parametrize(
    ("mode", "odd"),
    [
        (b"120000", "symbolic links are not followed"),
        (b"100755", ""),
        (b"100664", ""),
    ],
)
def test_modes(root: Path, mode: bytes, odd: str) -> None:
    blob = stored(root, "blob", b"/etc/passwd")
    commit_ = odd_commit(root, (mode, b"a.yaml", blob))
    tree_ = GitTree(root, commit_)
    assert tree_.walk("governance") == [Entry("governance/risk/a.yaml", odd)]
    read = tree_.read("governance/risk/a.yaml")
    assert isinstance(read, Unreadable) if odd else read == b"/etc/passwd"


def test_a_submodule_is_told(root: Path) -> None:
    found = risks(root, (b"160000", b"sub", "1" * 40))
    assert found == [Entry("governance/risk/sub", "a submodule, whose files belong to another repository")]


@pytest.mark.parametrize("mode", [b"120000", b"100644"])
def test_governance_itself_is_no_folder(root: Path, mode: bytes) -> None:
    blob = stored(root, "blob", b"/etc")
    commit_ = git(root, "commit-tree", tree(root, [(mode, b"governance", blob)]), "-m", "x")
    (problem,) = open_project(root, revision=commit_).problems
    assert (problem.code, problem.location.path) == ("unreadable-file", "governance")


def test_sixty_megabytes_are_refused_unread(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(root, {"governance/risk/huge.yaml": b"#" * 60_000_000})
    tree_ = head(root)
    tree_.walk("governance")
    asked = counted(monkeypatch)
    found = tree_.read("governance/risk/huge.yaml")
    assert isinstance(found, Unreadable)
    assert found == WorkingTree(root).read("governance/risk/huge.yaml")
    assert asked == []
    assert isinstance(tree_.read("governance/risk/rudeness.yaml"), bytes)
    assert sum(map(len, tree_._held.values())) < LARGEST
    assert tree_.read("governance/risk/huge.yaml", largest=1 << 26) == b"#" * 60_000_000


def test_what_is_asked_for_and_not_there(root: Path) -> None:
    for path in ("governance/risk/none.yaml", "none", "../records/governance/settings.yaml", "/etc/passwd"):
        assert isinstance(head(root).read(path), Unreadable)


def test_reading_again_and_out_of_order(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = {f"governance/risk/r{i:03}.yaml": f"title: Risk {i}\ntext: x\n".encode() for i in range(200)}
    commit(root, contents)
    for ahead, again, room in [(1000, 32, 1 << 23), (7, 3, 1 << 23), (1000, 32, 64)]:
        monkeypatch.setattr(blobs, "_AHEAD", ahead)
        monkeypatch.setattr(blobs, "_AHEAD_AGAIN", again)
        monkeypatch.setattr(blobs, "_BYTES_AT_ONCE", room)
        tree_ = head(root)
        for path in [*contents, *sorted(contents, reverse=True)][:: 1 if ahead == 1000 and room > 64 else 9]:
            assert tree_.read(path) == contents[path]


def test_a_walk_asks_git_a_few_times(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(root, {f"governance/risk/r{i:03}.yaml": RISK + b"#%d" % i for i in range(500)})
    asked = counted(monkeypatch)
    assert len(open_project(root, revision="HEAD").catalog.records) > 500
    assert len(asked) < 12


def test_a_tree_that_unfolds_without_end(root: Path) -> None:
    blob = stored(root, "blob", RISK)
    node = (b"100644", blob)
    for _ in range(10):
        level = tree(root, [(node[0], b"%d" % i, node[1]) for i in range(10)])
        node = (b"40000", level)
    commit_ = odd_commit(root, (b"40000", b"bomb", node[1]))
    with pytest.raises(Stop, match="git answers with more than 32 MiB"):
        open_project(root, revision=commit_)


def test_the_commit_alone_tells_trees_apart(root: Path) -> None:
    one, other = head(root), head(root)
    one.walk("governance")
    assert one == other
    assert dataclasses.replace(one, commit="0" * 40) != one


def test_a_list_of_a_revision_is_read_bit_by_bit(root: Path) -> None:
    raw = b"".join(b"host-%d.example\n" % i for i in range(100_000))
    commit(root, {"governance/_lists/hosts.txt": raw})
    tree_ = head(root)
    opened = stream(tree_, "governance/_lists/hosts.txt", largest=1 << 29)
    assert not isinstance(opened, Unreadable)
    with opened:
        assert (opened.read(10), opened.read()) == (raw[:10], raw[10:])
    assert tree_._held == {}
    assert read_list(tree_, "_lists/hosts.txt") == read_list(WorkingTree(root), "_lists/hosts.txt")
    for path, largest in [("governance/_lists/hosts.txt", 100), ("governance/_lists/none.txt", 1 << 29)]:
        assert isinstance(stream(tree_, path, largest=largest), Unreadable)
    blob = git(root, "rev-parse", "HEAD:governance/_lists/hosts.txt")
    (root / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(Stop):
        stream(tree_, "governance/_lists/hosts.txt", largest=1 << 29)
