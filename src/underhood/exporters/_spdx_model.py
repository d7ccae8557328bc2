"""Release and variants as packages of the AI profile: training, limits, figures, energy."""

from __future__ import annotations

from collections.abc import Iterator

from underhood.exporters._measured import KILOWATT_HOURS, WHOLE, concerned, converted, figures_of, labelled, measured
from underhood.exporters._spdx_graph import Graph, named
from underhood.exporters._spdx_terms import references, release_time
from underhood.exporters._telling import Json, Telling, kept
from underhood.meaning.facts import look
from underhood.records.record import Record

STAGES = {"pretraining": "training", "continued-pretraining": "training", "other": "", "inference": "inference"}
"""Which kind of energy use a stage is in the format; stages that are not here are fine-tuning, and `other` has none."""
TOLD_OF_TRAINING = ("title", "objective", "methods", "period", "hardware", "regime")
RISK_FIELDS = ("title", "text", "summary", "groups", "taxonomies", "intent", "timing", "entity")
SET_FOR_A_RUN = ("evidence", "id", "learning_rate", "batch")
PLACED = ("title", "version", "summary", "variants", "parts", "history", "intended_uses", "documents")
MODEL_PLACED = ("title", "provider", "architecture", "domains", "explainability", "description")


def agent(telling: Telling, graph: Graph) -> str:
    """The provider; empty where none is recorded. People are not named."""
    for one in telling.facts.of("organisation")[:1]:
        name = telling.text(one, "legal_name") or telling.text(one, "title") or one.id
        url = telling.url(one, "website")
        refs = [_reference(url, "altWebPage")] if url else []
        graph.maker = graph.add("Organization", str(one.address), **kept(name=name, externalRef=refs))
    return graph.maker


def _reference(url: str, kind: str) -> Json:
    return {"type": "ExternalRef", "externalRefType": kind, "locator": [url]}


def release_package(telling: Telling, graph: Graph, maker: str) -> str:
    """The release as a package, with the places to read more."""
    release = telling.facts.release
    models = telling.facts.of("model")[:1]
    uses = [
        said
        for at in range(len(release.get("intended_uses", ())))
        if (said := telling.text(release, "intended_uses", at, "text"))
    ]
    preparing = [
        f"{telling.text(one, 'title') or one.id}: {said}"
        for one in telling.facts.of("data-processing")
        if one.get("done") is not False and (said := telling.text(one, "method"))
    ]
    limits = [
        ": ".join(words)
        for one in telling.facts.of("capability")
        if one.get("type") == "limitation"
        if (words := _words(telling, one))
    ]
    return graph.add(
        "ai_AIPackage",
        str(release.address),
        **_common(telling, telling.text(release, "title") or release.id, maker),
        **kept(
            summary=telling.text(release, "summary"),
            description=next((telling.text(one, "description") for one in models), None),
            releaseTime=release_time(telling),
            ai_typeOfModel=[said for one in models if (said := telling.text(one, "architecture", "family"))],
            ai_domain=[said for one in models for said in telling.all(one, "domains")],
            ai_modelExplainability=[said for one in models if (said := telling.text(one, "explainability"))],
            ai_informationAboutApplication="\n".join(uses),
            ai_limitation="\n".join(limits),
            ai_modelDataPreprocessing=preparing,
            externalRef=references(telling),
        ),
    )


def _words(telling: Telling, record: Record) -> list[str]:
    return [said for name in ("title", "text") if (said := telling.text(record, name))]


def _common(telling: Telling, name: str, maker: str) -> Json:
    version = telling.text(telling.facts.release, "version")
    return kept(name=name, software_packageVersion=version, software_primaryPurpose="model", suppliedBy=maker)


def variant_package(telling: Telling, graph: Graph, at: int, *, maker: str) -> str:
    """A variant, released or not: its annotation says which. A tuned one descends from the one it was tuned from."""
    release, path = telling.facts.release, ("variants", at)
    id = str(telling.text(release, *path, "id"))
    shown = _common(telling, telling.text(release, *path, "title") or id, maker)
    name = graph.add("ai_AIPackage", str(release.address.at(id)), **shown)
    base = concerned(telling, look(release.data, (*path, "tuned_from")))
    if base is not None and base not in {WHOLE, at}:
        other = str(release.address.at(str(release.data["variants"][base]["id"])))
        graph.relate(name, "descendantOf", [named(other)])
    return name


def described(telling: Telling, graph: Graph, name: str, *, variant: int) -> list[str]:
    """Put training, figures and energy into the package of a variant; the benchmarks that it was measured on."""
    package = next(one for one in graph.elements if one["spdxId"] == name)
    metrics, benchmarks = [], []
    for record, row, (column, id) in figures_of(telling, variant):
        metrics.append(_metric(telling, record, row, (column, id)))
        benchmark = telling.facts.at(str(record.data["columns"][column].get("benchmark", "")), "benchmark")
        benchmarks += [str(benchmark.address)] if benchmark is not None else []
    package.update(
        kept(
            ai_metric=metrics,
            ai_hyperparameter=list(_hyperparameters(telling, variant)),
            ai_informationAboutTraining="\n".join(_training(telling)) if variant == WHOLE else "",
            ai_energyConsumption=_energy(telling, variant),
        )
    )
    graph.properties(name, list(_more(telling, variant)))
    return list(dict.fromkeys(benchmarks))


