"""Licences, dates and places to read more, as SPDX has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from underhood.doors import licences as listed
from underhood.exporters._spdx_graph import Graph
from underhood.exporters._telling import Json, Telling, kept
from underhood.records.record import Record
from underhood.values.ids import parse_address

DOCUMENTS = {"paper": "documentation", "model-card": "productMetadata", "code": "vcs", "guide": "documentation"}
POLICIES = {"licence": "license", "safety-framework": "riskAssessment"}
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def release_time(telling: Telling) -> str | None:
    """The day on which it was released, as a moment; None where no whole day is recorded."""
    release = telling.facts.release
    for at, entry in enumerate(release.get("history", ())):
        if entry.get("status") == "released" and DAY.fullmatch(str(entry.get("date"))):
            telling.facts.tell(release, "history", at, "status")
            return f"{telling.text(release, 'history', at, 'date')}T00:00:00Z"
    return None


def licences(telling: Telling, graph: Graph, package: str) -> None:
    """The licences under which the weights are offered, each once; nobody's spelling is changed."""
    found: dict[str, list[str]] = {}
    for record in telling.facts.of("distribution"):
        for at, entry in enumerate(record.get("licences", ())):
            if entry.get("for") in {"all", "weights"} and listed.expression(str(entry.get("spdx"))) is not None:
                written = str(telling.text(record, "licences", at, "spdx"))
                words = [telling.text(record, "licences", at, name) for name in ("name", "for")]
                found.setdefault(written, []).append("; ".join(one for one in words if one))
    names = [licence(graph, written, "\n".join(dict.fromkeys(words))) for written, words in found.items()]
    graph.relate(package, "hasDeclaredLicense", names)


def licence(graph: Graph, written: str, comment: str = "") -> str:
    """The element of a licence expression; made where it is not there yet."""
    for one in graph.elements:
        if one.get("simplelicensing_licenseExpression") == written:
            return str(one["spdxId"])
    parts = kept(comment=comment, simplelicensing_licenseExpression=written)
    return graph.add("simplelicensing_LicenseExpression", f"licence/{written}", **parts)


def references(telling: Telling) -> list[Json]:
    """Where the model is offered, the policies and the sources; what must not be linked is left out."""
    found: dict[tuple[str, str], Json] = {}
    for one in _references(telling):
        first = found.setdefault((one["locator"][0], one["externalRefType"]), one)
        words = [words for words in (first.get("comment"), one.get("comment")) if words]
        first.update(kept(comment="; ".join(dict.fromkeys(words))))
    return list(found.values())


def _references(telling: Telling) -> Iterator[Json]:
    for record in telling.facts.of("distribution"):
        yield from _reference(telling, record, "altDownloadLocation" if record.get("access") == "weights" else "other")
    for record in telling.facts.of("policy"):
        yield from _reference(telling, record, POLICIES.get(str(record.get("type")), "documentation"))
    named = (one for one in telling.facts.release.get("documents", ()) if one.get("source"))
    kinds = {parse_address(str(one["source"]), kind="evidence"): str(one["kind"]) for one in named}
    for record in telling.facts.of("evidence"):
        if record.get("link") is not False:
            yield from _reference(telling, record, DOCUMENTS.get(kinds.get(record.address, ""), "other"))


def _reference(telling: Telling, record: Record, kind: str) -> Iterator[Json]:
    if url := telling.url(record, "url"):
        said = [telling.text(record, name) for name in ("title", "publisher", "date", "version", "sha256")]
        parts = {"type": "ExternalRef", "externalRefType": kind, "locator": [url]}
        yield {**parts, **kept(comment="; ".join(one for one in said if one))}
