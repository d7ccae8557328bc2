"""A rule of the organisation's own does not hold.

## What

The settings hold rules of the organisation's own under `checks.own`: which kind of records each looks at, when, and
what it requires, as expressions in CEL. A record does not meet one of them, or the rule cannot be judged for it: a
value that it needs is absent, or an expression ends in an error or in something that is neither true nor false.

## Why

What an organisation has promised beyond what the tool knows is checked like everything else. An expression that cannot
be judged never counts as met.

## Example

```yaml
# governance/settings.yaml
checks:
  own:
    - id: owned
      for: risk
      require: "!is_absent(record.owner)"
      message: every risk has an owner
      level: warning
# governance/risk/toxic-output.yaml
title: Toxic output
text: Users may meet insults in answers.
```

## Instead

Record what the rule asks for, or change the rule. `underhood explain expressions` lists what expressions may name; a
rule that holds only at a status of a release stands under `gates.<status>.own`.

```yaml
# governance/settings.yaml
checks:
  own:
    - id: owned
      for: risk
      require: "!is_absent(record.owner)"
      message: every risk has an owner
      level: warning
# governance/risk/toxic-output.yaml
title: Toxic output
text: Users may meet insults in answers.
owner: Ada Lund
```
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.own_rules import CHECKS
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity

HINT = "`underhood explain expressions` tells how such rules are judged"


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Judge the record by the rules that every check runs."""
    own = tuple(one for one in facts.settings.own if one.gate == CHECKS) if facts.settings.own else ()
    if all(one.kind != record.kind for one in own):
        return
    from underhood.meaning.expression import Compiled, Failed, judged, ready  # noqa: PLC0415  (many have no such rules)
    from underhood.meaning.expression_stage import Env  # noqa: PLC0415  (the same)

    found = ready(own, facts.catalog.kinds, own=facts.settings.extensions)
    if not isinstance(found, Compiled):
        wrong = {one.of.id: one for one in found if one.of.kind == record.kind}
        for id, one in wrong.items():
            yield Fault((), f"{id}: it cannot be judged: {one.message}", one.hint)
        return
    env = Env(facts.catalog, lambda: facts.today, waivers=() if facts.settings.compiled else None)
    for said in judged(found, record, env):
        if isinstance(said, Failed):
            yield Fault(said.place, said.message, HINT if said.reason else "", severity=said.of.level)
