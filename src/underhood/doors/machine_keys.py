"""Keys of machines: Ed25519, in PEM files as openssl makes them, through the library `cryptography` (an extra).

People sign with their SSH keys (`signing`). A private key is read, used and never shown.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from underhood.values.errors import USAGE, Stop

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LARGEST = 1 << 14
MAKE = "`underhood attest --new-key FILE` makes one, as does `openssl genpkey -algorithm ed25519`"
INSTALL = "install it: pip install 'underhood[attest]'"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The half of a key that may be known; `id` is its fingerprint."""

    id: str
    _key: Ed25519PublicKey

    def proves(self, signature: bytes, message: bytes) -> bool:
        """Whether a signature over a message was made with the other half."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  (30 ms, and an extra)

        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A key that signs."""

    public: PublicKey
    _key: Ed25519PrivateKey

    def sign(self, message: bytes) -> bytes:
        """A signature over a message."""
        return self._key.sign(message)

    def __repr__(self) -> str:
        return f"PrivateKey({self.public.id})"


def available() -> bool:
    """Whether the library is installed."""
    try:
        import cryptography  # noqa: F401, PLC0415
    except ImportError:
        return False
    return True


def new_key(path: Path) -> PublicKey:
    """Make a key: the private half in `path`, for its owner's eyes only; the public one beside, as `path`.pub.

    Raises Stop where either file exists already.
    """
    serialization, ed25519 = _library()
    key = ed25519.Ed25519PrivateKey.generate()
    own = serialization.PrivateFormat.PKCS8
    private = key.private_bytes(serialization.Encoding.PEM, own, serialization.NoEncryption())
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    beside = path.with_name(f"{path.name}.pub")
    for file in (path, beside):
        if file.exists() or file.is_symlink():
            raise Stop(f"{file} is there already", "a key is never written over: name another file", code=USAGE)
    for file, content, mode in ((path, private, 0o600), (beside, public, 0o644)):
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
    return _public(key.public_key())


def read_private(path: Path) -> PrivateKey:
    """The key in a PEM file. Raises Stop for anything else."""
    serialization, ed25519 = _library()
    raw = _raw(path)
    if b"BEGIN PUBLIC KEY" in raw:
        raise Stop(f"{path} is the public half of a key", "name the file of the private half", code=USAGE)
    try:
        key = serialization.load_pem_private_key(raw, password=None)
    except TypeError as error:
        raise Stop(f"the key {path} is locked with a passphrase", f"a machine's key has none; {MAKE}") from error
    except Exception as error:
        raise Stop(f"{path} is not a private key in PEM", MAKE) from error
    if not isinstance(key, ed25519.Ed25519PrivateKey):
        raise Stop(f"{path} is not an Ed25519 key", MAKE)
    return PrivateKey(_public(key.public_key()), key)


def exposed(path: Path) -> bool:
    """Whether others than its owner may read a key; where the system does not say, no."""
    try:
        return os.name == "posix" and bool(path.stat().st_mode & 0o077)
    except OSError:
        return False


def read_public(path: Path) -> PublicKey:
    """The public key in a PEM file. Raises Stop for anything else, and for a private key."""
    serialization, ed25519 = _library()
    raw = _raw(path)
    if b"PRIVATE KEY" in raw:
        words = "give its public half: `openssl pkey -in FILE -pubout` writes it; keep the other to yourself"
        raise Stop(f"{path} is a private key", words, code=USAGE)
    try:
        key = serialization.load_pem_public_key(raw)
    except Exception as error:
        raise Stop(f"{path} is not a public key in PEM", "ask whoever signed for the file that ends in .pub") from error
    if not isinstance(key, ed25519.Ed25519PublicKey):
        raise Stop(f"{path} is not an Ed25519 key", "ask whoever signed for the file that ends in .pub")
    return _public(key)


def _public(key: Ed25519PublicKey) -> PublicKey:
    serialization, _ = _library()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return PublicKey(f"sha256:{hashlib.sha256(key.public_bytes(serialization.Encoding.DER, form)).hexdigest()}", key)


def _raw(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise Stop(f"there is no key {path}", MAKE, code=USAGE)
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise Stop(
            f"the key {path} cannot be read: {(error.strerror or '').lower()}", "check its permissions"
        ) from error
    if len(raw) > LARGEST:
        raise Stop(f"{path} is too large for a key", MAKE)
    return raw


def _library() -> tuple[Any, Any]:
    try:
        from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
        from cryptography.hazmat.primitives.asymmetric import ed25519  # noqa: PLC0415
    except ImportError as error:
        raise Stop("signatures of machines need the library 'cryptography'", INSTALL) from error
    return serialization, ed25519
