"""A record names a framework, or an item of one, that is not there.

## What

A statement's `framework` and `item`, a risk's `taxonomies`, what a source `judges` by, or `frameworks` in the settings
name a framework that nobody ships or brings, or an item that this edition of the framework lacks.

## Why

Editions are pinned: the same number asks something else in another edition. What names no item answers nothing, and
coverage would say that nothing is recorded.

## Example

```yaml
# governance/statement/no-watermark.yaml
title: No watermark
about: release/lynx-2
framework: fmti-2023
item: fmti-2023-170
answer: "no"
```

## Instead

`underhood explain fmti-2023` lists the items.

```yaml
# governance/statement/no-watermark.yaml
title: No watermark
about: release/lynx-2
framework: fmti-2023
item: fmti-2023-070
answer: "no"
```
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.records.typos import nearest
from underhood.rules import Facts, rule
from underhood.values.finding import DataPath, Fault, Severity


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look up every framework and item that a record names."""
    for path, framework, item_path, item in _named(record):
        known = facts.frameworks.get(framework)
        if known is None:
            if framework not in facts.frameworks.broken:
                near = nearest(framework, facts.frameworks)
                hint = f"did you mean {near}?" if near else "`underhood explain` lists the frameworks"
                yield Fault(path, f"there is no framework '{framework}'", hint)
        elif item and item not in known.by_id:
            near = nearest(item, known.by_id)
            hint = f"did you mean {near}?" if near else f"`underhood explain {framework}` lists its items"
            yield Fault(item_path, f"{framework}, edition {known.edition}, has no item '{item}'", hint)


def _named(record: Record) -> Iterator[tuple[DataPath, str, DataPath, str]]:
    """Where frameworks and items stand in a record, and what stands there."""
    if record.kind == "statement" and "framework" in record.data:
        yield ("framework",), str(record.data["framework"]), ("item",), str(record.get("item", ""))
    elif record.kind == "risk":
        for index, entry in enumerate(record.get("taxonomies", ())):
            here = ("taxonomies", index)
            yield (*here, "framework"), str(entry["framework"]), (*here, "item"), str(entry["item"])
    elif record.kind == "evidence":
        for index, framework in enumerate(record.get("judges", ())):
            yield ("judges", index), str(framework), (), ""
