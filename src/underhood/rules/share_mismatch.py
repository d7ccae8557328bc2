"""Shares do not add up to the whole.

## What

The rows of a column with `share: true`, or the shares of a training mixture, do not add up to 100 percent (or to the
printed total) within the tolerance. Without a tolerance, half a unit of each last printed decimal is allowed.

## Why

A reader who adds up what is printed must not be the first to find the error. Numbers are computed exactly, so that no
finding comes from rounding here.

## Example

```yaml
# governance/training/lynx-2.yaml
mixture:
  - {id: web, data_source: lynx-web, share: 67}
  - {id: books, data_source: lynx-books, share: 30}
```

## Instead

Add what is missing, correct the numbers, or declare the tolerance that the source's rounding needs.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.recounts import differing
from underhood.records.record import Record
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity
from underhood.values.quantity import plain


@rule(Severity.ERROR)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Count again."""
    for count in differing(facts.catalog, record, how="share"):
        message = f"{count.sentence} (off by {plain(count.off)}, allowed {plain(count.tolerance)})"
        yield Fault(count.data_path, message, "add what is missing, correct the numbers, or declare a tolerance")
