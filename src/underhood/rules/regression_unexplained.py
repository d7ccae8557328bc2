"""A result got worse than in the release before, and no record says why.

## What

A figure of the release is worse than that of its predecessor: the same benchmark, metric, setting, slice and program,
for a variant and the one that it `succeeds`. Nothing explains it: no note on the row, no disputed cell, no decision,
limitation, claim, risk or incident that names the cell, its row or its column, and none of this release that names the
benchmark. Figures whose printed confidence intervals overlap are not called worse. There is one finding for each
benchmark; for a release that was recorded afterwards, one note in all.

## Why

Readers find the fall in the comparison of the two releases in any case. Without a reason they find their own.

## Example

```yaml
# governance/release/lynx-2.yaml
title: Lynx 2
model: lynx
version: "2"
recorded: live
predecessor: lynx-1
history: [{status: released, date: "2025-03-14"}]
variants: [{id: large, status: released, succeeds: "release/lynx-1#large"}]
# governance/evaluation/toxicity.yaml
columns: [{id: toxic, benchmark: toxicity, metric: toxic-share, unit: percent}]
rows:
  - {id: lynx-1, subject: "release/lynx-1#large", values: {toxic: 23.1}}
  - {id: lynx-2, subject: "release/lynx-2#large", values: {toxic: 26.1}}
```

## Instead

Say why: in a decision whose `weakens` names the cell, in a limitation that names the benchmark as `[[…]]`, or in a
`note` on the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from underhood.meaning.figures import Cell, Figure, figures
from underhood.meaning.release import parts, predecessor, successors
from underhood.records.record import Catalog, Record
from underhood.rules import Facts, Parameter, rule
from underhood.values.finding import DataPath, Fault, Pointer, Severity
from underhood.values.ids import Address
from underhood.values.quantity import exact, plain

PERCENT = Parameter("percent", 0, "How many percent of the earlier figure a result may lose before the rule speaks.")
EXPLAINING = frozenset({"decision", "capability", "claim", "risk", "incident"})
SHOWN = 3


@rule(Severity.WARNING, kind="release", living=True, parameters=(PERCENT,))
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Compare with the predecessor, one benchmark after another; all at once where it is too late for reasons."""
    old = predecessor(facts.catalog, record)
    if old is None or old.address == record.address:
        return
    found = list(figures(facts.catalog, (old, record), successors(old, record)))
    passing = facts.parameters.get("tolerance", {})  # a gate's, by metric
    worse = [one for one in found if one.measured.beyond(passing) and not _overlap(one)]
    worse = [one for one in worse if _loss(one) > facts.chosen(PERCENT)]
    left: dict[Address, list[Figure]] = {}
    for benchmark in sorted({figure.measured.benchmark for figure in worse}):
        here = [one for one in worse if one.measured.benchmark == benchmark and not _explained(facts.catalog, one.new)]
        if here and not _named(facts.catalog, record, benchmark):
            left[benchmark] = here
    if left and record.data["recorded"] == "retrospective":
        on = f"on {len(left)} benchmarks, " if len(left) > 1 else f"on {_name(facts.catalog, *left)} "
        whole = _fault(facts.catalog, old, [one for here in left.values() for one in here], on=on, of=len(found))
        yield replace(whole, hint="if a source gives the reason, record it as a limitation or in a note on the row")
        return
    for benchmark, here in left.items():
        of = sum(figure.measured.benchmark == benchmark for figure in found)
        yield _fault(facts.catalog, old, here, on=f"on {_name(facts.catalog, benchmark)} ", of=of)


def _fault(catalog: Catalog, old: Record, left: list[Figure], *, on: str, of: int) -> Fault:
    """What fell, and how it may be explained; the figures that fell furthest are pointed at."""
    furthest = sorted(left, key=_loss, reverse=True)[:SHOWN]
    first = furthest[0]
    many = f"{len(left)} of {of} figures {'is' if len(left) == 1 else 'are'}" if of > 1 else "the figure is"
    hint = (
        f"say why in a decision (weakens: {{what: {first.new.place}, to: {plain(exact(first.new.value))}}}), in a "
        f"limitation that names [[{first.measured.benchmark}]], or in a note on the row"
    )
    pointers = tuple(
        Pointer(str(one.new.record.address), _path(catalog, one.new), f"{_words(one.new)}, before {_words(one.old)}")
        for one in furthest
    )
    message = f"{on}{many} worse than in {old.title}, and no record says why"
    return Fault(("predecessor",), message, hint, pointers)


def _name(catalog: Catalog, benchmark: Address) -> str:
    record = catalog.records.get(benchmark)
    return record.title if record else str(benchmark)


def _words(cell: Cell) -> str:
    """The figure as printed."""
    value = exact(cell.value)
    return f"{value:.{cell.decimals}f}" if cell.decimals is not None else plain(value)


def _loss(figure: Figure) -> Decimal:
    """How much worse, in percent of the earlier figure."""
    measured = figure.measured
    return abs(measured.delta) / abs(measured.old) * 100 if measured.old else Decimal("Infinity")


def _overlap(figure: Figure) -> bool:
    """Whether both figures have a printed confidence interval, and these have a value in common."""
    ends = [cell.row.get("intervals", {}).get(cell.column["id"]) for cell in (figure.old, figure.new)]
    if not all(ends):
        return False
    low, high = max(exact(one["lower"]) for one in ends), min(exact(one["upper"]) for one in ends)
    return low <= high


def _path(catalog: Catalog, cell: Cell) -> DataPath:
    place = catalog.resolve(cell.place)
    return place.data_path if place else ()


def _explained(catalog: Catalog, cell: Cell) -> bool:
    """Whether the row has a note, or a record that explains names the cell, its row or its column."""
    if cell.row.get("note"):
        return True
    path = _path(catalog, cell)
    column = ("columns", cell.record.data["columns"].index(cell.column))
    for link in catalog.cited_by(cell.record.address):
        if link.source.kind in EXPLAINING and link.target.steps:
            place = catalog.resolve(link.target)
            there = place.data_path if place else ()
            if there in {path, path[:-1], path[:-2], column}:
                return True
    return False


def _named(catalog: Catalog, release: Record, benchmark: Address) -> bool:
    """Whether a record that explains, and is about the release, names the benchmark."""
    sources = {link.source for link in catalog.cited_by(benchmark) if link.source.kind in EXPLAINING}
    about = {link.source for link in catalog.cited_by(release.address)}
    return bool(sources & about) or bool(sources and sources & {part.address for part in parts(catalog, release)})
