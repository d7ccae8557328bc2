"""Descriptions of datasets in Croissant, with the RAI vocabulary, as data sources."""

from __future__ import annotations

import re
from typing import Any

from underhood.doors.foreign import read_json
from underhood.importers import Drawn, Given, Trouble, Wanted, importer
from underhood.importers._card import Card, address_on_web, data_source, drafts, licence, phrase
from underhood.importers._prose import prose
from underhood.importers._taking import day, length, meant, text
from underhood.importers._words import name, number, slug
from underhood.values.ids import parse_address

CATEGORIES = frozenset(
    {
        "public",
        "licensed",
        "private-third-party",
        "crawled",
        "user-model-interaction",
        "user-other-service",
        "synthetic",
    }
)
ROLES = frozenset({"pretraining", "finetuning", "preference", "testing", "validation"})
SPDX = re.compile(r"https?://spdx\.org/licenses/([A-Za-z0-9.+-]+?)(?:\.html)?/?")
SIZE = re.compile(
    r"(?P<modality>[A-Za-z][A-Za-z -]*)(?:: (?P<value>[0-9]+(?:\.[0-9]+)?) (?P<unit>[A-Za-z][A-Za-z0-9-]*))?"
)
TEXTS = {
    "description": ("description",),
    "copyrightNotice": ("copyright_status",),
    "conditionsOfAccess": ("distribution", "availability"),
    "rai:dataCollection": ("collection", "mechanism"),
    "rai:dataCollectionMissingData": ("quality", "missing"),
    "rai:dataBiases": ("quality", "biases"),
    "rai:dataLimitations": ("quality", "limitations"),
    "rai:dataSocialImpact": ("uses", "future_impact"),
    "rai:dataReleaseMaintenancePlan": ("maintenance", "updates"),
}
"""Where each text of a file goes."""


def parse(raw: bytes) -> Any:
    """Read a file. Raises ValueError for what describes no dataset."""
    data = read_json(raw)
    kind = str(data.get("@type", "")) if isinstance(data, dict) else ""
    if kind.rpartition(":")[2].rpartition("/")[2] != "Dataset":
        raise ValueError("this is no Croissant file: its @type is not Dataset")
    return data


@importer("Datasets in Croissant", files=("*croissant*.json",), parse=parse)
def dataset(given: Given, wanted: Wanted) -> Drawn:
    """The draft of one data source."""
    troubles: list[Trouble] = []
    given.used("@type")
    given.used("@context")
    given.used("conformsTo")
    data = data_source(text(given, "name"), category=_category(given))
    known = parse_address(str(given.look("identifier") or ""), kind="data-source")
    if known is not None and not known.steps:
        given.used("identifier")
    data["id"] = known.id if known is not None and not known.steps else slug(text(given, "name"), "data")
    for place, path in TEXTS.items():
        if said := _joined(given, place):
            _put(data, path, prose(said))
    _plain(given, data, troubles)
    _periods(given, data)
    _more(given, data)
    return drafts(given, _named(wanted), Card(data=[data], troubles=troubles))


def _named(wanted: Wanted) -> Wanted:
    """A data source belongs to no release by itself; what is drafted is the source alone."""
    return Wanted(wanted.today, wanted.release or "release/none", wanted.provider)


def _category(given: Given) -> str:
    said = text(given, "rai:dataCollectionType") or text(given, "rai:dataCollectionType", 0)
    return said if said in CATEGORIES else ""


def _put(data: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    for step in path[:-1]:
        data = data.setdefault(step, {})
    data[path[-1]] = value


def _many(given: Given, place: str) -> list[str]:
    """A text, or the texts of a list."""
    some = [text(given, place, at) for at in range(length(given, place))] or [text(given, place)]
    return [one for one in some if one]


def _joined(given: Given, place: str) -> str:
    return "\n".join(_many(given, place))


def _plain(given: Given, data: dict[str, Any], troubles: list[Trouble]) -> None:
    """Version, address, licence, maker."""
    if version := text(given, "version"):
        data["version"] = name(version)
    if url := address_on_web(str(given.look("url") or "")):
        given.used("url")
        data["url"] = url
    place = ("license", 0) if isinstance(given.look("license"), list) else ("license",)
    if said := text(given, *place):
        listed = SPDX.fullmatch(said)
        data["licence"] = licence(listed[1] if listed else said, place, troubles)
    makers = [text(given, "creditText"), text(given, "creator"), text(given, "creator", "name")]
    makers += [text(given, "creator", at, "name") for at in range(length(given, "creator"))]
    if found := [name(one) for one in makers if one]:
        data["creator"] = ", ".join(dict.fromkeys(found))


def _periods(given: Given, data: dict[str, Any]) -> None:
    """When it was gathered, up to when its content goes, and whether it still grows."""
    said = str(given.look("rai:dataCollectionTimeframe") or "")
    start, slash, end = said.partition("/")
    ends = {"start": day(start), "end": day(end)}
    if slash and all(found or one == ".." for found, one in zip(ends.values(), (start, end), strict=True)):
        given.used("rai:dataCollectionTimeframe")
        for field, found in ends.items():
            if found:
                _put(data, ("collection", field), found)
    cover = str(given.look("temporalCoverage") or "")
    if cover.startswith("../") and (cutoff := day(cover[3:])):
        given.used("temporalCoverage")
        data["cutoff"] = cutoff
    if isinstance(given.look("isLiveDataset"), bool):
        _put(data, ("collection", "ongoing"), given.take("isLiveDataset"))


def _more(given: Given, data: dict[str, Any]) -> None:
    """Languages, what it is used for, what is in it of persons, how much there is."""
    languages = _many(given, "inLanguage")
    if languages and all(re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", one) for one in languages):
        data["languages"] = list(dict.fromkeys(languages))
    uses = _many(given, "rai:dataUseCases")
    roles = [one for one in uses if one in ROLES]
    if roles:
        data["roles"] = list(dict.fromkeys(roles))
    if others := [one for one in uses if one not in ROLES]:
        _put(data, ("uses", "used_for"), [phrase(one) for one in others])
    if kinds := _many(given, "rai:personalSensitiveInformation"):
        data["personal_data"] = {"kinds": list(dict.fromkeys(phrase(one) for one in kinds))}
    if modalities := _modalities(given):
        data["modalities"] = modalities


def _modalities(given: Given) -> list[dict[str, Any]]:
    """Kinds of content, each with how much there is of it, as our own exports write them."""
    found: dict[str, dict[str, Any]] = {}
    for at in range(length(given, "size")):
        said = SIZE.fullmatch(str(given.look("size", at)))
        id = slug(said["modality"]) if said else ""
        value = number(meant(said["value"])) if said and said["value"] else None
        if said is None or id in found or (said["value"] and value is None):
            continue
        given.used("size", at)
        found[id] = {"id": id, "modality": name(said["modality"])}
        if value is not None:
            found[id]["size"] = {"value": value, "unit": said["unit"]}
    return list(found.values())
