"""A text has no translation into a language of the site.

## What

The settings name a language, this record has texts in its catalogue
(`governance/_locale/<language>/LC_MESSAGES/records.po`), and others are missing there. Titles of sources stay as they
are. Of records that nobody has begun to translate the rule speaks only where the settings set its parameter
`translated` to 0.

## Why

Readers of that language get these texts in the original, marked as such, in the midst of a translated page.

## Example

```yaml
# governance/settings.yaml
languages: [en, fr]
publication: {mode: provider}
# governance/_locale/fr/LC_MESSAGES/records.po
msgctxt "risk/toxic-output#title"
msgid "Toxic output"
msgstr "Propos toxiques"
# governance/risk/toxic-output.yaml
title: Toxic output
text: Users may meet insults.
```

## Instead

Translate it: one entry in the catalogue, whose context (`msgctxt`) is the address of the text, such as
`risk/toxic-output#title`.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.localise import stays
from underhood.meaning.translations import count, missing, others
from underhood.records.record import Record, steps_of
from underhood.rules import Facts, Parameter, rule
from underhood.values.finding import Fault, Severity

NAMED = 3
BEGUN = Parameter("translated", 1, "It speaks of records that have at least so many texts translated.")


@rule(Severity.NOTE, parameters=(BEGUN,))
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Count what is missing, language by language."""
    for language in others(facts.settings.languages):
        messages = facts.translations(language)
        if messages is None:
            continue
        kind = facts.catalog.kinds[record.kind]
        gaps = list(missing(record, kind, messages))
        found = [gap for gap in gaps if not gap.fuzzy and not stays(record, gap.data_path)]
        if found and count(record, kind) - len(gaps) >= facts.chosen(BEGUN):
            names = [".".join(steps_of(record.data, text.data_path)) for text in found[:NAMED]]
            rest = f" and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
            it = "it" if len(found) == 1 else "them"
            texts = "a text is" if len(found) == 1 else f"{len(found):,} texts are"
            yield Fault(
                (),
                f"{texts} not translated into '{language}': {', '.join(names)}{rest}",
                f"add {it} to governance/_locale/{language}/LC_MESSAGES/records.po",
            )
