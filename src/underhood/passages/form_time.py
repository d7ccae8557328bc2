"""Times of official forms: months and years, and how many months a training took."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from underhood.meaning.sizes import in_unit
from underhood.records.record import Record
from underhood.values.quantity import Quantity, is_quantity

_DAY = re.compile(r"\d{4}(?:-\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Months:
    """Between so many months and so many; `whole_period`: those between two dates, and not by the clock."""

    least: Decimal
    most: Decimal
    whole_period: bool = False


def months(training: Record) -> Months | None:
    """How long a training took; None where nothing tells it in months."""
    clock = training.get("wall_clock")
    if is_quantity(clock):
        found = Quantity.read(clock)
        value = in_unit(found.value, found.unit, "month")
        return Months(value, value) if value is not None else None
    period = training.get("period")
    start, end = training.get("start"), training.get("end")
    if isinstance(period, str) and "/" in period:
        start, _, end = period.partition("/")
    first, last = _month(start), _month(end)
    if first is None or last is None or last < first:
        return None
    apart = last - first
    return Months(Decimal(max(apart - 1, 0)), Decimal(apart + 1), whole_period=True)


def latest(date: Any) -> str:
    """The end of a date or interval, as far as it is known; empty where it is none."""
    text = str(date).rpartition("/")[2] if isinstance(date, str) else ""
    return text if _DAY.fullmatch(text) else ""


def month_year(date: str) -> str:
    """A date as forms write it: MM/YYYY, or the year alone."""
    parts = date.split("-")
    return f"{parts[1]}/{parts[0]}" if len(parts) > 1 else parts[0]


def _month(date: Any) -> int | None:
    found = latest(date)
    parts = found.split("-")
    return int(parts[0]) * 12 + int(parts[1]) if len(parts) > 1 else None
