"""The levels of a proof, out of what was looked at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from underhood.cli.parts.proving import Card, Folder, Looked, digests, envelope_beside, read_file
from underhood.doors.envelope import LARGEST, Broken, Envelope, parse
from underhood.doors.machine_keys import INSTALL, PublicKey, available
from underhood.judge.attest import Asked, gate_level, signature_level
from underhood.judge.verify import (
    APPROVALS,
    BYTES,
    FILES,
    GATE,
    MANIFEST,
    RECORDS,
    SIGNATURE,
    Level,
    State,
    all_records_level,
    approvals_level,
    bad,
    bytes_level,
    files_levels,
    joined,
    manifest_level,
    records_level,
    unchecked,
)
from underhood.meaning.audience import Audience, Views, audience_of
from underhood.meaning.release import ever_signed
from underhood.records.project import Project
from underhood.records.reading import Problem
from underhood.records.record import Record
from underhood.records.seals import LARGEST as LARGEST_SEAL
from underhood.records.seals import Seal, parse_seal
from underhood.site.again import CannotMake, remade, remade_site
from underhood.values.errors import Stop
from underhood.values.ids import parse_address

NOT_SEALED = "the release is not sealed"
NO_RELEASE = "it is no document of a release"


@dataclass(frozen=True, slots=True)
class Beside:
    """What else was given: an envelope, keys to trust, a copy of the seal, and the digest of a model."""

    path: Path
    attestation: Path | None = None
    keys: tuple[PublicKey, ...] = ()
    wants_key: bool = False
    seal: Path | None = None
    model: str = ""
    gate: Path | None = None


def levels_of(subject: Card | Folder, looked: Looked, beside: Beside, *, today: str) -> tuple[Level, ...]:
    """All levels of a document or a site, in their order."""
    signature = _signature(subject, beside)
    if isinstance(subject, Card):
        seals = {subject.origin.subject: subject.origin.manifest}
        middle = _card(subject, looked)
    else:
        seals = {str(name): str(manifest) for name, manifest in subject.facts["seals"].items()}
        middle = _site(subject, looked, signed=signature.state is State.GOOD)
    manifest = _manifest(seals, looked, beside)
    return (manifest, *middle, signature, _approvals(seals, looked, today), *_gates(seals, beside))


def made_of(subject: Card | Folder, looked: Looked) -> tuple[Level, ...]:
    """Whether something is what its records make: those levels alone."""
    return _card(subject, looked) if isinstance(subject, Card) else _site(subject, looked, signed=False)


def _card(card: Card, looked: Looked) -> tuple[Level, ...]:
    if looked.project is None:
        return unchecked(RECORDS, looked.why), unchecked(BYTES, looked.why)
    records = records_level(card.origin, looked.project, where=looked.where)
    try:
        made = remade(looked.project, card.origin)
    except Stop as stop:
        made = CannotMake(f"it cannot be made again: {stop.message}")
    return records, bytes_level(card.raw, made.reason if isinstance(made, CannotMake) else made)


def _site(site: Folder, looked: Looked, *, signed: bool) -> tuple[Level, ...]:
    odd = [bad(FILES, one) for one in site.odd]
    if looked.project is None:
        nothing, others = files_levels(site.held, looked.why, signed=signed)
        return unchecked(RECORDS, looked.why), nothing, joined([*odd, others], FILES)
    project = looked.project
    said = {str(name): str(digest) for name, digest in site.facts["records"].items()}
    audience = audience_of(site.facts.get("audience", "")) or Audience.PUBLIC
    shown = Views(project, drafts=site.facts["drafts"]).view(audience=audience)
    records = all_records_level(said, project, shown, where=looked.where)
    made = remade_site(_as_said(project, site), site.facts)
    again: Mapping[str, str] | str = (
        made.reason
        if isinstance(made, CannotMake)
        else {name: hashlib.sha256(content).hexdigest() for name, content in made.items()}
    )
    same, others = files_levels(site.held, again, signed=signed)
    return records, same, joined([*odd, others], FILES)


def _as_said(project: Project, site: Folder) -> Project:
    """The project, at the commit that a site names: so that the rest of it can be compared."""
    commit = str(site.facts["commit"])
    if project.commit is None or project.commit.commit == commit:
        return project
    return replace(project, commit=replace(project.commit, commit=commit))


def _manifest(seals: Mapping[str, str], looked: Looked, beside: Beside) -> Level:
    """Whether the seals are those that were named; a copy for an audience does where there is no clone."""
    copy = _copy(beside.seal) if beside.seal is not None else None
    found = list(_manifests(seals, looked, copy))
    return joined(found, MANIFEST) if found else unchecked(MANIFEST, "nothing in it is sealed")


def _manifests(seals: Mapping[str, str], looked: Looked, copy: Seal | None) -> Iterator[Level]:
    for name, said in sorted(seals.items()):
        release, seal = _sealed(name, looked.project)
        if not name.startswith("release/"):
            yield unchecked(MANIFEST, NO_RELEASE)
        elif copy is not None and (looked.project is None or copy.release == name):
            yield manifest_level(said, name, copy, fixed=True)
        elif looked.project is None:
            yield unchecked(MANIFEST, looked.why if said else NOT_SEALED)
        else:
            yield manifest_level(said, name, seal, fixed=release is not None and ever_signed(release))


def _copy(path: Path) -> Seal:
    found = parse_seal(read_file(path, "the seal", largest=LARGEST_SEAL))
    if isinstance(found, str):
        raise Stop(f"the seal {path} cannot be used: {found}", "get it anew from where it was published")
    return found


def _sealed(name: str, project: Project | None) -> tuple[Record | None, Seal | Problem | None]:
    address = parse_address(name)
    if project is None or address is None:
        return None, None
    return project.catalog.records.get(address), project.seals.of(address.id)


def _approvals(seals: Mapping[str, str], looked: Looked, today: str) -> Level:
    found: list[Level] = []
    for name in sorted(seals):
        release, seal = _sealed(name, looked.project)
        if not name.startswith("release/"):
            found.append(unchecked(APPROVALS, NO_RELEASE))
        elif looked.project is None:
            found.append(unchecked(APPROVALS, looked.why))
        elif release is None or not isinstance(seal, Seal):
            found.append(unchecked(APPROVALS, f"{NOT_SEALED}, and only what is sealed can be approved"))
        else:
            found.append(_approved(looked.project, release, seal, today=today))
    return joined(found, APPROVALS) if found else unchecked(APPROVALS, "nothing in it is sealed")


def _approved(project: Project, release: Record, seal: Seal, *, today: str) -> Level:
    """Whether the approvals of a release hold: of one that is out, as they did on its day."""
    from underhood.judge.approval_findings import judging_day  # noqa: PLC0415  (of sealed releases only)
    from underhood.judge.approvals import approvals_of  # noqa: PLC0415  (the same)
    from underhood.judge.preparers import untold  # noqa: PLC0415  (the same)

    day = judging_day(project, release, today)
    level = approvals_level(approvals_of(project, release, seal, signers=project.tree, today=day), str(release.address))
    lacking = untold(project, release, base=project.tree)[1] if level.state is State.GOOD else ""
    return unchecked(APPROVALS, f"{level.reason}; {lacking}") if lacking else level


def _signature(subject: Card | Folder, beside: Beside) -> Level:
    place = envelope_beside(beside.path, beside.attestation)
    if place is None:
        return unchecked(SIGNATURE, "there is no envelope: `underhood attest` makes it; --attestation FILE names it")
    envelope = _envelope(place)
    if isinstance(envelope, Level):
        return envelope
    name = beside.path.name
    asked = Asked(digests(subject, name), isinstance(subject, Folder), beside.model)
    level = signature_level(envelope, beside.keys, asked)
    if level.state is State.UNCHECKED and beside.wants_key and not available():
        return unchecked(SIGNATURE, f"the library 'cryptography' is missing: {INSTALL}")
    return level


def _gates(seals: Mapping[str, str], beside: Beside) -> Iterator[Level]:
    """Whether the release passed its gate, where an envelope that says so was given."""
    if beside.gate is None:
        return
    envelope = _envelope(beside.gate, GATE)
    yield envelope if isinstance(envelope, Level) else gate_level(envelope, beside.keys, seals)


def _envelope(place: Path, name: str = SIGNATURE) -> Envelope | Level:
    raw = read_file(place, "the envelope", largest=LARGEST)
    try:
        return parse(raw)
    except Broken as broken:
        return bad(name, f"the envelope cannot be used: {broken}")


def asked_for(required: Sequence[str], *, clone: bool, envelope: bool) -> set[str]:
    """The levels that have to be checked: those named, and those for which something was given."""
    return {*required, *((RECORDS, BYTES) if clone else ()), *((SIGNATURE,) if envelope else ())}
