"""A release as it was sealed, among the records of today: what its documents are rendered from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from underhood.doors.schemas import Schemas
from underhood.meaning.closure import IDENTITY, ORGANISATION, VISIBILITY
from underhood.meaning.release import ever_signed
from underhood.meaning.restricting import RESTRICTED, narrowest
from underhood.records.kinds import Field
from underhood.records.load import Loaded
from underhood.records.project import Project
from underhood.records.reading import Problem
from underhood.records.record import Catalog, Record, make_catalog
from underhood.records.seal_values import AUDIENCES, TRANSLATION, Seal
from underhood.records.sealed_words import SealedWords
from underhood.records.seals import Seals, path_of
from underhood.values.errors import Stop
from underhood.values.ids import Address, parse_address


def restored(project: Project, seal: Seal) -> Project:
    """The project, with the closure of a release as it was sealed; everything else is of today.

    What lives on (a release's history, owners, an organisation's contacts) is that of today, and so is a visibility
    that has become narrower, or a place that is restricted. Raises Stop where what was sealed is no record by today's
    schemas.
    """
    sealed = {record.address: record for record in _records(project, seal)}
    catalog = project.catalog
    made = make_catalog(catalog.kinds, {**catalog.records, **sealed}.values(), broken=catalog.broken - sealed.keys())
    words = SealedWords(frozenset(map(str, sealed)), _texts(seal))
    loaded = Loaded(made, project.loaded.problems)
    return replace(project, loaded=loaded, words=words, today=project.as_of)


def _records(project: Project, seal: Seal) -> Iterator[Record]:
    for address, data in seal.records():
        kind = project.catalog.kinds.get(address.kind)
        now = project.catalog.records.get(address)
        path = now.path if now is not None else path_of(seal.release.partition("/")[2])
        if kind is None:
            raise _unusable(seal, address, f"there is no kind '{address.kind}' any more")
        whole = _with_living(data, now.data, kind.root) if now is not None else dict(data)
        if address.kind == ORGANISATION and now is not None:
            whole = {**{name: value for name, value in now.data.items() if name not in IDENTITY}, **data}
        if now is not None:
            whole[VISIBILITY] = _narrower(data, now, project.settings.default_visibility)
            if limits := narrowest(data.get(RESTRICTED), now.get(RESTRICTED)):
                whole[RESTRICTED] = limits
        if not project.schemas.accepts(address.kind, whole):
            raise _unusable(seal, address, _why(project.schemas, address.kind, whole))
        yield Record(address.kind, address.id, path, whole)


def _why(schemas: Schemas, kind: str, data: Any) -> str:
    return schemas.explain(kind, data)[0].message


def _unusable(seal: Seal, address: Address, why: str) -> Stop:
    return Stop(
        f"the seal of {seal.release} cannot be used: {address}: {why}",
        "restore the file of the seal, or the schemas of the time when it was sealed",
    )


def _narrower(data: Mapping[str, Any], now: Record, default: str) -> str:
    levels = (str(data.get(VISIBILITY, default)), str(now.get(VISIBILITY, default)))
    return max(levels, key=AUDIENCES.index)


def _with_living(sealed: Any, now: Any, field: Field | None) -> Any:
    """What was sealed, with the fields that live on as they are today."""
    if field is None or not field.living:
        return sealed
    if isinstance(sealed, Mapping) and isinstance(now, Mapping):
        places = {name: field.below(name) for name in {**sealed, **now}}
        living = {name for name, place in places.items() if place is not None and place.closure is False}
        found = {n: _with_living(value, now.get(n), places[n]) for n, value in sealed.items() if n not in living}
        return found | {name: value for name, value in now.items() if name in living}
    if isinstance(sealed, list) and isinstance(now, list):
        today = {entry["id"]: entry for entry in now if isinstance(entry, Mapping) and "id" in entry}
        return [
            _with_living(
                entry, today.get(entry["id"]) if isinstance(entry, Mapping) and "id" in entry else None, field.items
            )
            for entry in sealed
        ]
    return sealed


def _texts(seal: Seal) -> Mapping[str, Mapping[tuple[str, str], str]]:
    found: dict[str, dict[tuple[str, str], str]] = {}
    for name, entry in seal.by_name.items():
        if name.startswith(TRANSLATION):
            language = name.removeprefix(TRANSLATION).partition("/")[0]
            for context, text in (entry.data or {}).items():
                if isinstance(text, Mapping):
                    found.setdefault(language, {})[context, str(text.get("original"))] = str(text.get("text"))
    return found


@dataclass(frozen=True)
class Restorer:
    """The project as each of its sealed releases has it, made when it is first asked for."""

    project: Project
    _made: dict[str, Project] = field(default_factory=dict, repr=False, compare=False)

    def of(self, release: Address) -> Project | None:
        """The project with a release as it was sealed; None where its seal is not fixed, or there is none.

        Raises Stop where the seal cannot be used.
        """
        found = self.project.catalog.records.get(release)
        if found is None or not ever_signed(found) or release.id not in self._seals.ids:
            return None
        if release.id not in self._made:
            self._made.clear()  # one at a time: each holds a catalog of its own
            seal = self._seals.of(release.id)
            if isinstance(seal, Problem):
                raise Stop(f"{seal.location.path}: {seal.message}", seal.hint)
            assert seal is not None
            self._made[release.id] = restored(self.project, seal)
        return self._made[release.id]

    @property
    def _seals(self) -> Seals:
        return self.project.seals


def outdated(catalog: Catalog, seals: Seals) -> frozenset[Address]:
    """The approvals that name another manifest than the seal of their release has."""
    found = set()
    for one in catalog.of("approval"):
        release = parse_address(str(one.data["release"]), kind="release")
        seal = seals.of(release.id) if release is not None else None
        if isinstance(seal, Seal) and seal.manifest != one.data["manifest"]:
            found.add(one.address)
    return frozenset(found)
