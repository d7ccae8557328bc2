"""Something was weakened since the base, and no decision says why.

## What

Found with `underhood diff` and `underhood check --base REV`, which compare with an earlier state. A change that weakens
needs a written reason: a decision, new or changed since that state, whose `weakens` names the place and its new value
(`removed` for what is gone). A decision that was there before and says nothing new does not count, nor does one whose
reasons are absent or still a placeholder.

The settings of the earlier state decide how much this matters. Comments, baselines and waivers do not silence it.

## Why

What protects people is rarely taken away openly; it is softened in passing, in the middle of other edits. Whoever reads
the change shall find the reason in it, and whoever looks back years later shall find it too.

## Example

```yaml
# governance/risk/toxic-output.yaml, where the severity was high:
title: Toxic output
text: Users may meet insults in answers.
ratings:
  - {id: large, for: ["release/lynx-1#large"], severity: low}
```

## Instead

Take the change back, or write down why, in the same change set. `underhood diff --write-reasons` drafts the decision
and leaves its words to you.

```yaml
# governance/decision/lower-toxicity-rating.yaml
title: The toxicity of the large variant is rated low
question: How severe are the insults that the large variant still writes?
options:
  - {id: keep, text: Keep the rating.}
  - {id: lower, text: Lower it.}
chosen: They are rated low.
reasons:
  - {id: filter, text: The service holds such answers back since January.}
weakens:
  - {what: risk/toxic-output#ratings/large/severity, to: low}
evidence: [{source: report, at: section 3}]
```
"""

from __future__ import annotations

from underhood.rules import reasoning
from underhood.values.finding import Severity

RULE = reasoning(Severity.ERROR)
