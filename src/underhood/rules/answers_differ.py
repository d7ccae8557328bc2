"""Records answer one item of a framework differently.

## What

A statement answers an item, and another statement, or the field that answers the item, says something else about the
same release: one says no, and the other gives a value.

## Why

Whoever asks would get two answers. Coverage shows both side by side, and cannot know which one holds.

## Example

```yaml
# governance/statement/no-watermark.yaml
title: No watermark
about: release/lynx-2
framework: fmti-2023
item: fmti-2023-070
answer: "no"
# governance/statement/watermark.yaml
title: Watermark
about: release/lynx-2
framework: fmti-2023
item: fmti-2023-070
answer: "yes"
```

## Instead

Correct the one that is wrong. If both were said, say in their texts to what each of them refers, and allow the finding
with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.answering import Found
from underhood.meaning.coverage import differ, make_sight
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Pointer, Severity
from underhood.values.ids import parse_address


@rule(Severity.WARNING, kind="statement")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Put what else answers the item, for each release that the statement is about, beside it."""
    framework = facts.frameworks.get(str(record.get("framework", "")))
    item = framework.by_id.get(str(record.get("item", ""))) if framework is not None else None
    if framework is None or item is None:
        return
    told: dict[str, Found] = {}
    for release in _releases(record, facts):
        sight = make_sight(facts.catalog, release, facts.frameworks, as_of="")
        said, groups = sight.found(framework, item)
        own = [one for one in said if one.record.address == record.address]
        for other in (*said, *(one for group in groups for one in group)):
            if own and other.record.address != record.address and differ([*own, other]):
                told.setdefault(str(other.address), other)
    if told:
        names = ", ".join(f"{address} ({_said(one)})" for address, one in told.items())
        yield Fault(
            ("answer",),
            f"'{record.data['answer']}' is the answer to {framework.id}, {item.id}; others answer differently: {names}",
            "correct the one that is wrong, or say to what each refers",
            related=tuple(Pointer(str(one.record.address), one.path, f"says: {_said(one)}") for one in told.values()),
        )


def _releases(record: Record, facts: Facts) -> Iterator[Record]:
    """The releases that a statement is about; of one about a model or an organisation, those that name it."""
    about = parse_address(str(record.data["about"]), kind="release")
    if about is None:
        return
    if about.kind == "release":
        release = facts.catalog.records.get(about.record)
        if release is not None:
            yield release
        return
    models = [about.record] if about.kind == "model" else [one.source for one in facts.catalog.cited_by(about.record)]
    for model in dict.fromkeys(one for one in models if one.kind == "model"):
        for link in facts.catalog.cited_by(model):
            if link.source.kind == "release" and link.data_path == ("model",):
                yield facts.catalog.records[link.source]


def _said(one: Found) -> str:
    """What a place says, in a few words."""
    if one.state != "value":
        return one.state
    return str(one.value)[:40] if isinstance(one.value, str | int | float) else "a value"
