"""A number is typed into a text although a record holds it.

## What

A text repeats a figure of its own record, or of a record that this one refers to. The rule speaks only where the two
are certainly the same figure: it has three significant digits or more, it is no year, and percent meets percent.
Titles, quotations, disputes, remarks inside a table and statements of others are left alone.

## Why

When the figure is corrected, the sentence keeps the old one, and the document contradicts itself.

## Example

```yaml
# governance/training/lynx-2.yaml
summary: The training took 3,311,616 hours.
totals:
  - {id: hours, field: hours, value: {value: 3311616, unit: gpu-hour}, printed: true}
```

## Instead

Write the address: `The training took [[training/lynx-2-pretraining#totals/hours/value]].` It is shown with its unit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import chain

from underhood.records.record import Place, Record, cell_unit, steps_of
from underhood.rules import Facts, rule
from underhood.values.finding import DataPath, Fault, Severity
from underhood.values.quantity import exact, is_quantity

NUMBER = re.compile(
    r"(?<![\w.,/#:-])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(\.[0-9]{1,9})?"
    r"(?![\w/]|[.,:-][0-9])(?:\s?(%|percent\b|per cent\b)|\s(million|billion|trillion)\b)?"
)
NOT_PROSE = re.compile(r"\[\[[^\[\]]*\]\]|`[^`]*`|https?://\S+|\[[^\[\]]*\]\([^()]*\)")
TIMES = {"million": Decimal(10) ** 6, "billion": Decimal(10) ** 9, "trillion": Decimal(10) ** 12}
OTHERS_WORDS = frozenset(
    {"title", "words", "quote", "paraphrase", "wordings", "disputed", "response", "label", "name", "rows"}
)
YEARS = range(1900, 2101)
DIGITS = re.compile(r"[0-9](?:[.,]?[0-9]){2}")
"""Where a text has no three digits in a row, there is nothing to look at."""
CERTAIN = 3
"""So many significant digits two numbers share by chance only rarely."""

Figures = Mapping[tuple[Decimal, bool], str]
"""Figures by value and by whether they are percent, with the address of each."""


@rule(Severity.NOTE)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look up each number of each text."""
    if record.kind == "claim":
        return
    figures: Figures | None = None
    for path, value, _ in facts.catalog.kinds[record.kind].walked(record.data).prose:
        if not OTHERS_WORDS.isdisjoint(path) or not DIGITS.search(value):
            continue
        for written, key in _numbers(value):
            if figures is None:
                figures = _around(record, facts)
            if key in figures:
                yield Fault(
                    path,
                    f"the text repeats {written}, which stands at {figures[key]}",
                    f"write [[{figures[key]}]] in its place",
                )


def _numbers(text: str) -> Iterator[tuple[str, tuple[Decimal, bool]]]:
    """The numbers of a text that are precise enough to be a figure."""
    for match in NUMBER.finditer(NOT_PROSE.sub(" ", text)):
        whole, fraction, percent, times = match.groups()
        value = Decimal(whole.replace(",", "") + (fraction or ""))
        digits = len(str(value).replace(".", "").lstrip("0") if fraction else str(value).rstrip("0"))
        year = not fraction and "," not in whole and not percent and value in YEARS
        if digits >= CERTAIN and not year:
            yield match[0], (value * TIMES.get(times, Decimal(1)), bool(percent))


def _around(record: Record, facts: Facts) -> Figures:
    """The figures of a record and of those that it refers to."""
    found: dict[tuple[Decimal, bool], str] = {}
    targets = [facts.catalog.records.get(link.target.record) for link in facts.catalog.links(record)]
    for one in dict.fromkeys([record.address, *(target.address for target in targets if target)]):
        for key, address in _figures(facts.catalog.records[one], facts):
            found.setdefault(key, address)
    return found


def _figures(record: Record, facts: Facts) -> Iterator[tuple[tuple[Decimal, bool], str]]:
    """The quantities and the cells of tables of a record."""
    kind = facts.catalog.kinds[record.kind]
    walk = kind.walked(record.data)
    for path, value, _ in chain(walk.groups, walk.others):
        place: DataPath = path
        if is_quantity(value):
            number, unit = value["value"], str(value["unit"])
        elif isinstance(value, int | float) and not isinstance(value, bool) and path[-2:-1] == ("values",):
            number, unit = value, cell_unit(Place(record, path, value))[0]
        else:
            continue
        if isinstance(number, int | float):
            address = record.address.at(*steps_of(record.data, place, kind.parts))
            yield (exact(number), unit == "percent"), str(address)
