"""A field of the organisation's own is not what its settings say.

## What

A field that starts with `x_` is not declared under `extensions` in the settings, its value does not fit the schema that
stands there, or the schema's `x-kinds` does not name this kind.

## Why

All other fields are held against a schema; these would be the one place where a misspelt name or value is taken
without a word.

## Example

```yaml
# governance/settings.yaml
publication: {mode: provider}
extensions: {x_ticket: {type: string, pattern: "^TT-[0-9]+$"}}
# governance/risk/toxic-output.yaml
x_ticket: 37
```

## Instead

Correct the name or the value, or declare the field in the settings.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity

OWN = "x_"


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Hold each own field against its schema."""
    declared = facts.settings.extensions.documents
    for name, value in record.data.items():
        if not name.startswith(OWN):
            continue
        if name not in declared:
            near = next(iter(difflib.get_close_matches(name, declared, 1)), "")
            hint = f"did you mean '{near}'?" if near else "declare it in the settings under extensions"
            yield Fault((name,), "the settings do not declare this field", hint)
        elif record.kind not in declared[name].get("x-kinds", (record.kind,)):
            kinds = ", ".join(declared[name]["x-kinds"])
            yield Fault((name,), f"records of the kind '{record.kind}' do not have this field", f"it is for: {kinds}")
        elif not facts.settings.extensions.accepts(name, value):
            for violation in facts.settings.extensions.explain(name, value):
                yield Fault((name, *violation.data_path), violation.message, violation.hint)
