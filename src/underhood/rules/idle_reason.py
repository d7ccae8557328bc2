"""A decision gives a reason for a weakening that did not happen.

## What

Found with `underhood diff` and `underhood check --base REV`, which compare with an earlier state. An entry of `weakens`
that was added since then names a place and a value to which nothing changed, neither between the two states nor from a
release to its successor. Entries that stood there before are left alone: they belong to earlier changes.

## Why

Such an entry is mistyped, so that the weakening that it was meant for has no reason; or it was written in advance, and
would excuse a change that nobody has seen yet.

## Example

```yaml
# governance/decision/lower-toxicity-rating.yaml, while the severity is low:
title: The toxicity of the large variant is rated lower
question: How severe are the insults that the large variant still writes?
chosen: They are rated lower.
reasons:
  - {id: filter, text: The service holds such answers back since January.}
weakens:
  - {what: risk/toxic-output#ratings/large/severity, to: moderate}
```

## Instead

Name the place and the value as they are now, or take the entry out. `underhood diff --write-reasons` writes entries
that fit.
"""

from __future__ import annotations

from underhood.rules import reasoning
from underhood.values.finding import Severity

RULE = reasoning(Severity.WARNING)
