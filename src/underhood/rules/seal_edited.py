"""A seal was changed, lost, or is none.

## What

A file below `governance/_sealed/` that does not fit its own manifest, that is not in the one spelling that
`underhood seal` writes, that belongs to another release, or whose form this version does not know. With
`underhood check --base REV` also: the seal of a release that was approved or released there, and is gone or not the
same bytes here. No setting, comment, waiver or baseline silences it.

## Why

People signed what stands in the seal, and the documents of the release are rendered from it. If the seal could be
edited, nobody could say what was signed.

## Example

```yaml
# governance/_sealed/lynx-2.json
{"seal": 1, "release": "release/lynx-2", "audience": "internal", "entries": ["written by hand"]}
```

## Instead

Restore the file from git. The records beside it may change at any time: `seal-behind` tells what they say differently.
An error in what was signed is corrected with an erratum; a new fact is an amendment, or a new release. While a release
is a candidate, `underhood seal` writes its seal anew.
"""

from __future__ import annotations

from underhood.rules import signing
from underhood.values.finding import Severity

RULE = signing(Severity.ERROR)
