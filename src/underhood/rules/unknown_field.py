"""A field has a name that its place does not know.

## What

The name is misspelt, or the field belongs somewhere else. The nearest known name is offered.

## Why

A misspelt field would be dropped without a word, and the document would look complete.

## Example

```yaml
# governance/risk/toxic-output.yaml
title: Toxic output
text: Users may meet insults.
mitigatons: [safety-tuning]
```

## Instead

Correct the name. Fields of your own start with `x_` and are declared in the settings.

```yaml
# governance/risk/toxic-output.yaml
text: Users may meet insults.
```
"""

from __future__ import annotations

from underhood.rules import reading
from underhood.values.finding import Severity

RULE = reading(Severity.ERROR)
