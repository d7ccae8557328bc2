"""Other tools that validate the same files, installed below build/bench/ through their ordinary clients."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from underhood.doors import assets

Command = Sequence[str]

NODE_PACKAGES = ("ajv@8", "js-yaml")


@dataclass(frozen=True, slots=True)
class Peer:
    """Another tool: its name with its version, and why it is missing, if it is."""

    name: str
    missing: str = ""


def install_check_jsonschema(place: Path) -> Peer:
    """check-jsonschema in an environment of its own."""
    python = place / "venv" / "bin" / "python"
    if not (place / "venv" / "bin" / "check-jsonschema").exists():
        pip = [str(python), "-m", "pip", "-q", "--disable-pip-version-check", "install", "check-jsonschema"]
        for command in ([sys.executable, "-m", "venv", str(place / "venv")], pip):
            if complaint := _run(command):
                return Peer("check-jsonschema", complaint)
    code = "import importlib.metadata as m; print(m.version('check-jsonschema'))"
    found = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False)
    return Peer(f"check-jsonschema {found.stdout.strip()}")


def install_ajv(place: Path) -> Peer:
    """ajv and js-yaml for one script of ours."""
    if not shutil.which("npm"):
        return Peer("ajv with js-yaml", "npm is not installed")
    modules = place / "node" / "node_modules"
    modules.parent.mkdir(parents=True, exist_ok=True)
    quiet = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    installed = all((modules / name.partition("@")[0]).is_dir() for name in NODE_PACKAGES)
    complaint = "" if installed else _run(["npm", "install", "--prefix", str(modules.parent), *quiet, *NODE_PACKAGES])
    if complaint:
        return Peer("ajv with js-yaml", complaint)
    ajv, js_yaml = (_version(modules / name.partition("@")[0] / "package.json") for name in NODE_PACKAGES)
    return Peer(f"ajv {ajv} with js-yaml {js_yaml}")


def bundle(place: Path) -> Path:
    """Our schemas with their common part inside, for a tool that takes one file; shorter to resolve for it, too."""
    place.mkdir(parents=True, exist_ok=True)
    common = json.loads((assets.directory("schemas") / "common.schema.json").read_text())["$defs"]
    for path in assets.directory("schemas").glob("*.schema.json"):
        schema = json.loads(path.read_text().replace("common.schema.json#/", "#/"))
        schema["$defs"] = {**common, **schema.get("$defs", {})}
        del schema["$id"]
        (place / path.name).write_text(json.dumps(schema))
    return place


def check_jsonschema(place: Path, schemas: Path, files: Mapping[str, Sequence[Path]]) -> list[Command]:
    """One call for each kind: the fewest that it can do with."""
    program = str(place / "venv" / "bin" / "check-jsonschema")
    return [
        [program, "--schemafile", str(schemas / f"{kind}.schema.json"), *map(str, paths)]
        for kind, paths in files.items()
    ]


def ajv(place: Path, files: Mapping[str, Sequence[Path]]) -> list[Command]:
    """One process for all files."""
    named = place / "files.txt"
    named.write_text("\n".join(str(path) for paths in files.values() for path in paths))
    script = Path(__file__).parent / "ajv.mjs"
    return [["node", str(script), str(place / "node"), str(assets.directory("schemas")), str(named)]]


def _run(command: Command) -> str:
    """Run a client; what it says last when it fails."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError as error:
        return str(error)
    said = (done.stderr or done.stdout).strip().splitlines()
    return "" if done.returncode == 0 else (said[-1] if said else f"exit code {done.returncode}")


def _version(path: Path) -> str:
    package: dict[str, Any] = json.loads(path.read_text())
    return str(package["version"])
