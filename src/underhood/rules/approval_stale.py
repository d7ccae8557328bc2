"""An approval is about something else than what is sealed now, or its time is over.

## What

The manifest in the approval is not that of the release's seal: the release was sealed anew since. The finding names
what changed, as far as the base or git's history still has the seal that was signed. Also an approval whose `expires`,
or whose key's time, has passed.

## Why

People approve what they have read. What changed afterwards has nobody's approval, however small it is.

## Example

```yaml
# governance/organisation/northlab.yaml
people: [{id: ada, name: Ada Example, roles: [safety-lead]}]
# governance/release/lynx-2.yaml
history: [{status: draft, date: "2025-03-01"}]
# governance/approval/lynx-2-safety-lead.yaml
person: ada
role: safety-lead
expires: "2025-12-31"
```

## Instead

`underhood approve` shows the same person what changed since, and writes a new approval beside the old one. If a change
is taken back, so that the seal is again the one that was signed, the approval counts again: it was about exactly that.
"""

from __future__ import annotations

from underhood.rules import signing
from underhood.values.finding import Severity

RULE = signing(Severity.WARNING)
