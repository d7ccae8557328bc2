"""A grave risk has no measure against it.

## What

A rating says high or critical and names no measure that is in place; or a public risk is not rated at all and names
no measure. Not rated never means low. For releases that were recorded afterwards this is no more than a note: nobody
can add a measure to them.

## Why

A known harm without a measure is what readers of a risk register look for first.

## Example

```yaml
# governance/risk/toxic-output.yaml
ratings:
  - {id: large, for: ["release/lynx-2#large"], likelihood: likely, severity: high}
```

## Instead

Name the measures: `mitigations: [safety-tuning]`, or rate the risk.

```yaml
# governance/mitigation/safety-tuning.yaml
title: Safety tuning
# governance/risk/toxic-output.yaml
ratings:
  - {id: large, for: ["release/lynx-2#large"], likelihood: likely, severity: high, mitigations: [safety-tuning]}
```
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underhood.records.record import Record
from underhood.rules import Facts, Parameter, rule
from underhood.values.finding import Fault, Severity
from underhood.values.ids import parse_address

WORDS = ["", "low", "moderate", "high", "critical"]
LEVELS = Parameter("levels", ("high", "critical"), "The levels that need a measure.", tuple(WORDS[1:]))


@rule(Severity.ERROR, kind="risk", living=True, parameters=(LEVELS,))
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at each rating, and at the risk as a whole."""
    ratings = record.get("ratings", ())
    levels = set(facts.chosen(LEVELS))
    grave = [index for index, rating in enumerate(ratings) if levels & {rating.get("severity"), rating.get("residual")}]
    for index in grave:
        if not _measures(ratings[index], facts):
            word = max((ratings[index].get("severity", ""), ratings[index].get("residual", "")), key=WORDS.index)
            yield Fault(
                ("ratings", index), f"rated {word}, with no measure in place", "name the measures: mitigations: [<id>]"
            )
    rated = any("likelihood" in rating and "severity" in rating for rating in ratings)
    public = record.get("visibility", facts.settings.default_visibility) == "public"
    if public and not rated and not grave and not any(_measures(rating, facts) for rating in ratings):
        yield Fault(
            ("ratings",) if ratings else (),
            "not rated, and no measure against it is named",
            "rate it, or name the measures: mitigations: [<id>]",
        )


def _measures(rating: Mapping[str, Any], facts: Facts) -> bool:
    """Whether a rating names a measure that is not merely planned or removed."""
    found = [parse_address(str(written), kind="mitigation") for written in rating.get("mitigations", ())]
    records = [facts.catalog.records.get(address.record) for address in found if address]
    return any(record is not None and record.get("status", "in-place") == "in-place" for record in records)
