"""What is signed, and what becomes of it when somebody touches it."""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Call
from tests.conftest import FULL
from tests.provenance.conftest import Published, levels, public

from underhood.doors import machine_keys
from underhood.doors.canonical_json import canonical
from underhood.doors.envelope import LARGEST, Broken, Envelope, Signature, parse, pre_authentication, written
from underhood.judge.attest import PROVENANCE, STATEMENT, signed

DIGEST = "sha256:" + "0123456789abcdef" * 4


@pytest.fixture
def attested(call: Call, published: Published, key: Path) -> Path:
    """The envelope of the card, beside it."""
    said = call("attest", published.card, "-C", published.root, "--key", key)
    assert said.code == 0, said.err
    assert said.out.strip() == f"{published.card}.dsse.json"
    return published.card.with_name("card.md.dsse.json")


@pytest.mark.parametrize(
    ("kind", "payload", "bytes_"),
    [
        ("http://example.com/HelloWorld", b"hello world", b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"),
        ("", b"", b"DSSEv1 0  0 "),
        ("ಠ", "ಠ".encode(), b"DSSEv1 3 \xe0\xb2\xa0 3 \xe0\xb2\xa0"),
    ],
    ids=["specification", "empty", "unicode"],
)
def test_the_bytes_that_are_signed_are_those_of_the_specification(kind: str, payload: bytes, bytes_: bytes) -> None:
    assert pre_authentication(kind, payload) == bytes_


def test_a_signed_card_is_proved_without_a_clone(
    call: Call, published: Published, attested: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(attested.parent)
    said = call("verify", published.card, "--key", public(key))
    assert (said.code, levels(said.out)["signature"]) == (0, "good"), said.out


def test_openssl_agrees(attested: Path, key: Path, tmp_path: Path) -> None:
    found = parse(attested.read_bytes())
    (tmp_path / "message").write_bytes(found.signed)
    (tmp_path / "signature").write_bytes(found.signatures[0].sig)
    command = ["openssl", "pkeyutl", "-verify", "-rawin", "-pubin", "-inkey", str(public(key)), "-in", "message"]
    said = subprocess.run(
        [*command, "-sigfile", "signature"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert said.returncode == 0, said.stderr


def test_keys_of_openssl_sign(call: Call, published: Published, tmp_path: Path) -> None:
    key = tmp_path / "own.pem"
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", str(key)], check=True)
    subprocess.run(["openssl", "pkey", "-in", str(key), "-pubout", "-out", f"{key}.pub"], check=True)
    assert call("attest", published.card, "-C", published.root, "--key", key).code == 0
    assert call("verify", published.card, "-C", published.clone, "--key", f"{key}.pub").code == 0


def test_the_statement_says_what_it_was_made_from(attested: Path) -> None:
    said = statement(attested)
    assert (said["_type"], said["predicateType"]) == (STATEMENT, PROVENANCE)
    build = said["predicate"]["buildDefinition"]
    assert build["externalParameters"]["document"] == "model-card"
    names = [one["name"] for one in build["resolvedDependencies"]]
    assert {"governance/release/owl-2.yaml", "governance/risk/rudeness.yaml", "governance/settings.yaml"} < set(names)
    assert {"commit", "schemas", "templates (shipped)"} < set(names)
    assert [one["name"] for one in said["subject"]] == ["card.md"]


def statement(envelope: Path) -> dict[str, Any]:
    found = json.loads(base64.b64decode(json.loads(envelope.read_bytes())["payload"]))
    assert isinstance(found, dict)
    return found


def test_the_same_is_signed_twice_in_the_same_bytes(
    call: Call, published: Published, attested: Path, key: Path
) -> None:
    before = attested.read_bytes()
    call("attest", published.card, "-C", published.clone, "--key", key)
    assert attested.read_bytes() == before


def test_any_byte_of_the_envelope_counts(call: Call, published: Published, attested: Path, key: Path) -> None:
    raw = attested.read_bytes()
    rng = random.Random(11)
    places = rng.sample(range(len(raw)), 400 if FULL else 24)
    for place in sorted({0, len(raw) - 1, *range(len(raw) - 12, len(raw)), *places}):
        changed = bytearray(raw)
        changed[place] ^= 1 << rng.randrange(8)
        attested.write_bytes(changed)
        said = call("verify", published.card, "--key", public(key), "-C", attested.parent)
        assert (said.code, levels(said.out).get("signature")) == (1, "bad"), (place, said.out)


def test_any_byte_of_the_card_is_covered(call: Call, published: Published, attested: Path, key: Path) -> None:
    raw = published.card.read_bytes()
    for place in random.Random(3).sample(range(raw.rindex(b"<!--")), 40 if FULL else 8):
        changed = bytearray(raw)
        changed[place] ^= 1
        published.card.write_bytes(changed)
        said = call("verify", published.card, "--key", public(key), "-C", attested.parent)
        assert (said.code, levels(said.out)["signature"]) == (1, "bad")


def _signed(key: Path, statement: Mapping[str, Any], **other: Any) -> bytes:
    private = machine_keys.read_private(key)
    made = signed(statement, [private])
    if other:
        bare = Envelope(other.get("payload", made.payload), (), other.get("payload_type", made.payload_type))
        made = Envelope(bare.payload, (Signature(private.public.id, private.sign(bare.signed)),), bare.payload_type)
    return written(made)


def test_envelopes_that_are_none(call: Call, published: Published, attested: Path, key: Path) -> None:
    raw, said = attested.read_bytes(), statement(attested)
    whole = json.loads(raw)
    spoilt = {
        "it is not JSON": raw[: len(raw) // 2],
        "it is not JSON: 'utf-8'": b"\xff\xfe" + raw,
        "payload, payloadType or signatures are missing": b"[]\n",
        "the name 'payload' stands there twice": raw.replace(b'"payloadType"', b'"payload":"","payloadType"'),
        "it has no signature": canonical({**whole, "signatures": []}),
        "17 signatures": canonical({**whole, "signatures": whole["signatures"] * 17}),
        "names no key": canonical({**whole, "signatures": [{"sig": "AAAA"}]}),
        "it cannot be read": json.dumps({**whole, "signatures": [{"keyid": "\ud800", "sig": "AAAA"}]}).encode(),
        "a signature is not base64": canonical({**whole, "signatures": [{"keyid": "x", "sig": "*"}]}),
        "payload is not base64": canonical({**whole, "payload": "a"}),
        "not as `underhood attest` wrote it": raw + b" ",
        "it holds 'text/plain'": _signed(key, said, payload_type="text/plain"),
        "what was signed is not as": _signed(key, said, payload=json.dumps(said, indent=1).encode()),
        "no in-toto statement": _signed(key, {**said, "_type": "https://in-toto.io/Statement/v0.1"}),
        "something else than where files come from": _signed(key, {**said, "predicateType": "https://x.example"}),
        "its subjects cannot be read": _signed(key, {**said, "subject": said["subject"] * 2}),
        "about another file": _signed(key, {**said, "subject": [{"name": "x", "digest": {"sha256": "0" * 64}}]}),
        "NaN is no number": raw.replace(b'"payloadType"', b'"p":NaN,"payloadType"'),
        "recursion depth": b"[" * 200_000,
    }
    for says, content in spoilt.items():
        attested.write_bytes(content)
        found = call("verify", published.card, "--key", public(key), "-C", attested.parent)
        assert (found.code, levels(found.out).get("signature")) == (1, "bad"), (says, found.out, found.err)
        assert says in found.out, found.out


def test_a_huge_envelope_is_not_read(call: Call, published: Published, attested: Path, key: Path) -> None:
    with attested.open("wb") as file:
        file.truncate(LARGEST + 1)
    said = call("verify", published.card, "--key", public(key), "-C", attested.parent)
    assert (said.code, said.out) == (3, "")
    assert "the file is over" in said.err
    with pytest.raises(Broken, match="larger than"):
        parse(b" " * (LARGEST + 1))


def test_several_signatures_and_unknown_keys(
    call: Call, published: Published, attested: Path, key: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.pem"
    call("attest", "--new-key", other)
    call("attest", published.card, "-C", published.root, "--key", key, "--key", other)
    one = call("verify", published.card, "--key", public(key), "-C", published.clone)
    assert (one.code, "1 of another key, which was not checked" in one.out) == (0, True)
    both = call("verify", published.card, "--key", public(key), "--key", public(other), "-C", published.clone)
    assert (both.code, "another key" in both.out) == (0, False)
    found = parse(attested.read_bytes())
    spoilt = Signature(found.signatures[1].keyid, bytes(64))
    attested.write_bytes(written(Envelope(found.payload, (found.signatures[0], spoilt))))
    said = call("verify", published.card, "--key", public(key), "--key", public(other), "-C", published.clone)
    assert (said.code, levels(said.out)["signature"]) == (1, "bad")


@pytest.mark.usefixtures("attested")
def test_a_key_that_did_not_sign(call: Call, published: Published, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    call("attest", "--new-key", other)
    said = call("verify", published.card, "--key", public(other), "-C", published.clone)
    assert (said.code, "it is not signed by sha256:" in said.out) == (1, True)


def test_a_key_under_another_name(call: Call, published: Published, attested: Path, key: Path) -> None:
    found = parse(attested.read_bytes())
    renamed = Signature("sha256:" + "0" * 64, found.signatures[0].sig)
    attested.write_bytes(written(Envelope(found.payload, (renamed,))))
    said = call("verify", published.card, "--key", public(key), "-C", published.clone)
    assert (said.code, "is said to be of another key" in said.out) == (1, True)


@pytest.mark.usefixtures("attested")
def test_without_a_key_nothing_is_good(call: Call, published: Published) -> None:
    said = call("verify", published.card, "-C", published.clone)
    assert (said.code, levels(said.out)["signature"]) == (3, "not checked")
    assert "give the public half of that key with --key" in said.out


def test_a_key_without_an_envelope(call: Call, published: Published, key: Path) -> None:
    said = call("verify", published.card, "-C", published.clone, "--key", public(key))
    assert (said.code, levels(said.out)["signature"]) == (3, "not checked")
    missing = call("verify", published.card, "-C", published.clone, "--attestation", key.with_name("none.json"))
    assert missing.code == 2


@pytest.mark.usefixtures("attested")
def test_a_missing_library_is_told(
    call: Call, published: Published, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "cryptography", None)
    said = call("verify", published.card, "-C", published.clone, "--key", public(key))
    assert (said.code, levels(said.out)["signature"]) == (3, "not checked")
    assert "pip install 'underhood[attest]'" in said.out


def test_the_model_is_tied_to_the_card(call: Call, published: Published, key: Path) -> None:
    call("attest", published.card, "-C", published.root, "--key", key, "--model-digest", DIGEST)
    verify = ("verify", published.card, "-C", published.clone, "--key", public(key))
    assert "together with the model 0123" in call(*verify, "--model-digest", DIGEST).out
    said = call(*verify, "--model-digest", "sha256:" + "0" * 64)
    assert (said.code, "it is not about the model 0000" in said.out) == (1, True)
    assert call(*verify, "--model-digest", "md5:1").code == 2


def test_the_digest_comes_from_the_signature_of_the_model(call: Call, published: Published, key: Path) -> None:
    inner = {"_type": STATEMENT, "subject": [{"name": "owl", "digest": {"sha256": DIGEST[7:]}}]}
    payload = base64.b64encode(json.dumps(inner).encode()).decode()
    signature = key.with_name("model.sig")
    signature.write_text(json.dumps({"dsseEnvelope": {"payload": payload, "signatures": []}}))
    attest = ("attest", published.card, "-C", published.root, "--key", key, "--model", signature)
    assert call(*attest).code == 0
    assert "together with the model 0123" in call("verify", published.card, "--key", public(key)).out
    assert call(*attest, "--model-digest", "sha256:" + "0" * 64).code == 2
    signature.write_text("{}")
    assert "is not a signature of a model" in call(*attest).err


def test_only_what_can_be_made_again_is_signed(call: Call, published: Published, key: Path) -> None:
    attest = ("attest", published.card, "-C", published.clone, "--key", key)
    published.card.write_text(published.card.read_text().replace("Owl", "Eagle", 1))
    said = call(*attest)
    assert (said.code, "is not attested: bytes bad" in said.err) == (1, True)
    assert not published.card.with_name("card.md.dsse.json").exists()
    risk = published.root / "governance/risk/rudeness.yaml"
    risk.write_text(risk.read_text() + "# more\n")
    call("render", "model-card", "release/owl-2", "-C", published.root, "-o", published.card)
    assert "was not made from a commit" in call(*attest).err


def test_keys_that_are_none(call: Call, published: Published, key: Path, tmp_path: Path) -> None:
    attest = ("attest", published.card, "-C", published.root, "--key")
    rsa, locked, text = (tmp_path / name for name in ("rsa.pem", "locked.pem", "text.pem"))
    subprocess.run(
        ["openssl", "genpkey", "-algorithm", "rsa", "-out", str(rsa), "-quiet"], check=True, capture_output=True
    )
    subprocess.run(
        ["openssl", "pkey", "-in", str(key), "-aes256", "-passout", "pass:x", "-out", str(locked)], check=True
    )
    text.write_text("words\n")
    for file, says in (
        (rsa, "is not an Ed25519 key"),
        (locked, "is locked with a passphrase"),
        (text, "is not a private key in PEM"),
        (public(key), "is the public half"),
        (tmp_path / "none.pem", "there is no key"),
    ):
        said = call(*attest, file)
        assert says in said.err, said.err
        assert said.code in {2, 3}
    said = call("verify", published.card, "--key", key)
    assert (said.code, "is a private key" in said.err) == (2, True)
    assert call("verify", published.card, "--key", text).code == 3
    assert "nothing can be signed without a key" in call(*attest[:-1]).err


def test_a_new_key_is_its_owners_alone_and_never_shown(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "fresh.pem"
    said = call("attest", "--new-key", file)
    assert (said.code, file.stat().st_mode & 0o777) == (0, 0o600)
    secret = file.read_text().splitlines()[1]
    assert secret not in said.out + said.err
    assert repr(machine_keys.read_private(file)).startswith("PrivateKey(sha256:")
    again = call("attest", "--new-key", file)
    assert (again.code, "is there already" in again.err) == (2, True)
    assert secret in file.read_text()


def test_a_key_that_others_may_read_is_told(call: Call, published: Published, key: Path) -> None:
    assert "may be read by others" not in call("attest", published.card, "-C", published.root, "--key", key).err
    key.chmod(0o644)
    said = call("attest", published.card, "-C", published.root, "--key", key)
    assert (said.code, f"{key} may be read by others: `chmod 600`" in said.err) == (0, True), said.err
