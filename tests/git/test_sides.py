"""Two states side by side: what changed is found, whatever git has in store, and nothing else is read."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from tests.conftest import SOUND
from tests.git.making import commit, git, repository

from underhood.records import late, load
from underhood.records.project import Project, open_project
from underhood.records.sides import Sides, open_sides
from underhood.values.errors import UNREADABLE, USAGE, Stop
from underhood.values.ids import Address

RISK = "governance/risk/rudeness.yaml"
TEXT = SOUND[RISK]
RUDENESS = Address("risk", "rudeness")
REWORDED = TEXT.replace("may answer rudely", "may answer very rudely")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two commits; the second one rewords a risk."""
    folder = tmp_path / "records"
    repository(folder, SOUND)
    commit(folder, {RISK: REWORDED})
    return folder


def names(sides: Sides) -> set[str]:
    return {str(address) for address in sides.changed}


def text(project: Project, id: str = "rudeness") -> str:
    record = project.catalog.get("risk", id)
    return "" if record is None else str(record.get("text"))


def risk(number: int, words: str = "A harm.") -> str:
    return f"title: Risk {number}\ntext: {words}\n"


def test_two_revisions(root: Path) -> None:
    sides = open_sides(root, "HEAD~1", "main")
    assert names(sides) == {"risk/rudeness"}
    assert (text(sides.old), text(sides.new)) == ("The model may answer rudely.", "The model may answer very rudely.")
    ids = git(root, "rev-parse", "HEAD~1", "HEAD").split()
    assert (sides.old_name, sides.new_name) == (f"HEAD~1 ({ids[0][:12]})", f"main ({ids[1][:12]})")
    assert (sides.unread, sides.told, sides.merge_base, sides.files) == ((), (), "", frozenset())
    assert sides.old.commit is not None
    assert (sides.old.commit.commit, sides.old.as_of) == (ids[0], "2024-05-07")
    assert open_sides(root, ids[0][:9], "HEAD").old_name == ids[0][:12]


def test_a_state_and_itself(root: Path) -> None:
    for arguments in (("HEAD", "HEAD"), ("HEAD", None), ("HEAD", "main")):
        sides = open_sides(root, *arguments)
        assert (names(sides), sides.unread, sides.told, sides.files) == (set(), (), (), frozenset())
        assert text(sides.new) == "The model may answer very rudely."
    assert names(open_sides(root, "HEAD", index=True)) == set()


def test_the_index_and_the_folder(root: Path) -> None:
    (root / RISK).write_text(TEXT)
    git(root, "add", "-A")
    (root / RISK).write_text(TEXT.replace("rudely", "badly"))
    (root / "governance/risk/new.yaml").write_text(risk(1))
    staged, lying = open_sides(root, "HEAD", index=True), open_sides(root, "HEAD")
    assert names(staged) == {"risk/rudeness"}
    assert text(staged.new) == "The model may answer rudely."
    assert names(lying) == {"risk/rudeness", "risk/new"}  # untracked files count
    assert text(lying.new) == "The model may answer badly."
    assert (staged.new_name, lying.new_name) == ("the index", "the working tree")
    assert text(staged.old) == text(lying.old) == "The model may answer very rudely."
    assert names(open_sides(root, "HEAD~1", index=True)) == set()
    with pytest.raises(Stop, match="cannot both be the newer state"):
        open_sides(root, "HEAD~1", "HEAD", index=True)


def test_what_is_only_meant_to_be_added(root: Path) -> None:
    (root / "governance/risk/new.yaml").write_text(risk(1))
    git(root, "add", "-N", "governance/risk/new.yaml")
    assert names(open_sides(root, "HEAD", index=True)) == set()
    assert names(open_sides(root, "HEAD")) == {"risk/new"}


def test_flags_of_the_index_are_not_believed(root: Path) -> None:
    git(root, "update-index", "--assume-unchanged", RISK)
    (root / RISK).write_text(TEXT)
    assert names(open_sides(root, "HEAD")) == {"risk/rudeness"}
    git(root, "update-index", "--no-assume-unchanged", RISK)
    git(root, "update-index", "--skip-worktree", RISK)
    assert names(open_sides(root, "HEAD")) == {"risk/rudeness"}


