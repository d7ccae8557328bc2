"""A source can change under its address.

## What

A repository, a model card, a dataset or a web page is cited by an address alone: without version, commit, digest or
archived copy.

## Why

What was read there may say something else tomorrow, and nobody could tell.

## Example

```yaml
title: Model card
type: model-card
standing: primary
read: original
url: https://northlab.example/card
```

## Instead

Give the `version` (a commit, an edition), the `sha256` of a kept copy, or the address of an `archived` one.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity

CHANGING = frozenset({"repository", "model-card", "dataset", "policy", "guide", "index", "other"})
PINS = ("version", "sha256", "archived")


@rule(Severity.NOTE, kind="evidence", scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:  # noqa: ARG001  (every rule has the same shape)
    """Look for anything that pins a source that has an address."""
    if "url" in record.data and record.data["type"] in CHANGING and not any(name in record.data for name in PINS):
        yield Fault(
            ("url",),
            "the source is cited without a version, a digest or an archived copy",
            "add version, sha256 or archived",
        )
