"""`underhood build` and `serve`: a good earlier site stays until a new one is complete."""

from __future__ import annotations

import functools
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import NoReturn

import pytest
from tests.cli.conftest import Call
from tests.conftest import Repository

from underhood.values.errors import Stop

FRONT = "<title>the earlier site</title>"


def earlier(root: Path) -> Path:
    """A site that was built before."""
    front = root / "build" / "site" / "index.html"
    front.parent.mkdir(parents=True)
    front.write_text(FRONT)
    front.with_name("provenance.json").write_text("{}")
    return front


def test_a_site_is_built(call: Call, repository: Repository) -> None:
    root = repository()
    said = call("build", "-C", root, "--no-search")
    assert said.code == 0, said.err
    assert "pages as of 2024-03-01" in said.err
    assert said.out.strip().endswith("index.html")
    assert (root / "build" / "site" / "risk" / "rudeness.html").is_file()
    again = call("build", "-C", root, "--no-search", "-q")
    assert (again.code, again.err) == (0, "")


def test_the_folder_engine_writes_markdown(call: Call, repository: Repository, tmp_path: Path) -> None:
    said = call("build", "-C", repository(), "--engine", "folder", "-o", tmp_path / "pages")
    assert said.code == 0, said.err
    assert (tmp_path / "pages" / "risk" / "rudeness.md").read_text("utf-8").count("Rude answers")


@pytest.mark.parametrize("content", ["", "title: [", b"\xff\xfe\x00", "title: x\n"])
def test_what_cannot_be_read_stops_the_build(content: str | bytes, call: Call, repository: Repository) -> None:
    root = repository({"governance/risk/extra.yaml": content})
    front = earlier(root)
    said = call("build", "-C", root)
    assert said.code == 1
    assert "governance/risk/extra.yaml:" in said.out
    assert "nothing was built" in said.err
    assert "the earlier site is untouched" in said.err
    assert front.read_text() == FRONT


def test_a_failure_on_the_way_leaves_the_earlier_site(
    call: Call, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*_: object, **__: object) -> NoReturn:
        raise Stop("the disk is full", "make room")

    root = repository()
    front = earlier(root)
    monkeypatch.setattr("underhood.engines.mkdocs.mkdocs_build.build", failing)
    said = call("build", "-C", root, "--no-search")
    assert said.code == 3
    assert "the disk is full\nhint: make room" in said.err
    assert front.read_text() == FRONT
    assert [entry.name for entry in (root / "build").iterdir()] == ["site"]


def test_killed_on_the_way_the_earlier_site_stays(repository: Repository) -> None:
    root = repository({f"governance/risk/r{n}.yaml": f"title: Risk {n}\ntext: x\n" for n in range(200)})
    front = earlier(root)
    command = [sys.executable, "-m", "underhood", "build", "--no-search"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as started:
        deadline = time.monotonic() + 20
        while len(list((root / "build").iterdir())) < 2 and time.monotonic() < deadline and started.poll() is None:
            time.sleep(0.01)
        started.kill()
    assert front.read_text() == FRONT


@pytest.mark.parametrize("target", [".", "..", "governance", "governance/site", "photos"])
def test_nothing_else_is_replaced_by_a_site(
    target: str, call: Call, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository({"photos/cat.jpg": "x"})
    monkeypatch.chdir(root)
    before = sorted(root.rglob("*"))
    said = call("build", "-o", target)
    assert said.code == 2
    assert said.err.startswith("error: ")
    assert sorted(root.rglob("*")) == before


def test_a_target_that_is_a_file(call: Call, repository: Repository) -> None:
    root = repository({"build/site": "x"})
    said = call("build", "-C", root)
    assert said.code == 2
    assert "is a file" in said.err


@pytest.mark.skipif(os.name == "nt", reason="needs /proc or another folder that takes no files")
def test_a_target_that_cannot_be_written(call: Call, repository: Repository) -> None:
    target = Path("/proc/site") if Path("/proc").is_dir() else Path("/dev/null/site")
    said = call("build", "-C", repository(), "-o", target)
    assert said.code == 3
    assert "cannot be written" in said.err
    assert "hint: " in said.err


def test_no_git_is_no_obstacle(call: Call, tmp_path: Path) -> None:
    assert call("init", tmp_path / "demo").code == 0
    command = [sys.executable, "-m", "underhood", "build", "--no-search"]
    done = subprocess.run(command, cwd=tmp_path / "demo", env={"PATH": ""}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "pages as of 2026-01-01" in done.stderr


def test_no_records(call: Call, tmp_path: Path) -> None:
    for command in ("build", "serve"):
        said = call(command, "-C", tmp_path)
        assert said.code == 2
        assert "there is no governance/ folder" in said.err


def test_a_port_in_use(call: Call, repository: Repository) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = call("serve", "-C", repository(), "--port", port)
    assert said.code == 2
    assert f"port {port} cannot be used" in said.err
    assert "--port" in said.err


def test_a_broken_link_in_a_page_written_by_hand_is_told_once(call: Call, repository: Repository) -> None:
    page = "# Notes\n\n[gone](gone.md)\n"
    said = call("build", "-C", repository({"site/notes.md": page}), "--no-search")
    assert said.code == 0, said.err
    assert said.err.count("gone.md") == 1
    assert "warning: " in said.err


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent in the POSIX way")
def test_serve_shows_the_pages_until_it_is_interrupted(call: Call, tmp_path: Path) -> None:
    assert call("init", tmp_path / "demo").code == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "underhood", "serve", "--port", str(port)]
    heard = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # what runs in the background ignores it
    with subprocess.Popen(
        command,
        cwd=tmp_path / "demo",
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=heard,  # noqa: PLW1509  (nothing else happens between fork and exec)
    ) as started:
        try:
            page = b""
            deadline = time.monotonic() + 30
            while not page and time.monotonic() < deadline and started.poll() is None:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                        page = answer.read()
                except OSError:
                    time.sleep(0.1)
        finally:
            started.send_signal(signal.SIGINT)
        try:
            _, said = started.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            started.kill()
            raise
    assert b"Governance of demo" in page
    assert b"Ctrl-C ends it" in said
    assert b"Traceback" not in said
    assert started.returncode in {0, 130}
