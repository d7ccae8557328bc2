"""That a release passed its gate, signed, and held against the seal that a card names."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.git.making import commit, repository
from tests.provenance.conftest import Published, cloned, levels, public
from tests.seals.making import FILES, RELEASED

from underhood.doors import machine_keys
from underhood.doors.envelope import written
from underhood.judge.attest import RESULT, result, signed
from underhood.values.errors import Stop


@dataclass(frozen=True, slots=True)
class Required:
    what: str
    state: str


@dataclass(frozen=True, slots=True)
class Passed:
    holds: bool = True
    status_to: str = "released"
    requirements: Sequence[Required] = (
        Required("an approval as safety-lead", "holds"),
        Required("no risk without a measure", "waived"),
    )


TIME = "2024-05-02T00:00:00Z"


@pytest.fixture
def gate(sealed: Published, key: Path) -> Path:
    """The envelope that says that the release passed."""
    return _signed(key, _manifest(sealed.card))


def _manifest(card: Path) -> str:
    found = re.search(r'"manifest":"([0-9a-f]{64})"', card.read_text())
    assert found is not None
    return found[1]


def _signed(key: Path, manifest: str, name: str = "release/owl-3") -> Path:
    statement = result(Passed(), name, manifest, time=TIME, policy="0" * 64)
    envelope = key.with_name("gate.json")
    envelope.write_bytes(written(signed(statement, [machine_keys.read_private(key)])))
    return envelope


def test_a_gate_that_holds_is_a_simple_verification_result(gate: Path) -> None:
    said = json.loads(base64.b64decode(json.loads(gate.read_bytes())["payload"]))
    assert said["predicateType"] == RESULT == "https://in-toto.io/attestation/svr/v0.1"
    assert said["subject"][0]["name"] == "release/owl-3"
    assert said["predicate"]["timeCreated"] == TIME
    assert said["predicate"]["verifier"]["id"] == "urn:underhood:gate:1"
    assert said["predicate"]["properties"] == [
        "UNDERHOOD_MAY_BE_RELEASED",
        "UNDERHOOD_HOLDS: an approval as safety-lead",
        "UNDERHOOD_WAIVED: no risk without a measure",
    ]


def test_a_gate_that_does_not_hold_is_not_attested() -> None:
    with pytest.raises(Stop, match="does not pass the gate to released"):
        result(Passed(holds=False), "release/owl-3", "0" * 64, time=TIME, policy="0" * 64)


def test_a_release_that_passes_is_attested(call: Call, tmp_path: Path, key: Path) -> None:
    root = tmp_path / "open"
    asked = "gates: {released: {approvals: {safety-lead: 1}}}"
    settings = FILES["governance/settings.yaml"].replace(asked, "gates: {approved: {}, released: {}}")
    repository(root, {**FILES, "governance/settings.yaml": settings})
    assert call("seal", "-C", root, "release/owl-3", "--today", "2024-05-01").code == 0
    commit(root, {})
    envelope = tmp_path / "passed.json"
    said = call("attest", "--gate", "release/owl-3", "-C", root, "--key", key, "-o", envelope, "--today", "2024-05-02")
    assert (said.code, said.out.strip()) == (0, str(envelope)), said.err
    commit(root, {"governance/release/owl-3.yaml": RELEASED.replace("2025-01-02", "2024-05-02")})
    made = cloned(root, tmp_path, call, release="owl-3")
    said = call("verify", made.card, "-C", made.clone, "--gate", envelope, "--key", public(key))
    assert (said.code, levels(said.out)["gate"]) == (0, "good"), said.out


def test_the_gate_is_judged_before_anything_is_signed(call: Call, sealed: Published, key: Path) -> None:
    said = call("attest", "--gate", "release/owl-3", "-C", sealed.root, "--key", key, "-o", key.with_name("no.json"))
    assert (said.code, "does not pass the gate to released" in said.err) == (1, True), said.err
    assert not key.with_name("no.json").exists()
    (sealed.root / "governance" / "settings.yaml").write_text("schema: 1\n")
    said = call("attest", "--gate", "release/owl-3", "-C", sealed.root, "--key", key, "-o", key.with_name("no.json"))
    assert (said.code, "judged by what no commit holds" in said.err) == (2, True), said.err


def test_neither_is_a_release_without_a_seal(call: Call, published: Published, key: Path) -> None:
    said = call("attest", "--gate", "release/owl-2", "-C", published.root, "--key", key)
    assert (said.code, "has no seal" in said.err) == (2, True), said.err
    assert call("attest", "--gate", "risk/rudeness", "-C", published.root, "--key", key).code == 2
    assert call("attest", "-C", published.root, "--key", key).code == 2


def test_the_card_is_that_of_the_release_that_passed(call: Call, sealed: Published, gate: Path, key: Path) -> None:
    said = call("verify", sealed.card, "-C", sealed.clone, "--gate", gate, "--key", public(key))
    assert (said.code, levels(said.out)["gate"], levels(said.out)["signature"]) == (0, "good", "not checked"), said.out
    assert "release/owl-3: UNDERHOOD_MAY_BE_RELEASED on 2024-05-02; signed by sha256:" in said.out


def test_without_a_key_it_was_not_checked(call: Call, sealed: Published, gate: Path) -> None:
    said = call("verify", sealed.card, "-C", sealed.clone, "--gate", gate)
    assert (said.code, levels(said.out)["gate"]) == (3, "not checked")


def test_the_gate_of_another_seal_or_release(call: Call, sealed: Published, gate: Path, key: Path) -> None:
    manifest = _manifest(sealed.card)
    for other in (_signed(key, "0" * 64), _signed(key, manifest, "release/owl-1")):
        said = call("verify", sealed.card, "-C", sealed.clone, "--gate", other, "--key", public(key))
        assert (said.code, levels(said.out)["gate"], "another seal" in said.out) == (1, "bad", True)
    assert gate.is_file()


@pytest.mark.parametrize("predicate", [{}, {"properties": 7}, {"properties": [7]}, {"timeCreated": ["x"]}])
def test_a_strange_verdict_is_read_without_harm(
    call: Call, sealed: Published, key: Path, predicate: dict[str, object]
) -> None:
    statement = result(Passed(), "release/owl-3", _manifest(sealed.card), time=TIME, policy="0" * 64)
    envelope = key.with_name("gate.json")
    made = signed({**statement, "predicate": predicate}, [machine_keys.read_private(key)])
    envelope.write_bytes(written(made))
    said = call("verify", sealed.card, "-C", sealed.clone, "--gate", envelope, "--key", public(key))
    assert "it names no status that the release may have" in said.out
    assert (said.code, levels(said.out)["gate"]) == (1, "bad")


def test_an_envelope_of_provenance_says_nothing_of_a_gate(call: Call, sealed: Published, key: Path) -> None:
    said = call("attest", sealed.card, "-C", sealed.clone, "--key", key)
    assert said.code == 0, said.err
    envelope = f"{sealed.card}.dsse.json"
    said = call("verify", sealed.card, "-C", sealed.clone, "--gate", envelope, "--key", public(key))
    assert (said.code, levels(said.out)["gate"]) == (1, "bad")


def test_a_gate_says_nothing_of_the_bytes_of_a_card(call: Call, sealed: Published, gate: Path, key: Path) -> None:
    said = call("verify", sealed.card, "-C", sealed.clone, "--attestation", gate, "--key", public(key))
    assert (said.code, levels(said.out)["signature"]) == (1, "bad")
    assert "something else than where files come from" in said.out


def test_no_gate_is_attested_where_nobody_knows_who_wrote_the_release(call: Call, sealed: Published, key: Path) -> None:
    settings = FILES["governance/settings.yaml"].replace(
        "{released: {approvals: {safety-lead: 1}}}", "{released: {separation_of_duties: [safety-lead]}}"
    )
    commit(sealed.root, {"governance/settings.yaml": settings})
    shallow, envelope = sealed.root.parent / "shallow", key.with_name("no.json")
    subprocess.run(["git", "clone", "-q", "--depth", "1", sealed.root.as_uri(), str(shallow)], check=True)
    said = call("attest", "--gate", "release/owl-3", "-C", shallow, "--key", key, "-o", envelope)
    assert (said.code, "who wrote the release is not checked" in said.err, envelope.exists()) == (3, True, False)
    assert "fetch --unshallow" in said.err
    said = call("attest", "--gate", "release/owl-3", "-C", sealed.root, "--key", key, "-o", envelope)
    assert "who wrote the release" not in said.err
