"""A published repository and a stranger's clone of it: real git, real keys, real documents."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import jsonschema_rs
import pytest
from tests.cli.conftest import Call, call
from tests.conftest import SOUND
from tests.git.making import commit, git, repository
from tests.seals.making import FILES as SEALED_FILES
from tests.seals.making import RELEASED

from underhood.doors import assets

__all__ = ["call"]


@dataclass(frozen=True, slots=True)
class Published:
    """The repository of those who publish, a card of it, and the clone of somebody who only has the card."""

    root: Path
    card: Path
    clone: Path

    def again(self, name: str = "again") -> Path:
        """Another fresh clone, as the repository is now."""
        target = self.root.parent / name
        git(self.root.parent, "clone", "-q", str(self.root), str(target))
        return target


Publish = Callable[..., Published]


@pytest.fixture
def published(tmp_path: Path, call: Call) -> Published:
    root = tmp_path / "records"
    repository(root, SOUND)
    return cloned(root, tmp_path, call)


@pytest.fixture
def sealed(tmp_path: Path, call: Call) -> Published:
    """The same, of a release that was sealed as a candidate and is out."""
    root = tmp_path / "records"
    repository(root, SEALED_FILES)
    assert call("seal", "-C", root, "release/owl-3", "--today", "2024-05-01").code == 0
    commit(root, {"governance/release/owl-3.yaml": RELEASED.replace("2025-01-02", "2024-05-02")})
    return cloned(root, tmp_path, call, release="owl-3")


def cloned(root: Path, folder: Path, call: Call, *, release: str = "owl-2") -> Published:
    made = Published(root, folder / "card.md", folder / "clone")
    said = call("render", "model-card", f"release/{release}", "-C", root, "-o", made.card)
    assert said.code == 0, said.err
    git(folder, "clone", "-q", str(root), str(made.clone))
    return made


@pytest.fixture
def key(tmp_path: Path, call: Call) -> Path:
    """A fresh key; its public half lies beside."""
    assert call("attest", "--new-key", tmp_path / "ci.pem").code == 0
    return tmp_path / "ci.pem"


def public(key: Path) -> Path:
    return key.with_name(f"{key.name}.pub")


def format_schema(name: str) -> jsonschema_rs.Draft202012Validator:
    path = assets.directory("schemas") / f"formats/{name}-1.schema.json"
    return jsonschema_rs.Draft202012Validator(json.loads(path.read_text("utf-8")))


def levels(out: str) -> dict[str, str]:
    """The state of each level, out of the text."""
    found = {}
    for line in out.splitlines():
        name, _, rest = line.partition(" ")
        state = next((word for word in ("not checked", "good", "bad") if rest.lstrip().startswith(word)), "")
        if state:
            found[name] = state
    return found
