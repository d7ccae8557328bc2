"""The state of a record in a word or two, as it stands beside the title of its page and in registers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from underhood.meaning.audience import View
from underhood.meaning.claims import Result, examine
from underhood.meaning.release import status as release_status
from underhood.passages.coded import word
from underhood.records.record import Record
from underhood.values.ids import parse_address
from underhood.values.page import Badge

RESULTS: Mapping[Result, tuple[str, str]] = {
    Result.MATCHES: ("Matches the published sources", "good"),
    Result.IN_PART: ("Matches in part", "neutral"),
    Result.DIFFERS: ("Differs from the published sources", "warn"),
    Result.STATED: ("Stated by the developer; not independently checked", "neutral"),
    Result.OPINION: ("Opinion or quotation", "muted"),
    Result.FORECAST: ("Forecast", "muted"),
    Result.NOT_CHECKED: ("Not checked", "muted"),
}
"""The only words for what became of a public statement, each with the tone of its badge."""

MEASURED = {
    "developer": "Measured by the developer",
    "independent": "Measured independently",
    "commissioned": "Measured by order of the developer",
    "compilers": "Measured by the compilers",
}
"""By whom figures were measured."""
STANDING = {"primary": "Primary source", "secondary": "Secondary source"}

_TONES = {"critical": "bad", "high": "bad", "moderate": "warn", "low": "neutral"}
_RELEASE = {"released": "good", "withdrawn": "bad", "deprecated": "warn", "superseded": "muted"}
_LEVELS = ("critical", "high", "moderate", "low")


def status(view: View, record: Record) -> tuple[Badge, ...]:
    """The badges of a record; none where its kind has no state."""
    found = _BY_KIND.get(record.kind)
    return found(view, record) if found else ()


def result_words(view: View, result: Result) -> Badge:
    """The words for the result of a public statement."""
    words, tone = RESULTS[result]
    return Badge(view.messages.gettext(words), tone)


def _claim(view: View, record: Record) -> tuple[Badge, ...]:
    return (result_words(view, examine(view.catalog, record).result),)


def _release(view: View, record: Record) -> tuple[Badge, ...]:
    state = release_status(record)
    return (Badge(word(view, state).capitalize(), _RELEASE.get(state, "neutral")),)


def _stated(view: View, record: Record) -> tuple[Badge, ...]:
    """Whether nobody but the developer says so."""
    cited = [*record.get("evidence", ()), *(c for wording in record.get("wordings", ()) for c in wording["evidence"])]
    sources = [parse_address(str(citation["source"]), kind="evidence") for citation in cited]
    records = [view.at(address) for address in sources if address]
    said = [source for source in records if source is not None and source.data["type"] != "index"]
    if said and all(source.get("issued_by") for source in said):
        return (result_words(view, Result.STATED),)
    return ()


def severity(risk: Record) -> str:
    """The gravest severity that a risk is rated with; empty where it is not rated."""
    severities = [rating.get("severity") for rating in risk.get("ratings", ()) if rating.get("likelihood")]
    return next((level for level in _LEVELS if level in severities), "")


def _risk(view: View, record: Record) -> tuple[Badge, ...]:
    level = severity(record)
    if not level:
        return (Badge(view.messages.gettext("Not rated"), "muted"),)
    return (Badge(view.messages.gettext("Severity: %s") % word(view, level), _TONES[level]),)


def _named(name: str, tones: Mapping[str, str]) -> Callable[[View, Record], tuple[Badge, ...]]:
    """The word that stands in a field, if one does."""

    def found(view: View, record: Record) -> tuple[Badge, ...]:
        value = record.get(name)
        return (Badge(word(view, value).capitalize(), tones.get(value, "neutral")),) if isinstance(value, str) else ()

    return found


def _evaluation(view: View, record: Record) -> tuple[Badge, ...]:
    who = record.data["relationship"]
    return (Badge(view.messages.gettext(MEASURED[who]), "neutral"),) if isinstance(who, str) else ()


def _channel(view: View, record: Record) -> tuple[Badge, ...]:
    last = record.data["history"][-1]["status"] if record.get("history") else record.data["mode"]
    return (Badge(word(view, last).capitalize(), "muted" if last in {"closed", "paused"} else "neutral"),)


def _processing(view: View, record: Record) -> tuple[Badge, ...]:
    return (Badge(view.messages.gettext("Done" if record.data["done"] else "Not done"), "neutral"),)


def _source(view: View, record: Record) -> tuple[Badge, ...]:
    words = STANDING[record.data["standing"]]
    return (Badge(view.messages.gettext(words), "neutral" if record.data["standing"] == "primary" else "muted"),)


_BY_KIND: Mapping[str, Callable[[View, Record], tuple[Badge, ...]]] = {
    "claim": _claim,
    "release": _release,
    "exclusion": _stated,
    "retention": _stated,
    "risk": _risk,
    "evaluation": _evaluation,
    "distribution": _channel,
    "data-processing": _processing,
    "evidence": _source,
    "mitigation": _named("status", {"removed": "warn", "in-place": "good"}),
    "incident": _named("status", {"open": "warn", "closed": "muted"}),
    "capability": _named("type", {"limitation": "warn"}),
    "assessment": _named("type", {}),
    "policy": _named("type", {}),
}
