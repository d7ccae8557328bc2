"""No signature that was checked vouches for an approval.

## What

There is no `.sig` file beside the approval, or the signature could not be checked here, since `ssh-keygen` is missing.
Where a gate in the settings says `unsigned: true`, an approval without a signature is only noted.

## Why

Without a signature, whoever can change the repository can write anybody's approval. What was not checked is not good.

## Example

```yaml
# governance/approval/lynx-2-safety-lead.yaml, with no lynx-2-safety-lead.yaml.sig beside it
release: lynx-2
role: safety-lead
person: ada
decision: approved
```

## Instead

`underhood approve` writes an approval together with its signature. A small organisation may choose to do without, and
says so in its gates: `unsigned: true`; documents then show approvals as not signed.
"""

from __future__ import annotations

from underhood.rules import signing
from underhood.values.finding import Severity

RULE = signing(Severity.WARNING)
