"""A figure of the release before is not there any more.

## What

The predecessor of a release that its own organisation records has a figure for a variant, and the variant that
`succeeds` it has none under the same benchmark, metric, setting, slice and unit. Nothing explains it: the release does
not set the evaluation aside under `without`, and no decision, limitation, claim, risk or incident of the release names
the benchmark. There is one finding for each benchmark.

## Why

What is not measured again cannot get worse. An evaluation that is renamed, narrowed or left out hides a fall as well as
a false figure would.

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
parts: [evaluation/toxicity]
# governance/evaluation/toxicity.yaml
columns: [{id: toxic, benchmark: toxicity, metric: toxic-share, unit: percent}]
rows:
  - {id: lynx-1, subject: "release/lynx-1#large", values: {toxic: 23.1}}
```

## Instead

Measure again in the same way; or say why not: under `without`, in a decision, or in a limitation that names the
benchmark as `[[…]]`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.figures import Cell, dropped
from underhood.meaning.release import parts, predecessor, successors
from underhood.records.record import Catalog, Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Pointer, Severity
from underhood.values.ids import Address, parse_address

EXPLAINING = frozenset({"decision", "capability", "claim", "risk", "incident"})


@rule(Severity.NOTE, kind="release", living=True)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for the figures of the predecessor, benchmark by benchmark."""
    old = predecessor(facts.catalog, record)
    if old is None or old.address == record.address or record.data["recorded"] != "live":
        return
    aside = {parse_address(str(entry["part"])) for entry in record.get("without", ())}
    lost: dict[Address, list[Cell]] = {}
    for cell in dropped(facts.catalog, (old, record), successors(old, record, facts.catalog)):
        benchmark = parse_address(str(cell.column["benchmark"]), kind="benchmark")
        if benchmark is not None and cell.record.address not in aside:
            lost.setdefault(benchmark, []).append(cell)
    for benchmark, cells in sorted(lost.items()):
        if not _named(facts.catalog, record, benchmark):
            yield _fault(facts.catalog, old, benchmark, cells)


def _fault(catalog: Catalog, old: Record, benchmark: Address, cells: list[Cell]) -> Fault:
    found = catalog.records.get(benchmark)
    count = f"{len(cells)} figures" if len(cells) > 1 else "a figure"
    name = found.title if found else benchmark
    message = f"on {name}, {count} of {old.title} {'have' if len(cells) > 1 else 'has'} no successor"
    place = catalog.resolve(cells[0].place)
    pointer = Pointer(str(cells[0].record.address), place.data_path if place else (), "before")
    hint = f"measure again under the same protocol, or say why not in a limitation that names [[{benchmark}]]"
    return Fault(("predecessor",), message, hint, (pointer,))


def _named(catalog: Catalog, release: Record, benchmark: Address) -> bool:
    """Whether a record that explains, and is about the release, names the benchmark."""
    sources = {link.source for link in catalog.cited_by(benchmark) if link.source.kind in EXPLAINING}
    about = {link.source for link in catalog.cited_by(release.address)}
    return bool(sources & (about | {part.address for part in parts(catalog, release)})) if sources else False
