"""What the metadata of the Hub says of a model's licence, what it was made from, and what its training emitted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from underhood.doors.licences import expression
from underhood.exporters import Asked
from underhood.exporters._hub_names import hub_id
from underhood.exporters._hugging_face_figures import named, source
from underhood.meaning.facts import Facts
from underhood.records.record import Record
from underhood.site.links import address_of
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import Quantity, is_quantity, plain, total

OTHER = "other"
HUB_LICENCES = (
    "afl-3.0 agpl-3.0 apache-2.0 artistic-2.0 bsd-2-clause bsd-3-clause bsd-3-clause-clear bsl-1.0 cc-by-2.0 cc-by-2.5 "
    "cc-by-3.0 cc-by-4.0 cc-by-nc-2.0 cc-by-nc-3.0 cc-by-nc-4.0 cc-by-nc-nd-3.0 cc-by-nc-nd-4.0 cc-by-nc-sa-2.0 "
    "cc-by-nc-sa-3.0 cc-by-nc-sa-4.0 cc-by-nd-4.0 cc-by-sa-3.0 cc-by-sa-4.0 cc0-1.0 cdla-permissive-1.0 "
    "cdla-permissive-2.0 cdla-sharing-1.0 ecl-2.0 epl-1.0 epl-2.0 etalab-2.0 eupl-1.1 eupl-1.2 gpl-2.0 gpl-3.0 isc "
    "lgpl-2.1 lgpl-3.0 lppl-1.3c mit mpl-2.0 ms-pl ncsa ofl-1.1 osl-3.0 postgresql unlicense wtfpl zlib"
)
"""Licences that the Hub calls by their SPDX id in small letters; one that lets later versions in is not among them."""
OTHERWISE = {"odc-by-1.0": "odc-by", "odbl-1.0": "odbl", "pddl-1.0": "pddl"}
"""Licences for which the Hub has another id than SPDX."""

GRAMS = {"tCO2eq": Decimal(10**6), "kgCO2eq": Decimal(10**3), "gCO2eq": Decimal(1)}
PRETRAINING = frozenset({"pretraining", "continued-pretraining"})
STAGES = frozenset({"pretraining", "supervised-fine-tuning"})
"""What the two types of training that the Hub knows mean; other stages are told less exactly, and so are not held."""
_MODEL = re.compile(r"[\w.-]+/[\w.-]+")


def licence(asked: Asked) -> Mapping[str, str]:
    """The licence of the weights: of the channel on the Hub, else the one on which all channels agree; else nothing."""
    facts = asked.facts
    channels = [one for one in facts.of("distribution") if one.get("access") == "weights"]
    there = [one for one in channels if hub_id(f"{one.get('url', '')}/x", data=False)]
    found = _licences(there or channels)
    called = {str(entry["spdx"]) for _, _, entry in found}
    if len(called) != 1:
        return {}
    record, place, entry = found[0]
    name = called.pop()
    for one, number, same in _licences(channels):
        if same["spdx"] == name:
            facts.tell(one, "licences", number, "spdx")
    known = _hub_licence(name)
    if known:
        return {"license": known}
    link = facts.tell(record, "licences", place, "url")
    terms = parse_address(str(entry.get("terms", "")), kind="policy")
    if not link and terms is not None and (site := facts.view.settings.site_url):
        facts.tell(record, "licences", place, "terms")
        link = address_of("record", str(terms), "", language=facts.view.language, site=site)
    return {"license": OTHER, "license_name": name, **({"license_link": str(link)} if link else {})}


def _licences(channels: Iterable[Record]) -> list[tuple[Record, int, Mapping[str, Any]]]:
    """The licences of the weights, each with its channel and its place there."""
    return [
        (one, place, entry)
        for one in channels
        for place, entry in enumerate(one.get("licences", ()))
        if entry.get("for", "all") in {"weights", "all"}
    ]


def _hub_licence(name: str) -> str:
    """The Hub's id of a licence; empty where it has none."""
    id = (expression(name) or "").lower().removesuffix("-only")
    return OTHERWISE.get(id, id if id in HUB_LICENCES.split() else "")


