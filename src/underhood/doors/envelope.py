"""Envelopes for what is signed: DSSE version 1 (https://github.com/secure-systems-lab/dsse), in one spelling."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underhood.doors.canonical_json import NotCanonical, canonical

STATEMENT = "application/vnd.in-toto+json"
LARGEST = 1 << 26
"""So many bytes an envelope may have: a site of a hundred thousand files has a third of it."""

MOST_SIGNATURES = 16


class Broken(ValueError):
    """Why a file is no envelope, or not as it was written."""


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature, and the name of its key, which nothing vouches for."""

    keyid: str
    sig: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """What was signed, as bytes of a type, and by whom."""

    payload: bytes
    signatures: tuple[Signature, ...]
    payload_type: str = STATEMENT

    @property
    def signed(self) -> bytes:
        """The bytes that a signature is over."""
        return pre_authentication(self.payload_type, self.payload)


def pre_authentication(payload_type: str, payload: bytes) -> bytes:
    """Type and payload with their lengths, so that neither can be taken for the other (PAE of the specification)."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(payload), payload)


def written(envelope: Envelope) -> bytes:
    """An envelope as a file."""
    signatures = [{"keyid": one.keyid, "sig": _base64(one.sig)} for one in envelope.signatures]
    whole = {
        "payload": _base64(envelope.payload),
        "payloadType": envelope.payload_type,
        "signatures": signatures,
    }
    return canonical(whole) + b"\n"


def parse(raw: bytes) -> Envelope:
    """The envelope that a file is. Raises Broken for anything else, and for any second spelling of one."""
    if len(raw) > LARGEST:
        raise Broken(f"it is larger than {LARGEST >> 20} MiB")
    said = read_json(raw)
    if not isinstance(said, dict) or not {"payload", "payloadType", "signatures"} <= said.keys():
        raise Broken("it is no DSSE envelope: payload, payloadType or signatures are missing")
    signatures = said["signatures"]
    if not isinstance(signatures, list) or not signatures:
        raise Broken("it has no signature")
    if len(signatures) > MOST_SIGNATURES:
        raise Broken(f"it has {len(signatures):,} signatures; {MOST_SIGNATURES} are the most")
    if said["payloadType"] != STATEMENT:
        raise Broken(f"it holds {ascii(said['payloadType'])[:80]}, not {STATEMENT}")
    found = Envelope(_bytes(said["payload"], "payload"), tuple(map(_signature, signatures)))
    try:
        same = written(found) == raw
    except NotCanonical as error:
        raise Broken(f"it cannot be read: {error}") from error
    if not same:
        raise Broken("it is not as `underhood attest` wrote it: every byte counts")
    return found


def read_json(raw: bytes) -> Any:
    """Plain data out of JSON in which no name stands twice. Raises Broken."""
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_once, parse_constant=_refuse)
    except Broken:
        raise
    except (ValueError, RecursionError) as error:
        raise Broken(f"it is not JSON: {str(error) or type(error).__name__}"[:200]) from error


def read_statement(envelope: Envelope) -> Mapping[str, Any]:
    """The payload as data. Raises Broken where it is not in its one spelling."""
    said = read_json(envelope.payload)
    try:
        same = isinstance(said, dict) and canonical(said) == envelope.payload
    except NotCanonical as error:
        raise Broken(f"what was signed cannot be read: {error}") from error
    if not same:
        raise Broken("what was signed is not as `underhood attest` wrote it")
    assert isinstance(said, dict)
    return said


def statement_bytes(statement: Mapping[str, Any]) -> bytes:
    """A statement as it is signed."""
    return canonical(statement)


def _signature(said: Any) -> Signature:
    if not isinstance(said, dict) or not isinstance(said.get("keyid"), str):
        raise Broken("one of its signatures names no key")
    return Signature(said["keyid"], _bytes(said.get("sig"), "a signature"))


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")


def _bytes(text: Any, what: str) -> bytes:
    try:
        return base64.b64decode(text if isinstance(text, str) else "-", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Broken(f"{what} is not base64") from error


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(name for name, _ in pairs if sum(name == other for other, _ in pairs) > 1)
        raise Broken(f"the name {ascii(twice)[:60]} stands there twice")
    return found


def _refuse(text: str) -> Any:
    raise Broken(f"{text} is no number")
