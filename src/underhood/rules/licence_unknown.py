"""A licence is named by an id that does not exist.

## What

`spdx` holds an id that is neither in the SPDX list of licences nor starts with `LicenseRef-`, or an expression that
cannot be read.

## Why

Programs that sort models by licence compare these ids letter by letter; one that is unknown counts as no licence.

## Example

```yaml
# governance/distribution/lynx-2.yaml
licences: [{id: code, for: code, spdx: Apache-2}]
```

## Instead

Write the id of the SPDX list (`Apache-2.0`). A licence that is not in the list, such as one of the provider's own, is
named `LicenseRef-` and a name: `LicenseRef-lynx-2-community`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.doors.licences import expression, near
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.WARNING, kind="distribution", scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:  # noqa: ARG001  (every rule has the same shape)
    """Look at the licence of each entry."""
    for index, licence in enumerate(record.get("licences", ())):
        written = str(licence["spdx"])
        known = expression(written)
        place = ("licences", index, "spdx")
        if known is None:
            meant = near(written)
            own = "write an id of the SPDX list, or LicenseRef- and a name of your own"
            hint = f"did you mean {meant}?" if meant else own
            yield Fault(place, f"'{written}' is not in the SPDX list of licences", hint)
        elif known != written:
            yield Fault(place, f"the SPDX list writes '{written}' otherwise", f"write {known}")
