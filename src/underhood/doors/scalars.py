"""What an unquoted word means in YAML 1.2 core. What YAML 1.1 guesses (`no`, `1:30`, dates) stays text."""

from __future__ import annotations

import re

LARGEST_INTEGER = 2**53
LONGEST_NUMBER = 400
"""Python itself refuses to read integers that are much longer."""

CONSTANTS = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_NUMBER = re.compile(
    r"0o[0-7]+|0x[0-9a-fA-F]+|\.(?:nan|NaN|NAN)"  # without a sign: -0x1F is text
    r"|[-+]?(?:[0-9]+|(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?|\.(?:inf|Inf|INF))"
)


def is_number(text: str) -> bool:
    """Whether a word, which is not empty, is a number."""
    return text[0] in "0123456789+-." and _NUMBER.fullmatch(text) is not None


def number(text: str) -> int | float:
    """The number that a word is."""
    if text.startswith(("0o", "0x")):
        return int(text, 0)
    try:
        return int(text)
    except ValueError:
        return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))
