"""What was sealed or signed is not renamed away from its seal and its signatures."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.approvals.desk import Desk
from tests.cli.conftest import Call


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "keys").mkdir()
    desk = Desk(tmp_path / "keys")
    desk.files["governance/_signers"] = desk.signers()
    desk.give(statement="See [[risk/rudeness]].")
    for path, content in desk.files.items():
        target = tmp_path / "records" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return tmp_path / "records"


def held(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("release/owl-3", "release/owl-3 is sealed, and its seal and its approvals know it by this id"),
        ("risk/rudeness", "governance/approval/ok.yaml names risk/rudeness, and is signed"),
    ],
)
def test_what_is_signed_is_not_renamed(call: Call, root: Path, address: str, says: str) -> None:
    before = held(root)
    said = call("rename", address, "another", "-C", root)
    assert (said.code, held(root)) == (2, before)
    assert says in said.err
    assert "hint: " in said.err


def test_what_no_signature_covers_is_renamed(call: Call, root: Path) -> None:
    (root / "governance/approval/ok.yaml.sig").unlink()
    assert call("rename", "risk/rudeness", "another", "-C", root).code == 0
    assert (root / "governance/risk/another.yaml").is_file()
