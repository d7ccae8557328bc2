"""Statements about documents, sites and gates, in the forms of in-toto; and what a signed one proves of files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from underhood.doors.canonical_json import canonical
from underhood.doors.envelope import Broken, Envelope, Signature, read_statement, statement_bytes
from underhood.doors.tree import Unreadable
from underhood.judge.verify import GATE, MOST, SIGNATURE, Level, bad, good, unchecked
from underhood.records.places import FOLDER, SETTINGS_FILE
from underhood.records.project import Project
from underhood.records.template_digest import template_digests
from underhood.values.errors import Stop

STATEMENT = "https://in-toto.io/Statement/v1"
PROVENANCE = "https://slsa.dev/provenance/v1"
RESULT = "https://in-toto.io/attestation/svr/v0.1"
BUILD = "urn:underhood:render:1"
BUILDER = "urn:underhood:unnamed-builder"
VERIFIER = "urn:underhood:gate:1"
MODEL = "model"
MAY_BE = "UNDERHOOD_MAY_BE_"
LARGEST_CATALOGUE = 1 << 26


class Proves(Protocol):
    """The public half of a key."""

    @property
    def id(self) -> str:
        """Its fingerprint."""

    def proves(self, signature: bytes, message: bytes) -> bool:
        """Whether a signature over a message was made with the other half."""


class Signs(Protocol):
    """A key that signs."""

    @property
    def public(self) -> Proves:
        """The half that may be known."""

    def sign(self, message: bytes) -> bytes:
        """A signature over a message."""


class Held(Protocol):
    """A requirement of a gate."""

    @property
    def what(self) -> str:
        """What is required, as a sentence."""

    @property
    def state(self) -> str:
        """`holds`, `waived`, or why not."""


class GateResult(Protocol):
    """What the gate of a release came to."""

    @property
    def status_to(self) -> str:
        """The status that the release is to have."""

    @property
    def requirements(self) -> Sequence[Held]:
        """What was required."""

    @property
    def holds(self) -> bool:
        """Whether the release may have it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What documents were made from, and how: `how` are the parameters from outside, `commit` a full id."""

    how: Mapping[str, Any]
    commit: str
    tool: str
    records: Iterable[str]
    builder: str = BUILDER


def provenance(subjects: Mapping[str, str], project: Project, made: Made, *, model: str = "") -> Mapping[str, Any]:
    """A statement of where files come from, by their names and SHA-256; `model`: the digest of a model's weights."""
    name, _, version = made.tool.partition(" ")
    return {
        "_type": STATEMENT,
        "subject": [_described(one, digest) for one, digest in sorted(subjects.items())]
        + ([_described(MODEL, model)] if model else []),
        "predicateType": PROVENANCE,
        "predicate": {
            "buildDefinition": {
                "buildType": BUILD,
                "externalParameters": dict(made.how),
                "resolvedDependencies": list(_dependencies(project, made)),
            },
            "runDetails": {"builder": {"id": made.builder, "version": {name: version}}},
        },
    }


def result(gate: GateResult, release: str, manifest: str, *, time: str, policy: str) -> Mapping[str, Any]:
    """A statement that a release, known by its seal, passed its gate; `policy`: the digest of the gates' settings.

    Raises Stop for a gate that does not hold.
    """
    if not gate.holds:
        words = f"`underhood gate {release} --to {gate.status_to}` says what blocks"
        raise Stop(f"{release} does not pass the gate to {gate.status_to}: there is nothing to attest", words, code=1)
    held = [f"UNDERHOOD_{_word(one.state)}: {one.what}" for one in gate.requirements]
    verifier = {"id": VERIFIER, "policy": _described(SETTINGS_FILE, policy)}
    return {
        "_type": STATEMENT,
        "subject": [_described(release, manifest)],
        "predicateType": RESULT,
        "predicate": {
            "verifier": verifier,
            "timeCreated": time,
            "properties": [f"{MAY_BE}{_word(gate.status_to)}", *held],
        },
    }


def signed(statement: Mapping[str, Any], keys: Sequence[Signs]) -> Envelope:
    """A statement in an envelope, signed with each key."""
    bare = Envelope(statement_bytes(statement), ())
    return Envelope(bare.payload, tuple(Signature(key.public.id, key.sign(bare.signed)) for key in keys))


def _word(text: str) -> str:
    return text.upper().replace("-", "_").replace(" ", "_")


def _described(name: str, sha256: str) -> Mapping[str, Any]:
    return {"name": name, "digest": {"sha256": sha256}}


def _dependencies(project: Project, made: Made) -> Iterator[Mapping[str, Any]]:
    """Commit, records, settings, translations, templates and schemas."""
    yield {"name": "commit", "digest": {"gitCommit": made.commit}}
    known = {str(record.address): record for record in project.catalog}
    for name in sorted(made.records):
        if name in known:
            yield _described(known[name].path, known[name].digest)
    catalogues = (entry.path for entry in project.tree.walk(f"{FOLDER}/_locale") if not entry.odd)
    for path in (SETTINGS_FILE, *catalogues):
        raw = project.tree.read(path, largest=LARGEST_CATALOGUE)
        if not isinstance(raw, Unreadable):
            yield _described(path, hashlib.sha256(raw).hexdigest())
    for which, digest in sorted(template_digests(project.tree).items()):
        if digest:
            yield _described(f"templates ({which})", digest)
    schemas = {name: dict(schema) for name, schema in project.schemas.documents.items()}
    yield _described("schemas", hashlib.sha256(canonical(schemas)).hexdigest())


