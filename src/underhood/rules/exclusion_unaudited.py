"""No audit of the corpus shows that what was left out is not in it.

## What

An exclusion names sites or has a list, and no source of the type audit compares the present list with a corpus; or the
audit found documents, or did not see the whole corpus. The rule is off unless the settings name it, under `checks` or
in a gate.

## Why

"These sites were left out" is a sentence. An audit says in how many rows they were looked for, what was found, and how
many rows could not be judged.

## Example

```yaml
# governance/settings.yaml
checks: {rules: {exclusion-unaudited: {severity: error}}}
# governance/exclusion/personal-sites.yaml
title: Sites with personal information
what: Sites with much personal information
category: personal-data
sites: [people.example]
reason: To protect people.
```

## Instead

Run `underhood audit scan` on the corpus, then `underhood audit check exclusion/personal-sites --ledger DIR --write`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underhood.records.record import Record, is_absence
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity
from underhood.values.ids import parse_address

CODE = "exclusion-unaudited"
CURE = "run `underhood audit check {} --ledger DIR --write`"


@rule(Severity.ERROR, kind="exclusion")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look for an audit of the present list, where the settings ask for one."""
    stated = record.get("list", {})
    named = stated.get("path") if not is_absence(stated) else None
    if CODE not in facts.settings.rules or not (named or _listed(record.get("sites"))):
        return
    cure = CURE.format(record.address)
    audits = list(_audits(record, facts))
    digest = facts.lists(str(named)).digest if named else ""
    present = [one for one in audits if not digest or digest in one["lists"]]
    if not audits:
        yield Fault((), "no audit compares this with a corpus", cure)
    elif not present:
        yield Fault(("list",), "the audit compared another list", cure)
    elif not any(_whole(one) for one in present):
        yield Fault((), "the audit did not see the whole corpus, or something had changed", cure)
    elif all(one["documents"] for one in present if _whole(one)):
        count = min(one["documents"] for one in present if _whole(one))
        yield Fault((), f"the audit found {count:,} documents at listed addresses", "take them out, and audit again")


def _listed(sites: Any) -> bool:
    return isinstance(sites, list | tuple) and bool(sites)


def _whole(audit: Mapping[str, Any]) -> bool:
    return not audit.get("missing_count") and not audit.get("changed")


def _audits(record: Record, facts: Facts) -> Iterator[Mapping[str, Any]]:
    for one in facts.catalog.of("evidence"):
        audit = one.get("audit")
        address = parse_address(str(audit["exclusion"]), kind="exclusion") if audit else None
        if audit and address is not None and address.record == record.address:
            yield audit
