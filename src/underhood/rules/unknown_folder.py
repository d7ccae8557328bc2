"""A folder below `governance/` is not the name of a kind.

## What

The top folder of a record names its kind; this one is neither a kind nor one of the reserved folders.

## Why

Records in it are read by nobody.

## Example

```yaml
# governance/risks/toxic-output.yaml
```

## Instead

Rename the folder to its kind, or move the file: `governance/risk/toxic-output.yaml`.
"""

from __future__ import annotations

from underhood.rules import reading
from underhood.values.finding import Severity

RULE = reading(Severity.ERROR)