@dataclass(frozen=True, slots=True)
class Asked:
    """What a signature is to prove: files by name and SHA-256, whether they are all there is, and a model's digest."""

    files: Mapping[str, str]
    whole: bool = False
    model: str = ""


def signature_level(envelope: Envelope, keys: Sequence[Proves], asked: Asked) -> Level:
    """Whether an envelope is about these files, and signed by the keys that are trusted."""
    try:
        statement = read_statement(envelope)
    except Broken as broken:
        return bad(SIGNATURE, str(broken))
    fault = _other(statement, asked)
    if fault:
        return bad(SIGNATURE, fault)
    if not keys:
        who = ", ".join(one.keyid[:80] for one in envelope.signatures[:MOST])
        return unchecked(SIGNATURE, f"it says that it is signed by {who}: give the public half of that key with --key")
    return _proved(envelope, keys, _weights(statement))


def gate_level(envelope: Envelope, keys: Sequence[Proves], manifests: Mapping[str, str]) -> Level:
    """Whether an envelope says that these releases, known by the manifests of their seals, passed a gate."""
    try:
        statement = read_statement(envelope)
    except Broken as broken:
        return bad(GATE, str(broken))
    about, said = _subjects(statement) or {}, statement.get("predicate")
    if statement.get("_type") != STATEMENT or statement.get("predicateType") != RESULT or not isinstance(said, dict):
        return bad(GATE, "it does not say that a gate was passed")
    listed = said.get("properties")
    passed = [str(one) for one in listed if str(one).startswith(MAY_BE)] if isinstance(listed, list) else []
    if fault := _other_seal(about, manifests) or ("" if passed else "it names no status that the release may have"):
        return bad(GATE, fault)
    words = f"{', '.join(sorted(about))}: {', '.join(passed)} on {str(said.get('timeCreated'))[:10]}; "
    if not keys:
        return unchecked(GATE, f"{words}give the public half of its key with --key")
    level = _proved(envelope, keys, "")
    return Level(GATE, level.state, words + level.reason)


def _other_seal(about: Mapping[str, str], manifests: Mapping[str, str]) -> str:
    """Why a statement is about no seal that matters here; empty where it is."""
    if not any(manifests.values()):
        return "it is about a seal, and nothing here is sealed"
    fits = about and all(manifests.get(name) == digest for name, digest in about.items())
    return "" if fits else f"it is about another seal: {', '.join(sorted(about))[:200]}"


def _proved(envelope: Envelope, keys: Sequence[Proves], weights: str) -> Level:
    trusted = {key.id: key for key in keys}
    proved, unknown = [], 0
    for one in envelope.signatures:
        by = next((key for key in keys if key.proves(one.sig, envelope.signed)), None)
        if by is not None and by.id != one.keyid:
            return bad(SIGNATURE, f"a signature of {by.id} is said to be of another key")
        if by is None and one.keyid in trusted:
            return bad(SIGNATURE, f"the signature of {one.keyid} does not fit: something was changed after signing")
        proved += [by.id] if by is not None else []
        unknown += by is None
    others = f"; {unknown} of another key, which was not checked" if unknown else ""
    if not proved:
        return bad(SIGNATURE, f"it is not signed by {', '.join(trusted)}{others}")
    return good(SIGNATURE, f"signed by {', '.join(sorted(set(proved)))}{weights}{others}")


def _other(statement: Mapping[str, Any], asked: Asked) -> str:
    """Why a statement is not about the files in question; empty where it is."""
    if statement.get("_type") != STATEMENT:
        return f"it holds no in-toto statement of version 1 ({ascii(statement.get('_type'))[:60]})"
    if statement.get("predicateType") != PROVENANCE:
        return f"it says something else than where files come from ({ascii(statement.get('predicateType'))[:60]})"
    about = _subjects(statement)
    if about is None:
        return "its subjects cannot be read"
    if asked.model and asked.model != about.get(MODEL):
        return f"it is not about the model {asked.model[:16]}"
    files = {name: digest for name, digest in about.items() if name != MODEL or asked.files.get(MODEL) == digest}
    if not asked.whole:
        digest = next(iter(asked.files.values()))
        return "" if digest in files.values() else "it is about another file, or this one was changed"
    faults = [
        f"{name} {'is missing' if name not in asked.files else 'was added' if name not in files else 'was changed'}"
        for name in sorted({*files, *asked.files})
        if files.get(name) != asked.files.get(name)
    ]
    more = f" and {len(faults) - MOST:,} more" if len(faults) > MOST else ""
    return f"not the files that were signed: {', '.join(faults[:MOST])}{more}" if faults else ""


def _subjects(statement: Mapping[str, Any]) -> dict[str, str] | None:
    """The subjects by name, each once."""
    found: dict[str, str] = {}
    listed = statement.get("subject")
    for one in listed if isinstance(listed, list) else ():
        digest = one.get("digest") if isinstance(one, dict) else None
        sha256 = digest.get("sha256") if isinstance(digest, dict) else None
        if not isinstance(sha256, str) or not isinstance(one.get("name"), str) or one["name"] in found:
            return None
        found[one["name"]] = sha256
    return found or None


def _weights(statement: Mapping[str, Any]) -> str:
    model = (_subjects(statement) or {}).get(MODEL)
    return f"; together with the model {model}" if model else ""
