"""An approval does not count.

## What

An approval whose signature does not fit its file, was made for another purpose, or with a key that is unknown, shared,
revoked or somebody else's; by a person who does not have the role, or prepared the release; or dated ahead. For a
release that is out, approvals are judged as of the day that it came out.

A good approval in a second role by a person who counts already is a note: it does not count again. An earlier one in
the same role is not told, since the later word takes its place.

## Why

People rely on the release because others looked at it. An approval that anybody could have written, or that its author
gave to the author's own work, says less than it seems to.

## Example

```yaml
# governance/organisation/northlab.yaml
people: [{id: ben, name: Ben Example, roles: [engineer]}]
# governance/approval/lynx-2-safety-lead.yaml
role: safety-lead
person: ben
```

## Instead

Whoever has the role approves, with `underhood approve` and a key that stands in `governance/_signers`. An approval is
never mended by hand: the signature is over the bytes of its file. Delete what was written by mistake before it was
committed, and approve anew.
"""

from __future__ import annotations

from underhood.rules import signing
from underhood.values.finding import Severity

RULE = signing(Severity.ERROR)
