"""A file cannot be read.

## What

Something below `governance/` is no ordinary file, may not be opened, or is larger than one mebibyte. Symbolic links
are told and never followed.

## Why

A record that is skipped in silence would look like a record that was never written.

## Example

```yaml
# governance/risk/toxic-output.yaml -> /etc/passwd
```

## Instead

Put an ordinary file in its place. Long lists belong into a list file under `governance/_lists/`.
"""

from __future__ import annotations

from underhood.rules import reading
from underhood.values.finding import Severity

RULE = reading(Severity.ERROR)
