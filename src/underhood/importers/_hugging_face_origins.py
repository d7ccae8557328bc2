"""What the metadata of a card says of licence, languages, base models, data and emissions, as parts of drafts."""

from __future__ import annotations

import re
from typing import Any

from underhood.doors import licences
from underhood.importers import Given, Trouble
from underhood.importers._taking import figure, text
from underhood.importers._words import free, line, name, slug
from underhood.values.ids import ID, Address

META = "metadata"
DATASETS = "https://huggingface.co/datasets/"
HUB_ONLY = {"odc-by": "ODC-By-1.0", "odbl": "ODbL-1.0", "pddl": "PDDL-1.0"}
"""Licences of the SPDX list that the Hub calls otherwise."""
OTHERS = (
    "unknown other openrail openrail++ bigscience-openrail-m creativeml-openrail-m bigscience-bloom-rail-1.0 "
    "bigcode-openrail-m deepfloyd-if-license llama2 llama3 llama3.1 llama3.2 llama3.3 llama4 gemma apple-ascl "
    "apple-amlr fair-noncommercial-research-license intel-research h-research c-uda grok2-community cc bsd gpl lgpl "
    "gfdl open-mdw"
)
"""What the Hub calls licences that the SPDX list does not have."""
RELATIONS = frozenset({"finetune", "adapter", "merge", "quantized"})
STAGES = {"pre-training": "pretraining", "pretraining": "pretraining", "fine-tuning": "supervised-fine-tuning"}
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_REF = re.compile(r"[^A-Za-z0-9.-]+")
_HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")


def words(given: Given, field: str) -> list[str]:
    """A text, or each of a list of texts; what is none of them stays behind."""
    value = given.look(META, field)
    if not isinstance(value, list):
        said = text(given, META, field)
        return [said] if name(said) else []
    found = [text(given, META, field, at) for at in range(len(value))]
    return list(dict.fromkeys(one for one in found if name(one)))


def licence_of(given: Given, troubles: list[Trouble]) -> list[dict[str, Any]]:
    """The licences that the metadata names, by SPDX id where there is one."""
    found: list[dict[str, Any]] = []
    ids: set[str] = set()
    for said in words(given, "license"):
        known = HUB_ONLY.get(said.lower()) or licences.expression(said)
        called = text(given, META, "license_name") if known is None else ""
        link = text(given, META, "license_link") if known is None else ""
        if known is None and said.lower() not in OTHERS.split():
            near = licences.near(said)
            hint = f"did you mean {near}?" if near else "name it by its id in the SPDX list, or as LicenseRef-…"
            troubles.append(Trouble((META, "license"), f"the SPDX list has no licence '{name(said)}'", hint))
        own = called or said
        spdx = known or (
            own if own.startswith("LicenseRef-") else f"LicenseRef-{_REF.sub('-', own).strip('-') or 'unnamed'}"
        )
        id = free("weights", ids)
        ids.add(id)
        link = link if link.startswith(("https://", "http://")) else ""
        entry = {"id": id, "for": "weights", "spdx": spdx}
        found.append({**entry, **({"name": name(own)} if known is None else {}), **({"url": link} if link else {})})
    return found


def languages(given: Given, troubles: list[Trouble]) -> list[str]:
    """The languages by their codes."""
    found: list[str] = []
    longer = words(given, "language_bcp47")
    for said in (*words(given, "language"), *longer):
        if _LANGUAGE.fullmatch(said):
            found.append(said)
        else:
            hint = "write its code of BCP 47, such as en or pt-BR"
            troubles.append(Trouble((META, "language"), f"'{name(said)[:40]}' is no code of a language", hint))
    short = {one.partition("-")[0] for one in longer}
    return [one for one in dict.fromkeys(found) if one in longer or one not in short]


def tags(given: Given, troubles: list[Trouble]) -> list[str]:
    """The tags as ids."""
    found = []
    for said in words(given, "tags"):
        own = said if ID.fullmatch(said) else slug(said, "tag")
        if own != said:
            troubles.append(Trouble((META, "tags"), f"'{name(said)[:60]}' is no id", f"it stands as {own}"))
        found.append(own)
    return list(dict.fromkeys(found))


def base_models(given: Given, troubles: list[Trouble]) -> list[dict[str, str]]:
    """The models that it was made from. How, stands in the card or is said to be missing."""
    field = "base_model_relation"
    said = given.look(META, field)
    known = isinstance(said, str) and said in RELATIONS
    relation = text(given, META, field) if known else "none"
    ids: set[str] = set()
    found = []
    for one in words(given, "base_model"):
        id = free(slug(one, "base"), ids)
        ids.add(id)
        found.append({"id": id, "name": name(one), "relation": relation})
    if found and not known:
        hint = "finetune, adapter, merge or quantized: write it in the place of 'none'"
        troubles.append(Trouble((META, "base_model"), "the card does not say how it was made from this model", hint))
    return found


def data_sources(given: Given) -> dict[Address, dict[str, Any]]:
    """The data sets that the metadata names."""
    found: dict[Address, dict[str, Any]] = {}
    for one in words(given, "datasets"):
        on_hub = {"url": f"{DATASETS}{one}"} if _HUB_NAME.fullmatch(one) else {}
        found[Address("data-source", slug(one, "data"))] = {"title": line(one), **on_hub, **UNSORTED}
    return found


UNSORTED = {
    "category": "other",
    "comments": "TODO: what sort of source it is, and what is known of it; the card does not say it.",
}


def emissions(given: Given, troubles: list[Trouble]) -> dict[str, Any]:
    """What training emitted, in grams as the Hub counts, with the words around it. Empty: nothing is said."""
    field = (META, "co2_eq_emissions")
    said = given.look(*field)
    if said is None:
        return {}
    inside = isinstance(said, dict)
    amount = figure(given, (*field, "emissions") if inside else field, troubles)
    if amount is None:
        return {}
    told = {one: text(given, *field, one) for one in NAMES} if inside else {}
    hardware = {one: called for one, other in MACHINES if (called := name(told.get(other, "")))}
    return {
        "stage": STAGES.get(told.get("training_type", "").lower(), "other"),
        "emissions": {"value": amount, "unit": "gCO2eq"},
        **({"emissions_method": line(told["source"])} if told.get("source") else {}),
        **({"hardware": hardware} if hardware else {}),
    }


NAMES = ("source", "training_type", "geographical_location", "hardware_used")
MACHINES = (("type", "hardware_used"), ("region", "geographical_location"))
