"""Reading `governance/`: every file becomes a record or a problem, and nothing else is harmed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from underhood.doors.tree import LARGEST, MemoryTree, WorkingTree
from underhood.judge.check import check
from underhood.records.load import Loaded, load
from underhood.records.project import memory_project, open_project
from underhood.values.errors import Stop
from underhood.values.ids import Address

RISK = "title: Toxic output\ntext: Users may meet insults.\n"


def read(files: dict[str, bytes | str]) -> Loaded:
    return memory_project(MemoryTree({f"governance/{path}": content for path, content in files.items()})).loaded


def codes(loaded: Loaded) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.location)) for problem in loaded.problems]


def test_folders_between_are_free() -> None:
    loaded = read({"risk/a/b/toxic-output.yaml": RISK, "risk/other.yaml": RISK})
    assert [str(record.address) for record in loaded.catalog] == ["risk/toxic-output", "risk/other"]
    assert loaded.problems == ()


def test_one_bad_file_harms_no_other() -> None:
    loaded = read({"risk/good.yaml": RISK, "risk/bad.yaml": "title: [", "risk/worse.yaml": b"\xff\xfe"})
    assert [record.id for record in loaded.catalog] == ["good"]
    assert loaded.catalog.broken == {Address("risk", "bad"), Address("risk", "worse")}
    assert [code for code, _ in codes(loaded)] == ["invalid-yaml", "invalid-yaml"]


@pytest.mark.parametrize(
    ("path", "content", "code"),
    [
        ("risk/a.yaml", "", "empty-file"),
        ("risk/a.yaml", "# nothing\n", "empty-file"),
        ("risk/a.yaml", b"title: \xff", "invalid-yaml"),
        ("risk/a.yaml", "\x00", "invalid-yaml"),
        ("risk/a.yaml", "just words", "schema-violation"),
        ("risk/a.yaml", "- a\n- b", "schema-violation"),
        ("risk/a.yaml", RISK + "intents: both\n", "unknown-field"),
        ("risk/a.yaml", b"#" * (LARGEST + 1), "unreadable-file"),
        ("risk/a.yml", RISK, "unknown-file"),
        ("risk/a.json", "{}", "unknown-file"),
        ("risk/.hidden", "", "unknown-file"),
        ("loose.yaml", RISK, "unknown-file"),
        ("risks/a.yaml", RISK, "unknown-folder"),
        ("common/a.yaml", RISK, "unknown-folder"),
        ("settings/a.yaml", RISK, "unknown-folder"),
        ("_private/a.yaml", RISK, "unknown-folder"),
        ("risk/A.yaml", RISK, "invalid-id"),
        ("risk/a b.yaml", RISK, "invalid-id"),
        ("risk/-a.yaml", RISK, "invalid-id"),
        ("risk/.yaml", RISK, "invalid-id"),
        ("risk/a..b.yaml", RISK, "invalid-id"),
        ("risk/nul.yaml", RISK, "invalid-id"),
        ("risk/com1.x.yaml", RISK, "invalid-id"),
        ("risk/index.yaml", RISK, "invalid-id"),
        ("risk/é.yaml", RISK, "invalid-id"),
        (f"risk/{'a' * 81}.yaml", RISK, "invalid-id"),
        ("risk/\n::error::.yaml", RISK, "invalid-id"),
        ("risk/\u202egpj.yaml", RISK, "invalid-id"),
        ("risk/<img onerror=x>.yaml", RISK, "invalid-id"),
    ],
)
def test_a_file_that_is_no_record(path: str, content: bytes | str, code: str) -> None:
    loaded = read({path: content})
    assert list(loaded.catalog) == []
    assert codes(loaded)[0][0] == code
    assert loaded.problems[0].hint != ""


@pytest.mark.parametrize(
    "path",
    [
        "settings.yaml",
        "_locale/fr/LC_MESSAGES/records.po",
        "_lists/sites.txt",
        "_sealed/x.json",
        "_signers",
        "risk/README.md",
    ],
)
def test_files_that_are_left_alone(path: str) -> None:
    assert read({path: "anything: ["}).problems == ()


def test_one_id_twice() -> None:
    loaded = read(
        {"risk/a/x.yaml": RISK, "risk/b/x.yaml": RISK, "capability/x.yaml": "title: X\ntype: limitation\ntext: X\n"}
    )
    assert codes(loaded) == [("ambiguous-id", "governance/risk/b/x.yaml:1:1")]
    assert str(loaded.problems[0].related[0].location) == "governance/risk/a/x.yaml:1:1"
    assert loaded.catalog.records[Address("risk", "x")].path == "governance/risk/a/x.yaml"


def test_ids_that_a_case_blind_disk_confuses() -> None:
    assert codes(read({"risk/A.yaml": RISK, "risk/a.yaml": RISK})) == [("invalid-id", "governance/risk/A.yaml:1:1")]


def test_both_ends_of_a_broken_reference() -> None:
    files = {
        "governance/risk/toxic-output.yaml": "title: Toxic output\ntext: >-\n  See [[mitigation/tunning]].\n",
        "governance/mitigation/tuning.yaml": "title: Tuning\nlayer: model\ntext: Tuned.\n",
    }
    (finding,) = check(memory_project(MemoryTree(files)), today="2026-01-15", only={"unresolved-reference"})
    assert str(finding.location) == "governance/risk/toxic-output.yaml:2:7"
    assert finding.hint == "did you mean 'mitigation/tuning'?"
    assert str(finding.related[0].location) == "governance/mitigation/tuning.yaml:1:1"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "governance/risk").mkdir(parents=True)
    (tmp_path / "governance/risk/good.yaml").write_text(RISK)
    return tmp_path


def on_disk(root: Path) -> list[tuple[str, str, str]]:
    project = open_project(root)
    assert [record.id for record in project.catalog] == ["good"]
    return [(problem.code, problem.location.path, problem.message) for problem in project.problems]


def test_a_symbolic_link_is_not_followed(root: Path) -> None:
    (root / "governance/risk/passwd.yaml").symlink_to("/etc/passwd")
    (root / "governance/loop").symlink_to(root)
    assert on_disk(root) == [
        ("unreadable-file", "governance/loop", "symbolic links are not followed"),
        ("unreadable-file", "governance/risk/passwd.yaml", "symbolic links are not followed"),
    ]


def test_a_folder_named_like_a_record(root: Path) -> None:
    (root / "governance/risk/x.yaml").mkdir()
    assert on_disk(root) == [
        ("unreadable-file", "governance/risk/x.yaml", "an empty folder stands where a file belongs")
    ]
    (root / "governance/risk/x.yaml/inner.txt").write_text("")
    (root / "governance/risk/x.yaml/Inner.yaml").write_text(RISK)
    assert [code for code, _, _ in on_disk(root)] == ["invalid-id"]


def test_a_folder_named_like_the_settings(root: Path) -> None:
    (root / "governance/settings.yaml").mkdir()
    assert [(code, path) for code, path, _ in on_disk(root)] == [("unreadable-file", "governance/settings.yaml")]
    (root / "governance/settings.yaml/inner.yaml").write_text(RISK)
    assert [code for code, _, _ in on_disk(root)] == ["unknown-folder"]


def test_a_pipe_does_not_block(root: Path) -> None:
    os.mkfifo(root / "governance/risk/pipe.yaml")
    assert on_disk(root) == [("unreadable-file", "governance/risk/pipe.yaml", "not an ordinary file")]


def test_a_file_that_goes_away_while_being_read(root: Path) -> None:
    tree = WorkingTree(root)
    entries = list(tree.walk("governance"))
    (root / "governance/risk/good.yaml").unlink()

    class Stale:
        def walk(self, folder: str) -> object:
            return entries if folder == "governance" else []

        def read(self, path: str, *, largest: int = LARGEST) -> object:
            return tree.read(path, largest=largest)

    loaded = load(Stale(), memory_project(MemoryTree({})).schemas)  # type: ignore[arg-type]
    assert [problem.code for problem in loaded.problems] == ["unreadable-file"]


def test_names_that_are_not_utf_8(root: Path) -> None:
    name = os.fsencode(root / "governance/risk") + b"/\xff.yaml"
    try:
        with open(name, "w") as stream:  # noqa: PTH123  (a path of bytes)
            stream.write(RISK)
    except OSError:
        pytest.skip("this disk only takes names in UTF-8")
    assert [code for code, _, _ in on_disk(root)] == ["invalid-id"]


def test_no_governance_folder(tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"there is no governance/ folder"):
        open_project(tmp_path)
