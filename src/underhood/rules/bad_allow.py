"""A comment that is to allow a finding is not written as one.

## What

A comment begins with `underhood:` and cannot be followed: it gives no reason, names no rule or one that there is not,
or names one that cannot be allowed. Such a comment allows nothing. Only comments count; the same words within a value
are text.

## Why

An exception without a reason cannot be judged later, and one that is misspelt looks as if it worked.

## Example

```yaml
# governance/evidence/lynx-code.yaml
url: https://code.example/northlab/lynx # underhood: allow unpined-evidence the repository is frozen
```

## Instead

Write `# underhood: allow RULE reason` on the line of the finding, or alone on the line above.
"""

from __future__ import annotations

from underhood.rules import selecting
from underhood.values.finding import Severity

RULE = selecting(Severity.ERROR)
