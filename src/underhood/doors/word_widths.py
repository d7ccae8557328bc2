"""How wide the columns of a table should be in a Word file, which lays none out by what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

LONG = 60
"""Signs beyond which a cell folds anyhow, and asks for no more width."""
EDGES = 4
"""What the edges of a cell take, in signs."""


def shares(rows: Iterable[Sequence[str]], columns: int) -> list[float]:
    """The share of the table's width that each column gets; together 1.

    Rows hold the texts of cells that stand in one column. A column gets what its longest word and its texts ask for.
    """
    asked = [1.0] * columns
    for row in rows:
        for place, text in enumerate(row[:columns]):
            word = max(map(len, text.split(" ")))  # what a no-break space holds together is one
            asked[place] = max(asked[place], EDGES + min(word, LONG // 3) + min(len(text), LONG) / 2)
    return [one / sum(asked) for one in asked]
