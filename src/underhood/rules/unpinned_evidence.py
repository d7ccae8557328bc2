"""A source can change under its address.

## What

A repository, a model card, a dataset or a web page is cited by an address alone: without version, commit, digest or
archived copy.

## Why

What was read there may say something else tomorrow, and nobody could tell.

## Example

```yaml
# governance/evidence/lynx-2-card.yaml
title: Model card
type: model-card
standing: primary
read: original
url: https://northlab.example/card
```

## Instead

Give the `version` (a commit, an edition), the `sha256` of a kept copy, or the address of an `archived` one.

```yaml
# governance/evidence/lynx-2-card.yaml
title: Model card
type: model-card
url: https://northlab.example/card
archived: https://archive.example/2025/card
```
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, Parameter, rule
from underhood.values.finding import Fault, Severity

CHANGING = ("repository", "model-card", "dataset", "policy", "guide", "index", "other")
LASTING = ("paper", "commit", "licence", "blog", "letter", "notice", "press", "summary", "audit", "log", "pull-request")
TYPES = Parameter(
    "types",
    CHANGING,
    "The types of source that are taken to change at their address.",
    (*CHANGING, *LASTING),
)
PINS = ("version", "sha256", "archived")


@rule(Severity.NOTE, kind="evidence", scope="record", parameters=(TYPES,))
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for anything that pins a source that has an address."""
    changing = record.data["type"] in facts.chosen(TYPES)
    if "url" in record.data and changing and not any(name in record.data for name in PINS):
        yield Fault(
            ("url",),
            "the source is cited without a version, a digest or an archived copy",
            "add version, sha256 or archived",
        )
