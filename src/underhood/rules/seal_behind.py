"""The records say something else today than what was sealed.

## What

For a release with a seal: the records of its closure, their translations, list files and releases at its border that
differ from what was sealed, came since, or are no longer reached. `underhood seal release/<id> --check` tells the
fields.

## Why

Records go on living: a risk is shared with the next release, an office moves, a translation is mended. What was signed
stays as it was, and its documents show that. Who reads the records has to know that the two differ.

## Example

```yaml
# governance/risk/toxic-output.yaml
title: Toxic output, and toxic input  # release/lynx-2 was sealed when the title was "Toxic output"
```

## Instead

Nothing, if the change is about later releases. If what was signed is wrong, write an erratum. If the release is still a
candidate, seal it anew and let it be approved again.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.doors.languages import SOURCE_LANGUAGE
from underhood.meaning.lasting import lasting
from underhood.meaning.sealing import Sources, said
from underhood.records.record import Record
from underhood.records.seal_values import LIST, RECORD, RELEASE, TRANSLATION, Seal
from underhood.rules import Facts, rule
from underhood.values.finding import Fault, Severity

TOLD = 8
PREFIXES = (RECORD, TRANSLATION, LIST, RELEASE)


@rule(Severity.NOTE, kind="release")
def check(record: Record, facts: Facts) -> Iterator[Fault]:
    """Compare the parts of the seal with what the records say."""
    seal = facts.seals.of(record.id)
    if not isinstance(seal, Seal):
        return
    languages = tuple(code for code in facts.settings.languages if code != SOURCE_LANGUAGE)
    sources = Sources(
        facts.catalog,
        facts.settings.default_visibility,
        languages,
        facts.translations,
        lambda written: facts.lists(written).digest,
        facts.seals.of,
    )
    now = said(sources, record)
    then = {name: entry.data for name, entry in seal.by_name.items() if name.startswith(PREFIXES)}
    kinds = facts.catalog.kinds
    differing = (name for name in sorted({*now, *then}) if now.get(name) != then.get(name))
    names = [name for name in differing if now.get(name) != lasting(seal, name, kinds)]
    if names:
        shown = [name.removeprefix(RECORD) for name in names[:TOLD]]
        more = f" and {len(names) - TOLD:,} more" if len(names) > TOLD else ""
        message = f"the seal of {seal.sealed} has these otherwise: {', '.join(shown)}{more}"
        yield Fault((), message, f"`underhood seal {record.address} --check` tells what changed since")
