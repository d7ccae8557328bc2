"""Whichever byte of a card, of a record behind it, of its seal or of its envelope is another: a proof notices."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cli.conftest import Said
from tests.conftest import FULL, SOUND
from tests.git.making import commit, repository
from tests.provenance.conftest import Published, cloned, public
from tests.seals.making import FILES, RELEASED

from underhood.cli.main import run
from underhood.cli.parts.levels import Beside, levels_of
from underhood.cli.parts.proving import Card, Looked, read_subject
from underhood.doors.envelope import Broken, parse
from underhood.doors.machine_keys import PublicKey, read_public
from underhood.doors.tree import MemoryTree, Tree
from underhood.judge.attest import Asked, signature_level
from underhood.judge.verify import BYTES, LEVELS, MANIFEST, RECORDS, State
from underhood.records.project import Project, memory_project
from underhood.records.seals import path_of
from underhood.site.again import opened
from underhood.values.origin import Origin, read

DAY = "2026-11-23"
MANY = 1500 if FULL else 150
"""So many flips of each sort: the time that they take is bounded by their number, each being of milliseconds."""
BOUNDED = settings(max_examples=MANY, deadline=None)


@dataclass(frozen=True)
class Made:
    """A card that was attested, the clone that proves it, and the files of the clone."""

    published: Published
    release: str
    key: PublicKey
    files: dict[str, bytes]

    @property
    def raw(self) -> bytes:
        return self.published.card.read_bytes()

    @property
    def envelope(self) -> bytes:
        return self.published.card.with_name("card.md.dsse.json").read_bytes()


def quiet(*arguments: object) -> Said:
    return Said(run([str(argument) for argument in arguments]), "", "")


def everything(tree: Tree) -> dict[str, bytes]:
    found = {entry.path: tree.read(entry.path, largest=1 << 24) for entry in tree.walk("governance")}
    return {path: raw for path, raw in found.items() if isinstance(raw, bytes)}


@pytest.fixture(scope="module", params=["plain", "sealed"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A card of a release, which is sealed or not."""
    folder, sealed = tmp_path_factory.mktemp(request.param), request.param == "sealed"
    root, release = folder / "records", "owl-3" if sealed else "owl-2"
    repository(root, FILES if sealed else SOUND)
    if sealed:
        assert quiet("seal", "-C", root, "release/owl-3", "--today", "2024-05-01").code == 0
        commit(root, {"governance/release/owl-3.yaml": RELEASED.replace("2025-01-02", "2024-05-02")})
    published = cloned(root, folder, quiet, release=release)
    assert quiet("attest", "--new-key", folder / "ci.pem").code == 0
    assert quiet("attest", published.card, "-C", root, "--key", folder / "ci.pem").code == 0
    card = read_subject(published.card)
    with opened(published.clone, card.commit, day=card.as_of) as project:
        return Made(published, release, read_public(public(folder / "ci.pem")), everything(project.tree))


@pytest.fixture(scope="module")
def project(made: Made) -> Iterator[Project]:
    """The clone at the commit that the card names, opened once."""
    card = read_subject(made.published.card)
    with opened(made.published.clone, card.commit, day=card.as_of) as found:
        yield found


def flipped(raw: bytes, data: st.DataObject) -> bytes:
    """The same bytes but for one, in which one bit or more is another."""
    at, by = data.draw(st.integers(0, len(raw) - 1)), data.draw(st.integers(1, 255))
    return raw[:at] + bytes([raw[at] ^ by]) + raw[at + 1 :]


def states(card: Card, path: Path, project: Project) -> dict[str, State]:
    if project.problems:
        return dict.fromkeys(LEVELS, State.UNCHECKED)
    levels = levels_of(card, Looked(project, where="the clone"), Beside(path), today=DAY)
    return {level.name: level.state for level in levels}


def test_without_a_flip_it_is_proved(made: Made, project: Project) -> None:
    card = read_subject(made.published.card)
    assert isinstance(card, Card)
    found = states(card, made.published.card, project)
    assert (found[RECORDS], found[BYTES]) == (State.GOOD, State.GOOD)
    assert found[MANIFEST] is (State.GOOD if made.release == "owl-3" else State.UNCHECKED)
    whole = memory_project(MemoryTree(dict(made.files)), today=card.as_of)
    assert states(card, made.published.card, whole)[RECORDS] is State.GOOD
    assert signature(made, made.envelope) is State.GOOD


@BOUNDED
@given(data=st.data())
def test_of_the_card(made: Made, project: Project, data: st.DataObject) -> None:
    raw = flipped(made.raw, data)
    assert signature(made, made.envelope, raw) is State.BAD
    origin = read(raw)
    if isinstance(origin, Origin):  # else it is refused: there is no footer, or none that can be read
        assert states(Card(raw, origin), made.published.card, project)[BYTES] is not State.GOOD


@BOUNDED
@given(data=st.data())
def test_of_any_record_behind_it(made: Made, data: st.DataObject) -> None:
    card = read_subject(made.published.card)
    assert isinstance(card, Card)
    name = data.draw(st.sampled_from(sorted(card.origin.names)))
    path = f"governance/{name}.yaml"
    spoilt = memory_project(MemoryTree({**made.files, path: flipped(made.files[path], data)}), today=card.as_of)
    assert states(card, made.published.card, spoilt)[RECORDS] is not State.GOOD


@BOUNDED
@given(data=st.data())
def test_of_its_seal(made: Made, data: st.DataObject) -> None:
    card, path = read_subject(made.published.card), path_of(made.release)
    assert isinstance(card, Card)
    assert (path in made.files) is (made.release == "owl-3")
    if path in made.files:
        spoilt = memory_project(MemoryTree({**made.files, path: flipped(made.files[path], data)}), today=card.as_of)
        assert states(card, made.published.card, spoilt)[MANIFEST] is State.BAD


def signature(made: Made, envelope: bytes, card: bytes = b"") -> State:
    """What an envelope says of the card, or of what somebody made of it."""
    try:
        found = parse(envelope)
    except Broken:
        return State.BAD
    asked = Asked({"card.md": hashlib.sha256(card or made.raw).hexdigest()}, False, "")
    return signature_level(found, (made.key,), asked).state


@BOUNDED
@given(data=st.data())
def test_of_the_envelope(made: Made, data: st.DataObject) -> None:
    assert signature(made, flipped(made.envelope, data)) is not State.GOOD
