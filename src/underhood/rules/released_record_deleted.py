"""A record of a release that was made available is gone.

## What

Found with `underhood diff` and `underhood check --base REV`, which compare with an earlier state. A release that was
ever released there, the records behind it, and those that speak of it (an incident, an approval, an evaluation), must
still be there under the same id, or be claimed by another record's `formerly`. A file that is there and cannot be read
is not gone.

## Why

People rely on what was published with a release. Its documents are rendered from these records, links lead to them, and
what is deleted can no longer be asked about.

## Example

```yaml
# governance/risk/toxic-output.yaml is deleted
# governance/release/lynx-1.yaml, which lists it, says:
history:
  - {status: released, date: "2025-03-10"}
```

## Instead

Keep the record, and say in it what came to be: a measure that was taken away is `status: removed`, a release or a
channel has a last entry in its `history`, an incident is closed. `underhood rename` gives it another id and leaves
`formerly` behind; `without` in a later release sets it aside there; an erratum corrects it. If the base has moved on
since the branch began, give the point where they parted: `--base $(git merge-base main HEAD)`.
"""

from __future__ import annotations

from underhood.rules import comparing
from underhood.values.finding import Severity

RULE = comparing(Severity.ERROR)
