"""An entry of the baseline matches nothing any more.

## What

The baseline accepts a finding that is no longer there, or accepts more of equal ones than there are.

## Why

What was mended should stay mended: while the entry stands, the same fault could come back unseen.

## Example

```yaml
# the risk has got its owner, but the baseline still accepts risk-without-owner for risk/toxic-output
```

## Instead

Write the baseline anew: `underhood check --write-baseline FILE`. Do so after mending, not instead of it.
"""

from __future__ import annotations

from underhood.rules import selecting
from underhood.values.finding import Severity

RULE = selecting(Severity.NOTE)
