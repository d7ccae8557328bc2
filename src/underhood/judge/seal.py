"""Sealing a release, and what the tree says differently from a seal."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from underhood.doors.canonical_json import NotCanonical
from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.judge.compare import compare
from underhood.meaning.audience import Audience, Views, bare, unreleased
from underhood.meaning.closure import VISIBILITY, closure_of, signed
from underhood.meaning.discretion import discreet
from underhood.meaning.lasting import lasting
from underhood.meaning.localise import record_messages
from underhood.meaning.restoring import restored
from underhood.meaning.restricting import RESTRICTED, rank
from underhood.meaning.sealing import Sources, said
from underhood.records.kinds import Kind as RecordKind
from underhood.records.list_digests import list_digest
from underhood.records.lists import list_paths
from underhood.records.load import Loaded
from underhood.records.places import SETTINGS_FILE
from underhood.records.project import Project
from underhood.records.reading import read_yaml
from underhood.records.record import Record, make_catalog
from underhood.records.seal_values import (
    GATES,
    HEAD,
    LIST,
    NUMBER,
    RECORD,
    SCHEMA,
    TEMPLATES,
    VIEW,
    Entry,
    Seal,
    bytes_of,
    digest_of,
    entry_of,
    manifest_of,
)
from underhood.records.template_digest import template_digests
from underhood.values.change import SETTINGS, Change, Kind, Weight
from underhood.values.errors import Stop
from underhood.values.ids import Address, parse_address

__all__ = ["behind", "changed", "restored", "sealed", "withheld"]

CODE = "seal-behind"
Nonce = Callable[[], bytes]

SENTENCES: Mapping[str, str] = {
    GATES: "the gates in the settings",
    TEMPLATES: "the templates",
    "translation": "the translations ({})",
    "list": "the list {}",
    "release": "what is known of release/{}",
}


def fresh() -> bytes:
    """A nonce that nobody can guess."""
    return secrets.token_bytes(32)


def sealed(
    project: Project, release: Record, *, before: Seal | None = None, day: str = "", nonce: Nonce = fresh
) -> Seal:
    """The seal of a release as the records are now.

    An entry that says the same as in the seal before keeps its nonce. Where all do, it is the seal before, unchanged.
    `day` is when it is sealed; without it, the day that pages speak of.
    """
    kinds = project.catalog.kinds
    parts = {**_parts(project, release), **dict(_views(project, release))}
    made = [_entry(name, data, nonce, before=before, kinds=kinds) for name, data in sorted(parts.items())]
    if before is not None:
        kept = (entry for name, entry in before.by_name.items() if lasting(before, name, kinds) is not None)
        if _told_apart(made) == _told_apart(kept):
            return before
    head = {"release": str(release.address), "sealed": day or project.as_of}
    made.append(_entry(HEAD, head, nonce, before=before, kinds=kinds))
    entries = tuple(sorted(made, key=lambda entry: entry.name))
    digests = manifest_of(entry.digest for entry in entries)
    return Seal(str(release.address), NUMBER, head["sealed"], entries, digests)


def changed(project: Project, seal: Seal) -> tuple[str, ...]:
    """The names of the entries that the tree has differently today, or that only one of the two has."""
    release = _release(project, seal)
    if release is None:
        return tuple(sorted(set(seal.by_name) - {HEAD}))
    parts, kinds = _parts(project, release), project.catalog.kinds
    every = (name for name in parts.keys() | seal.by_name.keys() if name != HEAD and not name.startswith(VIEW))
    return tuple(sorted(name for name in every if not _alike(name, parts.get(name), seal, kinds)))


def behind(project: Project, seal: Seal) -> tuple[Change, ...]:
    """What the tree says differently today than the seal, field by field for records, weighed like any change."""
    names = changed(project, seal)
    addresses = [address for name in names if name.startswith(RECORD) and (address := _address(name)) is not None]
    release, kinds = _release(project, seal), project.catalog.kinds
    said_then = {
        address: Record(address.kind, address.id, _path(project, address), lasting(seal, f"{RECORD}{address}", kinds))
        for address, _ in seal.records()
        if address in addresses and address.kind in kinds
    }
    within = set(closure_of(project.catalog, release)) if release is not None else set()
    said_now = [
        record.saying(signed(record, kinds[record.kind], project.settings.default_visibility))
        for address in addresses
        if address in within and (record := project.catalog.records.get(address)) is not None
    ]
    old, new = (_only(project, records) for records in (said_then.values(), said_now))
    others = [_told(name, seal) for name in names if not name.startswith(RECORD)]
    return tuple(sorted([*compare(bare(old), bare(new)), *others], key=lambda change: change.order))


def withheld(project: Project, seal: Seal, audience: Audience) -> frozenset[str]:
    """The entries of records that an audience may no longer see, though it might when they were sealed."""
    narrowed = {
        address
        for address, data in seal.records()
        if (now := project.catalog.records.get(address)) is not None and _narrowed(project, data, now, audience)
    }
    lists: dict[bool, set[str]] = {True: set(), False: set()}
    for address, data in seal.records():
        if address.kind in project.catalog.kinds:
            named = list_paths(project.catalog, Record(address.kind, address.id, "", data))
            lists[address in narrowed].update(f"{LIST}{path}" for _, path in named)
    ends = tuple(f"/{address}" for address in narrowed)
    return frozenset(name for name in seal.by_name if name.endswith(ends)) | (lists[True] - lists[False])


def _narrowed(project: Project, sealed: Mapping[str, Any], now: Record, audience: Audience) -> bool:
    """Whether an audience may see less of a record today than when it was sealed."""
    if Audience(now.get(VISIBILITY, project.settings.default_visibility)).rank > audience.rank:
        return True
    then = sealed.get(RESTRICTED) or {}
    today = (place for place, level in (now.get(RESTRICTED) or {}).items() if rank(level) > audience.rank)
    return any(rank(then.get(place, Audience.PUBLIC)) <= audience.rank for place in today)


def _parts(project: Project, release: Record) -> Mapping[str, Any]:
    languages = tuple(code for code in project.settings.languages if code != SOURCE_LANGUAGE)
    sources = Sources(
        project.catalog,
        project.settings.default_visibility,
        languages,
        cache(lambda language: record_messages(project.tree, language)),
        lambda written: list_digest(project.tree, written),
        project.seals.of,
    )
    data, _, _ = read_yaml(project.tree, SETTINGS_FILE)
    gates = data.get("gates") if isinstance(data, dict) else None
    return {
        **said(sources, release),
        GATES: {"gates": gates or {}},
        TEMPLATES: template_digests(project.tree),
        SCHEMA: {"number": NUMBER},
    }


def _views(project: Project, release: Record) -> Iterator[tuple[str, Any]]:
    """Records that name or hold what an audience may not see, as that audience sees them."""
    catalog, default = project.catalog, project.settings.default_visibility
    hidden, words = unreleased(catalog, project.as_of, besides=release.address), Messages(SOURCE_LANGUAGE)
    within = [catalog.records[address] for address in closure_of(catalog, release) if address in catalog.records]
    for audience in list(Audience)[:-1]:
        shown = ((record, Views(project).shown(record, audience, words).record) for record in catalog)
        seen = {one.address: found for one, found in shown if found is not None and one.address not in hidden}
        for record in within:
            if record.address not in seen:
                continue
            found = discreet(project, seen[record.address], seen)
            if found is not record:
                yield f"{VIEW}{audience}/{record.address}", signed(found, catalog.kinds[record.kind], default)


def _told_apart(entries: Iterable[Entry]) -> set[str]:
    """The digests that make one seal another: what an audience sees follows from the records and the day."""
    return {entry.digest for entry in entries if entry.name != HEAD and not entry.name.startswith(VIEW)}


def _alike(name: str, data: Any, seal: Seal, kinds: Mapping[str, RecordKind]) -> bool:
    """Whether a seal has an entry as it is; or would have it, were it written by today's schemas."""
    if _same(name, data, seal.by_name.get(name)):
        return True
    then = lasting(seal, name, kinds)
    return then is data if then is None or data is None else bytes_of(name, then) == bytes_of(name, data)


