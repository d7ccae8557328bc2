"""Data sources and benchmarks as packages of the Dataset profile."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from underhood.doors import licences as listed
from underhood.exporters._spdx_graph import Graph
from underhood.exporters._spdx_terms import licence
from underhood.exporters._telling import Telling, kept
from underhood.meaning.facts import look
from underhood.records.record import Record
from underhood.values.ids import parse_address

TYPES = frozenset({"text", "image", "audio", "video"})
BYTES = {"byte": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
TESTS = frozenset({"testing", "validation"})
PLACED = ("title", "summary", "description", "version", "url", "purpose", "creator")


def data_package(telling: Telling, graph: Graph, source: Record, *, trained: Mapping[str, list[str]]) -> None:
    """A data source; what it was used for decides how the release is related to it."""
    without = list(PLACED)
    url = telling.url(source, "url")
    if url is None:
        without.remove("url")
    creator = telling.text(source, "creator")
    makers = [graph.add("Agent", f"{source.address}#creator", name=creator)] if creator else []
    name = graph.add(
        "dataset_DatasetPackage",
        str(source.address),
        **kept(
            name=telling.text(source, "title") or source.id,
            summary=telling.text(source, "summary"),
            description=telling.text(source, "description"),
            software_packageVersion=telling.text(source, "version"),
            software_primaryPurpose="data",
            software_homePage=url,
            originatedBy=makers,
            dataset_datasetType=_types(telling, source),
            dataset_datasetSize=_size(telling, source),
            dataset_dataCollectionProcess=_joined(telling, source, "collection", ("mechanism", "sampling")),
            dataset_dataPreprocessing=_processing(telling, source),
            dataset_intendedUse=telling.text(source, "purpose"),
            dataset_knownBias=[said] if (said := telling.text(source, "quality", "biases")) else [],
            dataset_datasetNoise=telling.text(source, "quality", "noise"),
            dataset_datasetUpdateMechanism=telling.text(source, "maintenance", "updates"),
            dataset_anonymizationMethodUsed=_one(telling.text(source, "personal_data", "anonymisation")),
        ),
    )
    written = source.get("licence")
    if isinstance(written, str) and listed.expression(written) is not None:
        graph.relate(name, "hasDeclaredLicense", [licence(graph, str(telling.text(source, "licence")))])
        without.append("licence")
    graph.properties(name, telling.fields(source, without=without))
    roles = set(source.get("roles", ()))
    for kind, found in (("trainedOn", roles - TESTS), ("testedOn", roles & TESTS)):
        if found:
            trained[kind].append(name)


def _one(text: str | None) -> list[str]:
    return [text] if text else []


def _types(telling: Telling, source: Record) -> list[str]:
    """The kinds of content; noAssertion where none is recorded, since the profile wants one."""
    entries = source.get("modalities", ())
    found = [
        telling.text(source, "modalities", at, "modality")
        for at in range(len(entries) if isinstance(entries, list) else 0)
    ]
    kinds = [one if one in TYPES else "other" for one in found if one]
    return list(dict.fromkeys(kinds)) or ["noAssertion"]


def _size(telling: Telling, source: Record) -> int | None:
    """How many bytes there are, where one plain figure says so."""
    entries = source.get("modalities", ())
    if not isinstance(entries, list) or len(entries) != 1:
        return None
    found = telling.number(source, "modalities", 0, "size")
    if found is None or found[1] not in BYTES:
        return None
    amount: Decimal = found[0] * BYTES[found[1]]
    return int(amount) if amount >= 0 and amount == amount.to_integral_value() else None


def _joined(telling: Telling, record: Record, field: str, names: tuple[str, ...]) -> str:
    said = [telling.text(record, field, name) for name in names]
    return "\n".join(one for one in said if one)


def _processing(telling: Telling, source: Record) -> list[str]:
    """What was done with it, one step after the other, as far as it was done."""
    steps = []
    for one in telling.facts.of("data-processing"):
        names = {parse_address(str(name)) for name in one.get("applies_to", ())}
        if source.address in names and one.get("done") is not False:
            said = telling.text(one, "method")
            steps.append(f"{telling.text(one, 'title') or one.id}: {said}" if said else str(telling.text(one, "title")))
    return steps


def benchmark_package(telling: Telling, graph: Graph, benchmark: Record) -> str:
    """The data of a benchmark that a variant was measured on."""
    title = telling.text(benchmark, "title") or benchmark.id
    url = telling.url(benchmark, "dataset", "url")
    written = look(benchmark.data, ("dataset", "licence"))
    name = graph.add(
        "dataset_DatasetPackage",
        str(benchmark.address),
        **kept(
            name=title,
            summary=telling.text(benchmark, "summary"),
            software_packageVersion=telling.text(benchmark, "dataset", "revision"),
            software_primaryPurpose="data",
            software_homePage=url,
            dataset_datasetType=["noAssertion"],
        ),
    )
    if isinstance(written, str) and listed.expression(written) is not None:
        graph.relate(name, "hasDeclaredLicense", [licence(graph, str(telling.text(benchmark, "dataset", "licence")))])
    more = [one for field in ("name", "config", "split") for one in telling.properties(benchmark, "dataset", field)]
    graph.properties(name, [*more, *telling.properties(benchmark, "metrics")])
    return name
