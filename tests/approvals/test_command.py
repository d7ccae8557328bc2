"""`underhood approve`: what it shows, what it writes, and when it writes nothing."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.approvals.desk import FILES, ORGANISATION, PEOPLE, RELEASE, SETTINGS, SIGNERS, TODAY, Desk

from underhood.cli.main import run
from underhood.judge.approvals import Standing, approvals_of
from underhood.judge.preparers import preparers_of
from underhood.records.people import people_of
from underhood.records.project import open_project
from underhood.records.seal_values import Seal

Command = Callable[..., int]


@pytest.fixture
def root(desk: Desk, tmp_path: Path) -> Path:
    folder = tmp_path / "records"
    for path, content in {**FILES, SIGNERS: desk.signers()}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert run(["seal", "release/owl-3", "-C", str(folder), "--today", "2026-03-15", "-q"]) == 0
    return folder


@pytest.fixture
def approve(desk: Desk, root: Path) -> Command:
    def call(*options: str, key: str = "ben", today: str = TODAY, yes: bool = True) -> int:
        keys = ("--key", str(desk.key(key))) if key else ()
        asked = ("--yes",) if yes else ()
        return run(["approve", "release/owl-3", "-C", str(root), "--today", today, *keys, *asked, *options])

    return call


def git(root: Path, *arguments: str, name: str = "Ada Example", mail: str = "ada@owl.example") -> None:
    who = {
        f"GIT_{one}_{what}": value
        for one in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", name), ("EMAIL", mail))
    }
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True, env={**os.environ, **who})


def standings(root: Path, today: str = TODAY) -> dict[str, str]:
    project = open_project(root, today=today)
    release, seal = project.catalog.get("release", "owl-3"), project.seals.of("owl-3")
    assert release is not None
    assert isinstance(seal, Seal)
    found = approvals_of(project, release, seal, signers=project.tree, today=today)
    return {one.record.id: one.standing.value for one in found}


def files(root: Path) -> list[str]:
    folder = root / "governance/approval"
    return sorted(path.name for path in folder.glob("*")) if folder.is_dir() else []


def test_it_shows_what_is_signed_and_writes_both_files(
    root: Path, approve: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert approve("--role", "safety-lead", "--person", "ben", "--statement", "Read: all of it.") == 0
    told = capsys.readouterr()
    assert "release/owl-3  Owl 3" in told.out
    assert "sealed on 2026-03-15: " in told.out
    assert "this is your first word on this release" in told.out
    assert "governance/approval/owl-3-safety-lead.yaml.sig" in told.out
    assert files(root) == ["owl-3-safety-lead.yaml", "owl-3-safety-lead.yaml.sig"]
    assert standings(root) == {"owl-3-safety-lead": "valid"}


def test_the_person_is_known_by_the_role_where_only_one_has_it(root: Path, approve: Command) -> None:
    (root / ORGANISATION).write_text(PEOPLE.replace("[safety-lead, engineer]", "[engineer]"), "utf-8")
    assert approve("--role", "safety-lead") == 0


def test_of_several_the_key_tells_who_speaks(root: Path, approve: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert approve("--role", "safety-lead", "--condition", "The filter stays on.") == 0
    told = capsys.readouterr().out
    assert (
        "to sign: approved with conditions by Ben Example as safety-lead\n  on condition: The filter stays on." in told
    )
    assert standings(root) == {"owl-3-safety-lead": "valid"}


def test_what_would_not_count_is_told_before_a_signature_is_asked_for(
    approve: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    assert approve("--role", "safety-lead", "--person", "ada", key="ada") == 2
    told = capsys.readouterr()
    assert "is named in prepared_by" in told.err
    assert "signing" not in told.err
    assert told.out == ""


def test_what_changed_since_the_seal_is_no_part_of_the_word(
    root: Path, approve: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    path = root / "governance/risk/rudeness.yaml"
    path.write_text(path.read_text("utf-8").replace("title: ", "title: Very much ", 1), "utf-8")
    assert approve("--role", "safety-lead") == 0
    assert "what you sign is the seal of 2026-03-15, without it" in capsys.readouterr().out


def test_nothing_is_written_over_and_the_last_word_counts(root: Path, approve: Command) -> None:
    assert approve("--role", "safety-lead", "--person", "ben", "--refuse", today="2026-03-19") == 0
    assert approve("--role", "safety-lead", "--person", "ben", "--condition", "The filter stays on.") == 0
    assert standings(root) == {"owl-3-safety-lead": "twice", "owl-3-safety-lead-2": "valid"}


@pytest.mark.parametrize(
    ("options", "key", "says"),
    [
        (("--role", "safety-lead"), "cleo", "several people have the role safety-lead"),
        (("--role", "safety-lead"), "mallory", "several people have the role safety-lead"),
        (("--role", "king"), "ben", "nobody has the role 'king'"),
        (("--role", "safety-lead", "--person", "zoe"), "ben", "'zoe' is nobody"),
        (("--role", "legal-lead", "--person", "ada"), "ada", "does not have the role 'legal-lead'"),
        (("--role", "safety-lead", "--person", "ada"), "ada", "is named in prepared_by"),
        (("--role", "safety-lead", "--person", "ben"), "cleo", "is the key of cleo, not of ben"),
        (("--role", "safety-lead", "--person", "ben"), "mallory", "is no key of ben"),
        (("--role", "safety-lead", "--person", "ben"), "", "no agent holds a key"),
        (("--role", "safety-lead", "--person", "ben", "--unsigned"), "", "no gate lets an approval without"),
        (("--role", "safety-lead", "--person", "ben", "--expires", "2026-03-01"), "ben", "it held until 2026-03-01"),
        (("--role", "safety-lead", "--person", "ben", "--expires", "soon"), "ben", "'soon' is not a day"),
        (("--role", "../../x", "--person", "ben"), "ben", "cannot be an id"),
    ],
)
def test_what_would_not_count_is_not_written(
    root: Path,
    approve: Command,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    options: tuple[str, ...],
    key: str,
    says: str,
) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    assert approve(*options, key=key) in {2, 3}
    assert says in capsys.readouterr().err
    assert files(root) == []


def test_it_asks_first(
    root: Path, approve: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io  # noqa: PLC0415

    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert approve("--role", "safety-lead", "--person", "ben", yes=False) == 1
    assert "Sign this?" in capsys.readouterr().err
    assert files(root) == []
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert approve("--role", "safety-lead", "--person", "ben", yes=False) == 0


def test_a_locked_key_without_an_agent(
    desk: Desk, root: Path, approve: Command, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    desk.key("locked", passphrase="secret words")
    assert approve("--role", "safety-lead", "--person", "ben", key="locked") == 3
    err = capsys.readouterr().err
    assert "locked" in err
    assert "ssh-add" in err
    assert files(root) == []


def test_a_key_that_is_not_there(root: Path, approve: Command, capsys: pytest.CaptureFixture[str]) -> None:
    assert approve("--role", "safety-lead", "--person", "ben", "--key", str(root / "none"), key="") == 3
    assert "there is no key" in capsys.readouterr().err


@pytest.fixture
def agent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    socket = tmp_path / "agent"
    running = subprocess.Popen(["ssh-agent", "-D", "-a", str(socket)], stdout=subprocess.DEVNULL)
    for _ in range(200):
        if socket.exists():
            break
        subprocess.run(["sleep", "0.02"], check=True)
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    yield
    running.terminate()
    running.wait()


@pytest.mark.usefixtures("agent")
def test_an_agent_signs_with_a_key_that_the_signers_have(desk: Desk, root: Path, approve: Command) -> None:
    for name in ("cleo", "ben"):
        subprocess.run(["ssh-add", "-q", str(desk.key(name))], check=True)
    assert approve("--role", "safety-lead", "--person", "ben", key="") == 0
    assert standings(root) == {"owl-3-safety-lead": "valid"}


def test_unsigned_where_a_gate_allows_it(root: Path, approve: Command) -> None:
    (root / "governance/settings.yaml").write_text(f"{SETTINGS}    unsigned: true\n", "utf-8")
    assert approve("--role", "safety-lead", "--person", "ben", "--unsigned", key="") == 0
    assert standings(root) == {"owl-3-safety-lead": "unsigned"}


def test_a_release_without_a_seal(root: Path, approve: Command, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "governance/_sealed/owl-3.json").unlink()
    assert approve("--role", "safety-lead", "--person", "ben") == 3
    assert "has no seal" in capsys.readouterr().err


def test_it_lists_what_changed_since_the_last_word(
    root: Path, approve: Command, capsys: pytest.CaptureFixture[str]
) -> None:
    git(root, "init", "-q")
    assert approve("--role", "safety-lead", "--person", "ben", today="2026-03-16") == 0
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Candidate")
    risk = root / "governance/risk/rudeness.yaml"
    risk.write_text(risk.read_text("utf-8").replace("may answer", "often answers"), "utf-8")
    assert run(["seal", "release/owl-3", "-C", str(root), "--today", "2026-03-17", "-q"]) == 0
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Sealed anew")
    assert standings(root) == {"owl-3-safety-lead": "stale"}
    capsys.readouterr()
    assert approve("--role", "safety-lead", "--person", "ben") == 0
    out = capsys.readouterr().out
    assert "changed since your last word (approved on 2026-03-16, approval/owl-3-safety-lead):" in out
    assert "risk/rudeness#text" in out
    assert standings(root) == {"owl-3-safety-lead": "stale", "owl-3-safety-lead-2": "valid"}
    assert run(["check", "-C", str(root), "--today", TODAY, "--select", "approval-stale"]) == 0
    assert "approval-stale" not in capsys.readouterr().out  # the newer word replaces it


def commit(root: Path, words: str, name: str, *, body: str = "") -> None:
    git(root, "add", "-A")
    more = ("-m", body) if body else ()
    git(root, "commit", "-qm", words, *more, name=name.title(), mail=f"{name}@owl.example")


def own(root: Path) -> dict[str, str]:
    project = open_project(root, today=TODAY)
    release = project.catalog.get("release", "owl-3")
    assert release is not None
    return dict(preparers_of(project, release, people_of(project.tree), base=project.tree).people)


def test_authors_of_the_release_cannot_approve_it(root: Path, approve: Command) -> None:
    git(root, "init", "-q")
    commit(root, "Release", "ben")
    assert approve("--role", "safety-lead", "--person", "ben") == 2
    assert approve("--role", "legal-lead", "--person", "cleo", key="cleo") == 0
    assert set(own(root)) == {"ada", "ben"}


def test_whoever_only_moves_the_status_is_no_author(root: Path) -> None:
    git(root, "init", "-q")
    commit(root, "Release", "zoe")
    release = root / RELEASE
    entry = "date: '2026-03-01'}"
    text = release.read_text("utf-8").replace(entry, f"{entry}, {{status: approved, date: '2026-03-02'}}")
    release.write_text(text, "utf-8")
    commit(root, "Approved", "ben")
    assert set(own(root)) == {"ada"}


def test_authors_on_branches_and_those_whom_a_commit_thanks(root: Path) -> None:
    git(root, "init", "-q", "-b", "main")
    commit(root, "Release", "zoe")
    git(root, "switch", "-q", "-c", "work")
    release = root / RELEASE
    release.write_text(release.read_text("utf-8").replace("title: Owl 3", "title: Owl III"), "utf-8")
    commit(root, "Title", "ben", body="Co-authored-by: Cleo Example <cleo@owl.example>")
    git(root, "switch", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "Merge", "work", name="Mo", mail="mo@owl.example")
    project = open_project(root, today=TODAY)
    found = project.catalog.get("release", "owl-3")
    assert found is not None
    told = preparers_of(project, found, people_of(project.tree), base=project.tree)
    assert set(told.people) == {"ada", "ben", "cleo"}
    assert told.unmatched == ("Zoe <zoe@owl.example>",)
    assert told.unchecked == ""


def test_a_shallow_clone_says_that_authors_are_not_checked(root: Path, tmp_path: Path) -> None:
    git(root, "init", "-q")
    commit(root, "Release", "zoe")
    (root / "governance/risk/rudeness.yaml").write_text("title: Rude\ntext: Rude.\n", "utf-8")
    commit(root, "Risk", "zoe")
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "clone")
    project = open_project(tmp_path / "clone", today=TODAY)
    found = project.catalog.get("release", "owl-3")
    assert found is not None
    told = preparers_of(project, found, people_of(project.tree), base=project.tree)
    assert "not checked" in told.unchecked


def test_line_ends_of_another_system_change_nothing(root: Path, approve: Command) -> None:
    assert approve("--role", "safety-lead", "--person", "ben") == 0
    for path in (root / "governance/approval").glob("*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert standings(root) == {"owl-3-safety-lead": Standing.VALID.value}
