"""A cache that is broken, foreign, closed or shared is as good as none, and is never believed."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import platformdirs
import pytest

import underhood
from tests.cache.test_same_findings import LAB, kept
from underhood.doors import cache
from underhood.judge.kept import recall
from underhood.judge.outcome import unkept

DAY = "2026-11-23"
CHECK = [sys.executable, "-m", "underhood", "check", "-q", "--today", DAY]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The fictional laboratory, with a cache folder of its own."""
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path / "cache"))
    return shutil.copytree(LAB, tmp_path / "lab")


def file(root: Path) -> Path:
    """The cache file of a repository."""
    found = recall.look(root).place
    assert found is not None
    return found


def bent(raw: bytes, at: int) -> bytes:
    """The same with one byte changed."""
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def resealed(raw: bytes, change: Callable[[dict[str, object]], object], *, deep: bool = False) -> bytes:
    """A first part that was changed by somebody who knows the format; `deep`: nested without end."""
    first, _, rest = raw.partition(b"\n")
    magic, length, _, tail = first.split()
    head = json.loads(rest[: int(length)])
    change(head)
    new = b"[" * 100_000 if deep else json.dumps(head).encode()
    digest = hashlib.sha256(new).hexdigest().encode()
    return b" ".join((magic, str(len(new)).encode(), digest, tail)) + b"\n" + new + rest[int(length) :]


