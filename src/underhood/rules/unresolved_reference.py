"""A reference leads to nothing.

## What

A field or a `[[…]]` in a text names a record, or a place in a record, that does not exist, or a record of a kind that
the field does not take. References to records whose own file could not be read are not told: that file has a finding
of its own. A decision may name under `weakens` what is gone, with `to: removed`.

## Why

Documents follow references; what a broken one was to show would be missing without a trace.

## Example

```yaml
# governance/risk/toxic-output.yaml
title: Toxic output
text: See [[mitigation/safety-tunning]].
```

## Instead

Correct the address; the nearest existing one is offered. Where a file of that name lies in the wrong folder or has
another ending, it is named, with the name that it needs. After renaming a record, `underhood rename` mends all
references to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from underhood.records.astray import ANY, Stray
from underhood.records.record import Record
from underhood.records.references import Link
from underhood.rules import Facts, rule
from underhood.values.change import BESIDE
from underhood.values.finding import Fault, Pointer, Severity

REMOVED = "removed"

_DIGITS = re.compile(r"\d+")


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at both kinds of references: those that cannot be read, and those that lead nowhere."""
    for bad in facts.catalog.bad_links(record):
        yield Fault(bad.data_path, bad.message, _with_kind(bad.written, facts) or bad.hint)
    for link in facts.catalog.links(record):
        found = link.target.record in facts.catalog.broken or facts.catalog.stands(link.target)
        if not found and not _may_be_gone(record, link):
            yield _fault(link, _likely(link, facts), facts)


def _may_be_gone(record: Record, link: Link) -> bool:
    """Whether a decision says here why nothing stands there any more, or speaks of what is no record."""
    if link.data_path[:1] != ("weakens",) or link.data_path[2:] != ("what",):
        return False
    return link.target.kind in BESIDE or record.data["weakens"][link.data_path[1]]["to"] == REMOVED


def _likely(link: Link, facts: Facts) -> str:
    """The name that may have been meant. Another number means another record, and no record means itself."""
    near = facts.catalog.nearest(link.target)
    if link.target.record in facts.catalog.records:
        return near
    other = _DIGITS.findall(near) != _DIGITS.findall(str(link.target.record)) or near == str(link.source)
    return "" if other else near


def _fault(link: Link, near: str, facts: Facts) -> Fault:
    target = facts.catalog.records.get(link.target.record)
    if target is None and (stray := _astray(link, facts)):
        better = stray.better.replace(ANY, link.target.kind)
        hint = f"{stray.path} is no record where it lies: rename it to {better}"
        return Fault(link.data_path, f"'{link.target.record}' does not exist", hint)
    hint = (
        f"did you mean '{near}'?"
        if near
        else f"add governance/{link.target.kind}/{link.target.id}.yaml, or correct the address"
    )
    if target is not None:
        there = Pointer(str(target.address), (), f"the record {target.address} has no such place")
        cure = hint if near else f"`underhood show {target.address}` lists what stands there"
        return Fault(link.data_path, f"nothing stands at '{link.target}'", cure, (there,))
    if link.target.kind not in facts.catalog.kinds:
        kinds = hint if near else f"the kinds are: {', '.join(facts.catalog.kinds)}"
        return Fault(link.data_path, f"'{link.target.kind}' in '{link.target}' is not a kind", kinds)
    return Fault(link.data_path, f"'{link.target.record}' does not exist", hint, _near(near))


def _astray(link: Link, facts: Facts) -> Stray | None:
    """The file that was meant to be the record, and lies or ends where none is looked for."""
    wanted = link.target.record
    return facts.strays.get(wanted) or facts.strays.get(wanted._replace(kind=""))


def _with_kind(written: str, facts: Facts) -> str:
    """The hint where nothing but the kind is missing before an id that exists."""
    id = written.strip("[] ").partition("#")[0]
    known = sorted(str(address) for address in {*facts.catalog.records, *facts.catalog.broken} if address.id == id)
    return f"did you mean {' or '.join(repr(address) for address in known)}?" if known and "/" not in id else ""


def _near(near: str) -> tuple[Pointer, ...]:
    return (Pointer(near, (), "the nearest existing record"),) if near else ()
