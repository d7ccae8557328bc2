"""A text names a variant that its release does not have.

## What

The name of a release and a size stand side by side in a text (`Lynx 2 34B`), and no variant of that release has this
size in its id or its title. Only releases that the record belongs to or refers to are looked at.

## Why

A slip of the pen becomes a model that does not exist, and readers look for its risks in vain.

## Example

```yaml
# governance/release/lynx-3.yaml
title: Lynx 3
variants: [{id: 7b, status: released}, {id: 70b, status: released}]
summary: Lynx 3 34B refuses more often.
```

## Instead

Correct the size, or record the variant, with `status: not-released` if it was kept back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from underhood.meaning.release import variants
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Pointer, Severity
from underhood.values.ids import Address

OTHERS_WORDS = frozenset({"words", "quote", "wordings", "response"})
SIZE = r"[ -]([0-9]{1,4}(?:\.[0-9]{1,3})?[BbMm])\b"
WORDS = re.compile(r"[0-9]+(?:\.[0-9]+)?[bm](?![a-z0-9])")


@rule(Severity.WARNING)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for the releases' names with a size behind them."""
    whole = facts.catalog.kinds[record.kind].walked(record.data).whole
    named = [release for release in _releases(record, facts) if release.title in whole]
    near = [(re.compile(rf"\b{re.escape(release.title)}{SIZE}"), release) for release in named]
    if not near:
        return
    for path, value, _ in facts.catalog.kinds[record.kind].walked(record.data).prose:
        if not OTHERS_WORDS.isdisjoint(path):
            continue
        for pattern, release in near:
            for match in pattern.finditer(value):
                if match[1].lower() not in _sizes(release):
                    pointer = Pointer(str(release.address), ("variants",), "the variants of the release")
                    yield Fault(
                        path,
                        f"'{match[0]}' is not a variant of {release.address}",
                        "correct the size, or record the variant",
                        (pointer,),
                    )


def _releases(record: Record, facts: Facts) -> list[Record]:
    """The releases that a record is, belongs to, or refers to."""
    links, citing = facts.catalog.links(record), facts.catalog.cited_by(record.address)
    around: set[Address] = {link.target.record for link in links if link.target.kind == "release"}
    around |= {link.source for link in citing if link.source.kind == "release"}
    around |= {record.address} if record.kind == "release" else set()
    found = [facts.catalog.records.get(address) for address in sorted(around)]
    return [release for release in found if release is not None]


def _sizes(release: Record) -> set[str]:
    """The sizes that the variants of a release are called by."""
    return {
        size
        for variant in variants(release)
        for size in WORDS.findall(f"{variant['id']} {variant.get('title', '')}".lower())
    }
