"""A value is not what its field holds.

## What

A needed field is missing, or a value has another type, another form or another word than the schema of the kind
allows.

## Why

Every document reads records by their schema; a value of another form would be left out of it or stop it.

## Example

```yaml
# governance/risk/toxic-output.yaml
title: Toxic output
text: 3
```

## Instead

Write the value as the finding says. `underhood explain risk` lists the fields of a kind with their meaning.
"""

from __future__ import annotations

from underhood.rules import reading
from underhood.values.finding import Severity

RULE = reading(Severity.ERROR)
