"""The formats of OpenSSH that signing needs: signatures in their armour, and files of allowed signers.

What is read here serves to sort and to explain. Whether a signature is good, `ssh-keygen` says.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
REVOCATIONS = b"SSHKRL\n\0"
OPTIONS = frozenset({"cert-authority", "namespaces", "valid-after", "valid-before"})
LONGEST_LINE = 1 << 15

_KEY = re.compile(r"(?:ssh-|ecdsa-|sk-)[\w@.-]+")
_WORD = re.compile(r'"([^"]*)"|(\S+)')
_OPTION = re.compile(r'([a-zA-Z-]+)(?:="([^"]*)")?(?:,|$)')
_TIME = re.compile(r"(\d{8})(?:(\d{4})(\d{2})?)?Z?")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a signature says of itself: the fingerprint of its key, and what it was made for."""

    fingerprint: str
    namespace: str


@dataclass(frozen=True, slots=True)
class Signer:
    """One line of a file of allowed signers: who, with which key, under which options.

    `after` and `before` are moments as `20260131235900`, in UTC; empty: without limit. `authority`: the key signs
    other keys, in certificates that name the person.
    """

    line: int
    principals: tuple[str, ...]
    options: Mapping[str, str]
    key: str
    fingerprint: str
    after: str = ""
    before: str = ""

    @property
    def authority(self) -> bool:
        """Whether the key vouches for the keys of others."""
        return "cert-authority" in self.options

    def written(self, principal: str) -> str:
        """The line again, for this principal."""
        said = ",".join(f'{name}="{value}"' if value else name for name, value in self.options.items())
        return " ".join(part for part in (f'"{principal}"', said, self.key) if part)


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be used, and why."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class SignersFile:
    """What a file of allowed signers holds."""

    signers: tuple[Signer, ...] = ()
    bad: tuple[BadLine, ...] = field(default=())


def envelope(signature: bytes) -> Envelope | str:
    """What a signature says of itself; why it is none."""
    lines = signature.decode("ascii", "replace").strip().splitlines()
    if not lines or lines[0].strip() != BEGIN:
        return f"the signature does not begin with {BEGIN}"
    if lines[-1].strip() != END:
        return f"the signature is cut off: it does not end with {END}"
    try:
        blob = base64.b64decode("".join(line.strip() for line in lines[1:-1]), validate=True)
    except ValueError:
        return "the signature is not in base64"
    if blob[:6] != b"SSHSIG" or blob[6:10] != b"\0\0\0\1":
        return "what the signature holds is no signature of OpenSSH"
    try:
        key, rest = _string(blob[10:])
        namespace, _ = _string(rest)
    except ValueError:
        return "the signature is cut off"
    return Envelope(fingerprint(key), namespace.decode("utf-8", "replace"))


def fingerprint(key: bytes) -> str:
    """The fingerprint of a public key, as OpenSSH writes it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(key).digest()).decode().rstrip("=")


def read_signers(text: str) -> SignersFile:
    """The lines of a file of allowed signers; what cannot be used is told, never guessed."""
    found = [one for number, line in enumerate(text.split("\n"), 1) for one in _line(number, line)]
    return SignersFile(
        tuple(one for one in found if isinstance(one, Signer)), tuple(one for one in found if isinstance(one, BadLine))
    )


def listed_keys(revoked: bytes) -> frozenset[str]:
    """The fingerprints of a file of revoked keys; none of its binary form, which only OpenSSH reads."""
    lines = [] if revoked.startswith(REVOCATIONS) else revoked.decode("utf-8", "replace").split("\n")
    return frozenset(key[1] for line in lines if (key := _public(line.strip())) is not None)


def unreadable_key(revoked: bytes) -> int:
    """The first line of a file of revoked keys that is no key; 0 where there is none, and for the binary form."""
    if revoked.startswith(REVOCATIONS):
        return 0
    for number, line in enumerate(revoked.decode("utf-8", "replace").split("\n"), 1):
        said = line.strip()
        hidden = "\r" in said  # a line end of old that OpenSSH does not know: what follows would be a comment
        if said and (hidden or (not said.startswith("#") and _public(said) is None)):
            return number
    return 0


def _line(number: int, line: str) -> Iterator[Signer | BadLine]:
    line = line.strip()
    if not line or line.startswith("#"):
        return
    if len(line) > LONGEST_LINE:
        found: Signer | str = "the line is too long"
    elif not line.replace("\t", " ").isprintable():
        found = "the line holds a character that cannot be shown"
    else:
        found = _signer(number, line)
    yield BadLine(number, found) if isinstance(found, str) else found


def _signer(number: int, line: str) -> Signer | str:
    first = _WORD.match(line)
    who = (first[1] or first[2]) if first else ""
    if not first or not who:
        return "the line names nobody"
    rest = line[first.end() :].strip()
    options: dict[str, str] = {}
    if not _KEY.match(rest):
        said, rest = _options(rest)
        if isinstance(said, str):
            return said
        options = said
    key = _public(rest)
    if key is None:
        return "there is no public key in the line (such as ssh-ed25519 AAAA…)"
    times = [options.get(name, "") for name in ("valid-after", "valid-before")]
    after, before = (moment(time) for time in times)
    if None in {after, before}:
        return "a time is not written as YYYYMMDD or YYYYMMDDHHMM[SS]"
    principals = tuple(part.strip() for part in who.split(",") if part.strip())
    return Signer(number, principals, options, *key, after or "", before or "")


def _options(text: str) -> tuple[dict[str, str] | str, str]:
    """The options before a key, and the rest of the line; or what is wrong with them."""
    found: dict[str, str] = {}
    while text and not text[0].isspace():
        match = _OPTION.match(text) or re.match(r'([a-zA-Z-]+)(?:="([^"]*)")?(?=\s)', text)
        if match is None:
            return "its options cannot be read", text
        name = match[1].lower()
        if name not in OPTIONS:
            return f"there is no option '{name[:40]}'", text
        if name in found:
            return f"the option '{name}' stands there twice", text
        if (name == "cert-authority") != (match[2] is None):
            return f"the option '{name}' is not complete", text
        found[name] = match[2] or ""
        text = text[match.end() :]
    return found, text.strip()


def _public(text: str) -> tuple[str, str] | None:
    """A public key in one spelling, and its fingerprint."""
    kind, _, rest = text.partition(" ")
    coded = rest.strip().partition(" ")[0]
    if not _KEY.fullmatch(kind):
        return None
    try:
        blob = base64.b64decode(coded, validate=True)
        name, _ = _string(blob)
    except ValueError:
        return None
    return (f"{kind} {coded}", fingerprint(blob)) if name == kind.encode() else None


def moment(text: str) -> str | None:
    """A time of an option as 14 digits; empty for none; None where it is no time."""
    found = _TIME.fullmatch(text)
    return None if text and not found else f"{found[1]}{found[2] or '0000'}{found[3] or '00'}" if found else ""


def _string(blob: bytes) -> tuple[bytes, bytes]:
    """A string with its length before it, and what follows. Raises ValueError where it is cut off."""
    size = int.from_bytes(blob[:4], "big")
    if len(blob) < 4 or len(blob) < 4 + size:
        raise ValueError("cut off")
    return blob[4 : 4 + size], blob[4 + size :]
