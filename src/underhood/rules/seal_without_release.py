"""A seal lies there, and its release does not.

## What

A file below `governance/_sealed/` for whose release there is no file below `governance/release/`, whether it was
deleted or has another name now.

## Why

A seal says what was signed of a release. Where the release is gone, its history, its approvals and its later records
lead nowhere, and no page shows what people relied on.

## Example

```yaml
# governance/_sealed/lynx-9.json
{"seal": 1, "release": "release/lynx-9", "audience": "internal", "entries": ["there is no release/lynx-9"]}
```

## Instead

Restore the record of the release: one that was withdrawn keeps its place, with `status: withdrawn` in its history. If
the release was a draft that nobody approved, delete the seal with it.
"""

from __future__ import annotations

from underhood.rules import signing
from underhood.values.finding import Severity

RULE = signing(Severity.ERROR)
