"""A file that changed cannot be read in one of the two states, so that nobody can say what changed.

## What

Found with `underhood diff`, which compares two states. The file is there in both, or in one, and one of them cannot be
read as a record. Such a record is never called removed or added. (`underhood check` says what is wrong with the newer
file, and with `--base` in how many places the older state cannot be read.)

## Why

A file that was made unreadable, or that was so before and is mended now, may hide that a risk became smaller or a limit
wider.

## Example

```yaml
# governance/risk/toxic-output.yaml; in the earlier state, a bracket is missing in its fourth line:
title: Toxic output
text: Users may meet insults in answers.
```

## Instead

Mend the newer file. If the older one is at fault, mend it in a change of its own: somebody must read that change line
by line, for no comparison can.
"""

from __future__ import annotations

from underhood.rules import reasoning
from underhood.values.finding import Severity

RULE = reasoning(Severity.ERROR)
