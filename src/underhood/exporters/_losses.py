"""The loss report: which facts a format could not hold, counted kind by kind and listed place by place."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from underhood.exporters import Asked, Exported, Exporter
from underhood.meaning.facts import Fact

SCHEMA = 1
LONGEST = 80
"""So many characters of a value are shown to people; programs get all of it."""
FOR_PEOPLE, FOR_PROGRAMS = "losses.md", "losses.json"


def reports(asked: Asked, exporter: Exporter, exported: Exported) -> Mapping[str, bytes]:
    """The report in both forms, by file name. The schema is `schemas/formats/losses-1.schema.json`."""
    told = {
        "schema": SCHEMA,
        "tool": asked.tool,
        "notice": asked.notice,
        "format": exporter.name,
        "edition": asked.edition,
        "release": str(asked.release.address),
        "audience": asked.facts.view.audience.value,
        "held": exported.held,
        "lost": [
            {"record": str(one.address), "path": list(one.path), "value": _plain(one.value)} for one in exported.lost
        ],
    }
    return {
        FOR_PEOPLE: "\n".join(_lines(asked, exporter, exported)).encode(),
        FOR_PROGRAMS: json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n",
    }


def _lines(asked: Asked, exporter: Exporter, exported: Exported) -> Iterator[str]:
    name = f"{exporter.title} {asked.edition}".rstrip()
    total = exported.held + len(exported.lost)
    yield f"# What is not in this export: {asked.release.title}, {name}"
    yield from ("", asked.notice, "") if asked.notice else ("",)
    yield f"{exported.held:,} of {total:,} recorded facts are in these files; {len(exported.lost):,} are not."
    yield from ("", exporter.remark) if exporter.remark else ()
    kinds = Counter(one.address.kind for one in exported.lost)
    if kinds:
        yield from ("", "| Kind | Facts not held |", "|---|---:|")
        yield from (
            f"| {kind} | {count:,} |" for kind, count in sorted(kinds.items(), key=lambda one: (-one[1], one[0]))
        )
    before = None
    for one in exported.lost:
        if one.address != before:
            yield from ("", f"## {one.address}", "")
            before = one.address
        yield f"- `{'/'.join(map(str, one.path))}`: {_short(one)}"
    yield ""


def _short(fact: Fact) -> str:
    """The beginning of a value, on one line and with nothing that Markdown would act on."""
    text = " ".join(str(_plain(fact.value)).split())
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    ticks = "``" if "`" in text else "`"
    return f"{ticks} {text} {ticks}" if ticks == "``" else f"`{text}`"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
