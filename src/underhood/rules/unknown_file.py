"""A file below `governance/` is not a record.

## What

Records are `.yaml` files in the folder of their kind. Notes (`.md`, `.txt`) may lie beside them; anything else is
told.

## Why

A record saved as `.yml` or `.json` would be missing from every document.

## Example

```yaml
# governance/risk/toxic-output.yml
```

## Instead

Rename the file to `<id>.yaml`, or move it out of `governance/`.
"""

from __future__ import annotations

from underhood.rules import reading
from underhood.values.finding import Severity

RULE = reading(Severity.ERROR)
