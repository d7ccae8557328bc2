"""A grave risk has no measure against it.

## What

A rating says high or critical and names no measure that is in place; or a public risk is not rated at all and names
no measure. Not rated never means low. For releases that were recorded afterwards this is no more than a note: nobody
can add a measure to them. A measure that is planned or was removed does not count, and the finding says so; one whose
name or file is wrong has a finding of its own, and none here.

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
from dataclasses import dataclass
from typing import Any

from underhood.records.record import Record
from underhood.rules import Facts, Parameter, rule
from underhood.values.finding import Fault, Severity
from underhood.values.ids import parse_address

IN_PLACE = "in-place"
NAME = "name the measures: mitigations: [<id>]"
WORDS = ["", "low", "moderate", "high", "critical"]
LEVELS = Parameter("levels", ("high", "critical"), "The levels that need a measure.", tuple(WORDS[1:]))


@rule(Severity.ERROR, kind="risk", living=True, parameters=(LEVELS,))
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at each rating, and at the risk as a whole."""
    ratings = record.get("ratings", ())
    levels = set(facts.chosen(LEVELS))
    grave = [index for index, rating in enumerate(ratings) if levels & {rating.get("severity"), rating.get("residual")}]
    measures = [_measures(rating, facts) for rating in ratings]
    for index in grave:
        if not measures[index].holds:
            word = max((ratings[index].get("severity", ""), ratings[index].get("residual", "")), key=WORDS.index)
            yield Fault(("ratings", index), f"rated {word}, with no measure in place", measures[index].cure(NAME))
    rated = any("likelihood" in rating and "severity" in rating for rating in ratings)
    public = record.get("visibility", facts.settings.default_visibility) == "public"
    if public and not rated and not grave and not any(one.holds for one in measures):
        idle = next((one for one in measures if one.idle), Measures())
        words = "no measure against it is in place" if idle.idle else "no measure against it is named"
        cure = f"rate it{'; ' if idle.idle else ', or '}{idle.cure(NAME)}"
        yield Fault(("ratings",) if ratings else (), f"not rated, and {words}", cure)


@dataclass(frozen=True, slots=True)
class Measures:
    """Whether a rating names a measure that is in place, or one of which that cannot be known; `idle`: the others."""

    holds: bool = False
    idle: tuple[str, ...] = ()

    def cure(self, otherwise: str) -> str:
        """What to do: the status is the cause where measures are named."""
        if not self.idle:
            return otherwise
        return f"{', '.join(self.idle)}: only a measure with status: {IN_PLACE} counts"


def _measures(rating: Mapping[str, Any], facts: Facts) -> Measures:
    """What a rating names. A measure that is not there, or whose file cannot be read, has a finding of its own."""
    idle: list[str] = []
    for written in rating.get("mitigations", ()):
        address = parse_address(str(written), kind="mitigation")
        record = facts.catalog.records.get(address.record) if address else None
        status = record.get("status", IN_PLACE) if record is not None else IN_PLACE
        if status == IN_PLACE:
            return Measures(holds=True)
        idle.append(f"{written} is {status}")
    return Measures(idle=tuple(idle))
