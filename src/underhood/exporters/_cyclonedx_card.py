"""The model card in a component of a bill of materials: parameters, figures, and what to consider."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from underhood.exporters._measured import (
    KILOWATT_HOURS,
    TONNES,
    WHOLE,
    concerned,
    converted,
    figures_of,
    labelled,
    measured,
)
from underhood.exporters._telling import SPACE, Json, Telling, kept
from underhood.meaning.facts import look
from underhood.records.record import Record

ACTIVITIES = {
    "pretraining": "training",
    "continued-pretraining": "training",
    "supervised-fine-tuning": "fine-tuning",
    "preference": "fine-tuning",
    "reinforcement": "fine-tuning",
    "distillation": "fine-tuning",
}
ENERGY, EMISSIONS = "energy", "emissions"
MODEL_PLACED = ("title", "provider", "architecture", "inputs", "outputs", "pipeline_tag")
MEASURED = ("aim", "harness", "method", "factors", "variation_method", "reproducible", "contamination", "note")
RISK_FIELDS = ("text", "summary", "intent", "timing", "entity", "taxonomies", "examples", "catastrophic", "threshold")


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure and what the format has no field for: where it stands, who measured, and what is said of it."""

    shown: Json
    behind: str


def card(telling: Telling, variant: int, datasets: Sequence[str]) -> Json:
    """The model card of a variant by its place, or of the whole release."""
    metrics = [_metric(telling, *one) for one in figures_of(telling, variant)]
    whole = variant == WHOLE
    environment = _environment(telling, variant)
    consider = _considerations(telling) if whole else {}
    if environment:
        consider["environmentalConsiderations"] = environment
    behind = [{"name": f"{SPACE}performanceMetrics/{at}", "value": one.behind} for at, one in enumerate(metrics)]
    return kept(
        modelParameters=_parameters(telling, datasets) if whole else {},
        quantitativeAnalysis=kept(performanceMetrics=[one.shown for one in metrics]),
        considerations=consider,
        properties=[*behind, *_training(telling, variant), *(_others(telling) if whole else ())],
    )


def _parameters(telling: Telling, datasets: Sequence[str]) -> Json:
    found = telling.facts.of("model")
    if not found:
        return kept(datasets=[{"ref": ref} for ref in datasets])
    model = found[0]
    architecture = [telling.text(model, "architecture", name) for name in ("specific", "objective")]
    return kept(
        task=telling.text(model, "pipeline_tag"),
        architectureFamily=telling.text(model, "architecture", "family"),
        modelArchitecture="; ".join(one for one in architecture if one),
        datasets=[{"ref": ref} for ref in datasets],
        inputs=_formats(telling, model, "inputs"),
        outputs=_formats(telling, model, "outputs"),
    )


def _formats(telling: Telling, model: Record, name: str) -> list[Json]:
    entries = look(model.data, (name,))
    found = []
    for at in range(len(entries) if isinstance(entries, list) else 0):
        words = [telling.text(model, name, at, field) for field in ("modality", "format")]
        found.append({"format": ", ".join(one for one in words if one)})
    return found


def _metric(telling: Telling, record: Record, row: int, column: tuple[int, str]) -> Metric:
    at, id = column
    own = [telling.text(record, "rows", row, name) for name in ("slice", "title")]
    parts = [telling.text(record, "columns", at, "slice"), *own]
    unit = telling.text(record, "columns", at, "unit")
    printed = telling.text(record, "rows", row, "values", id) or ""
    bounds = ("rows", row, "intervals", id)
    ends = [telling.text(record, *bounds, name) for name in ("lower", "upper")]
    shown = kept(
        type=measured(telling, record, at) + (f" ({unit})" if unit else ""),
        value=printed.removesuffix(f" {unit}"),
        slice="; ".join(one for one in parts if one),
        confidenceInterval=kept(lowerBound=ends[0], upperBound=ends[1]),
    )
    row_id, subject = telling.text(record, "rows", row, "id"), telling.text(record, "rows", row, "subject")
    telling.facts.tell(record, "columns", at, "id")
    said = [
        f"{record.address.at(str(row_id), 'values', id)} of {subject}",
        labelled("measured by", telling.text(record, "evaluator")),
        labelled("relationship", telling.text(record, "relationship")),
        telling.text(record, "date"),
        telling.text(record, "title"),
        labelled("figure of", telling.text(record, "rows", row, "measured_by")),
        labelled("confidence level", telling.text(record, *bounds, "level")),
        telling.text(record, "rows", row, "note"),
        telling.text(record, "columns", at, "note"),
    ]
    return Metric(shown, "; ".join(one for one in said if one))


def _environment(telling: Telling, variant: int) -> Json:
    """Energy and emissions. Where no energy is recorded the format has no field for emissions, only properties."""
    consumed: list[Json] = []
    said: list[Json] = []
    for record in telling.facts.of("training"):
        activity = ACTIVITIES.get(str(record.get("stage")), "other")
        for at, run in enumerate(record.get("runs", ())):
            if concerned(telling, run.get("variant")) == variant:
                use = _consumption(telling, record, activity, ("runs", at))
                consumed += use
                said += [] if use else _as_recorded(telling, record, ("runs", at))
        if variant == WHOLE:
            names = [
                name for name in record.data if name.startswith((ENERGY, EMISSIONS)) or name in {"totals", "offset"}
            ]
            said += [one for name in (*names, "other_impacts") for one in telling.properties(record, name)]
    for record in telling.facts.of("inference"):
        if variant in {concerned(telling, one) for one in record.get("applies_to", ())}:
            use = _consumption(telling, record, "inference", ())
            consumed += use
            said += telling.fields(record, without=(ENERGY, EMISSIONS) if use else ())
    return kept(energyConsumptions=consumed, properties=said)


