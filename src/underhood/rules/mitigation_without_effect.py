"""Nothing says whether a measure works.

## What

The record of a measure has no entry under `effects`.

## Why

A list of measures reads like protection; only a measured effect shows some.

## Example

```yaml
# governance/mitigation/safety-tuning.yaml
title: Safety tuning
layer: model
text: The model was tuned on refusals.
```

## Instead

Add an effect, with the addresses of the values before and after, or in words what was found.

```yaml
# governance/mitigation/safety-tuning.yaml
effects: [{id: refusals, text: It refused 9 of 10 harmful requests of an internal test.}]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.NOTE, kind="mitigation", scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:  # noqa: ARG001  (every rule has the same shape)
    """Look for effects of measures that are in place."""
    if not record.get("effects") and record.get("status", "in-place") == "in-place":
        yield Fault(
            (), "no effect of this measure is recorded", "add effects, with before and after where they were measured"
        )
