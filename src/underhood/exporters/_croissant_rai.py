"""What the RAI vocabulary has names for: how data came about, what was done with it, what to beware of."""

from __future__ import annotations

from collections.abc import Iterator

from underhood.exporters._telling import Json, Telling
from underhood.records.record import Record
from underhood.values.ids import parse_address

LABOUR = {
    "rai:dataAnnotationProtocol": ("protocol", "instructions"),
    "rai:dataAnnotationPlatform": ("platform",),
    "rai:dataAnnotationAnalysis": ("analysis",),
    "rai:annotationsPerItem": ("per_item",),
    "rai:annotatorDemographics": ("demographics",),
    "rai:machineAnnotationTools": ("tools",),
}
FIELDS = {
    "rai:dataCollection": ("collection/mechanism", "collection/sampling", "collection/validated", "selection"),
    "rai:dataCollectionType": ("category",),
    "rai:dataCollectionMissingData": ("quality/missing",),
    "rai:dataBiases": ("quality/biases",),
    "rai:dataLimitations": ("quality/limitations", "quality/noise", "quality/errors", "uses/not_for"),
    "rai:dataSocialImpact": ("uses/future_impact",),
    "rai:dataUseCases": ("roles", "purpose", "uses/used_for", "uses/other_tasks"),
    "rai:personalSensitiveInformation": ("personal_data/kinds", "personal_data/text"),
    "rai:dataReleaseMaintenancePlan": ("maintenance/updates", "maintenance/erratum", "maintenance/older_versions"),
}
SINGLE = frozenset({"rai:dataSocialImpact", "rai:dataCollectionMissingData", "rai:dataReleaseMaintenancePlan"})
"""Properties that programs read as one text."""


def responsible(telling: Telling, source: Record) -> Json:
    """All properties of the vocabulary for which something is recorded."""
    found: dict[str, list[str]] = {}
    for name, paths in FIELDS.items():
        found[name] = [said for path in paths for said in _said(telling, source, path)]
    found["rai:dataPreprocessingProtocol"] = list(_steps(telling, source))
    for name, fields in LABOUR.items():
        entries = list(_concerning(telling, source, "data-labour"))
        found[name] = [said for one in entries for field in fields if (said := telling.text(one, field))]
    merged = {*SINGLE, "rai:dataCollection", "rai:annotationsPerItem"}
    made: Json = {name: "\n".join(texts) if name in merged else texts for name, texts in found.items()}
    made["rai:dataCollectionTimeframe"] = _timeframe(telling, source)
    return {name: made[name] for name in sorted(made)}


def _said(telling: Telling, source: Record, path: str) -> list[str]:
    steps = path.split("/")
    text = telling.text(source, *steps)
    return [text] if text else telling.all(source, *steps)


def _concerning(telling: Telling, source: Record, kind: str) -> Iterator[Record]:
    for one in telling.facts.of(kind):
        if source.address in {parse_address(str(name)) for name in one.get("applies_to", ())}:
            yield one


def _steps(telling: Telling, source: Record) -> Iterator[str]:
    """What was done with the data, as far as it was done."""
    for one in _concerning(telling, source, "data-processing"):
        if one.get("done") is not False:
            words = [telling.text(one, name) for name in ("title", "method")]
            yield ": ".join(said for said in words if said)


def _timeframe(telling: Telling, source: Record) -> str | None:
    """When it was gathered, as an interval; an end that is not known stays open."""
    ends = [telling.text(source, "collection", name) for name in ("start", "end")]
    return "/".join(one or ".." for one in ends) if any(ends) else None
