"""Model cards in bills of materials of CycloneDX (1.5 to 1.7): the model, its variants, its data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from underhood.doors.foreign import read_json
from underhood.importers import Drawn, Given, Trouble, Wanted, importer
from underhood.importers._card import Card, address_on_web, data_source, drafts, figure, interval, licence, phrase
from underhood.importers._prose import prose
from underhood.importers._results import Result
from underhood.importers._taking import length, text
from underhood.importers._words import free, name, slug
from underhood.values.finding import DataPath
from underhood.values.ids import Address, parse_address

EDITIONS = ("1.5", "1.6", "1.7")
STATES = ("released", "not-released")
MODEL, DATA = "machine-learning-model", "data"
TYPE = re.compile(r"(?:(?P<benchmark>[^:]+): )?(?P<metric>.+?)(?: \((?P<unit>[^()]+)\))?")
"""How our own exports write what was measured; a name of somebody else is taken whole."""


def parse(raw: bytes) -> Any:
    """Read a bill. Raises ValueError for what is none, or one of another edition."""
    data = read_json(raw)
    if not isinstance(data, dict) or data.get("bomFormat") != "CycloneDX":
        raise ValueError("this is no bill of materials of CycloneDX: bomFormat does not say so")
    edition = str(data.get("specVersion", ""))
    if edition not in EDITIONS:
        raise ValueError(f"the bill is of edition {name(edition)[:20]}; read are {', '.join(EDITIONS)}")
    return data


@importer("Model cards in CycloneDX", files=("*.cdx.json",), parse=parse)
def bill(given: Given, wanted: Wanted) -> Drawn:
    """The drafts of the model that the bill is of, or of the first one in it."""
    for one in ("bomFormat", "specVersion"):
        given.take(one)
    models = list(_components(given, MODEL))
    if not models:
        said = "no component of this bill is a machine-learning-model"
        return Drawn((), (Trouble(("components",), said, "is it the bill of a model?"),))
    root, *others = models
    made = _card(given, root, own=not wanted.release)
    id = parse_address(wanted.release, kind="release") or parse_address(f"release/{slug(made.title, 'release')}")
    taken: set[str] = set()
    for path in others:
        variant, title = _variant(given, path, taken), str(given.look(*path, "name") or "")
        own = Address("release", id.id, (variant,)) if id is not None else None
        known = own is not None and (not wanted.release or _reference(given, path) == own)
        if not wanted.release:
            made.variants.append((variant, title, _status(given, path, made.troubles)))
        if not (wanted.release and known):
            given.used(*path, "name")
        made.results += _results(given, path, made.troubles, subject=str(own) if known else title)
    made.data = [_data(given, path, made.troubles) for path in _components(given, DATA)]
    return drafts(given, wanted, made)


def _variant(given: Given, path: DataPath, taken: set[str]) -> str:
    """The id of a variant: the one that it has in a bill of ours, else one that its name makes."""
    reference = _reference(given, path)
    said = reference.steps[-1] if reference is not None and reference.steps else str(given.look(*path, "name") or "")
    id = free(slug(said, "variant"), taken)
    taken.add(id)
    return id


def _reference(given: Given, path: DataPath) -> Address | None:
    return parse_address(str(given.look(*path, "bom-ref") or ""), kind="release")


def _status(given: Given, path: DataPath, troubles: list[Trouble]) -> str:
    """Whether a variant was released, as a bill of ours says it; others list what they deliver, and say no more."""
    for at in range(length(given, *path, "properties")):
        place = (*path, "properties", at)
        if str(given.look(*place, "name")).endswith("/status") and given.look(*place, "value") in STATES:
            given.used(*place, "name")
            return text(given, *place, "value")
    said = "the bill does not say whether this variant was released"
    troubles.append(Trouble((*path, "name"), said, "it is drafted as released; set its status"))
    return "released"


def _components(given: Given, kind: str) -> Iterator[DataPath]:
    """The components of a type: the one that the bill is of first, then those of its list."""
    places: list[DataPath] = [("metadata", "component")]
    places += [("components", at) for at in range(length(given, "components"))]
    for path in places:
        if given.look(*path, "type") == kind:
            given.used(*path, "type")
            yield path


def _card(given: Given, path: DataPath, *, own: bool) -> Card:
    """The card of a component. `own`: whether its release gets a draft, and with it what is said of the model."""
    here = (*path, "modelCard")
    parameters, consider = (*here, "modelParameters"), (*here, "considerations")
    troubles: list[Trouble] = []
    ethical = (*consider, "ethicalConsiderations")
    risks = [
        (text(given, *ethical, at, "name"), text(given, *ethical, at, "mitigationStrategy"))
        for at in range(length(given, *ethical))
    ]
    made = Card(
        title=text(given, *path, "name"),
        limits=_texts(given, (*consider, "technicalLimitations")),
        risks=[one for one in risks if one[0]],
        results=list(_results(given, path, troubles)),
        troubles=troubles,
    )
    if not own:
        return made
    return replace(
        made,
        version=text(given, *path, "version"),
        description=text(given, *path, "description"),
        maker=_maker(given, path),
        task=text(given, *parameters, "task"),
        family=text(given, *parameters, "architectureFamily"),
        specific=text(given, *parameters, "modelArchitecture"),
        inputs=_formats(given, (*parameters, "inputs")),
        outputs=_formats(given, (*parameters, "outputs")),
        uses=_texts(given, (*consider, "useCases")),
    )


def _maker(given: Given, path: DataPath) -> str:
    names = (text(given, *path, one, "name") for one in ("manufacturer", "supplier"))
    return next((said for said in names if said), "") or text(given, *path, "publisher")


def _texts(given: Given, path: DataPath) -> list[str]:
    return [said for at in range(length(given, *path)) if (said := text(given, *path, at))]


def _formats(given: Given, path: DataPath) -> list[str]:
    return [said for at in range(length(given, *path)) if (said := text(given, *path, at, "format"))]


def _results(given: Given, path: DataPath, troubles: list[Trouble], *, subject: str = "") -> Iterator[Result]:
    """The figures of a model card, each with what its type says of benchmark and unit."""
    place = (*path, "modelCard", "quantitativeAnalysis", "performanceMetrics")
    own = subject if parse_address(subject, kind="release") is not None else ""
    for at in range(length(given, *place)):
        here = (*place, at)
        value = figure(given.look(*here, "value"), (*here, "value"), troubles)
        if value is None:
            continue
        given.used(*here, "value")
        said = TYPE.fullmatch(name(text(given, *here, "type")))
        found = (
            said.groupdict("")
            if said
            else {"benchmark": "", "metric": "TODO: what was measured; the bill does not say it", "unit": ""}
        )
        between = interval(given, (*here, "confidenceInterval"), ("lowerBound", "upperBound"), troubles=troubles)
        yield Result(
            (*here, "value"),
            value,
            found["metric"],
            benchmark=found["benchmark"],
            unit=found["unit"],
            slice=text(given, *here, "slice"),
            interval=between,
            model="" if own else subject,
            subject=own,
        )


def _data(given: Given, path: DataPath, troubles: list[Trouble]) -> dict[str, Any]:
    """A component of data; one of our own exports keeps its id."""
    known = parse_address(str(given.look(*path, "bom-ref") or ""), kind="data-source")
    data = data_source(text(given, *path, "name"))
    if known is not None and not known.steps:
        given.used(*path, "bom-ref")
        data["id"] = known.id
    if said := text(given, *path, "description"):
        data["description"] = prose(said)
    if version := text(given, *path, "version"):
        data["version"] = name(version)
    for kind in ("id", "name"):
        place = (*path, "licenses", 0, "license", kind)
        if written := text(given, *place):
            data["licence"] = licence(written, place, troubles)
    for at in range(length(given, *path, "externalReferences")):
        place = (*path, "externalReferences", at)
        url = address_on_web(str(given.look(*place, "url") or ""))
        if url and "url" not in data and given.look(*place, "type") == "distribution":
            given.used(*place, "url")
            given.used(*place, "type")
            data["url"] = url
    kinds = _texts(given, (*path, "data", 0, "sensitiveData"))
    return {**data, "personal_data": {"kinds": [phrase(one) for one in kinds]}} if kinds else data
