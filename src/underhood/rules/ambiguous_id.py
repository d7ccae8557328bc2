"""Two files of one kind have the same id.

## What

Folders between the kind and the file are free, so that one id can stand in two of them; ids that differ only in case
count as the same.

## Why

A reference to this id would mean either of the two.

## Example

```yaml
# governance/risk/llama/toxic-output.yaml
# governance/risk/general/toxic-output.yaml
```

## Instead

Give one of the two another id.
"""

from __future__ import annotations

from underhood.rules import reading
from underhood.values.finding import Severity

RULE = reading(Severity.ERROR)
