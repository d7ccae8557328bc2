"""A line of the file of signers is not believed.

## What

In `governance/_signers`, the file of allowed signers of OpenSSH: a line that cannot be read, names nobody in an
organisation's `people`, fits several of them, or has a key that belongs to two people, or that the person's record does
not list among its `keys`.

## Why

A key speaks for one person. If a line leaves open for whom, one person could approve twice, or in another's name.

## Example

```yaml
# governance/organisation/northlab.yaml
people:
  - {id: ada, name: Ada Example, roles: [safety-lead], git: [ada@northlab.example]}
  - {id: ben, name: Ben Example, roles: [legal-lead], git: [ben@northlab.example]}
# governance/_signers
*@northlab.example ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFKaIqRzo8P1CXGV28ribAoFY0Z9PHC3R1Mqs3IN9mWQ
```

## Instead

```yaml
# governance/organisation/northlab.yaml
people:
  - {id: ada, name: Ada Example, roles: [safety-lead], git: [ada@northlab.example]}
  - {id: ben, name: Ben Example, roles: [legal-lead], git: [ben@northlab.example]}
# governance/_signers
ada ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFKaIqRzo8P1CXGV28ribAoFY0Z9PHC3R1Mqs3IN9mWQ
```
"""

from __future__ import annotations

from underhood.rules import signing
from underhood.values.finding import Severity

RULE = signing(Severity.ERROR)
