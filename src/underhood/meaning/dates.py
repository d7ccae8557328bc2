"""Dates of uneven precision (EDTF level 0: year, month, day, interval), and what is certain about their order."""

from __future__ import annotations

import datetime as dt
import re

DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?:/[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?)?")


def is_date(text: str) -> bool:
    """Whether a text is written like a date or an interval."""
    return "0" <= text[:1] <= "9" and DATE.fullmatch(text) is not None


def earliest(date: str) -> str:
    """The first day that a date can mean."""
    return f"{date.partition('/')[0]}-01-01"[:10]


def latest(date: str) -> str:
    """The last day that a date can mean; a month counts as 31 days, which is enough to compare."""
    end = date.rpartition("/")[2]
    return end if len(end) >= len("2023-01-31") else f"{end}-31" if len(end) == len("2023-01") else f"{end}-12-31"


def certainly_before(one: str, other: str) -> bool:
    """Whether every day that one date can mean lies before every day that the other can."""
    return latest(one)[:10] < earliest(other)


def backwards(date: str) -> bool:
    """Whether an interval certainly ends before it starts."""
    start, slash, end = date.partition("/")
    return bool(slash) and certainly_before(end, start)


def impossible(date: str) -> str:
    """The day in a date or interval that no calendar has; empty when there is none."""
    for part in date.split("/"):
        if len(part) == len("2023-01-31"):
            try:
                dt.date.fromisoformat(part)
            except ValueError:
                return part
    return ""
