"""The built wheel does the main job alone: in an environment without the checkout, from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import underhood

ROOT = Path(__file__).resolve().parents[1]
DATA = ("ci", "frameworks", "schemas", "templates")

# One worker builds for all of these.
pytestmark = pytest.mark.xdist_group("wheel")


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that holds the wheel, and the dependencies of the running one."""

    python: Path
    packages: Path

    def run(self, arguments: Sequence[str], folder: Path) -> subprocess.CompletedProcess[str]:
        kept = {key: os.environ[key] for key in ("PATH", "HOME", "SYSTEMROOT", "TMPDIR") if key in os.environ}
        return subprocess.run(
            [str(self.python), "-I", *arguments], cwd=folder, env=kept, capture_output=True, text=True, check=False
        )

    def underhood(self, arguments: Sequence[str], folder: Path) -> str:
        done = self.run(["-m", "underhood", *arguments], folder)
        assert done.returncode == 0, f"underhood {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout


def program(*arguments: str | Path) -> None:
    done = subprocess.run([*map(str, arguments)], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel as an installer from the sdist would get it."""
    out = tmp_path_factory.mktemp("dist")
    program(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """A new environment; a path file lends it the dependencies, but not the checkout (path files do not nest)."""
    folder = tmp_path_factory.mktemp("empty environment")
    program(sys.executable, "-m", "venv", "--without-pip", folder)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    packages = Path(sysconfig.get_path("purelib", "venv", {"base": str(folder)}))
    program(sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "-q", wheel)
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Installed(python, packages)


def test_wheel_holds_what_the_checkout_holds(wheel: Path) -> None:
    """Building straight from the checkout and through the sdist gives the same files."""
    names = {item for item in zipfile.ZipFile(wheel).namelist() if item.startswith("underhood/")}
    code = (path for path in (ROOT / "src" / "underhood").rglob("*") if path.is_file())
    wanted = {f"underhood/{path.relative_to(ROOT / 'src' / 'underhood').as_posix()}" for path in code}
    for folder in DATA:
        data = (path for path in (ROOT / folder).rglob("*") if path.is_file())
        wanted |= {f"underhood/_data/{path.relative_to(ROOT).as_posix()}" for path in data}
    assert names == {item for item in wanted if "__pycache__" not in item}


def test_direct_wheel_equals_the_one_from_the_sdist(wheel: Path, tmp_path: Path) -> None:
    program(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, ROOT)
    (direct,) = tmp_path.glob("*.whl")
    assert direct.read_bytes() == wheel.read_bytes()


def test_installed_package_is_the_wheel(installed: Installed, tmp_path: Path) -> None:
    done = installed.run(["-c", "import underhood; print(underhood.__file__)"], tmp_path)
    assert Path(done.stdout.strip()).is_relative_to(installed.packages), done.stdout + done.stderr


@pytest.mark.parametrize("folder", DATA)
def test_data_is_found(installed: Installed, tmp_path: Path, folder: str) -> None:
    code = f"from underhood.doors.assets import directory; print(directory({folder!r}))"
    done = installed.run(["-c", code], tmp_path)
    assert done.stdout.strip() == str(installed.packages / "underhood" / "_data" / folder), done.stderr


def test_missing_data_is_said(installed: Installed, tmp_path: Path) -> None:
    code = "from underhood.doors.assets import directory; directory('nowhere')"
    done = installed.run(["-c", code], tmp_path)
    assert "no folder 'nowhere'" in done.stderr


def test_version(installed: Installed, tmp_path: Path) -> None:
    assert underhood.__version__ in installed.underhood(["--version"], tmp_path)


def test_main_job(installed: Installed, tmp_path: Path) -> None:
    installed.underhood(["init", "demo"], tmp_path)
    demo = tmp_path / "demo"
    installed.underhood(["check"], demo)
    assert "Usage policy enforcement" in installed.underhood(["explain", "fmti-2023"], demo)
    installed.underhood(["build"], demo)
    assert (demo / "build" / "site" / "index.html").is_file()
