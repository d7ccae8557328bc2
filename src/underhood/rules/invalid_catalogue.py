"""A catalogue of translations cannot be read.

## What

The file `governance/_locale/<language>/LC_MESSAGES/records.po` is no catalogue of gettext: a line of it is none of
`msgctxt`, `msgid`, `msgstr`, a text between quotes or a comment; a message has no translation line; it is not UTF-8.

## Why

Pages in that language could not be made; a check that says nothing of it would let it through.

## Example

```yaml
# governance/_locale/fr/LC_MESSAGES/records.po
msgctxt "risk/toxic-output#title"
msgid "Toxic output"
"Propos toxiques"
msgstring "Propos toxiques"
```

## Instead

Mend the line that is named, or remove the file: without it, readers of the language get the original.
"""

from __future__ import annotations

from underhood.rules import reading
from underhood.values.finding import Severity

RULE = reading(Severity.ERROR)