def _consumption(telling: Telling, record: Record, activity: str, path: tuple[str | int, ...]) -> list[Json]:
    """One use of energy as the format has it: in kWh and tonnes, beside the properties that have it as recorded."""
    energy = converted(telling.number(record, *path, ENERGY), KILOWATT_HOURS)
    if energy is None:
        return []
    carbon = converted(telling.number(record, *path, EMISSIONS), TONNES)
    return [
        kept(
            activity=activity,
            activityEnergyCost={"value": energy, "unit": "kWh"},
            co2CostEquivalent={"value": carbon, "unit": "tCO2eq"} if carbon is not None else None,
            properties=_as_recorded(telling, record, path),
        )
        | {"energyProviders": []}
    ]


def _as_recorded(telling: Telling, record: Record, path: tuple[str | int, ...]) -> list[Json]:
    return [one for name in (ENERGY, EMISSIONS) for one in telling.properties(record, *path, name)]


def _considerations(telling: Telling) -> Json:
    release = telling.facts.release
    limits = [
        ": ".join(said for name in ("title", "text") if (said := telling.text(one, name)))
        for one in telling.facts.of("capability")
        if one.get("type") == "limitation"
    ]
    costs = [
        f"{telling.text(one, 'title') or one.id}: {said}"
        for one in telling.facts.of("mitigation")
        for at in range(len(one.get("side_effects", ())) if isinstance(one.get("side_effects"), list) else 0)
        if (said := telling.text(one, "side_effects", at, "text"))
    ]
    uses = range(len(release.get("intended_uses", ())))
    return kept(
        useCases=[said for at in uses if (said := telling.text(release, "intended_uses", at, "text"))],
        technicalLimitations=limits,
        performanceTradeoffs=costs,
        ethicalConsiderations=[_risk(telling, one) for one in telling.facts.of("risk")],
        fairnessAssessments=[found for one in telling.facts.of("risk") for found in _fairness(telling, one)],
    )


def _ratings(telling: Telling, risk: Record) -> list[int]:
    """The ratings of a risk that speak of this release."""
    entries = enumerate(risk.get("ratings", ()))
    return [at for at, one in entries if any(concerned(telling, name) is not None for name in one.get("for", ()))]


def _measures(telling: Telling, risk: Record) -> str:
    """The measures that its ratings name, each with its state: one that was removed helps nobody."""
    ratings = risk.get("ratings", ())
    names = [name for at in _ratings(telling, risk) for name in ratings[at].get("mitigations", ())]
    said = []
    for name in dict.fromkeys(names):
        if (found := telling.facts.at(name, "mitigation")) is not None:
            words = [telling.text(found, field) for field in ("title", "text")]
            state = telling.text(found, "status")
            said.append(": ".join(one for one in words if one) + (f" [{state}]" if state else ""))
    return "\n".join(said)


def _risk(telling: Telling, risk: Record) -> Json:
    return kept(name=telling.text(risk, "title") or risk.id, mitigationStrategy=_measures(telling, risk))


def _fairness(telling: Telling, risk: Record) -> Iterator[Json]:
    """One entry for each group that the risk names as hit by it."""
    for group in telling.all(risk, "groups"):
        yield kept(
            groupAtRisk=group,
            benefits=telling.text(risk, "benefits"),
            harms=telling.text(risk, "text"),
            mitigationStrategy=_measures(telling, risk),
        )


def _training(telling: Telling, variant: int) -> Iterator[Json]:
    """How it was trained: what stands with a run goes to its variant, the rest to the release."""
    said_elsewhere = {ENERGY, EMISSIONS, "evidence", "id"}
    for record in telling.facts.of("training"):
        for at, run in enumerate(record.get("runs", ())):
            if concerned(telling, run.get("variant")) == variant:
                telling.facts.tell(record, "runs", at, "id")
                for name in run:
                    yield from telling.properties(record, "runs", at, name) if name not in said_elsewhere else ()
        if variant == WHOLE:
            names = [name for name in record.data if name.startswith((ENERGY, EMISSIONS))]
            yield from telling.fields(record, without=(*names, "runs", "totals", "offset", "other_impacts"))


def _others(telling: Telling) -> Iterator[Json]:
    """What the format has no field for: the model at large, how figures were measured, abilities, more about risks."""
    for one in telling.facts.of("model"):
        yield from telling.fields(one, without=MODEL_PLACED)
    for one in telling.facts.of("evaluation"):
        if any(concerned(telling, row.get("subject")) is not None for row in one.get("rows", ())):
            yield from (prop for name in MEASURED for prop in telling.properties(one, name))
    for one in telling.facts.of("capability"):
        if one.get("type") != "limitation":
            yield from (prop for name in ("title", "text") for prop in telling.properties(one, name))
        yield from telling.properties(one, "applies_to")
    for one in telling.facts.of("risk"):
        yield from (prop for name in RISK_FIELDS for prop in telling.properties(one, name))
        yield from (prop for at in _ratings(telling, one) for prop in telling.properties(one, "ratings", at))
