"""A file is not YAML as records are written.

## What

The text has a syntax error, or something that records do not use: a field that stands there twice, an anchor, an
alias, a merge key, a tag, a tab, a control character, a second document, a number that is not exact everywhere.

## Why

Each of these makes two programs read one file differently. The most harmful is a field written twice: most readers
keep the last one and say nothing.

## Example

```yaml
# governance/risk/toxic-output.yaml
title: Toxic output
title: Toxic answers
```

## Instead

Keep one of the two; write values out; put text with a colon in it between quotes. The finding names the line and the
cure.

```yaml
# governance/risk/toxic-output.yaml
title: "Toxic output: insults"
```
"""

from __future__ import annotations

from underhood.rules import reading
from underhood.values.finding import Severity

RULE = reading(Severity.ERROR)