def _entry(key: str, value: str) -> Json:
    return {"type": "DictionaryEntry", "key": key, "value": value}


def _metric(telling: Telling, record: Record, row: int, column: tuple[int, str]) -> Json:
    """A figure as printed; its key tells it apart from all others, and says who measured."""
    at, id = column
    row_id = telling.text(record, "rows", row, "id")
    unit = telling.text(record, "columns", at, "unit")
    printed = telling.text(record, "rows", row, "values", id) or ""
    telling.facts.tell(record, "columns", at, "id")
    parts = [
        measured(telling, record, at),
        telling.text(record, "columns", at, "slice"),
        *(telling.text(record, "rows", row, name) for name in ("slice", "title")),
        labelled("measured by", telling.text(record, "evaluator")),
        labelled("relationship", telling.text(record, "relationship")),
        telling.text(record, "date"),
        f"{record.address.at(str(row_id), 'values', id)} of {telling.text(record, 'rows', row, 'subject')}",
    ]
    bounds = [telling.text(record, "rows", row, "intervals", id, name) for name in ("lower", "upper", "level")]
    between = (
        f" ({bounds[0]} to {bounds[1]}, confidence {bounds[2] or 'not stated'})" if bounds[0] and bounds[1] else ""
    )
    value = f"{printed.removesuffix(f' {unit}')} {unit or ''}".rstrip() + between
    return _entry("; ".join(one for one in parts if one), value)


def _runs(telling: Telling, record: Record, variant: int) -> list[int]:
    runs = enumerate(record.get("runs", ()))
    return [at for at, run in runs if concerned(telling, run.get("variant")) == variant]


def _hyperparameters(telling: Telling, variant: int) -> Iterator[Json]:
    """What was set for a whole training stands with the release, what was set for one run with its variant."""
    for record in telling.facts.of("training"):
        title = telling.text(record, "title") or record.id
        entries = record.get("hyperparameters", ())
        for at in range(len(entries) if variant == WHOLE and isinstance(entries, list) else 0):
            words = [telling.text(record, "hyperparameters", at, one) for one in ("name", "value")]
            if words[0] and words[1]:
                telling.facts.tell(record, "hyperparameters", at, "id")
                yield _entry(
                    f"{title}: {words[0]} [{record.address.at('hyperparameters', str(entries[at]['id']))}]", words[1]
                )
        for at in _runs(telling, record, variant):
            for one in ("learning_rate", "batch"):
                if said := telling.text(record, "runs", at, one):
                    yield _entry(f"{title}: {one.replace('_', ' ')}", said)


def _training(telling: Telling) -> Iterator[str]:
    for record in telling.facts.of("training"):
        said = [", ".join(telling.all(record, one)) or telling.text(record, one) for one in TOLD_OF_TRAINING]
        yield "; ".join(one for one in said if one)


def _energy(telling: Telling, variant: int) -> Json:
    """Energy in kWh by what it was used for; only plain figures, and no sums."""
    found: dict[str, list[Json]] = {}
    places: list[tuple[Record, tuple[str | int, ...], str]] = [
        (record, ("runs", at, "energy"), STAGES.get(str(record.get("stage")), "finetuning"))
        for record in telling.facts.of("training")
        for at in _runs(telling, record, variant)
    ]
    places += [(record, ("energy",), "inference") for record in _inference(telling, variant)]
    for record, path, use in places:
        amount = converted(telling.number(record, *path), KILOWATT_HOURS)
        if use and amount is not None:
            used = {
                "type": "ai_EnergyConsumptionDescription",
                "ai_energyQuantity": amount,
                "ai_energyUnit": "kilowattHour",
            }
            found.setdefault(f"ai_{use}EnergyConsumption", []).append(used)
    return {"type": "ai_EnergyConsumption", **found} if found else {}


def _inference(telling: Telling, variant: int) -> list[Record]:
    """What is recorded of a variant at work."""
    records = telling.facts.of("inference")
    return [one for one in records if variant in {concerned(telling, name) for name in one.get("applies_to", ())}]


def _more(telling: Telling, variant: int) -> Iterator[Json]:
    """What the profile has no field for."""
    release = telling.facts.release
    if variant == WHOLE:
        yield from telling.fields(release, without=PLACED)
        yield from _around(telling)
    else:
        shown = [name for name in release.data["variants"][variant] if name not in {"id", "title", "evidence"}]
        yield from (prop for name in shown for prop in telling.properties(release, "variants", variant, name))
    for record in telling.facts.of("training"):
        for at in _runs(telling, record, variant):
            shown = [name for name in record.data["runs"][at] if name not in SET_FOR_A_RUN]
            yield from (prop for name in shown for prop in telling.properties(record, "runs", at, name))
    for record in _inference(telling, variant):
        yield from telling.fields(record)


def _around(telling: Telling) -> Iterator[Json]:
    """The model at large, its abilities, its risks and the measures against them."""
    for one in telling.facts.of("model"):
        yield from telling.fields(one, without=MODEL_PLACED)
    told = {"risk": RISK_FIELDS, "capability": ("title", "text"), "mitigation": ("title", "text", "status")}
    for kind, names in told.items():
        for one in telling.facts.of(kind):
            if one.get("type") != "limitation":
                yield from (prop for name in names for prop in telling.properties(one, name))
