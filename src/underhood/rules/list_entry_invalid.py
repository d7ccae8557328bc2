"""A list of hosts has entries that are not hosts.

## What

A line holds a whole web address, a path, a port, a pattern, an account, an IP address in an odd notation, a single
word, or nothing that could be a host. Upper case, Unicode and a dot at the end are no fault: such hosts are compared in
their normal form.

## Why

Who applies the list compares hosts. An entry that is none leaves nothing out, or more than was meant, without a word.

## Example

```yaml
# governance/_lists/left-out.txt
people.example
https://directory.example/people
# governance/exclusion/personal-sites.yaml
list: {path: _lists/left-out.txt}
```

## Instead

Write the host alone (`directory.example`). What shall be left out only in part is said in the `criterion`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.doors.hosts import Form
from underhood.records.lists import Flaw, list_paths
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity


@rule(Severity.WARNING)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Name the first lines, and count the others."""
    for path, written in list_paths(facts.catalog, record):
        found = facts.lists(written)
        if found.problem or not found.flaws:
            continue
        more = found.flawed - len(found.flaws)
        named = "; ".join(_line(flaw) for flaw in found.flaws) + (f"; and {more:,} more" if more else "")
        verb = "is not a host" if found.flawed == 1 else "are not hosts"
        message = f"{found.flawed:,} of {found.entries:,} entries of '{written}' {verb}: {named}"
        first = next((flaw for flaw in found.flaws if flaw.host and flaw.form is not Form.WORD), None)
        hint = f"write the host alone: {first.host}" if first else "correct what stands there, or take it out"
        yield Fault(path, message, hint)


def _line(flaw: Flaw) -> str:
    return f"line {flaw.line} is {flaw.form} ({flaw.text!r})"
