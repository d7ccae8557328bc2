"""A waiver excuses nothing.

## What

The rule that a waiver names finds nothing at one of its subjects, does not exist, or cannot be waived: a file that
cannot be read is not excused by anything. While some file cannot be read this rule is silent, for other rules are too.

## Why

A waiver that is no longer needed excuses the next fault in the same place, without anybody having decided so.

## Example

```yaml
# governance/mitigation/reader-notice.yaml
effects: [{id: fewer, text: Fewer complaints.}]
# governance/waiver/notice.yaml
rule: mitigation-without-effect
subjects: [mitigation/reader-notice]
```

## Instead

Delete the waiver, or take the subject out.
"""

from __future__ import annotations

from underhood.rules import selecting
from underhood.values.finding import Severity

RULE = selecting(Severity.WARNING)
