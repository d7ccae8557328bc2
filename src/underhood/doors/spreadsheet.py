"""Cells of CSV as spreadsheets take them: what could be a formula is written as text, and read as it was meant."""

from __future__ import annotations

import re

MARK = "'"
"""Stands before a cell that is to be shown and not reckoned."""
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def harmless(cell: str) -> str:
    """A cell that a spreadsheet shows and does not reckon."""
    acts = _FORMULA.match(cell.lstrip(MARK)) and not _NUMBER.fullmatch(cell)
    return f"{MARK}{cell}" if acts else cell


def as_meant(cell: str) -> str:
    """The cell without the mark that `harmless` puts before it."""
    inner = cell[len(MARK) :]
    return inner if cell.startswith(MARK) and harmless(inner) == cell else cell
