"""Figures as official forms want them: in a unit of theirs, at so many significant figures, in one of their bands."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from underhood.meaning.units import SCALE
from underhood.values.framework import Band
from underhood.values.quantity import exact, rounded, wide

DAYS_A_MONTH = Decimal("30.44")
"""The mean month of the calendar: forms ask for months, clocks count days."""

_AT_LEAST = frozenset({"at-least", "more-than"})
_HOURS = frozenset({"gpu-hour", "cpu-hour", "npu-hour", "tpu-hour", "xpu-hour"})


def in_unit(value: Decimal, unit: str, wanted: str) -> Decimal | None:
    """A figure in another unit; None where nobody can turn one into the other."""
    if unit == wanted:
        return value
    base, factor = SCALE.get(unit, (unit, Decimal(1)))
    other, divisor = SCALE.get(wanted, (wanted, Decimal(1)))
    with wide():
        if wanted == "month" and base == "hour":
            return value * factor / 24 / DAYS_A_MONTH
        return value * factor / divisor if base == other else None


def device_days(value: Decimal, unit: str) -> Decimal | None:
    """Hours of a machine as days of it; None for another unit."""
    with wide():
        return value / 24 if unit in _HOURS else None


def significant(value: Decimal, figures: int) -> Decimal:
    """A figure at so many significant figures, halves to even; one that has fewer keeps those it has."""
    if not value:
        return value
    with wide():
        return rounded(value.scaleb(-value.adjusted()), figures - 1).scaleb(value.adjusted()).normalize()


def order(value: Decimal) -> int | None:
    """The power of ten that a figure reaches; None of nothing."""
    return value.adjusted() if value > 0 else None


def bands(value: Decimal, among: Sequence[Band], *, bound: str = "") -> tuple[Band, ...]:
    """The band that a figure falls in, the lower edge included; of a limit, every band that it leaves open."""
    place = next((at for at, band in enumerate(among) if band.below is None or value < exact(band.below)), None)
    if place is None:
        return ()
    if bound in _AT_LEAST:
        return tuple(among[place:])
    return tuple(among[: place + 1]) if bound else (among[place],)


def share_of(count: int, percent: Decimal, *, of: Decimal = Decimal(100)) -> int:
    """How many of so many that are `of` percent of a whole make up that percentage of the whole, rounded up."""
    with wide():
        return int((count * percent / of).to_integral_value(ROUND_CEILING))