def _entry(name: str, data: Any, nonce: Nonce, *, before: Seal | None, kinds: Mapping[str, RecordKind]) -> Entry:
    """An entry: that of the seal before, where it says the same."""
    try:
        if before is not None and name in before.by_name and _alike(name, data, before, kinds):
            return before.by_name[name]
        return entry_of(name, data, nonce())
    except NotCanonical as error:
        raise Stop(
            f"{name} cannot be sealed: {error}", "correct the value; `underhood check` names the place"
        ) from error


def _same(name: str, data: Any, known: Entry | None) -> bool:
    return known is not None and digest_of(bytes.fromhex(known.nonce), bytes_of(name, data)) == known.digest


def _release(project: Project, seal: Seal) -> Record | None:
    address = parse_address(seal.release)
    return project.catalog.records.get(address) if address is not None else None


def _address(name: str) -> Address | None:
    return parse_address(name.removeprefix(RECORD))


def _path(project: Project, address: Address) -> str:
    found = project.catalog.records.get(address)
    return found.path if found is not None else ""


def _only(project: Project, records: Any) -> Project:
    """The project with these records alone."""
    return replace(project, loaded=Loaded(make_catalog(project.catalog.kinds, records), ()))


def _told(name: str, seal: Seal) -> Change:
    """An entry that is no record and says something else today."""
    prefix, _, rest = name.partition("/")
    words = SENTENCES.get(name) or SENTENCES.get(prefix, name).format(rest)
    address = parse_address(rest.partition("/")[2] if prefix == "translation" else name)
    place = address or (SETTINGS if name == GATES else parse_address(seal.release))
    return Change(CODE, Weight.ROUTINE, Kind.CHANGED, place, place, None, None, f"{words}: not as it was sealed")
