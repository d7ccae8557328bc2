"""A model card, whatever format it stood in, as drafts: model, release, limits, risks, data and a table of figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from underhood.doors import licences
from underhood.importers import Draft, Drawn, Given, Trouble, Wanted
from underhood.importers._prose import prose
from underhood.importers._results import Campaign, Result, drawn
from underhood.importers._taking import meant
from underhood.importers._words import free, line, name, number, party, slug
from underhood.values.finding import DataPath
from underhood.values.ids import Address, parse_address

URL = re.compile(r"https?://[^\s<>\"\\^`{|}]+")
SHORT = 60
VARIANT = "model"


@dataclass(slots=True)
class Card:
    """What a card says. Empty: it does not say it. `risks`: each with what is done against it.

    `variants`: id, title and status of each; none: the model itself is the only one.
    """

    title: str = ""
    version: str = ""
    date: str = ""
    description: str = ""
    maker: str = ""
    task: str = ""
    family: str = ""
    specific: str = ""
    inputs: list[str] = field(default_factory=list)
    outputs: list[str] = field(default_factory=list)
    uses: list[str] = field(default_factory=list)
    limits: list[str] = field(default_factory=list)
    risks: list[tuple[str, str]] = field(default_factory=list)
    variants: list[tuple[str, str, str]] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def drafts(given: Given, wanted: Wanted, card: Card) -> Drawn:
    """All drafts of a card. A release that the user named gets none of its own: it is recorded already."""
    release = wanted.release or f"release/{slug(card.title, 'release')}"
    base = parse_address(release, kind="release")
    id = base.id if base is not None else slug(card.title, "release")
    source = _source(given)
    cited = [{"source": source.address.id}]
    kinds: dict[str, list[Draft]] = {"data-source": list(_data(card, cited)), "capability": [], "risk": []}
    for kind, some in (("capability", _limits(card, id, cited)), ("risk", _risks(card, id, cited))):
        kinds[kind] = list(some)
    parts = [one for some in kinds.values() for one in some]
    tables: list[Draft] = []
    troubles = list(card.troubles)
    if card.results:
        campaign = Campaign(id=f"{id}-card", title=f"Figures of the card of {card.title or id}", date=card.date)
        made = drawn(given, replace(wanted, release=f"release/{id}"), campaign, results=card.results)
        troubles += made.troubles
        tables = [one for one in made.drafts if one.address.kind != "evidence"]
        source = next(one for one in made.drafts if one.address.kind == "evidence")
    named = [str(one.address) for one in (*parts, *tables) if one.address.kind != "benchmark"]
    own = [] if wanted.release else list(_own(card, wanted, id, named, cited))
    return Drawn((source, *own, *parts, *tables), tuple(troubles))


def _source(given: Given) -> Draft:
    """The file itself, pinned by its digest."""
    shown = given.inside or given.name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    id = slug(f"{slug(shown.rpartition('.')[0] or shown)[:60].rstrip('-.')}-{given.digest[:8]}", "log")
    data = {"title": line(shown) or "a file", "type": "log", "standing": "primary", "read": "original"}
    return Draft(Address("evidence", id), {**data, "sha256": given.digest})


def _own(card: Card, wanted: Wanted, id: str, parts: Sequence[str], cited: list[dict[str, str]]) -> Iterator[Draft]:
    """The release, its model and its provider."""
    provider = wanted.provider.removeprefix("organisation/") or slug(card.maker, "provider")
    if not wanted.provider:
        said = party(card.maker) or "TODO: who provides the model; the file does not say it"
        yield Draft(Address("organisation", provider), {"title": line(said)})
    title = line(card.title) or "TODO: the name of the model; the file does not say it"
    model: dict[str, Any] = {"title": title, "provider": provider}
    model |= {"description": prose(card.description)} if card.description else {}
    built = {"family": name(card.family), "specific": prose(card.specific) if card.specific else ""}
    built = {key: value for key, value in built.items() if value}
    model |= {"architecture": built} if built else {}
    for key, texts in (("inputs", card.inputs), ("outputs", card.outputs)):
        model |= {key: list(_modalities(texts))} if texts else {}
    model |= {"pipeline_tag": name(card.task)} if card.task else {}
    yield Draft(Address("model", id), {**model, "evidence": cited})
    release: dict[str, Any] = {"title": title, "model": id}
    release["version"] = name(card.version) or "TODO: the version; the file does not say it"
    release["recorded"] = "retrospective"
    drafted = {"status": "draft", "date": wanted.today}
    release["history"] = [{"status": "released", "date": card.date} if card.date else drafted]
    variants = card.variants or [(VARIANT, card.title, "released")]
    release["variants"] = [{"id": one, "title": line(said) or one, "status": state} for one, said, state in variants]
    release |= {"intended_uses": list(_points(card.uses))} if card.uses else {}
    yield Draft(Address("release", id), {**release, "parts": list(parts), "evidence": cited})


def _modalities(texts: Sequence[str]) -> Iterator[dict[str, str]]:
    taken: set[str] = set()
    for text in texts:
        id = free(slug(text, "format"), taken)
        taken.add(id)
        yield {"id": id, "modality": name(text)}


def _points(texts: Sequence[str]) -> Iterator[dict[str, Any]]:
    for at, text in enumerate(texts, 1):
        yield {"id": f"use-{at}", "text": prose(text)}


def _titled(text: str) -> str:
    """The beginning of a text, as a title."""
    first = " ".join(text.split())
    return line(first if len(first) <= SHORT else f"{first[:SHORT].rpartition(' ')[0] or first[:SHORT]}…")


def _limits(card: Card, id: str, cited: list[dict[str, str]]) -> Iterator[Draft]:
    for at, text in enumerate(card.limits, 1):
        data = {"title": _titled(text), "type": "limitation", "text": prose(text), "evidence": cited}
        yield Draft(Address("capability", slug(f"{id}-limitation-{at}")), data)


def _risks(card: Card, id: str, cited: list[dict[str, str]]) -> Iterator[Draft]:
    for at, (text, against) in enumerate(card.risks, 1):
        data: dict[str, Any] = {"title": _titled(text), "text": prose(text)}
        data |= {"note": prose(f"What the card says against it: {against}")} if against else {}
        yield Draft(Address("risk", slug(f"{id}-risk-{at}")), {**data, "evidence": cited})


def _data(card: Card, cited: list[dict[str, str]]) -> Iterator[Draft]:
    taken: set[str] = set()
    for one in card.data:
        said = dict(one)
        id = free(str(said.pop("id", "")) or slug(str(said["title"]), "data"), taken)
        taken.add(id)
        yield Draft(Address("data-source", id), {**said, "evidence": cited})


def data_source(title: str, *, category: str = "") -> dict[str, Any]:
    """The fields that every data source has; a kind of source that nobody named has to be added."""
    data: dict[str, Any] = {"title": line(title) or "TODO: the name of the data; the file does not say it"}
    data["category"] = category or "other"
    return data if category else {**data, "comments": "TODO: where the data comes from; the file does not say it"}


def phrase(said: str) -> str:
    """A text as an entry of a list: on one line, whole, and acting on nothing."""
    return " ".join(prose(said).split())


def address_on_web(said: str) -> str:
    """An address on the web; empty for anything else."""
    return said if URL.fullmatch(said) else ""


def licence(said: str, path: DataPath, troubles: list[Trouble]) -> str:
    """A licence as the SPDX list spells it; one that it does not have stays as it stands, and is named."""
    found = licences.expression(said)
    if found is None:
        near = licences.near(said)
        hint = f"did you mean {near}?" if near else "the list of SPDX has the names"
        troubles.append(Trouble(path, f"'{name(said)[:40]}' is no licence of the SPDX list", hint))
    return found or name(said)


def figure(said: object, path: DataPath, troubles: list[Trouble]) -> Decimal | None:
    """A number, or a text that is nothing but one."""
    found = number(meant(said.strip()) if isinstance(said, str) else said)
    if found is None:
        words = f"'{name(said)[:40]}' is no number that a record can hold"
        troubles.append(Trouble(path, words, "it was left out; if the value is known, add it by hand"))
    return found


def interval(given: Given, path: DataPath, names: tuple[str, str], *, troubles: list[Trouble]) -> Mapping[str, Decimal]:
    """The bounds of a confidence interval, if both are there."""
    said = [given.look(*path, one) for one in names]
    if any(one in (None, "") for one in said):
        return {}
    found = [figure(one, (*path, key), troubles) for one, key in zip(said, names, strict=True)]
    if found[0] is None or found[1] is None:
        return {}
    given.used(*path, names[0])
    given.used(*path, names[1])
    return {"lower": found[0], "upper": found[1]}
