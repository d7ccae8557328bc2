"""Figures of official forms: units, significant figures, orders of magnitude, bands and shares of a count."""

from __future__ import annotations

from decimal import Decimal

import pytest

from underhood.meaning.sizes import bands, device_days, in_unit, order, share_of, significant
from underhood.values.framework import Band

BANDS = (Band("small", 1.0e9, "token"), Band("middle", 1.0e13, "token"), Band("large", None, "token"))


@pytest.mark.parametrize(
    ("value", "bound", "words"),
    [
        ("0", "", ["small"]),
        ("999999999", "", ["small"]),
        ("1e9", "", ["middle"]),
        ("9999999999999.9", "", ["middle"]),
        ("1e13", "", ["large"]),
        ("1e60", "", ["large"]),
        ("5e9", "at-least", ["middle", "large"]),
        ("5e9", "more-than", ["middle", "large"]),
        ("5e9", "less-than", ["small", "middle"]),
        ("1e13", "at-most", ["small", "middle", "large"]),
    ],
)
def test_bands(value: str, bound: str, words: list[str]) -> None:
    assert [band.words for band in bands(Decimal(value), BANDS, bound=bound)] == words


def test_no_band_without_bands_or_above_the_last_edge() -> None:
    assert bands(Decimal(1), ()) == ()
    assert bands(Decimal(7), (Band("small", 5.0),)) == ()


@pytest.mark.parametrize(
    ("value", "figures", "shown"),
    [
        ("137984", 1, "100000"),
        ("137984", 2, "140000"),
        ("150000", 1, "200000"),
        ("250000", 1, "200000"),
        ("6738415616", 2, "6700000000"),
        ("7e9", 2, "7000000000"),
        ("0.00949", 1, "0.009"),
        ("9.96", 2, "10"),
        ("-137984", 2, "-140000"),
        ("0", 2, "0"),
        ("1e60", 2, "1" + "0" * 60),
    ],
)
def test_significant_figures(value: str, figures: int, shown: str) -> None:
    assert significant(Decimal(value), figures) == Decimal(shown)


def test_units() -> None:
    assert in_unit(Decimal("3.3"), "TB", "GB") == Decimal(3300)
    assert in_unit(Decimal(449), "MWh", "kWh") == Decimal(449000)
    assert in_unit(Decimal("0.5"), "GWh", "MWh") == Decimal(500)
    assert in_unit(Decimal(5), "token", "token") == 5
    assert in_unit(Decimal(5), "token", "GB") is None
    assert in_unit(Decimal(48), "hour", "day") == 2
    assert in_unit(Decimal("30.44"), "day", "month") == 1
    assert in_unit(Decimal(5), "gpu-hour", "month") is None
    assert device_days(Decimal(3311616), "gpu-hour") == 137984
    assert device_days(Decimal(3311616), "hour") is None


def test_order_of_magnitude() -> None:
    assert [order(Decimal(value)) for value in ("9.99e22", "1e23", "0", "-1")] == [22, 23, None, None]


@pytest.mark.parametrize(
    ("count", "percent", "of", "found"),
    [(5, 10, 100, 1), (10, 10, 100, 1), (11, 10, 100, 2), (0, 10, 100, 0), (5, 5, 10, 3), (40, 10, 10, 40)],
)
def test_shares_of_a_count_are_rounded_up(count: int, percent: int, of: int, found: int) -> None:
    assert share_of(count, Decimal(percent), of=Decimal(of)) == found
