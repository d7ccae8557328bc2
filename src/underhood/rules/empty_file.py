"""A record file is empty.

## What

The file holds nothing but spaces or comments.

## Why

An empty record says nothing, and yet other records could point at it.

## Example

```yaml
# governance/risk/toxic-output.yaml
# to be written
```

## Instead

Fill in at least the title and the fields that the kind needs, or delete the file.
"""

from __future__ import annotations

from underhood.rules import reading
from underhood.values.finding import Severity

RULE = reading(Severity.ERROR)
