"""Exact numbers: what was printed, its unit and its decimals, and arithmetic that does not lie."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from functools import lru_cache
from typing import Any

LIMIT = Decimal("1e100")
"""Greater magnitudes are refused: a power of ten typed as a figure must not cost memory."""

_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_WIDE = Context(prec=1000, rounding=ROUND_HALF_EVEN)
"""Room for all digits of the largest number beside all decimals of the smallest: sums and rounding never run out."""


def exact(number: float | int | Decimal) -> Decimal:
    """The decimal that was written, not the binary fraction that stands for it.

    Raises ValueError for a number that is not finite or whose magnitude is over 1e100.
    """
    return _checked(number) if isinstance(number, Decimal) else _written(repr(number))


@lru_cache(1 << 14)
def _written(text: str) -> Decimal:
    return _checked(Decimal(text))


def _checked(value: Decimal) -> Decimal:
    if not value.is_finite() or abs(value) > LIMIT:
        raise ValueError(f"{value} is not a finite number up to 1e100")
    return value


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit; `decimals` is the printed precision, None when it was written plainly."""

    value: Decimal
    unit: str
    decimals: int | None = None
    approximate: bool = False
    bound: str = ""
    disputed: str = ""

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> Quantity:
        """Read the mapping `{value, unit, decimals?, approximate?, bound?, disputed?}` of a record."""
        disputes = data.get("disputed") or ()
        return cls(
            exact(data["value"]),
            str(data.get("unit", "")),
            data.get("decimals"),
            bool(data.get("approximate", False)),
            str(data.get("bound", "")),
            "; ".join(str(entry["reason"]) for entry in disputes),
        )


def is_quantity(data: object) -> bool:
    """Whether a value of a record is a quantity."""
    return (
        isinstance(data, dict) and "value" in data and "unit" in data and not isinstance(data["value"], bool | Mapping)
    )


def change(old: Decimal, new: Decimal) -> Decimal:
    """The absolute change."""
    with localcontext(_WIDE):
        return new - old


def percent_change(old: Decimal, new: Decimal) -> Decimal | None:
    """The relative change in percent; None from a base of zero."""
    if not old:
        return None
    with localcontext(_EXACT):
        return (new - old) / abs(old) * 100


def total(values: list[Decimal]) -> Decimal:
    """The exact sum."""
    with localcontext(_WIDE):
        return sum(values, Decimal(0))


def mean(values: list[Decimal], weights: list[Decimal] | None = None) -> Decimal | None:
    """The mean, weighted if weights are given; None of nothing."""
    with localcontext(_EXACT):
        if weights is None:
            return sum(values, Decimal(0)) / len(values) if values else None
        whole = sum(weights, Decimal(0))
        return sum((v * w for v, w in zip(values, weights, strict=True)), Decimal(0)) / whole if whole else None


def unpadded(number: float | int) -> Decimal:
    """A number without zeros at its end that say nothing: what precision was printed stands in `decimals`."""
    value = exact(number)
    return rounded(value, max(0, -int(value.normalize().as_tuple().exponent)))


def rounded(value: Decimal, decimals: int) -> Decimal:
    """The value at so many decimals, halves to even."""
    with localcontext(_WIDE):
        return value.quantize(Decimal(1).scaleb(-decimals))


def wide() -> AbstractContextManager[Context]:
    """A place for code that is not ours to round numbers of any size."""
    return localcontext(_WIDE)


def plain(value: Decimal) -> str:
    """The number without exponent or spare zeros: 1400000000000, 31.22, 0.5."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
