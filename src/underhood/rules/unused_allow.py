"""An exception excepts nothing.

## What

A comment `# underhood: allow RULE reason` stands where the rule finds nothing, or an entry of `ignore` in the settings
names no record on which its rule finds anything. While some file cannot be read this rule is silent, for other rules
are too.

## Why

An exception that is no longer needed hides the next fault in the same place.

## Example

```yaml
# governance/risk/toxic-output.yaml
review_by: "2099-01-31" # underhood: allow review-overdue the owner is on leave
```

## Instead

Remove it, or put the comment on the line of the finding or alone on the line above.
"""

from __future__ import annotations

from underhood.rules import selecting
from underhood.values.finding import Severity

RULE = selecting(Severity.WARNING)
