"""A translation does not follow its original any more.

## What

The catalogue has a translation of a text of this record, but it is marked as fuzzy, or it translates other words than
the record has today.

## Why

Such a translation is not shown, since nobody knows whether it still says the same; readers get the original.

## Example

```yaml
# governance/settings.yaml
languages: [en, fr]
publication: {mode: provider}
# governance/_locale/fr/LC_MESSAGES/records.po
msgctxt "risk/toxic-output#title"
msgid "Toxic text"
msgstr "Texte toxique"
# governance/risk/toxic-output.yaml
title: Toxic output
```

## Instead

Compare the translation with the text, correct it, copy the text into `msgid`, and take the mark `fuzzy` away.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.translations import missing, others
from underhood.records.record import Record, steps_of
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity

NAMED = 3


@rule(Severity.NOTE)
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Count what is out of date, language by language."""
    for language in others(facts.settings.languages):
        messages = facts.translations(language)
        kind = facts.catalog.kinds[record.kind]
        found = [text for text in missing(record, kind, messages) if text.fuzzy] if messages else []
        if found:
            names = [".".join(steps_of(record.data, text.data_path)) for text in found[:NAMED]]
            rest = f" and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
            it = "it" if len(found) == 1 else "them"
            texts = "a translation" if len(found) == 1 else f"{len(found):,} translations"
            yield Fault(
                (),
                f"{texts} into '{language}' must be looked over: {', '.join(names)}{rest}",
                f"correct {it} in governance/_locale/{language}/LC_MESSAGES/records.po, and take the mark 'fuzzy' away",
            )
