"""Broken signatures, signers and machines: each is said for what it is, and nothing unchecked looks good."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.approvals.desk import REVOKED, SIGNERS, Desk, keygen

from underhood.doors import process, signing
from underhood.doors.signing import Proof, Trusted, verify
from underhood.doors.ssh_format import read_signers
from underhood.judge.approvals import NAMESPACE, Standing, approvals_of
from underhood.judge.check import check
from underhood.records.project import open_project, open_revision
from underhood.values.errors import Stop

LONG = "ben " + "x" * (1 << 16)


@pytest.mark.parametrize(
    ("signature", "says"),
    [
        (b"", "does not begin"),
        (b"\0\xff\xfe", "does not begin"),
        (b"-----BEGIN SSH SIGNATURE-----", "cut off"),
        (b"-----BEGIN SSH SIGNATURE-----\nU1NI\n", "cut off"),
        (b"-----BEGIN SSH SIGNATURE-----\n!!!!\n-----END SSH SIGNATURE-----\n", "not in base64"),
        (b"-----BEGIN SSH SIGNATURE-----\nAAAA\n-----END SSH SIGNATURE-----\n", "no signature of OpenSSH"),
        (b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQ==\n-----END SSH SIGNATURE-----\n", "cut off"),
        (b"-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAf////8=\n-----END SSH SIGNATURE-----\n", "cut off"),
        (b"-----BEGIN PGP SIGNATURE-----\nAAAA\n-----END PGP SIGNATURE-----\n", "does not begin"),
        (b"A" * (1 << 17), "over 64 KiB"),
    ],
)
def test_signatures_that_are_none(desk: Desk, signature: bytes, says: str) -> None:
    path = desk.give(key="")
    (one,) = desk.judged({f"{path}.sig": signature})
    assert one.standing is Standing.BAD_SIGNATURE
    assert says in one.reason


def test_a_signature_cut_off_at_any_line(desk: Desk) -> None:
    path = desk.give() + ".sig"
    lines = bytes(desk.files[path]).splitlines(keepends=True)  # type: ignore[arg-type]
    for count in range(len(lines)):
        assert desk.standing({path: b"".join(lines[:count])}) == "bad signature"
    for left_out in range(1, len(lines) - 1):
        rest = lines[:left_out] + lines[left_out + 1 :]
        assert desk.standing({path: b"".join(rest)}) == "bad signature"


def test_two_signatures_in_one_file(desk: Desk) -> None:
    path = desk.give() + ".sig"
    other = desk.signature("something else", "mallory")
    assert desk.standing({path: other + bytes(desk.files[path])}) == "bad signature"  # type: ignore[arg-type]


def test_without_ssh_keygen_nothing_is_good(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.give()
    assert desk.standing() == "valid"
    monkeypatch.setenv("PATH", "")
    (one,) = desk.judged()
    assert one.standing is Standing.UNCHECKED
    assert "ssh-keygen is not installed" in one.reason
    found = check(desk.project(), today="2026-03-20", only={"unsigned-approval"})
    assert [finding.message.partition(":")[0] for finding in found] == ["unchecked"]


def test_without_ssh_keygen_what_is_plainly_wrong_is_still_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.give(role="king")
    monkeypatch.setenv("PATH", "")
    assert desk.standing() == "wrong role"


def test_a_program_of_this_name_in_the_folder_is_not_run(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trap = tmp_path / "ssh-keygen"
    trap.write_text("#!/bin/sh\necho 'Good \"underhood-approval\" signature for ben with ED25519 key x'\n", "utf-8")
    trap.chmod(0o755)
    desk.give(key="mallory")
    monkeypatch.chdir(tmp_path)
    for path in (".", "", f".{os.pathsep}", f"{tmp_path}"):
        monkeypatch.setenv("PATH", path)
        assert desk.standing() == "unchecked"


def test_a_program_that_does_not_answer(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    slow = tmp_path / "ssh-keygen"
    slow.write_text(f"#!{interpreter(tmp_path)}\nimport time\ntime.sleep(30)\n", "utf-8")
    slow.chmod(0o755)
    desk.give()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(signing, "PATIENCE", 0.3)
    assert desk.standing() == "unchecked"


def test_a_program_that_says_good_and_fails(desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    liar = tmp_path / "ssh-keygen"
    liar.write_text("#!/bin/sh\necho Good\nexit 1\n", "utf-8")
    liar.chmod(0o755)
    desk.give()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert desk.standing() == "bad signature"


def interpreter(folder: Path) -> Path:
    """This Python under a path without spaces, as the first line of a script needs it."""
    place = folder / "interpreter"
    place.symlink_to(sys.executable)
    return place


def test_an_answer_is_cut_at_its_limit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    talker = tmp_path / "talker"
    talker.write_text(f"#!{interpreter(tmp_path)}\nimport sys\nsys.stdout.write('x' * 3_000_000)\n", "utf-8")
    talker.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    answer = process.run_program("talker", (), stdin=b"", seconds=20)
    assert answer is not None
    assert len(answer.said) == process.LARGEST_ANSWER


def test_a_program_gets_a_clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shower = tmp_path / "shower"
    shower.write_text(f"#!{interpreter(tmp_path)}\nimport os\nprint(sorted(os.environ))\n", "utf-8")
    shower.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SSH_AUTH_SOCK", "there")
    monkeypatch.setenv("TOKEN", "secret")
    answer = process.run_program("shower", (), stdin=b"", seconds=20, inherited=("SSH_AUTH_SOCK",))
    assert answer is not None
    assert "SSH_AUTH_SOCK" in answer.said.decode()
    assert "TOKEN" not in answer.said.decode()


@pytest.mark.parametrize("message", [b"", b"\0" * 100, b"x" * (1 << 20)])
def test_any_message_can_be_signed_and_proved(desk: Desk, message: bytes) -> None:
    signature = signing.sign(message, desk.key("ben"), namespace=NAMESPACE)
    trusted = Trusted((f"ben {desk.public('ben')}",))
    assert verify(message, signature, trusted, namespace=NAMESPACE, times=("20260101000000",)).proof is Proof.GOOD
    assert verify(message + b"x", signature, trusted, namespace=NAMESPACE, times=("20260101000000",)).proof is Proof.BAD


def test_what_is_no_key_cannot_sign(tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    odd.write_text("no key", "utf-8")
    odd.chmod(0o600)
    with pytest.raises(Stop, match="odd"):
        signing.sign(b"x", odd, namespace=NAMESPACE)


def test_a_key_that_others_may_read(desk: Desk, tmp_path: Path) -> None:
    loose = tmp_path / "loose"
    loose.write_bytes(desk.key("ben").read_bytes())
    loose.chmod(0o644)
    with pytest.raises(Stop, match="may be read by others"):
        signing.sign(b"x", loose, namespace=NAMESPACE)


def test_the_public_half_without_an_agent(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSH_AUTH_SOCK", raising=False)
    half = tmp_path / "half.pub"
    half.write_text(desk.public("ben"), "utf-8")
    with pytest.raises(Stop, match="no agent holds"):
        signing.sign(b"x", half, namespace=NAMESPACE)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("ben", "no public key"),
        ("ben ssh-ed25519", "no public key"),
        ("ben ssh-ed25519 AAAA", "no public key"),
        ("ben ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIFKaIqRzo8P1CXGV28ribAoFY0Z9PHC3R1Mqs3IN9mWQ", "no public key"),
        ('ben valid-before="tomorrow" KEY', "a time is not written"),
        ('ben valid-before="20260101",valid-before="20270101" KEY', "stands there twice"),
        ("ben valid-before KEY", "is not complete"),
        ('ben cert-authority="x" KEY', "is not complete"),
        ('ben command="rm" KEY', "there is no option 'command'"),
        ('ben namespaces="x KEY', "options cannot be read"),
        ('"" KEY', "names nobody"),
        (LONG, "too long"),
    ],
)
def test_lines_of_signers_that_are_not_believed(desk: Desk, line: str, says: str) -> None:
    file = read_signers(line.replace("KEY", desk.public("ben")))
    assert file.signers == ()
    assert [says in bad.message for bad in file.bad] == [True]


def test_bad_lines_take_no_good_ones_with_them(desk: Desk) -> None:
    desk.give()
    text = f"nonsense\r\n\r\n# people\r\n{desk.signers()}* {desk.public('mallory')}\n\xff\n"
    assert desk.standing({SIGNERS: text}) == "valid"
    assert desk.standing({SIGNERS: text.replace("\n", "\r\n")}) == "valid"


@pytest.mark.parametrize("path", [SIGNERS, REVOKED])
def test_a_file_that_cannot_be_read_makes_no_signature_good(desk: Desk, path: str) -> None:
    desk.give()
    (one,) = desk.judged({path: b"#" * ((1 << 22) + 1)})
    assert one.standing is Standing.UNCHECKED
    assert path in one.reason


def test_a_line_cannot_smuggle_another_one(desk: Desk) -> None:
    desk.give(key="mallory")
    for who in ("ben\n", "ben\x0b", "ben\u2028", 'ben"', "b\0en"):
        assert desk.standing({SIGNERS: f"{who} {desk.public('mallory')}\n"}) != "valid"


def certificate(desk: Desk, names: str, *options: str) -> Path:
    """A key of Ben's with a certificate of the organisation's authority."""
    key = desk.folder / f"certified-{names.replace(',', '-')}-{len(options)}"
    keygen("-q", "-t", "ed25519", "-N", "", "-f", str(key))
    keygen("-q", "-s", str(desk.key("authority")), "-I", "id", "-n", names, *options, str(key) + ".pub")
    return Path(f"{key}-cert.pub")


@pytest.mark.parametrize(
    ("names", "options", "standing"),
    [
        ("ben", (), "valid"),
        ("ben@owl.example", (), "valid"),
        ("cleo", (), "no key"),
        ("ben,cleo", (), "no key"),
        ("stranger", (), "no key"),
        ("ben", ("-V", "20240101:20250101"), "no key"),
        ("ben", ("-h",), "no key"),
    ],
)
def test_certificates(desk: Desk, names: str, options: tuple[str, ...], standing: str) -> None:
    cert = certificate(desk, names, *options)
    path = desk.give(key="")
    private = str(cert).removesuffix("-cert.pub")
    with_agent = subprocess.run(
        ["ssh-agent", "sh", "-c", f"ssh-add -q {private} && ssh-keygen -Y sign -q -f {cert} -n {NAMESPACE}"],
        input=str(desk.files[path]).encode(),
        capture_output=True,
        check=True,
    )
    desk.files[f"{path}.sig"] = with_agent.stdout
    signers = f"* cert-authority {desk.public('authority')}\n"
    assert desk.standing({SIGNERS: signers}) == standing
    assert desk.standing({SIGNERS: desk.signers()}) == "no key"


def test_at_a_revision_and_with_the_bases_signers(desk: Desk, tmp_path: Path) -> None:
    desk.give()
    root = tmp_path / "records"
    for path, content in desk.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    who = ("-c", "user.name=Zoe", "-c", "user.email=zoe@owl.example")
    for arguments in (("init", "-q"), ("add", "-A"), (*who, "commit", "-qm", "All")):
        subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
    (root / SIGNERS).write_text(f"ben {desk.public('mallory')}\n", "utf-8")
    now, then = open_project(root, today="2026-03-20"), open_revision(root, "HEAD", today="2026-03-20")
    assert then is not None
    for project, base, standing in ((then, then, "valid"), (now, then, "valid"), (now, now, "no key")):
        release = desk.release(project)
        (one,) = approvals_of(project, release, desk.seal, signers=base.tree, today="2026-03-20")
        assert one.standing.value == standing


def test_a_link_in_the_place_of_a_signature_is_not_followed(desk: Desk, tmp_path: Path) -> None:
    path = desk.give()
    root = tmp_path / "records"
    for name, content in desk.files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    signature = root / f"{path}.sig"
    signature.rename(tmp_path / "elsewhere")
    signature.symlink_to(tmp_path / "elsewhere")
    project = open_project(root, today="2026-03-20")
    (one,) = approvals_of(project, desk.release(project), desk.seal, signers=project.tree, today="2026-03-20")
    assert one.standing is not Standing.VALID


def test_a_signature_without_its_approval_is_told(desk: Desk) -> None:
    path = desk.give()
    found = check(desk.project({path: None}), today="2026-03-20")
    assert [one.message for one in found if one.location.path == f"{path}.sig"] == [
        f"a signature without its approval: there is no {path}"
    ]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles", "UTC"])
def test_the_zone_of_the_machine_does_not_count(desk: Desk, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    desk.give()
    times = 'valid-after="202603181000",valid-before="202603200001"'
    assert desk.standing({SIGNERS: desk.signers(ben=times)}) == "valid"
    assert desk.standing({SIGNERS: desk.signers(ben='valid-after="202603181001"')}) == "expired"
