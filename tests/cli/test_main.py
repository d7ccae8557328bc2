"""The command line as a whole: help, versions, mistakes, faults, streams."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import pytest
from tests.cli.conftest import Call
from tests.conftest import Repository

from underhood import __version__, cli
from underhood.cli import main
from underhood.cli.main import group
from underhood.cli.parts import output
from underhood.doors import members

COMMANDS = [name for name in members.names(cli.__name__) if name != "main"]


def program(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "underhood", *arguments],
        cwd=folder,
        env={**kept, **environment},
        capture_output=True,
        check=False,
    )


def test_version(call: Call) -> None:
    assert call("--version").out == f"underhood {__version__}\n"


def test_help_lists_every_command(call: Call) -> None:
    said = call("--help")
    assert said.code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in said.out


def test_without_arguments_the_help_is_shown_as_wrong_usage(call: Call) -> None:
    said = call()
    assert (said.code, said.out) == (2, "")
    assert "Commands:" in said.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_says_the_same_in_the_list(name: str, call: Call) -> None:
    said = call(name, "--help")
    assert said.code == 0
    summary = main._summary(name)
    assert summary.endswith(".")
    assert " ".join(summary.split()) in " ".join(said.out.split())
    command = group.get_command(group.make_context("underhood", ["--help"], resilient_parsing=True), name)
    assert command is not None
    for option in command.params:
        assert option.param_type_name == "argument" or getattr(option, "help", None), option.name


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chekc"], "did you mean `underhood check`?"),
        (["zzz"], "the commands are: "),
        (["check", "--formt", "json"], "did you mean '--format'?"),
        (["--verison"], "did you mean '--version'?"),
        (["check", "--format", "xml"], "`underhood check --help`"),
        (["show"], "`underhood show --help`"),
        (["render"], "`underhood render --help`"),
        (["serve", "--port", "eighty"], "`underhood serve --help`"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str, call: Call) -> None:
    said = call(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("error: ")
    assert f"hint: {words}" in said.err


def test_a_fault_of_ours_is_a_sentence(call: Call, monkeypatch: pytest.MonkeyPatch, repository: Repository) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr("underhood.judge.kept.recall.look", broken)
    said = call("check", "-C", repository())
    assert said.code == 3
    assert f"this is a fault of underhood {__version__}: ZeroDivisionError: division by zero" in said.err
    assert "please report it" in said.err


def test_debug_shows_the_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, repository: Repository
) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        raise ZeroDivisionError

    monkeypatch.setattr("underhood.judge.kept.recall.look", broken)
    monkeypatch.setenv("UNDERHOOD_DEBUG", "1")
    assert main.run(["check", "-C", str(repository())]) == 3
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (PermissionError(13, "Permission denied", "records/x.yaml"), 3, "error: records/x.yaml: permission denied"),
        (OSError(28, "No space left on device"), 3, "error: no space left on device"),
        (BrokenPipeError(32, "Broken pipe"), 0, ""),
        (RecursionError("too deep"), 3, "this is a fault of underhood"),
    ],
)
def test_what_may_happen_on_the_way(
    error: BaseException, code: int, words: str, call: Call, monkeypatch: pytest.MonkeyPatch, repository: Repository
) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        raise error

    monkeypatch.setattr("underhood.judge.kept.recall.look", broken)
    monkeypatch.setattr(output, "silence", lambda: None)
    said = call("check", "-C", repository())
    assert said.code == code
    assert words in said.err


def test_utf8_whatever_the_locale_says(repository: Repository) -> None:
    root = repository({"governance/risk/rudeness.yaml": "title: Grossièretés\ntext: Le modèle peut être grossier.\n"})
    done = program("show", "risk/rudeness", folder=root, LANG="C", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "Grossièretés" in done.stdout.decode()


def test_a_reader_that_goes_away_is_no_fault(repository: Repository) -> None:
    many = {f"governance/risk/r{n}.yaml": f"title: Risk {n}\ntext: {'x ' * 400}\n" for n in range(300)}
    command = [sys.executable, "-m", "underhood", "check", "--format", "json", "--quiet"]
    with subprocess.Popen(command, cwd=repository(many), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as started:
        assert started.stdout is not None
        assert started.stderr is not None
        started.stdout.close()
        assert started.stderr.read() == b""
        assert started.wait() == 1


def test_the_help_starts_light(tmp_path: Path) -> None:
    code = "import sys; from underhood.cli.main import run; run(['--help']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    loaded = done.stdout.rpartition("\n[")[2]
    for heavy in ("'yaml'", "'jinja2'", "'mkdocs'", "'git'", "'jsonschema'", "'babel'", "'underhood.cli.check'"):
        assert heavy not in loaded


def test_a_check_imports_neither_templates_nor_sites(repository: Repository) -> None:
    code = "import sys; from underhood.cli.main import run; run(['check', '-q']); print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=repository())
    loaded = done.stdout.rpartition("\n[")[2]
    for heavy in ("'jsonschema'", "'jinja2'", "'mkdocs'", "'git'"):
        assert heavy not in loaded


def test_work_that_takes_long_says_what_it_does(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "PATIENCE", 0.01)
    with output.Output().working("reading the records") as say:
        time.sleep(0.1)
        say("checking")
    assert capsys.readouterr().err == "reading the records …\n"
    with output.Output(quiet=True).working("reading the records"):
        time.sleep(0.1)
    assert capsys.readouterr().err == ""


def test_short_work_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with output.Output().working("reading the records"):
        pass
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("choice", "environment", "coloured"),
    [
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {}, False),
        ("auto", {}, True),
        ("auto", {"NO_COLOR": "1"}, False),
        ("auto", {"TERM": "dumb"}, False),
    ],
)
def test_colour(choice: str, environment: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal:
        def isatty(self) -> bool:
            return True

    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert output.wants_colour(choice, Terminal()) is coloured  # type: ignore[arg-type]


def test_a_mistake_that_click_tells_in_lines_is_told_in_one(call: Call) -> None:
    said = call("gate", "release/lynx-2")
    assert said.err.startswith("error: missing option '--to'. Choose from: draft, candidate, approved, released,")
    assert "\\u0009" not in said.err


@pytest.mark.parametrize(
    ("terminal", "columns", "folded"), [(True, "72", 72), (True, "200", 96), (True, "10", 40), (False, "72", 96)]
)
def test_text_is_folded_to_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch, *, terminal: bool, columns: str, folded: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
    assert output.columns(96) == folded
