"""A record speaks for an organisation that did not write it.

## What

In a repository that is compiled from outside, there is an approval or a waiver, an owner, a rating, a reason or an
option without a source.

## Why

Strangers who document a provider can say what it published. An approval or a rating that nobody at the provider gave
would be invented.

## Example

```yaml
# governance/settings.yaml
publication:
  mode: compiled
  compiler: us
  contact: us
  notice: {en: Compiled from public sources.}
  right_of_reply: {en: Write to us.}
  sources_read_until: "2026-01-01"
# governance/risk/toxic-output.yaml
owner: the safety team
```

## Instead

Leave it out, or cite where the organisation says so.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.records.record import Record, evidence_at, is_absence
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity

ACTS = frozenset({"approval", "waiver"})
RATED = ("likelihood", "severity", "residual", "owner", "rated_by")
DECIDED = ("options", "reasons", "dissent", "who")
WHY = ", in records that others keep"
HINT = "leave it out, or cite where the organisation says so"


@rule(Severity.ERROR, scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for acts, and for words that only the organisation described could say."""
    if not facts.settings.compiled:
        return
    if record.kind in ACTS:
        message = f"a record of the kind '{record.kind}' in a repository that is compiled from outside"
        yield Fault((), message, "delete it; only the organisation itself can act")
        return
    if "owner" in record.data and not evidence_at(record, ("owner",)):
        yield Fault(("owner",), f"an owner without a source{WHY}", HINT)
    for index, rating in enumerate(record.get("ratings", ()) if record.kind == "risk" else ()):
        said = [name for name in RATED if name in rating]
        if said and not evidence_at(record, ("ratings", index)):
            yield Fault(("ratings", index, said[0]), f"a rating ({', '.join(said)}) without a source{WHY}", HINT)
    for name in DECIDED if record.kind == "decision" else ():
        value = record.get(name)
        if isinstance(value, list):
            yield from (
                Fault((name, index), f"'{name}' of a decision without a source{WHY}", HINT)
                for index in range(len(value))
                if not evidence_at(record, (name, index))
            )
        elif value is not None and not is_absence(value) and not evidence_at(record, (name,)):
            yield Fault((name,), f"'{name}' of a decision without a source{WHY}", HINT)
