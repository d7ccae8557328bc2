"""How a statement compares with the records, in figures and words: what was said, what the records give."""

from __future__ import annotations

from decimal import Decimal

from underhood.doors import languages
from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.meaning.claims import Comparison
from underhood.passages.coded import word
from underhood.values import quantity
from underhood.values.quantity import Quantity

MINUS, DIVIDE = "\N{MINUS SIGN}", "\N{DIVISION SIGN}"
_STEPS = (Decimal("1e12"), Decimal("1e9"), Decimal("1e6"))


def arithmetic(view: View, comparison: Comparison) -> str:
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


def stated(view: View, comparison: Comparison) -> str:
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


def against(view: View, comparison: Comparison) -> str:
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
