"""A framework of the repository's own names what is not there.

## What

A file in `frameworks/` has two items of one id, names a kind, a field, a value or an item that does not exist, or a
condition that is no expression over a release.

## Why

An item that is answered by a field that nobody can fill in would stay open for ever, and a condition that cannot be
judged would be passed over in silence.

## Example

```yaml
# frameworks/questions.yaml
schema: 1
title: Questions to Lynx
short: Questions
type: index
publisher: Northlab
edition: "1"
date: "2025-03-14"
sources: [{title: The questions}]
licence: CC0-1.0
read: original
items:
  - {id: energy, title: Energy, audience: public, answered_by: [{field: training#runs/enrgy}]}
```

## Instead

`underhood explain training` lists the fields of a kind; `underhood explain expressions` says what a condition may name.
"""

from underhood.rules import reading
from underhood.values.finding import Severity

RULE = reading(Severity.ERROR)
