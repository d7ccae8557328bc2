"""A text is still a placeholder.

## What

A text holds TODO, TBD, TBA, FIXME, "lorem ipsum", "(replace me)" or a hint between angle brackets such as
`<what it changed>`, or it is nothing but "xxx", "???" or dots. Quotations and code between backticks are left alone.
The settings are looked at as well: their title, contact and notices stand on every page.

## Why

Readers would take it for what the organisation has to say.

## Example

```yaml
# governance/risk/toxic-output.yaml
title: Toxic output
text: "TODO: who may be harmed, and when."
```

## Instead

Write what belongs there, or leave the field out if it is not needed. What is not known may be said as an absence, with
its reason, where the field takes one.

```yaml
# governance/risk/toxic-output.yaml
title: Toxic output
text: Users may meet insults in answers.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from underhood.records.kinds import Field
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity

QUOTED = frozenset({"quote", "words", "wordings"})
"""Fields that hold somebody else's words."""

LEFT = re.compile(
    r"\b(?:TODO|FIXME|TBD|TBA)\b(?! (?:comment|item|list|marker|note|tag)s?\b)"
    r"|\blorem ipsum\b|\(replace me\)"
    r"|<(?:your|the|id of|name of|what|who|why|when|where|how)\b[^<>=\n]{0,60}>",
)
ALONE = re.compile(
    r"(?:todo|fixme|tbd|tba|x{3,}|\?{2,}|\.{2,}|…|<[a-z][a-z _-]*>)[.:]?|why it no longer belongs to the release\.",
    re.IGNORECASE,
)
"""Texts that are nothing else. The last stands in a comment of a release that `underhood new --from` starts."""
SAID = re.compile(r"`[^`]*`|“[^”]*”|\"[^\"]*\"|«[^»]*»")
SIGNS = ("todo", "fixme", "tbd", "tba", "lorem", "replace me", "why it no", "<", "xxx", "??", "..", "…")
"""One of these every placeholder holds: nearly all records are done with it."""


@rule(Severity.WARNING, scope="record")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Look at all texts of the record."""
    walk = facts.catalog.kinds[record.kind].walked(record.data)
    for path, value, field in walk.texts if may_hold(walk.whole) else ():
        if may_hold(value) and not QUOTED.intersection(path):
            found = left(value)
            if found:
                may = facts.settings.compiled or path[-1:] != ("reason",)
                yield Fault(path, f"'{found}' is a placeholder", cure(field if may else None))


def may_hold(text: str) -> bool:
    """Whether a text may hold a placeholder at all."""
    small = text.lower()
    return any(sign in small for sign in SIGNS)


def left(text: str) -> str:
    """The placeholder in a text; empty where there is none."""
    if ALONE.fullmatch(text.strip()):
        return text.strip()
    found = LEFT.search(SAID.sub(" ", text))
    return found[0] if found else ""


def cure(field: Field | None) -> str:
    """What to do about a placeholder in a field."""
    if field is not None and "absent" in field.properties:
        return "write what belongs here, or why nothing does: {absent: not-found, reason: …}"
    return "write what belongs here; a field that is not needed may be left out"
