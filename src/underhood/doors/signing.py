"""Signatures of people, made and proved by `ssh-keygen -Y`: keys in files, in an agent and in hardware all work.

Nothing here decides on its own that a signature is good: only `ssh-keygen` does, and where it is missing or silent,
nothing was checked.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from underhood.doors.process import Answer, run_program
from underhood.doors.ssh_format import envelope
from underhood.values.errors import Stop

PROGRAM = "ssh-keygen"
LARGEST_SIGNATURE = 1 << 16
PATIENCE, HUMAN_PATIENCE = 20.0, 180.0
"""Seconds for a check; for a signature, which may wait for a passphrase or a touch."""

OF_THE_USER = ("HOME", "USERPROFILE", "SSH_AUTH_SOCK", "TERM", "DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY")
OF_THE_KEY = ("SSH_ASKPASS", "SSH_ASKPASS_REQUIRE", "SSH_SK_PROVIDER")


class Proof(StrEnum):
    """What a signature came to."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown key"
    OUT_OF_TIME = "out of time"
    REVOKED = "revoked"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a signature came to, why, the fingerprint of its key as it says itself, and for whom it is good."""

    proof: Proof
    reason: str = ""
    fingerprint: str = ""
    principals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Trusted:
    """Whom to believe: lines of allowed signers, and the contents of a file of revoked keys (None: there is none)."""

    signers: tuple[str, ...]
    revoked: bytes | None = None


LATE = ("expired", "not yet valid")
_FINGERPRINT = re.compile(rb"SHA256:[A-Za-z0-9+/]{43}")
NO_PROGRAM = f"{PROGRAM} is not installed, or not on the PATH"


def verify(message: bytes, signature: bytes, trusted: Trusted, *, namespace: str, times: Sequence[str]) -> Verdict:
    """Prove a signature over a message at these moments (as `20260131235900`, UTC); all must hold."""
    said = envelope(signature)
    if isinstance(said, str):
        return Verdict(Proof.BAD, said)
    if said.namespace != namespace:
        return Verdict(Proof.BAD, f"it was made for '{said.namespace[:60]}', not for '{namespace}'", said.fingerprint)
    with tempfile.TemporaryDirectory(prefix="underhood-") as folder:
        files = _Files(Path(folder), message, namespace, trusted, signature.replace(b"\r\n", b"\n"))
        return _judged(files, said.fingerprint, sorted(set(times)))


class _Files:
    """The files that ssh-keygen is shown, and the questions that it is asked."""

    def __init__(self, folder: Path, message: bytes, namespace: str, trusted: Trusted, signature: bytes) -> None:
        self.message, self.namespace = message, namespace
        self.signature, self.signers = folder / "signature", folder / "signers"
        self.revoked = folder / "revoked" if trusted.revoked is not None else None
        self.signature.write_bytes(signature)
        self.signers.write_text("".join(f"{line}\n" for line in trusted.signers), "utf-8", newline="\n")
        if self.revoked is not None and trusted.revoked is not None:
            self.revoked.write_bytes(trusted.revoked)

    def ask(self, action: str, *arguments: str) -> Answer | None:
        """What ssh-keygen says of the signature."""
        command = ("-Y", action, "-s", str(self.signature), *arguments)
        return run_program(PROGRAM, command, stdin=self.message, seconds=PATIENCE)

    def principals(self, time: str) -> Answer | None:
        """Who may sign with its key at a time."""
        return self.ask("find-principals", "-f", str(self.signers), f"-Overify-time={time}Z")

    def named(self, time: str) -> Mapping[str, str]:
        """The same by name; nobody where that cannot be told."""
        who = self.principals(time)
        said = who.said.decode("utf-8", "replace").split("\n") if who is not None and who.code == 0 else []
        return dict.fromkeys(filter(None, said), "")

    def good(self, principal: str, time: str, *, revoked: bool = True) -> str:
        """The fingerprint of the key if it is a signature of this principal at a time; empty where it is not."""
        more = ("-r", str(self.revoked)) if revoked and self.revoked is not None else ()
        who = ("-f", str(self.signers), "-I", principal, "-n", self.namespace, f"-Overify-time={time}Z", *more)
        answer = self.ask("verify", *who)
        if answer is None or answer.code != 0 or not answer.said.startswith(b"Good "):
            return ""
        found = _FINGERPRINT.search(answer.said)
        return found[0].decode("ascii") if found else ""


def _judged(files: _Files, key: str, times: Sequence[str]) -> Verdict:
    held = files.named(times[0])
    for time in times:
        held = {name: found for name in held if (found := files.good(name, time))}
        if not held:
            return _why_not(files, key, time)
    return Verdict(Proof.GOOD, "", next(iter(held.values())), tuple(sorted(held)))


def _why_not(files: _Files, key: str, time: str) -> Verdict:
    """Why a signature is nobody's at a time."""
    whole, who = files.ask("check-novalidate", "-n", files.namespace), files.principals(time)
    if whole is None or who is None:
        return Verdict(Proof.UNCHECKED, NO_PROGRAM, key)
    if whole.code is None or who.code is None:
        return Verdict(Proof.UNCHECKED, f"{PROGRAM} did not answer within {PATIENCE:.0f} seconds", key)
    if whole.code:
        words = "the signature does not fit the file: one of the two was changed after signing"
        return Verdict(Proof.BAD, words, key)
    if found := _FINGERPRINT.search(whole.said):
        key = found[0].decode("ascii")  # of a certificate, that of the key in it
    names = files.named(time)
    if any(files.good(name, time, revoked=False) for name in names):
        return Verdict(Proof.REVOKED, "", key)
    late = not names and any(words in who.complaint for words in LATE)
    return Verdict(Proof.OUT_OF_TIME if late else Proof.UNKNOWN, "", key)


