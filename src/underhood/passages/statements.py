"""Public statements laid out: each comparison with its arithmetic printed, equal ones together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underhood.doors import languages
from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.meaning.claims import Comparison, Examined, Operand
from underhood.meaning.localise import Text
from underhood.passages.arithmetic import against, arithmetic, stated
from underhood.passages.shown import Citation
from underhood.records.record import Place, evidence_at, value_at
from underhood.values import quantity
from underhood.values.ids import Address, parse_address

PLUS_MINUS = "\N{PLUS-MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class Side:
    """One of two compared values: where it stands, and how it reads."""

    address: Address
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """Comparisons that came out alike: what was compared, the arithmetic, how it stands against the statement."""

    labels: tuple[Text | str, ...]
    old: Side | None
    new: Side | None
    difference: str
    remark: Text | None
    against: str
    sources: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """All comparisons of a statement; where all share them: the subjects of both columns, and what is stated."""

    rows: tuple[Row, ...]
    old: str
    new: str
    stated: str
    notes: tuple[tuple[str, Text], ...]
    tolerances: tuple[tuple[str, Text | None], ...]

    @property
    def valued(self) -> bool:
        """Whether any row compares two values."""
        return any(row.old or row.new for row in self.rows)


def laid_out(view: View, examined: Examined) -> Laid:
    """The comparisons of a statement, those that came out alike in one row."""
    rows: dict[tuple[Any, ...], list[tuple[Comparison, Row]]] = {}
    for comparison in examined.comparisons:
        row = _row(view, comparison)
        same = (
            row.old and row.old.words,
            row.new and row.new.words,
            row.difference,
            row.against,
            comparison.form,
            not row.new and row.labels,
        )
        rows.setdefault(same, []).append((comparison, row))
    compared = [comparison for comparison in examined.comparisons if comparison.form == "compare"]
    said = {stated(view, comparison) for comparison in compared}
    return Laid(
        rows=tuple(_together([row for _, row in group]) for group in rows.values()),
        old=_common([comparison.old for comparison in compared]),
        new=_common([comparison.new for comparison in compared]),
        stated=said.pop() if len(said) == 1 else "",
        notes=tuple(_notes(view, examined.comparisons)),
        tolerances=tuple(dict.fromkeys(_tolerances(view, compared))),
    )


def operand_sources(examined: Examined) -> Iterator[Citation]:
    """The sources of the values that were compared."""
    for comparison in examined.comparisons:
        for operand in (comparison.new, comparison.old):
            if operand is not None and operand.place is not None:
                yield from evidence_at(operand.place.record, operand.place.data_path)


def _row(view: View, comparison: Comparison) -> Row:
    check = comparison.check
    label = check.get("label") or _default_label(view, comparison)
    remark = check.get("note") if comparison.form != "compare" else None
    sources = tuple(check.get("stated_by", ()))
    old, new = (_side(view, operand) for operand in (comparison.old, comparison.new))
    return Row((label,), old, new, arithmetic(view, comparison), remark, against(view, comparison), sources)


def _together(rows: Sequence[Row]) -> Row:
    first = rows[0]
    return Row(
        tuple(label for row in rows for label in row.labels),
        first.old,
        first.new,
        first.difference,
        first.remark,
        first.against,
        first.sources,
    )


def _named(view: View, address: Address) -> str:
    """A place in words: the title of its record, and the steps that lead to it."""
    record = view.at(address)
    steps = [step for step in address.steps if step != "values"]
    title = str(record.title) if record else str(address.record)
    return f"{title} ({', '.join(steps)})" if steps else title


def _default_label(view: View, comparison: Comparison) -> str:
    _ = view.messages.gettext
    check = comparison.check
    if comparison.form == "stated-by":
        return _("Statement of a source")
    if comparison.form == "compare":
        return _named(view, comparison.new.address) if comparison.new else ""
    kind = view.catalog.kinds.get(str(check[comparison.form]))
    where = ", ".join(f"{name} = {value}" for name, value in check["where"].items())
    name = _(kind.title) if kind else str(check[comparison.form])
    return (
        _("No part of the kind “%(kind)s” with %(where)s")
        if comparison.form == "none"
        else _("Every part of the kind “%(kind)s” with %(where)s")
    ) % {"kind": name, "where": where}


def _side(view: View, operand: Operand | None) -> Side | None:
    if operand is None:
        return None
    if operand.quantity is not None:
        return Side(operand.address, units.quantity(operand.quantity, view.messages))
    if operand.word:
        words = languages.date(operand.word, view.language) if operand.day else operand.word
        return Side(operand.address, words)
    return Side(operand.address, view.messages.gettext("no value"))


def _common(operands: Sequence[Operand | None]) -> str:
    """What all operands belong to, if it is one release or system."""
    names = {_subject(operand.place) for operand in operands if operand is not None and operand.place is not None}
    return names.pop() if len(names) == 1 else ""


def _subject(place: Place) -> str:
    """The release or system that a value is about, as an address; empty where its record does not say."""
    for end in range(len(place.data_path), 0, -1):
        node = value_at(place.record.data, place.data_path[:end])
        written = node.get("variant") or node.get("subject") if isinstance(node, Mapping) else None
        address = parse_address(str(written), kind="release") if written else None
        if address is not None:
            return str(address.record)
    return ""


def _notes(view: View, comparisons: Sequence[Comparison]) -> Iterator[tuple[str, Text]]:
    """Remarks on comparisons of values, each once, with the comparisons that it belongs to."""
    found: dict[Text, list[str]] = {}
    for comparison in comparisons:
        if comparison.form == "compare" and (note := comparison.check.get("note")):
            found.setdefault(note, []).append(str(comparison.check.get("label") or _default_label(view, comparison)))
    for note, labels in found.items():
        yield " · ".join(labels), note


def _tolerances(view: View, comparisons: Sequence[Comparison]) -> Iterator[tuple[str, Text | None]]:
    for comparison in comparisons:
        tolerance = comparison.check.get("tolerance")
        if tolerance is not None:
            size = quantity.exact(tolerance)
            percent = comparison.stated is not None and comparison.stated[0] == "change_percent"
            unit = (
                "point"
                if percent
                else comparison.new.quantity.unit
                if comparison.new and comparison.new.quantity
                else "day"
            )
            yield (
                f"{PLUS_MINUS}{units.measure(size, 'point' if unit == 'percent' else unit, view.messages)}"
                if size
                else "",
                comparison.check.get("reason"),
            )