def test_a_merge_base(root: Path) -> None:
    git(root, "branch", "topic", "HEAD~1")
    git(root, "checkout", "-q", "topic")
    top = commit(root, {"governance/risk/topic.yaml": risk(1)})
    sides = open_sides(root, "main", "topic", merge_base=True)
    assert names(sides) == {"risk/topic"}
    assert sides.merge_base == git(root, "rev-parse", "main~1")
    assert sides.old_name == f"where topic left main ({sides.merge_base[:12]})"
    assert names(open_sides(root, "main", "topic")) == {"risk/topic", "risk/rudeness"}
    (root / RISK).write_text(REWORDED + "# x\n")
    assert names(open_sides(root, "main", merge_base=True)) == {"risk/topic", "risk/rudeness"}
    git(root, "checkout", "-q", RISK)
    assert names(open_sides(root, "main", index=True, merge_base=True)) == {"risk/topic"}
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-edit", top)
    git(root, "checkout", "-q", "topic")
    git(root, "merge", "-q", "--no-edit", "main~1")
    commit(root, {RISK: TEXT})
    assert "have 2 best common ancestors" in open_sides(root, "main", "topic", merge_base=True).told[0]


def test_no_common_ancestor(root: Path) -> None:
    git(root, "checkout", "-q", "--orphan", "other")
    commit(root, {RISK: TEXT}, "another beginning")
    with pytest.raises(Stop, match="have no common ancestor") as stop:
        open_sides(root, "main", "other", merge_base=True)
    assert "without --merge-base" in stop.value.hint
    assert stop.value.code == UNREADABLE
    assert names(open_sides(root, "main", "other")) == {"risk/rudeness"}


