"""What records say in answer to an item: values and absences at the fields that answer it, and statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from underhood.meaning.audience import NOT_SHOWN
from underhood.meaning.concerned import STATEMENT, Concerned
from underhood.records.kinds import Field
from underhood.records.record import Catalog, Record, evidence_at, is_absence, steps_of
from underhood.values.finding import DataPath
from underhood.values.framework import Scalar, Source, Where
from underhood.values.ids import Address, parse_address

VALUE = "value"
NOT_PUBLIC = "not-public"
"""What stands in the place of a field that the audience may not see; it says nothing."""

NEAREST = ("none", "not-applicable", "pending", "withheld", "unknown", "not-found")
"""The states of an absence, those nearest to an answer first."""

SAID = {"yes": VALUE, "no": VALUE}
"""What the answers of statements come to that are no states of an absence."""

BESIDES = frozenset({"id", "title", "label", "evidence", "note"})
"""Fields of a group that say nothing by themselves."""

_EVIDENCE, ABSENT = frozenset({"evidence"}), "absent"
_NOTHING: Mapping[str, Any] = {}
_SINGLE: tuple[str, int, Mapping[str, Any]] = (VALUE, 1, _NOTHING)


@dataclass(frozen=True, slots=True)
class Found:
    """What one place of a record says: a value (`state` is "value"), or an absence, by its state.

    `count`: how many values, where it is a list. `value`: as it stands there; of a statement, its answer. `judges`: the
    frameworks of which all that stands behind it publishes the own judgement of others.
    """

    address: Address
    state: str
    record: Record
    path: DataPath = ()
    held_by: str = ""
    reason: str = ""
    searched: tuple[Mapping[str, Any], ...] = ()
    count: int = 1
    value: Any = field(default=None, compare=False)
    judges: frozenset[str] = frozenset()

    @property
    def negative(self) -> bool:
        """Whether it says no: a field that is false, a statement that answers no."""
        return self.value is False or (self.record.kind == STATEMENT and self.value == "no")

    @property
    def visibility(self) -> str:
        """Who may see the record; empty where it says nothing."""
        return str(self.record.get("visibility", ""))


def fields_of(concerned: Concerned, source: Source) -> Iterator[Found]:
    """What stands at the field of a source, in every record that counts."""
    for record in concerned.of(source.kind):
        kind = concerned.catalog.kinds.get(record.kind)
        if kind is None:
            continue
        walk = _Walk(concerned.release.address)
        for path, value in walk.to(record.data, kind.root, source.steps, source.where):
            found = _found(record, path, value, kind.parts)
            if found is not None:
                judges = _judging(concerned, found)
                yield replace(found, judges=judges) if judges else found


def statement_on(concerned: Concerned, statement: Record) -> Found:
    """What a statement says."""
    answer = str(statement.data["answer"])
    found = Found(
        statement.address.at("answer"),
        SAID.get(answer, answer),
        statement,
        ("answer",),
        held_by=_who(statement.data),
        reason=_words(statement.get("reason")),
        searched=tuple(statement.get("searched", ())),
        value=answer,
    )
    return replace(found, judges=_judging(concerned, found))


def _judging(concerned: Concerned, found: Found) -> frozenset[str]:
    """The frameworks of which all that stands behind a place publishes the own judgement of others.

    What such an index says of a release is no fact about the release, and answers none of the index's questions.
    """
    record = found.record
    told = _all_judge(concerned, [*found.searched] or evidence_at(record, found.path))
    if record.kind == "assessment" and record.get("type") == "index":
        return told | _all_judge(concerned, record.get("evidence", ()))
    return told


def _all_judge(concerned: Concerned, citations: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    told: frozenset[str] | None = None
    for one in citations:
        judges = concerned.judges(str(one.get("source", "")))
        if not judges:
            return judges
        told = judges if told is None else told & judges
    return told or frozenset()


def by_others(catalog: Catalog, found: Found, provider: Address | None) -> bool:
    """Whether somebody other than the provider stands behind a place: the issuer of a source, or a secondary source."""
    for one in evidence_at(found.record, found.path):
        source = _source(catalog, one)
        if source is None:
            continue
        issuer = parse_address(str(source.get("issued_by", "")), kind="organisation")
        if issuer is None and source.get("standing") == "secondary":
            return True
        if issuer is not None and provider is not None and issuer.record != provider:
            return True
    return False


def _source(catalog: Catalog, citation: Mapping[str, Any]) -> Record | None:
    address = parse_address(str(citation.get("source", "")), kind="evidence")
    return catalog.records.get(address.record) if address is not None else None


@dataclass(frozen=True, slots=True)
class _Walk:
    """The way from the root of a record to a field, through every list. `release`: whom entries must be for."""

    release: Address

    def to(
        self, node: Any, field: Field | None, steps: tuple[str, ...], where: tuple[Where, ...], path: DataPath = ()
    ) -> Iterator[tuple[DataPath, Any]]:
        """Each place where the field stands, or where its absence is told for all that lies below."""
        if isinstance(node, list):
            inner = field.items if field is not None else None
            whom = _names_releases(inner)
            for index, entry in enumerate(node):
                if not whom or not self._of_another(entry):
                    yield from self.to(entry, inner, steps, where, (*path, index))
            return
        if not isinstance(node, dict):
            return
        if ABSENT in node:
            yield path, node
            return
        step = steps[0]
        if step not in node or not all(_holds(node, one.steps, one.values) for one in where if one.steps[0] != step):
            return
        along = tuple(Where(one.steps[1:], one.values) for one in where if one.steps[0] == step)
        below = field.below(step) if field is not None else None
        if len(steps) > 1:
            yield from self.to(node[step], below, steps[1:], along, (*path, step))
        else:
            yield from self._end(node[step], below, along, (*path, step))

    def _end(
        self, value: Any, field: Field | None, where: tuple[Where, ...], path: DataPath
    ) -> Iterator[tuple[DataPath, Any]]:
        whom = _names_releases(field.items if field is not None else None)
        if not isinstance(value, list):
            if is_absence(value) or all(_holds(value, one.steps, one.values) for one in where):
                yield path, value
        elif where and any(one.steps for one in where):
            for index, entry in enumerate(value):
                if not (whom and self._of_another(entry)) and all(
                    _holds(entry, one.steps, one.values) for one in where
                ):
                    yield (*path, index), entry
        elif all(_holds(value, one.steps, one.values) for one in where):
            yield path, [entry for entry in value if not (whom and self._of_another(entry))]

    def _of_another(self, entry: Any) -> bool:
        """Whether an entry says that it is for releases of which this one is none."""
        written = entry.get("for") if isinstance(entry, dict) else None
        if not isinstance(written, list) or not written:
            return False
        named = [parse_address(str(one), kind="release") for one in written]
        return all(one is not None and one.record != self.release for one in named)


def _names_releases(entry: Field | None) -> bool:
    """Whether entries of a list say by `for` which releases they are for."""
    whom = entry.properties.get("for") if entry is not None else None
    return whom is not None and whom.items is not None and whom.items.references == ("release",)


def _holds(node: Any, steps: tuple[str, ...], values: tuple[Scalar, ...]) -> bool:
    """Whether one of these values stands at the end of a path, in any entry of the lists on the way."""
    if isinstance(node, list):
        return any(_holds(entry, steps, values) for entry in node)
    if steps:
        return isinstance(node, dict) and steps[0] in node and _holds(node[steps[0]], steps[1:], values)
    if isinstance(node, dict):
        return "value" in node and _holds(node["value"], (), values)
    return any(type(one) is type(node) and one == node for one in values) or (
        _number(node) and any(_number(one) and one == node for one in values)
    )


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _found(record: Record, path: DataPath, value: Any, parts: str) -> Found | None:
    told = _said(value)
    if told is None:
        return None
    state, count, absence = told
    return Found(
        record.address.at(*steps_of(record.data, path, parts)),
        state,
        record,
        path,
        held_by=_who(absence),
        reason=_words(absence.get("reason")),
        searched=(*absence.get("searched", ()), *absence.get("evidence", ())),
        count=count,
        value=value,
    )


def _said(value: Any) -> tuple[str, int, Mapping[str, Any]] | None:
    """The state of what stands somewhere, how many values it is, and the absence; None where it says nothing."""
    if isinstance(value, list):
        told = [one for one in map(_said, value) if one is not None]
        values = sum(one[0] == VALUE for one in told)
        return (VALUE, values, _NOTHING) if values else min(told, key=_how_near, default=None)
    if not isinstance(value, dict):
        return None if value is None or value == "" or value == NOT_SHOWN else _SINGLE  # noqa: PLR1714  (0 is a value)
    if ABSENT in value:
        return (str(value[ABSENT]), 1, value) if value[ABSENT] != NOT_PUBLIC else None
    return _of_group(value, BESIDES) or _of_group(value, _EVIDENCE)


def _of_group(value: Mapping[str, Any], but: frozenset[str]) -> tuple[str, int, Mapping[str, Any]] | None:
    """What a group says by its fields, some of them aside: a value where any does."""
    nearest = None
    for name, inner in value.items():
        told = _said(inner) if name not in but else None
        if told is not None and told[0] == VALUE:
            return _SINGLE
        if told is not None and (nearest is None or _how_near(told) < _how_near(nearest)):
            nearest = told
    return nearest


def _how_near(told: tuple[str, int, Mapping[str, Any]]) -> int:
    return NEAREST.index(told[0])


def _who(absence: Mapping[str, Any]) -> str:
    """Who has it, as far as the audience may know."""
    written = str(absence.get("held_by", ""))
    return "" if written == NOT_SHOWN else written


def _words(value: Any) -> str:
    return str(value) if isinstance(value, str) else ""