HARMS: dict[str, Callable[[bytes], bytes]] = {
    "cut early": lambda raw: raw[:100],
    "cut in the middle": lambda raw: raw[: len(raw) // 2],
    "cut late": lambda raw: raw[:-1],
    "longer": lambda raw: raw + b"more",
    "a pickle": lambda raw: b"\x80\x04." + raw,
    "another format": lambda raw: raw.replace(b"cache-1", b"cache-0", 1),
    "bent in the first line": lambda raw: bent(raw, 40),
    "bent in the first part": lambda raw: bent(raw, 400),
    "bent in the second part": lambda raw: bent(raw, len(raw) - 40),
    "huge length": lambda raw: b"underhood-cache-1 99999999999999999999 a b\n" + raw,
    "negative length": lambda raw: b"underhood-cache-1 -5 a b\n" + raw,
    "noise": lambda raw: bytes(reversed(raw)),
    "deep": lambda raw: resealed(raw, lambda head: head, deep=True),
    "empty": lambda raw: raw[:0],
}


@pytest.mark.parametrize("harm", HARMS)
def test_a_broken_cache(root: Path, harm: str) -> None:
    kept(root, DAY)
    place, whole = file(root), unkept(root, DAY)
    for _ in range(2):
        place.write_bytes(HARMS[harm](place.read_bytes()))
        assert kept(root, DAY) == whole
        place.write_bytes(HARMS[harm](place.read_bytes()))
        path = min((root / "governance" / "risk").iterdir())
        path.write_text(path.read_text() + "# more\n")
        assert kept(root, DAY) == unkept(root, DAY)


HEADS = (
    "told",
    "racy",
    "records",
    "kinds",
    "unread",
    "excused",
    "problems",
    "others",
    "past",
    "broken",
    "day",
    "listing",
    "key",
    "dated",
)
VALUES: tuple[object, ...] = (None, "x", [["x"]], {"x": []}, [[1, 2, 3, 4, 5, 6, 7]])


@pytest.mark.parametrize("name", HEADS)
def test_a_cache_of_another_shape(root: Path, name: str) -> None:
    """Digests that fit, and values that do not: what cannot be used is found anew."""
    kept(root, DAY)
    place, whole = file(root), unkept(root, DAY)
    raw = place.read_bytes()
    for value in VALUES:
        place.write_bytes(resealed(raw, lambda head, value=value: head.update({name: value})))  # type: ignore[misc]
        assert kept(root, DAY) == whole
    place.write_bytes(resealed(raw, lambda head: head.pop(name)))
    assert kept(root, DAY) == whole


def test_the_cache_of_another_repository(root: Path, tmp_path: Path) -> None:
    other = shutil.copytree(LAB, tmp_path / "other")
    path = min((other / "governance" / "risk").iterdir())
    path.write_text("title: [\n")
    kept(root, DAY), kept(other, DAY)
    assert file(root) != file(other)
    shutil.copyfile(file(root), file(other))
    assert kept(other, DAY) == unkept(other, DAY)


def test_nowhere_to_keep_it(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file where the folder should be: the check is as good, and says nothing of it."""
    (tmp_path / "cache").write_text("not a folder")
    for _ in range(2):
        done = subprocess.run([*CHECK, "-C", root], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
    monkeypatch.setattr(platformdirs, "user_cache_path", lambda *_, **__: Path("relative"))
    monkeypatch.delenv(cache.VARIABLE)
    assert cache.folder() is None
    assert kept(root, DAY) == unkept(root, DAY)


def test_the_disk_is_full(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkstemp", full)
    assert kept(root, DAY) == unkept(root, DAY)
    assert not file(root).exists()


def test_several_at_once(root: Path) -> None:
    """Checks that run beside each other write whole files, and leave nothing lying about."""
    running = [
        subprocess.Popen([*CHECK, "-C", root, "--format", "json"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        for _ in range(4)
    ]
    told = {one.communicate()[0] for one in running}
    assert len(told) == 1
    assert [path.name for path in file(root).parent.iterdir()] == [file(root).name]
    alone = subprocess.run([*CHECK, "-C", root, "--format", "json", "--no-cache"], capture_output=True, check=False)
    assert told == {alone.stdout}


def test_another_program_or_other_schemas(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = recall.key_of(root)
    (root / "schemas").mkdir()
    own = root / "schemas" / "risk.schema.json"
    own.write_text("{}")
    with_own = recall.key_of(root)
    own.write_text('{"a": 1}')
    monkeypatch.setattr(underhood, "__version__", "99")
    assert len({before, with_own, recall.key_of(root)}) == 3


def test_no_cache_keeps_nothing(root: Path) -> None:
    subprocess.run([*CHECK, "-C", root, "--no-cache"], capture_output=True, check=False)
    assert not file(root).exists()


def test_a_link_out_of_the_folder_is_not_followed(root: Path, tmp_path: Path) -> None:
    """What lies behind a link may change unseen: such a file is no record, with a cache and without."""
    outside = tmp_path / "outside.yaml"
    outside.write_text("title: x\n")
    (root / "governance" / "risk" / "linked.yaml").symlink_to(outside)
    first = kept(root, DAY)
    outside.write_text("title: y\n")
    assert kept(root, DAY) == first == unkept(root, DAY)


def test_random_bytes_in_it(root: Path) -> None:
    kept(root, DAY)
    place, whole, chance = file(root), unkept(root, DAY), random.Random(7)
    raw = place.read_bytes()
    for _ in range(20):
        place.write_bytes(bent(raw, chance.randrange(len(raw))))
        assert kept(root, DAY) == whole


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_numbers_that_are_none(root: Path, value: float) -> None:
    kept(root, DAY)
    place, whole = file(root), unkept(root, DAY)
    raw = place.read_bytes()
    for name in ("records", "kinds", "unread", "allowed"):
        place.write_bytes(resealed(raw, lambda head, name=name: head.update({name: value})))  # type: ignore[misc]
        assert kept(root, DAY) == whole


def planted(root: Path) -> Path:
    """A cache of which somebody took out every finding, with digests that fit."""
    kept(root, DAY)
    place = file(root)
    place.write_bytes(resealed(place.read_bytes(), lambda head: head.update({"told": [], "records": 1})))
    assert kept(root, DAY).records == 1
    return place


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_cache_that_others_may_write(root: Path, mode: int) -> None:
    planted(root).chmod(mode)
    assert kept(root, DAY) == unkept(root, DAY)
    assert file(root).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("mode", [0o770, 0o707, 0o777])
def test_a_cache_in_a_folder_that_others_may_write(root: Path, mode: int) -> None:
    planted(root).parent.chmod(mode)
    assert kept(root, DAY) == unkept(root, DAY)


def test_a_cache_of_somebody_else(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planted(root)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    assert kept(root, DAY) == unkept(root, DAY)


def test_a_shared_folder_where_nobody_takes_the_place_of_our_file(root: Path) -> None:
    """As /tmp is: what is ours there stays ours."""
    place = planted(root)
    place.parent.chmod(0o1777)
    assert kept(root, DAY).records == 1


@pytest.mark.parametrize("plant", [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), Path.mkdir])
def test_a_cache_that_is_no_file(root: Path, plant: Callable[[Path], None]) -> None:
    place = file(root)
    place.parent.mkdir(mode=0o700)
    plant(place)
    assert kept(root, DAY) == unkept(root, DAY)


def test_a_cache_behind_a_link(root: Path, tmp_path: Path) -> None:
    place = planted(root)
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    assert kept(root, DAY) == unkept(root, DAY)


@pytest.mark.parametrize("plant", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_a_schema_that_is_no_file_has_a_key(root: Path, plant: Callable[[Path], None]) -> None:
    before = recall.key_of(root)
    (root / "schemas").mkdir()
    plant(root / "schemas" / "risk.schema.json")
    assert recall.key_of(root) != before
