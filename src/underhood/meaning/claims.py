"""Public statements against the records: each comparison with its arithmetic, and the result that follows.

A result is about a sentence, named sources and a date; never about anybody's honesty.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from underhood.meaning.release import model_of, part_kind
from underhood.records.record import Catalog, Place, Record, cell_unit, data_path, is_absence, value_at
from underhood.values import quantity
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import Quantity, exact, is_quantity, plain, rounded


class Result(StrEnum):
    """How a sentence compares with named sources; the values are the codes used in files and addresses."""

    MATCHES = "matches"
    IN_PART = "matches-in-part"
    DIFFERS = "differs"
    STATED = "stated-only"
    OPINION = "opinion"
    FORECAST = "forecast"
    NOT_CHECKED = "not-checked"


class Why(StrEnum):
    """What keeps a comparison from being made; the values are the words shown."""

    NOTHING_NAMED = "nothing to compare with is named"
    NO_DAY = "one of the dates is not known to the day"
    NO_NUMBERS = "the values are not numbers"
    UNITS = "the two values have different units"
    FROM_ZERO = "there is no relative change from zero"
    ITSELF = "the source named is the sentence itself"
    UNREAD = "the file of a record that is named could not be read"
    NEEDED = "a value that is needed is absent"
    ABSENT = "the value is absent"
    NO_VALUE = "the address names no single value"
    DISPUTED = "the figure is disputed"


@dataclass(frozen=True, slots=True)
class Operand:
    """A value that is compared: a quantity, a day or a word; `missing` says why there is none to compute with."""

    address: Address
    place: Place | None = None
    quantity: Quantity | None = None
    day: dt.date | None = None
    word: str = ""
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One check carried out.

    `form` is compare, none, every or stated-by; `stated` is (what is stated, its value), such as ("change_percent",
    40); `computed` is what the records give for that, `off` how far that is from what is stated; `agrees` is None where
    nothing could be compared, and `why` says why. `developer`: only the developer described says so.
    """

    form: str
    check: Mapping[str, Any]
    agrees: bool | None
    new: Operand | None = None
    old: Operand | None = None
    stated: tuple[str, Any] | None = None
    computed: Decimal | None = None
    off: Decimal | None = None
    developer: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """A public statement, what became of each of its checks, and the result."""

    claim: Record
    result: Result
    comparisons: tuple[Comparison, ...] = ()


def examine(catalog: Catalog, claim: Record) -> Examined:
    """Carry out the checks of a claim."""
    found = tuple(_compare(catalog, claim, check) for check in claim.get("checks", ()))
    return Examined(claim, _result(claim, found), found)


def difference(comparison: Comparison) -> str:
    """How a statement and the records differ, to stand behind a sentence; empty where nothing was computed."""
    if comparison.form == "stated-by":
        return ": the source named says otherwise"
    if comparison.stated is None or comparison.computed is None:
        return ""
    name, value = comparison.stated
    said = f"'{value}'" if name == "direction" else _amount(name, str(value))
    return f": it says {said}, the records give {_amount(name, plain(rounded(comparison.computed, 2)))}"


def _amount(name: str, figure: str) -> str:
    """A figure as the kind of statement that it is part of."""
    if name == "equals":
        return figure
    if name == "days":
        return f"{figure} day{'' if figure == '1' else 's'}"
    return f"a change of {figure}{' percent' if name == 'change_percent' else ''}"


def _result(claim: Record, found: tuple[Comparison, ...]) -> Result:
    if claim.get("opinion"):
        return Result.OPINION
    if claim.get("forecast"):
        return Result.FORECAST
    agreeing = [comparison for comparison in found if comparison.agrees]
    differing = [comparison for comparison in found if comparison.agrees is False]
    if claim.get("not_checked") or not (agreeing or differing):
        return Result.NOT_CHECKED
    if differing:
        return Result.IN_PART if agreeing else Result.DIFFERS
    # a developer's own words show that something was said; only another source, or a recomputed figure, bears it out
    if claim.get("concerns", "fact") == "fact" and all(comparison.developer for comparison in agreeing):
        return Result.STATED
    return Result.MATCHES


def _compare(catalog: Catalog, claim: Record, check: Mapping[str, Any]) -> Comparison:
    if "compare" in check:
        return _values(catalog, check)
    if "stated_by" in check:
        return _stated(catalog, claim, check)
    return _records(catalog, check)


def _values(catalog: Catalog, check: Mapping[str, Any]) -> Comparison:
    new = operand(catalog, check["compare"])
    old = operand(catalog, check["with"]) if "with" in check else None
    name, value = next(iter(check["stated"].items()))
    made = Comparison("compare", check, None, new, old, (name, value))
    if why := _obstacle(name, new, old):
        return replace(made, why=why)
    if name == "equals" and new.quantity is None:
        return replace(made, agrees=value == new.word)
    computed = _computed(name, new, old)
    if name == "direction":
        way = "higher" if computed > 0 else "lower" if computed < 0 else "same"
        return replace(made, agrees=way == value, computed=computed)
    off = quantity.change(exact(value), computed)
    return replace(made, agrees=abs(off) <= exact(check.get("tolerance", 0)), computed=computed, off=off)


