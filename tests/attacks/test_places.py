"""What is written goes where it was asked to, and what is read lies in the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import Repository


@pytest.mark.parametrize("name", ["secret.md", "secret.txt", "folder"])
def test_a_hand_written_page_is_no_link_to_elsewhere(
    name: str, call: Call, repository: Repository, tmp_path: Path
) -> None:
    root = repository({"site/page.md": "# A page\n"})
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.txt").write_text("the secret")
    target = tmp_path / "elsewhere" if name == "folder" else tmp_path / "elsewhere" / "secret.txt"
    (root / "site" / name).symlink_to(target)
    said = call("build", "-C", root, "--no-search")
    assert said.code == 2
    assert "symbolic link" in said.err
    assert not (root / "build" / "site").exists()


@pytest.mark.parametrize("page", [b"caf\xe9\n", b"---\ntemplate: /etc/passwd\n---\nhello\n"])
def test_a_hand_written_page_that_cannot_be_used_is_told(page: bytes, call: Call, repository: Repository) -> None:
    said = call("build", "-C", repository({"site/page.md": page}), "--no-search")
    assert said.code == 2
    assert "page.md" in said.err


def test_why_the_configuration_cannot_be_used_is_told(call: Call, repository: Repository) -> None:
    root = repository({"mkdocs.yml": "site_name: x\ndocs_dir: no-such-folder\nplugins: [underhood]\n"})
    said = call("build", "-C", root, "--no-search")
    assert said.code == 2
    assert "no-such-folder" in said.err


def test_a_site_takes_the_place_of_nothing_but_a_site(call: Call, repository: Repository) -> None:
    """An index page may be the home page of pages written by hand."""
    root = repository({"site/index.md": "# My own\n", "docs/index.html": "<p>My own"})
    for name in ("site", "docs"):
        said = call("build", "-C", root, "--no-search", "-o", root / name)
        assert said.code == 2
        assert "not a site" in said.err
    assert (root / "site" / "index.md").read_text() == "# My own\n"


def test_a_pipe_among_the_pages_holds_nobody_up(call: Call, repository: Repository) -> None:
    root = repository({"site/page.md": "# A page\n"})
    os.mkfifo(root / "site" / "pipe.md")
    said = call("build", "-C", root, "--no-search")
    assert said.code == 2
    assert "pipe.md is not an ordinary file" in said.err
