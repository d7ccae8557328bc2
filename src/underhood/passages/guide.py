"""Advice to those who build with a release, step by step, beside what the records hold for each step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from underhood.meaning.audience import View
from underhood.meaning.localise import Text
from underhood.meaning.release import model_of, part_kind
from underhood.passages.coded import word
from underhood.passages.concerns import Concern
from underhood.passages.fields import read_fields, read_value
from underhood.passages.shown import Citation, Line, Value
from underhood.records.record import Record
from underhood.values.ids import parse_address

LAYERS: Mapping[str, tuple[str, ...]] = {
    "use-case": ("policy",),
    "adapt": ("data", "model"),
    "filter-input": ("input", "system"),
    "filter-output": ("output",),
    "tell-users": ("user",),
    "monitor": ("organisation",),
}
"""The layers of measures that belong to a step."""

NOTICES = ("ai_notice", "model_notice", "output_notice", "disclaimers", "user_data", "storage")
"""What policies say about telling users."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A piece of advice, and the record that gives it."""

    record: Record
    text: Text
    evidence: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the developer: what it is, its layer in words, whether it is in place, and what it advises."""

    record: Record
    layer: str
    status: str
    advice: Text | None


@dataclass(frozen=True, slots=True)
class Step:
    """What is advised at a step, the developer's measures that belong there, and the risks that they are meant for."""

    advice: tuple[Advice, ...]
    measures: tuple[Measure, ...]
    risks: tuple[Record, ...]

    @property
    def empty(self) -> bool:
        """Whether nothing is recorded for the step."""
        return not (self.advice or self.measures)


@dataclass(frozen=True, slots=True)
class Term:
    """A term of a policy: a condition, a restriction or a prohibited use."""

    policy: Record
    text: Text
    threshold: Mapping[str, Any] | None
    evidence: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach the provider for a purpose; None: not recorded."""

    purpose: str
    channel: str
    response_time: Value | None
    safe_harbour: Value | None
    evidence: tuple[Citation, ...]


def step(view: View, release: Record, stages: Iterable[str], *, risks: Iterable[Concern]) -> Step:
    """What is recorded for some stages of building with a release."""
    wanted = tuple(stages)
    layers = {layer for stage in wanted for layer in LAYERS.get(stage, ())}
    measures = [record for record in part_kind(view.catalog, release, "mitigation") if record.data["layer"] in layers]
    ordered = sorted(measures, key=lambda record: (record.get("order", 1 << 20), record.id))
    names = {record.address for record in measures}
    return Step(
        advice=tuple(_advice(view, release, wanted)),
        measures=tuple(_measure(view, record) for record in ordered),
        risks=tuple(
            concern.record for concern in risks if any(measure.address in names for measure in concern.mitigations)
        ),
    )


def terms(view: View, release: Record, name: str) -> tuple[Term, ...]:
    """The terms of a release's policies that stand in a field: `conditions`, `restricted`, `prohibited`."""
    return tuple(
        Term(policy, entry["text"], entry.get("threshold"), tuple(entry.get("evidence", ())))
        for policy in part_kind(view.catalog, release, "policy")
        for entry in policy.get(name, ())
    )


def notices(view: View, release: Record) -> tuple[tuple[Record, tuple[Line, ...]], ...]:
    """What the policies of a release say about telling users, policy by policy."""
    found = []
    for policy in part_kind(view.catalog, release, "policy"):
        fields = [read_value(view, policy, (name,), value=policy.data[name]) for name in NOTICES if name in policy.data]
        labels = [view.catalog.kinds["policy"].root.properties[name].title for name in NOTICES if name in policy.data]
        lines = tuple(
            Line(name, view.messages.gettext(name), value) for name, value in zip(labels, fields, strict=True)
        )
        if lines:
            found.append((policy, lines))
    return tuple(found)


def contacts(view: View, release: Record) -> tuple[Record | None, tuple[Contact, ...]]:
    """The provider of a release, and the ways to reach it."""
    model = view.get("model", model_of(release))
    address = parse_address(str(model.data["provider"]), kind="organisation") if model else None
    provider = view.at(address) if address else None
    if provider is None:
        return None, ()
    return provider, tuple(
        Contact(
            purpose=word(view, entry["for"]),
            channel=entry["channel"],
            response_time=_optional(view, provider, index, "response_time"),
            safe_harbour=_optional(view, provider, index, "safe_harbour"),
            evidence=tuple(entry.get("evidence", ())),
        )
        for index, entry in enumerate(provider.get("contacts", ()))
    )


def channels(view: View, release: Record) -> tuple[tuple[Record, tuple[Line, ...]], ...]:
    """The channels through which a release is offered, with who may have it and how."""
    names = ("access", "mode", "who_may", "protocol", "monitoring")
    found = part_kind(view.catalog, release, "distribution")
    result = []
    for record in found:
        fields = read_fields(view, record, only=tuple(name for name in names if name in record.data))
        texts = tuple(
            Line(s.name, s.label, read_value(view, record, (s.name,), value=record.data[s.name]))
            for s in fields.sections
        )
        result.append((record, (*fields.lines, *texts)))
    return tuple(result)


def _optional(view: View, record: Record, index: int, name: str) -> Value | None:
    value = record.data["contacts"][index].get(name)
    if value is None:
        return None
    short = {"absent": value["absent"]} if isinstance(value, Mapping) else value
    return read_value(view, record, ("contacts", index, name), value=short)


def _advice(view: View, release: Record, stages: tuple[str, ...]) -> Iterator[Advice]:
    for policy in part_kind(view.catalog, release, "policy"):
        for entry in policy.get("advice", ()):
            if entry["stage"] in stages:
                yield Advice(policy, entry["text"], tuple(entry.get("evidence", ())))


def _measure(view: View, record: Record) -> Measure:
    status = record.get("status", "")
    return Measure(record, word(view, record.data["layer"]), word(view, status) if status else "", record.get("advice"))
