"""A file name cannot be the id of a record.

## What

An id has 1 to 80 characters out of a-z, 0-9, hyphen and dot, starts with a letter or digit, has no two dots in a row
and none at its end, and is none of the names that a site or a Windows disk reserves.

## Why

The id is the permanent name of the record: it becomes a file name, a web address and a word in other records.

## Example

```yaml
# governance/risk/Toxic output.yaml
```

## Instead

Rename the file: `governance/risk/toxic-output.yaml`.
"""

from __future__ import annotations

from underhood.rules import reading
from underhood.values.finding import Severity

RULE = reading(Severity.ERROR)