def test_an_unborn_branch(root: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    git(empty, "init", "-q")
    for index in (False, True):
        with pytest.raises(Stop, match="there is no commit 'HEAD'") as stop:
            open_sides(empty, "HEAD", index=index)
        assert "has no commit yet" in stop.value.hint
    git(root, "checkout", "-q", "--orphan", "unborn")
    with pytest.raises(Stop, match="there is no commit 'HEAD'"):
        open_sides(root, "HEAD")
    with pytest.raises(Stop, match="there is no commit 'HEAD'"):
        open_sides(root, "main", merge_base=True)
    assert names(open_sides(root, "main")) == set()


def test_a_bare_repository(root: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "-q", "--bare", str(root), str(bare))
    assert names(open_sides(bare, "main~1", "main")) == {"risk/rudeness"}
    for index in (False, True):
        with pytest.raises(Stop, match="it is bare") as stop:
            open_sides(bare, "main", index=index)
        assert stop.value.code == USAGE


def test_a_detached_head_a_worktree_and_a_submodule(root: Path, tmp_path: Path) -> None:
    git(root, "worktree", "add", "-q", "--detach", str(tmp_path / "beside"), "HEAD~1")
    assert names(open_sides(tmp_path / "beside", "main")) == {"risk/rudeness"}
    assert names(open_sides(tmp_path / "beside", "main", index=True)) == {"risk/rudeness"}
    assert names(open_sides(tmp_path / "beside", "HEAD", "main")) == {"risk/rudeness"}
    outer = tmp_path / "outer"
    repository(outer, SOUND)
    git(outer, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(root), "governance/_sealed/inner")
    commit(outer, {})
    assert names(open_sides(outer / "governance/_sealed/inner", "HEAD~1", "HEAD")) == {"risk/rudeness"}
    (told,) = open_sides(outer, "HEAD~1", "HEAD").told
    assert told == "governance/_sealed/inner was added: a submodule, whose files belong to another repository"
    same = open_sides(outer, "HEAD")
    assert (names(same), same.files, same.told) == (set(), frozenset(), ())


def test_a_repository_in_a_subfolder(tmp_path: Path) -> None:
    files = {f"a b/ü/{path}": words for path, words in SOUND.items()}
    repository(tmp_path, {**files, "governance/risk/outer.yaml": risk(1)})
    commit(tmp_path, {f"a b/ü/{RISK}": REWORDED, "governance/risk/outer.yaml": risk(2)})
    inner = tmp_path / "a b" / "ü"
    (inner / "governance/risk/more.yaml").write_text(risk(3))
    git(tmp_path, "add", "-A")
    assert names(open_sides(inner, "HEAD~1", "HEAD")) == {"risk/rudeness"}
    assert names(open_sides(inner, "HEAD~1", index=True)) == {"risk/rudeness", "risk/more"}
    assert names(open_sides(inner, "HEAD~1")) == {"risk/rudeness", "risk/more"}
    assert text(open_sides(inner, "HEAD~1").new) == "The model may answer very rudely."


def test_only_what_changed_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    honest = load.read_file

    def read_file(tree: object, entry: object, *rest: object, **more: object) -> object:
        read.append(entry.path)  # type: ignore[attr-defined]
        return honest(tree, entry, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(late, "read_file", read_file)
    commit(root, {f"governance/risk/r{i:03}.yaml": risk(i) for i in range(100)})
    commit(root, {f"governance/risk/r{i:03}.yaml": risk(i, "Another.") for i in range(7)})
    git(root, "add", "-A")
    for arguments, more in [(("HEAD~1", "HEAD"), {}), (("HEAD~1",), {"index": True}), (("HEAD~1",), {})]:
        read.clear()
        sides = open_sides(root, *arguments, **more)  # type: ignore[arg-type]
        assert len(sides.changed) == 7
        assert len(read) == 14
        assert text(sides.new, "r050") == "A harm."
        assert len(read) == 15
        assert sides.new.catalog.get("risk", "nowhere") is None
        assert len(read) == 15
        assert len(sides.new.catalog.of("model")) == 1
        assert len(read) == 16
        everything = open_project(root, revision="HEAD").catalog
        assert list(sides.new.catalog) == list(everything)
        assert list(sides.new.catalog.records) == list(everything.records)
        assert [record.address for record in sides.new.catalog.of("risk")] == [
            record.address for record in everything.of("risk")
        ]
        for record in everything:
            assert sides.new.catalog.links(record) == everything.links(record)
            assert sides.new.catalog.bad_links(record) == everything.bad_links(record)
            assert sides.new.catalog.cited_by(record.address) == everything.cited_by(record.address)
            assert sides.new.catalog.closure(record) == everything.closure(record)


def test_a_record_in_another_folder_and_of_another_kind(root: Path) -> None:
    git(root, "mv", RISK, "governance/risk/moved.tmp")
    (root / "governance/risk/deep/er").mkdir(parents=True)
    git(root, "mv", "governance/risk/moved.tmp", "governance/risk/deep/er/rudeness.yaml")
    commit(root, {})
    sides = open_sides(root, "HEAD~1", "HEAD")
    assert names(sides) == {"risk/rudeness"}
    old, new = (side.catalog.records[RUDENESS] for side in (sides.old, sides.new))
    assert (old.digest, old.data) == (new.digest, new.data)
    commit(root, {"governance/risk/deep/er/rudeness.yaml": None, "governance/organisation/rudeness.yaml": "title: R\n"})
    sides = open_sides(root, "HEAD~1", "HEAD")
    assert names(sides) == {"risk/rudeness", "organisation/rudeness"}
    assert sides.new.catalog.get("risk", "rudeness") is None
    assert not sides.new.catalog.broken


def test_a_name_that_two_files_have(root: Path) -> None:
    commit(root, {"governance/risk/a/rudeness.yaml": risk(1)})
    full = open_project(root, revision="HEAD")
    sides = open_sides(root, "HEAD~1", "HEAD")
    assert sides.new.catalog.records[RUDENESS] == full.catalog.records[RUDENESS]
    assert [(one.path, one.side) for one in sides.unread] == [(RISK, "new")]
    assert "is the name of another file too" in sides.unread[0].message
    commit(root, {RISK: TEXT + "# more\n"})
    assert names(open_sides(root, "HEAD~1", "HEAD")) == set()  # the file that counts is the same


def test_modes_and_line_ends_are_no_change(root: Path) -> None:
    git(root, "update-index", "--chmod=+x", RISK)
    git(root, "commit", "-qm", "mode")
    assert names(open_sides(root, "HEAD~1", "HEAD")) == set()
    git(root, "config", "core.autocrlf", "true")
    (root / RISK).unlink()
    git(root, "checkout", "-q", "--", RISK)
    assert b"\r\n" in (root / RISK).read_bytes()
    assert names(open_sides(root, "HEAD")) == names(open_sides(root, "HEAD", index=True)) == set()


def test_a_side_without_records(root: Path) -> None:
    git(root, "checkout", "-q", "--orphan", "empty")
    git(root, "rm", "-rqf", ".")
    commit(root, {"readme.md": "x"})
    commit(root, {"readme.md": "y"})
    sides = open_sides(root, "empty", "main")
    assert len(sides.changed) == len(open_project(root, revision="main").catalog.records)
    assert sides.told == (f"there is no governance/ folder in {sides.old_name}: everything is new",)
    assert sides.unread == ()
    back = open_sides(root, "main", "empty")
    assert back.changed == sides.changed
    assert back.told[0].endswith("everything is gone")
    for newer in ("empty", None):
        with pytest.raises(Stop, match=r"there is no governance/ folder in .*, and none in") as stop:
            open_sides(root, "empty~1", newer)
        assert stop.value.code == USAGE
    assert open_sides(root, "main").changed == sides.changed
    assert open_sides(root, "main", index=True).changed == sides.changed


def test_schemas_that_changed(root: Path) -> None:
    own = '{"type": "object", "required": ["color"], "properties": {"color": {"type": "string"}}}'
    commit(root, {"schemas/paint.schema.json": own, "governance/paint/red.yaml": "color: red\n"})
    commit(root, {"schemas/paint.schema.json": own.replace('"color"', '"hue"')})
    sides = open_sides(root, "HEAD~1", "HEAD")
    assert "schemas differ" in sides.told[0]
    assert [(one.path, one.side) for one in sides.unread] == [("governance/paint/red.yaml", "new")]
    paint = Address("paint", "red")
    assert paint in sides.changed
    assert paint in sides.new.catalog.broken
    assert sides.old.catalog.records[paint].data == {"color": "red"}
    (root / "schemas/paint.schema.json").unlink()
    for index in (False, True):
        if index:
            git(root, "add", "-A")
        gone = open_sides(root, "HEAD~1", index=index)
        assert paint in gone.changed
        assert "governance/paint/ is not the folder of a kind" in " ".join(gone.told) or not gone.files
    commit(root, {"schemas/paint.schema.json": own})
    same = open_sides(root, "HEAD~2", "HEAD")
    assert (same.told, names(same)) == ((), set())


def test_settings_lists_and_notes_are_told_apart(root: Path) -> None:
    commit(
        root,
        {
            "governance/settings.yaml": SOUND["governance/settings.yaml"].replace("Test records", "Others"),
            "governance/_lists/hosts.txt": "a.example\n",
            "governance/risk/notes.md": "x",
            "governance/risk/picture.png": b"x",
            "governance/riks/lost.yaml": risk(1),
            "governance/risk/Upper.yaml": risk(1),
        },
    )
    sides = open_sides(root, "HEAD~1", "HEAD")
    assert (sides.old.settings.title, sides.new.settings.title) == ("Test records", "Others")
    assert {"governance/settings.yaml", "governance/_lists/hosts.txt"} < sides.files
    assert names(sides) == set()
    assert [line.partition(" was added: ")[0] for line in sides.told] == [
        "governance/riks/lost.yaml",
        "governance/risk/Upper.yaml",
        "governance/risk/picture.png",
    ]
    commit(root, {"governance/settings.yaml": "title: ["})
    (unread,) = open_sides(root, "HEAD~1", "HEAD").unread
    assert (unread.path, unread.side) == ("governance/settings.yaml", "new")


def test_any_two_states_differ_by_what_changed(root: Path) -> None:
    """What the late catalogs say is what whole ones say, and `changed` explains every difference."""
    chance = random.Random(4)
    paths = [f"governance/risk/{'ab'[i % 2]}/r{i}.yaml" for i in range(12)] + ["governance/risk/b/r0.yaml"]
    contents = [risk(1), risk(2), "title: [", risk(3) + "owner: organisation/owl-works\n", None, None]
    made = [git(root, "rev-parse", "HEAD")]
    for _ in range(12):
        for path in chance.sample(paths, 4):
            content = chance.choice(contents)
            (root / path).unlink(missing_ok=True)
            if content is not None:
                (root / path).parent.mkdir(exist_ok=True, parents=True)
                (root / path).write_text(content)
        made.append(commit(root, {}))
    whole = {one: open_project(root, revision=one).catalog for one in made}
    for _ in range(40):
        one, other = chance.choice(made), chance.choice(made)
        sides, back = open_sides(root, one, other), open_sides(root, other, one)
        assert sides.changed == back.changed
        for late_, full in ((sides.old.catalog, whole[one]), (sides.new.catalog, whole[other])):
            assert {name: late_.records.get(name) for name in sides.changed} == {
                name: full.records.get(name) for name in sides.changed
            }
            assert dict(late_.records) == dict(full.records)
            assert late_.broken <= full.broken
        before, after = whole[one], whole[other]
        differing = {
            name for name in {*before.records, *after.records} if before.records.get(name) != after.records.get(name)
        }
        assert differing <= sides.changed
        assert sides.changed <= differing | before.broken | after.broken


def test_odd_days_and_names_are_refused(root: Path) -> None:
    with pytest.raises(Stop, match="is not a day"):
        open_sides(root, "HEAD", today="soon")
    for name in ("--output=x", "-h", "v1:../../etc/passwd", ":/x", "a b", "a\nb", "a\0b", ""):
        for pair in ((name, "HEAD"), ("HEAD", name)):
            with pytest.raises(Stop) as stop:
                open_sides(root, *pair)
            assert stop.value.code == USAGE
    assert not (root / "x").exists()
    git(root, "branch", "v1", "HEAD~1")
    git(root, "tag", "v1", "HEAD")
    with pytest.raises(Stop, match="names more than one commit"):
        open_sides(root, "v1", "HEAD")
