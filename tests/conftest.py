"""What all tests share: golden files, small repositories on disk, and the promise that nothing is skipped unsaid."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from tests.making import SMALL

FULL = os.environ.get("UNDERHOOD_FULL") == "1"

settings.register_profile("same", derandomize=True)
if FULL:
    settings.load_profile("same")  # a change is judged by the examples of the change before; new ones are drawn at home

for _name in [name for name in os.environ if name == "CI" or name.startswith(("CI_", "GITHUB_", "GITLAB_"))]:
    del os.environ[_name]  # or what a command writes would depend on who runs the tests

SOUND: Mapping[str, str] = {
    **SMALL,
    "governance/evidence/owl-paper.yaml": SMALL["governance/evidence/owl-paper.yaml"] + "version: '1'\n",
    "governance/evidence/daily-news.yaml": SMALL["governance/evidence/daily-news.yaml"] + "version: '1'\n",
    "governance/model/owl.yaml": "title: Owl\nprovider: owl-works\nevidence: [{source: daily-news}]\n",
    "governance/mitigation/manners.yaml": (
        "title: Lessons in manners\nlayer: model\ntext: The model was taught manners; see [[risk/rudeness]].\n"
        "effects: [{id: fewer, text: Fewer rude answers.}]\nevidence: [{source: owl-paper}]\n"
    ),
    "governance/risk/rudeness.yaml": (
        "title: Rude answers\ntext: The model may answer rudely.\nowner: organisation/owl-works\n"
        "ratings: [{id: all, for: [release/owl-1, release/owl-2], mitigations: [manners]}]\n"
        "evidence: [{source: owl-paper}]\n"
    ),
}
"""The small repository, mended where a check would find something."""

Golden = Callable[[str, Path], None]
Repository = Callable[..., Path]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--regenerate", action="store_true", help="write the golden files anew instead of comparing them")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With UNDERHOOD_FULL=1 a skipped test is a failed one: CI accepts no skip but where a machine has no Java."""
    report = yield
    excused = item.get_closest_marker("java") is not None and shutil.which("java") is None
    if FULL and report.skipped and not excused and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and UNDERHOOD_FULL=1 accepts no skipped test: {report.longrepr}"
    return report


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What checks keep stays out of the user's own cache folder; programs that tests call inherit it."""
    os.environ["UNDERHOOD_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with a file, or write the file under --regenerate."""

    def compare(text: str, path: Path) -> None:
        if request.config.getoption("--regenerate"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", newline="\n")
        assert path.is_file(), f"there is no golden file {path}; run: make golden"
        assert text == path.read_text("utf-8"), f"the output differs from {path}; if it should, run: make golden"

    return compare


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Make a small repository on disk, with some files added, replaced or (None) left out."""

    def make(changes: Mapping[str, str | bytes | None] | None = None) -> Path:
        root = tmp_path / "records"
        for path, content in {**SOUND, **(changes or {})}.items():
            if content is None:
                continue
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        return root

    return make