def _obstacle(name: str, new: Operand, old: Operand | None) -> str:
    """Why two values cannot be compared in this way; empty when they can."""
    if new.missing:
        return new.missing
    if name == "equals":
        return ""
    if old is None:
        return Why.NOTHING_NAMED
    if old.missing:
        return old.missing
    if name == "days":
        return "" if new.day and old.day else Why.NO_DAY
    return _not_comparable(name, new.quantity, old.quantity)


def _not_comparable(name: str, new: Quantity | None, old: Quantity | None) -> str:
    if new is None or old is None:
        return Why.NO_NUMBERS
    if new.unit != old.unit:
        return Why.UNITS
    return Why.FROM_ZERO if name == "change_percent" and not old.value else ""


def _computed(name: str, new: Operand, old: Operand | None) -> Decimal:
    """What the records give for what is stated; only asked for where nothing stands in the way."""
    if new.day and old and old.day:
        return Decimal((new.day - old.day).days)
    now = new.quantity.value if new.quantity else Decimal(0)
    base = old.quantity.value if old and old.quantity else Decimal(0)
    if name == "equals":
        return now
    relative = quantity.percent_change(base, now) if name == "change_percent" else None
    return quantity.change(base, now) if relative is None else relative


def _stated(catalog: Catalog, claim: Record, check: Mapping[str, Any]) -> Comparison:
    sources = [
        catalog.records.get(address)
        for citation in check["stated_by"]
        if (address := parse_address(citation["source"], kind="evidence"))
    ]
    itself = {str(citation["source"]).removeprefix("evidence/") for citation in claim.get("at", ())}
    if sources and all(source is not None and source.id in itself for source in sources):
        return Comparison("stated-by", check, None, why=Why.ITSELF)
    provider = provider_of(catalog, claim)
    developer = bool(sources) and all(
        source is not None and provider != "" and _issuer(source) == provider for source in sources
    )
    return Comparison("stated-by", check, bool(check["agrees"]), developer=developer)


def provider_of(catalog: Catalog, claim: Record) -> str:
    """The id of the organisation whose model a claim is about."""
    address = parse_address(str(claim.data["about"]), kind="release")
    release = catalog.records.get(address.record) if address else None
    model = catalog.get("model", model_of(release)) if release else None
    provider = parse_address(str(model.data["provider"]), kind="organisation") if model else None
    return provider.id if provider else ""


def _issuer(source: Record) -> str:
    address = parse_address(str(source.get("issued_by", "")), kind="organisation")
    return address.id if address else ""


def _records(catalog: Catalog, check: Mapping[str, Any]) -> Comparison:
    """`none` and `every`: whether records of a kind, among a release's parts, have the values named."""
    form = "none" if "none" in check else "every"
    address = parse_address(str(check["in"]), kind="release")
    release = catalog.records.get(address.record) if address else None
    if release is None:
        unread = address is not None and address.record in catalog.broken
        return Comparison(form, check, None, why=Why.UNREAD if unread else f"'{check['in']}' does not exist")
    records = part_kind(catalog, release, str(check[form]))
    verdicts = [_has(record, check["where"]) for record in records]
    if not records or (None in verdicts and not (True in verdicts if form == "none" else False in verdicts)):
        why = f"the release has no part of the kind '{check[form]}'" if not records else Why.NEEDED
        return Comparison(form, check, None, why=why)
    return Comparison(form, check, not any(verdicts) if form == "none" else all(verdicts))


def _has(record: Record, where: Mapping[str, Any]) -> bool | None:
    """Whether a record has these values; None where it cannot be told."""
    verdict: bool | None = True
    for name, wanted in where.items():
        path = data_path(record.data, tuple(name.split(".")), "")
        value = None if path is None else value_at(record.data, path)
        if value is None or is_absence(value):
            verdict = None if verdict else verdict
        elif not (wanted in value if isinstance(value, list) else value == wanted):
            return False
    return verdict


def operand(catalog: Catalog, written: str) -> Operand:
    """The value at an address, ready to compute with."""
    address = parse_address(written)
    if address is None:
        return Operand(Address("", written), missing=f"'{written}' is not an address")
    place = catalog.resolve(address)
    if place is None:
        unread = address.record in catalog.broken
        return Operand(address, missing=Why.UNREAD if unread else f"nothing stands at '{written}'")
    if is_absence(place.value):
        return Operand(address, place, missing=Why.ABSENT)
    if reason := dispute(place):
        return Operand(address, place, missing=f"{Why.DISPUTED}: {reason}")
    return _read(address, place)


def _read(address: Address, place: Place) -> Operand:
    value = place.value
    if is_quantity(value):
        return Operand(address, place, Quantity.read(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        unit, decimals = cell_unit(place)
        return Operand(address, place, Quantity(exact(value), unit, decimals))
    if isinstance(value, str):
        return Operand(address, place, day=_day(value), word=value)
    return Operand(address, place, missing=Why.NO_VALUE)


def dispute(place: Place) -> str:
    """Why a figure is disputed; empty when it is not."""
    value, path = place.value, place.data_path
    if isinstance(value, Mapping) and value.get("disputed"):
        return "; ".join(str(entry["reason"]) for entry in value["disputed"])
    if len(path) > 2 and path[-2] == "values":
        owner = value_at(place.record.data, path[:-2])
        return str(owner.get("disputed", {}).get(path[-1], ""))
    return ""


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
