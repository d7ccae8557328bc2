"""Public statements laid out: each comparison with its arithmetic printed, equal ones together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from underhood.doors import languages
from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.meaning.claims import Comparison, Examined, Operand
from underhood.meaning.localise import Text
from underhood.passages.fields import Citation, word
from underhood.records.record import Place, evidence_at, value_at
from underhood.values import quantity
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import Quantity

MINUS, DIVIDE, TIMES = "\N{MINUS SIGN}", "\N{DIVISION SIGN}", "\N{PLUS-MINUS SIGN}"
_STEPS = (Decimal("1e12"), Decimal("1e9"), Decimal("1e6"))


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
    stated = {_stated(view, comparison) for comparison in compared}
    return Laid(
        rows=tuple(_together([row for _, row in group]) for group in rows.values()),
        old=_common([comparison.old for comparison in compared]),
        new=_common([comparison.new for comparison in compared]),
        stated=stated.pop() if len(stated) == 1 else "",
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
    return Row((label,), old, new, _arithmetic(view, comparison), remark, _against(view, comparison), sources)


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


def _arithmetic(view: View, comparison: Comparison) -> str:
    """The arithmetic as a reader can follow it: (2.0 − 1.4) ÷ 1.4 = +42.9 %."""
    words = view.messages
    old, new = comparison.old, comparison.new
    if comparison.computed is None or new is None or comparison.stated is None:
        return ""
    name = comparison.stated[0]
    if name == "days" and old is not None:
        return units.measure(comparison.computed, "day", words)
    if name == "equals" or old is None or old.quantity is None or new.quantity is None:
        return ""
    first, second = _figures(old.quantity, new.quantity, view)
    if name == "change_percent":
        return f"({second} {MINUS} {first}) {DIVIDE} {first} = {_percent(view, comparison.computed)}"
    change = quantity.change(old.quantity.value, new.quantity.value)
    decimals = _decimals(old.quantity, new.quantity)
    return f"{second} {MINUS} {first} = {units.difference(change, new.quantity.unit, words, decimals=decimals)}"


def _percent(view: View, change: Decimal) -> str:
    """A relative change to one decimal; a whole one without."""
    return units.percent(change, view.messages, 0 if change == change.to_integral_value() else 1)


def _figures(old: Quantity, new: Quantity, view: View) -> tuple[str, str]:
    """Two numbers in the same step of a thousand, without their unit, both at the same precision."""
    steps = _STEPS if view.language != "fr" else _STEPS[1:]
    least = min(abs(old.value), abs(new.value))
    size = next((step for step in steps if least >= step), Decimal(1))
    scaled = [value.value / size for value in (old, new)]
    decimals = _decimals(old, new)
    if size != 1:
        places = [-int(value.normalize().as_tuple().exponent) for value in scaled]
        decimals = max(1 if size == _STEPS[0] else 0, *places)
    first, second = (languages.number(value, view.language, decimals) for value in scaled)
    return first, second


def _decimals(old: Quantity, new: Quantity) -> int | None:
    known = [value.decimals for value in (old, new) if value.decimals is not None]
    return max(known) if known else None


def _stated(view: View, comparison: Comparison) -> str:
    """What the statement says, in words: 40 %, lower, 3 days."""
    if comparison.stated is None:
        return ""
    name, value = comparison.stated
    words = view.messages
    if name == "direction" or isinstance(value, str):
        return word(view, value)
    number = quantity.exact(value)
    if name == "change_percent":
        return units.measure(number, "percent", words)
    if name == "days":
        return units.measure(number, "day", words)
    unit = comparison.new.quantity.unit if comparison.new and comparison.new.quantity else ""
    if name == "change" and not number:
        return words.gettext("no difference")
    return units.difference(number, unit, words) if name == "change" else units.measure(number, unit, words)


def _against(view: View, comparison: Comparison) -> str:
    """How what was found stands against what is stated."""
    _ = view.messages.gettext
    if comparison.agrees is None:
        why, colon, detail = comparison.why.partition(": ")
        return _("not compared: %s") % f"{_(why)}{colon}{detail}"
    if comparison.form != "compare" or comparison.stated is None or comparison.off is None:
        if comparison.stated and comparison.stated[0] == "direction":
            return _direction(view, comparison)
        if comparison.form in {"none", "every"}:
            return _("holds") if comparison.agrees else _("does not hold")
        return _("same") if comparison.agrees else _("differs")
    if not comparison.off:
        return _("same")
    name = comparison.stated[0]
    unit = {"change_percent": "point", "days": "day"}.get(
        name, comparison.new.quantity.unit if comparison.new and comparison.new.quantity else ""
    )
    size = units.measure(_short(abs(comparison.off)), "point" if unit == "percent" else unit, view.messages)
    text = (_("%s higher") if comparison.off > 0 else _("%s lower")) % size
    return _("%s, within the tolerance") % text if comparison.agrees else text


def _direction(view: View, comparison: Comparison) -> str:
    _ = view.messages.gettext
    change = comparison.computed or Decimal(0)
    found = _("higher") if change > 0 else _("lower") if change < 0 else _("the same")
    stated = (
        {"higher": _("higher"), "lower": _("lower"), "same": _("the same")}[str(comparison.stated[1])]
        if comparison.stated
        else ""
    )
    return (
        _("%s, as stated") % found
        if comparison.agrees
        else _("%(found)s; stated: %(stated)s") % {"found": found, "stated": stated}
    )


def _short(value: Decimal) -> Decimal:
    """A difference to one decimal where it has more digits than anybody wants."""
    return quantity.rounded(value, 1) if -int(value.normalize().as_tuple().exponent) > 2 else value.normalize()


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
                f"{TIMES}{units.measure(size, 'point' if unit == 'percent' else unit, view.messages)}" if size else "",
                comparison.check.get("reason"),
            )