def base_models(facts: Facts, place: int) -> Mapping[str, Any]:
    """What a variant was made from, where the records know its name on the Hub: the Hub refuses any other."""
    release = facts.release
    tuned = release.data["variants"][place].get("tuned_from")
    if tuned is not None:
        address = parse_address(str(tuned), kind="release")
        id = _name_on_hub(facts, address) if address is not None else ""
        if not id:
            return {}
        facts.tell(release, "variants", place, "tuned_from")
        return {"base_model": id, "base_model_relation": "finetune"}
    listed = release.get("base_models", ())
    entries = [
        (number, entry)
        for number, entry in enumerate(() if isinstance(listed, Mapping) else listed)
        if _MODEL.fullmatch(str(entry.get("name", "")))
    ]
    if not entries:
        return {}
    names = [str(facts.tell(release, "base_models", number, "name")) for number, _ in entries]
    relations = {entry.get("relation", "none") for _, entry in entries}
    if len(relations) > 1 or "none" in relations:
        return {"base_model": names}
    told = [facts.tell(release, "base_models", number, "relation") for number, _ in entries]
    return {"base_model": names, "base_model_relation": str(told[0])}


def _name_on_hub(facts: Facts, variant: Address) -> str:
    """The name on the Hub of a variant, of this release or another, by the address of one of its files."""
    release = facts.view.at(variant)
    for place, one in enumerate(release.get("variants", ()) if release is not None else ()):
        for number, file in enumerate(one.get("artefacts", ()) if one["id"] == "/".join(variant.steps) else ()):
            if release is not None and (id := hub_id(file.get("url"), data=False)):
                if release.address == facts.release.address:
                    facts.tell(facts.release, "variants", place, "artefacts", number, "url")
                return id
    return ""


def _runs(facts: Facts, subject: Address) -> Iterator[tuple[Record, int, Mapping[str, Any]]]:
    """The training runs of a variant."""
    for record in facts.of("training"):
        for place, run in enumerate(record.get("runs", ())):
            if parse_address(str(run.get("variant", "")), kind="release") == subject:
                yield record, place, run


def datasets(facts: Facts, subject: Address) -> Mapping[str, Any]:
    """The data sets of the Hub that a run of this variant was fed with, as its mixture says."""
    known, found = named(facts), []
    for record in {record.address: record for record, _, _ in _runs(facts, subject)}.values():
        mixture = record.get("mixture", ())
        for place, entry in enumerate(() if isinstance(mixture, Mapping) else mixture):
            data = known.at(entry.get("data_source", ""), "data-source")
            if data is not None and (id := hub_id(data.get("url"), data=True)):
                facts.tell(record, "mixture", place, "data_source")
                facts.tell(data, "url")
                found.append(id)
    return {"datasets": list(dict.fromkeys(found))} if found else {}


def emissions(facts: Facts, subject: Address) -> Mapping[str, Any]:
    """What the runs of a variant emitted, in grams and before any offset; a limit or a disputed figure is no sum."""
    known, grams = named(facts), []
    said: dict[str, list[str]] = {"source": [], "training_type": [], "geographical_location": [], "hardware_used": []}
    for record, place, run in _runs(facts, subject):
        amount = run.get("emissions")
        if amount is None or not is_quantity(amount):
            continue
        quantity = Quantity.read(amount)
        if quantity.unit not in GRAMS or quantity.bound or quantity.disputed:
            continue
        facts.tell(record, "runs", place, "emissions")
        facts.tell(record, "runs", place, "variant")
        grams.append(quantity.value * GRAMS[quantity.unit])
        cited = source(known, record, (("runs", place), ())).get("name", "")
        said["source"].append(f"{cited} (approximate)".strip() if quantity.approximate else cited)
        stage = record.get("stage")
        stage = facts.tell(record, "stage") if stage in STAGES else stage
        said["training_type"].append("pre-training" if stage in PRETRAINING else "fine-tuning")
        hardware = "hardware" if isinstance(record.get("hardware"), Mapping) else ""
        said["geographical_location"].append(_word(facts, record, hardware, "region"))
        own = _word(facts, record, "runs", place, "hardware")
        said["hardware_used"].append(own or _word(facts, record, hardware, "type"))
    if not grams:
        return {}
    told = {name: "; ".join(dict.fromkeys(word for word in words if word)) for name, words in said.items()}
    return {"co2_eq_emissions": {"emissions": Decimal(plain(total(grams))), **{n: w for n, w in told.items() if w}}}


def _word(facts: Facts, record: Record, *path: str | int) -> str:
    """A word at a path; empty where there is none, or an absence."""
    node: Any = record.data
    for step in path:
        node = node.get(step) if isinstance(node, Mapping) else node[step] if isinstance(step, int) else None
    return str(facts.tell(record, *path)) if isinstance(node, str) else ""
