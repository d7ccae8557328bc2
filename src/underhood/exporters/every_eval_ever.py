"""Logs for Every Eval Ever: for each variant and each table that has figures of it, one log of aggregate results.

They lie where the data store of that project expects them: `data/<release>/<developer>/<model>/<uuid>.json`.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from underhood.exporters import Asked, exporter
from underhood.exporters._every_eval_ever_result import Known, result, subject_figures
from underhood.exporters._exact_json import exact_json
from underhood.meaning.release import variant_address, variants
from underhood.records.record import Record, is_absence
from underhood.values.errors import USAGE, Stop
from underhood.values.ids import Address, parse_address

REMARK = (
    "Held means: it stands in a log. Left out are disputed figures, figures of other systems, totals, and what is "
    "written about a measurement in sentences. `lower_is_better` is false as well where neither side is better; "
    "`direction` beside it says so. Whether weights are open, and who ran the model, is always `unknown`: the records "
    "do not say it in the words of the format."
)
RELATIONSHIPS = {"developer": "first_party", "independent": "third_party"}
"""What both speak of. Paid measurements and those of compilers are `other`, with our word beside it."""
UNKNOWN = "unknown"
"""The word that the format asks for where a library or a version is not known."""
_VERSIONED = re.compile(r"(.*\S)\s+(v?[0-9][\w.+-]*)")


@exporter("Logs for Every Eval Ever", editions=("0.3.0",), remark=REMARK)
def logs(asked: Asked) -> Mapping[str, bytes]:
    """All logs by their path."""
    files: dict[str, bytes] = {}
    known = Known.of(asked.facts)
    for place, subject in _subjects(asked.release):
        for record in asked.facts.of("evaluation"):
            found = list(subject_figures(record, subject))
            if found:
                model = _model(asked, place, subject)
                log = {
                    **_head(asked, record, str(model["id"])),
                    "model_info": model,
                    "evaluation_results": [result(known, one) for one in found],
                }
                files[f"data/{asked.release.id}/{model['id']}/{_name(record, subject)}.json"] = exact_json(log)
    if not files:
        hint = "logs are made of the tables that name a variant as their subject"
        raise Stop(f"{asked.release.address} has no figures", hint, code=USAGE)
    return files


def _subjects(release: Record) -> Iterator[tuple[int, Address]]:
    """The variants with their places, and the release as a whole, of which some tables speak."""
    for place, variant in enumerate(variants(release)):
        yield place, variant_address(release, variant)
    yield -1, release.address


def _name(record: Record, subject: Address) -> str:
    """A name that looks drawn by lot, as the format demands it, and is always the same for one table and variant."""
    digest = hashlib.sha256(f"{record.address} {subject}".encode()).digest()
    return str(uuid.UUID(bytes=digest[:16], version=4))


def _head(asked: Asked, record: Record, model: str) -> dict[str, Any]:
    """What is said of a table as a whole. Its moment of making is the day of which the records speak."""
    facts = asked.facts
    created = str(int(datetime.fromisoformat(facts.view.as_of).replace(tzinfo=UTC).timestamp()))
    date = record.get("date")
    return {
        "schema_version": asked.edition,
        "evaluation_id": f"{record.id}/{model}/{created}",
        **({"evaluation_timestamp": str(facts.tell(record, "date"))} if isinstance(date, str) else {}),
        "retrieved_timestamp": created,
        "source_metadata": _source(asked, record),
        "eval_library": _library(asked, record),
    }


def _source(asked: Asked, record: Record) -> dict[str, Any]:
    facts = asked.facts
    relationship = record.get("relationship")
    own = isinstance(relationship, str)
    evaluator = str(facts.tell(record, "evaluator"))
    party = _party(asked, evaluator)
    said = {"notice": asked.notice, "address": str(record.address), **_cited(asked, record)}
    said |= {"evaluator": evaluator} if party != evaluator else {}
    if own:
        said["relationship"] = str(facts.tell(record, "relationship"))
    if record.get("aim"):
        said["aim"] = str(facts.tell(record, "aim"))
    return {
        "source_name": facts.words(record, "title"),
        "source_type": "documentation",
        "source_organization_name": party,
        "evaluator_relationship": RELATIONSHIPS.get(str(relationship), "other"),
        "additional_details": {name: value for name, value in said.items() if value},
    }


def _party(asked: Asked, said: str) -> str:
    """Who measured, by name."""
    address = parse_address(said)
    known = asked.facts.at(said, "organisation") if address is not None and address.kind == "organisation" else None
    return asked.facts.words(known, "title") if known is not None else said


def _cited(asked: Asked, record: Record) -> dict[str, str]:
    """The first source that the table as a whole cites, and where in it."""
    facts = asked.facts
    for place, citation in enumerate(record.get("evidence") or ()):
        cited = facts.at(str(citation["source"]), "evidence")
        if cited is not None:
            facts.tell(record, "evidence", place, "source")
            at = facts.tell(record, "evidence", place, "at")
            url = facts.tell(cited, "url") if isinstance(cited.get("url"), str) else ""
            said = {"cited": facts.words(cited, "title"), "cited_at": str(at or ""), "cited_url": str(url)}
            return {"cited_address": str(cited.address), **said}
    return {}


def _library(asked: Asked, record: Record) -> dict[str, Any]:
    """The program that measured; its version where the last word of it looks like one."""
    if record.get("harness") is None or is_absence(record.get("harness")):
        return {"name": UNKNOWN, "version": UNKNOWN}
    said = str(asked.facts.tell(record, "harness"))
    found = _VERSIONED.fullmatch(said)
    return {"name": found[1], "version": found[2]} if found else {"name": said, "version": UNKNOWN}


def _model(asked: Asked, place: int, subject: Address) -> dict[str, Any]:
    """The variant, under a name of the form that the format asks for; as a whole where the table says no size."""
    facts, release = asked.facts, asked.release
    provider = _provider(asked)
    title = facts.words(release, "title")
    id = subject.id
    if place >= 0:
        id = f"{subject.id}-{facts.tell(release, 'variants', place, 'id')}"
        own = facts.words(release, "variants", place, "title") or subject.steps[-1]
        title = own if own.startswith(title) else f"{title} {own}"
    developer = facts.words(provider, "title") if provider is not None else ""
    return {
        "name": title,
        "id": f"{provider.id if provider is not None else UNKNOWN}/{id}",
        **({"developer": developer} if developer else {}),
        "additional_details": {
            "deployment_type": UNKNOWN,
            "model_availability": UNKNOWN,
            "address": str(subject),
            **({"status": str(facts.tell(release, "variants", place, "status"))} if place >= 0 else {}),
        },
    }


def _provider(asked: Asked) -> Record | None:
    facts = asked.facts
    model = facts.at(str(asked.release.get("model")), "model")
    if model is None or not isinstance(model.get("provider"), str):
        return None
    return facts.at(str(model.get("provider")), "organisation")