def sign(message: bytes, key: Path, *, namespace: str) -> bytes:
    """Sign a message with a key: a private one, or a public one whose other half an agent holds.

    Raises Stop where that cannot be done.
    """
    if not key.is_file():
        raise Stop(f"there is no key {key}", "name the file of your key with --key, such as ~/.ssh/id_ed25519")
    command = ("-q", "-Y", "sign", "-f", str(key.absolute()), "-n", namespace)
    answer = run_program(PROGRAM, command, stdin=message, seconds=HUMAN_PATIENCE, inherited=(*OF_THE_USER, *OF_THE_KEY))
    if answer is None:
        raise Stop(NO_PROGRAM, "install OpenSSH 8.9 or newer")
    if answer.code is None:
        raise Stop(f"{key} did not sign within {HUMAN_PATIENCE:.0f} seconds", "touch the key, or unlock it, in time")
    if answer.code or isinstance(envelope(answer.said), str):
        raise Stop(*_refused(key, answer.complaint))
    return answer.said


def _refused(key: Path, complaint: str) -> tuple[str, str]:
    """What to say where a key could not sign, and the cure."""
    whole = " ".join(complaint.split())
    words = whole[-200:]
    if "passphrase" in words:
        return f"{key} is locked, and its passphrase was not given", "unlock it with `ssh-add`, or sign at a terminal"
    if "No private key found for public key" in words or "agent" in words:
        return f"no agent holds the key of {key}", "start one with `eval $(ssh-agent)`, then `ssh-add`"
    if "too open" in whole or "Permission denied" in whole:
        return f"{key} may be read by others, or not by you", "`chmod 600` makes it yours alone"
    return f"{key} cannot sign: {words or 'no reason was given'}", "`ssh-keygen -y -f KEY` says whether it is a key"


def public_half(key: Path) -> str:
    """The public half of a key as signers have it, from the file that lies beside it; empty where there is none."""
    beside = key if key.suffix == ".pub" else key.with_name(f"{key.name}.pub")
    try:
        words = beside.read_bytes()[:LARGEST_SIGNATURE].decode("utf-8", "replace").split()
    except OSError:
        return ""
    return " ".join(words[:2])


def held_by_agent() -> frozenset[str]:
    """The public keys that an agent holds, each as `type base64`; none without an agent."""
    answer = run_program("ssh-add", ("-L",), stdin=b"", seconds=PATIENCE, inherited=OF_THE_USER)
    if answer is None or answer.code:
        return frozenset()
    return frozenset(_pairs(answer.said.decode("utf-8", "replace").splitlines()))


def _pairs(lines: Iterable[str]) -> Iterable[str]:
    return (" ".join(line.split()[:2]) for line in lines if len(line.split()) > 1)
