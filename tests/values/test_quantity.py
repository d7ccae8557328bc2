"""Arithmetic is exact: what was printed is what is computed with."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underhood.values.quantity import Quantity, change, exact, is_quantity, mean, percent_change, plain, rounded, total

printed = st.decimals(min_value=-10_000, max_value=10_000, places=2)


@pytest.mark.parametrize(
    ("written", "value"),
    [(26.10, "26.1"), (0.1, "0.1"), (2.0e12, "2e12"), (7, "7"), (1e-9, "1e-9")],
)
def test_exact_takes_what_was_written(written: float, value: str) -> None:
    assert exact(written) == Decimal(value)


@pytest.mark.parametrize("written", [float("nan"), float("inf"), 1e101, -1e101])
def test_exact_refuses(written: float) -> None:
    with pytest.raises(ValueError, match="not a finite number"):
        exact(written)


@pytest.mark.parametrize(
    ("old", "new", "percent"),
    [("1.4e12", "2.0e12", "42.9"), ("1.0e12", "2.0e12", "100.0"), ("23.08", "26.10", "13.1"), ("-2", "-1", "50.0")],
)
def test_percent_change(old: str, new: str, percent: str) -> None:
    found = percent_change(Decimal(old), Decimal(new))
    assert found is not None
    assert str(rounded(found, 1)) == percent


def test_no_percent_change_from_zero() -> None:
    assert percent_change(Decimal(0), Decimal(5)) is None


@given(printed, printed)
def test_change_is_undone_by_its_reverse(old: Decimal, new: Decimal) -> None:
    assert change(old, new) == -change(new, old)
    assert old + change(old, new) == new


@given(st.lists(printed, min_size=1, max_size=30))
def test_mean_lies_between_the_ends_and_weights_of_one_change_nothing(values: list[Decimal]) -> None:
    found = mean(values)
    assert found is not None
    assert min(values) <= rounded(found, 6) <= max(values)
    assert mean(values, [Decimal(1)] * len(values)) == found


def test_mean_of_nothing() -> None:
    assert mean([]) is None
    assert mean([Decimal(1)], [Decimal(0)]) is None


def test_total_is_not_bent_by_binary_fractions() -> None:
    assert total([exact(0.1)] * 10) == 1


def test_reading_a_quantity() -> None:
    data = {"value": 31.2, "unit": "tCO2eq", "decimals": 2, "disputed": [{"value": 31, "reason": "rounded elsewhere"}]}
    found = Quantity.read(data)
    assert (found.value, found.decimals, found.disputed) == (Decimal("31.2"), 2, "rounded elsewhere")
    assert is_quantity(data)
    assert not is_quantity({"value": True, "unit": "x"})
    assert not is_quantity({"absent": "not-found"})


@pytest.mark.parametrize(
    ("value", "text"), [("2E+12", "2000000000000"), ("31.220", "31.22"), ("10", "10"), ("0.50", "0.5")]
)
def test_plain(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text
