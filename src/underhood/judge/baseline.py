"""A baseline: what is wrong today is accepted, what is new is told.

A finding is known again by its rule, its record (the file, where that is none) and its words, so that lines may move.
Another place in the record or another figure is another finding. Only where a rule counts what moves with other records
do its numbers not matter; there the place does. How many equal ones there are counts.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from underhood.judge.selection import address_of
from underhood.rules import FIXED, rules
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import Finding, Location

VERSION = 1
STALE = "stale-baseline"
COUNTING = frozenset({"fuzzy-translation", "seal-behind", "untranslated-text"})
"""Rules whose messages count texts or records that come and go with other work."""

_NUMBER = re.compile(r"(?<![\w-])[-+−]?\d+(?:[.,:-]\d+)*(?![\w-])")


@dataclass(frozen=True, slots=True, order=True)
class Known:
    """What a finding is known by: where (a record's address, else a path), its rule, its words."""

    at: str
    code: str
    message: str


Holds = Callable[[Known], bool]


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is accepted: the number of equal findings, and the line of the file on which each entry stands."""

    path: str
    accepted: Mapping[Known, int]
    lines: Mapping[Known, int]


def known(finding: Finding) -> Known:
    """What a finding is known by."""
    words = _NUMBER.sub("#", finding.message) if finding.code in COUNTING else finding.message
    return Known(address_of(finding.location.path), finding.code, words)


def can_be_accepted(finding: Finding) -> bool:
    """Whether a baseline may hold a finding: no error of reading, and nothing about a baseline itself."""
    rule = rules().get(finding.code)
    return rule is not None and rule.scope not in FIXED and finding.code != STALE


def written(findings: Iterable[Finding]) -> str:
    """The baseline that accepts these findings: JSON, sorted, one entry on each line."""
    counts = Counter(known(finding) for finding in findings if can_be_accepted(finding))
    entries = ",\n".join(f"    {_line(entry, counts[entry])}" for entry in sorted(counts))
    inner = f"\n{entries}\n  " if entries else ""
    return f'{{\n  "version": {VERSION},\n  "findings": [{inner}]\n}}\n'


def read_baseline(raw: bytes, path: str) -> Baseline:
    """Read a baseline. Raises Stop when the file is none."""
    try:
        data = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
        entries = _entries(data)
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        words = str(error).split("\n")[0][:200]
        hint = "write it anew: underhood check --write-baseline FILE"
        raise Stop(f"{path} is no baseline: {words or type(error).__name__}", hint, code=USAGE) from error
    accepted = dict(entries)
    if len(accepted) < len(entries):
        raise Stop(f"{path} is no baseline: an entry stands in it twice", "keep one of the two", code=USAGE)
    numbers = {line.strip().rstrip(","): number for number, line in enumerate(raw.decode("utf-8").split("\n"), 1)}
    return Baseline(path, accepted, {entry: numbers.get(_line(entry, count), 1) for entry, count in entries})


def against(findings: Iterable[Finding], baseline: Baseline) -> tuple[Finding, ...]:
    """What the baseline does not accept."""
    left = Counter(dict(baseline.accepted))
    kept = []
    for finding in findings:
        entry = known(finding)
        if not can_be_accepted(finding):
            kept.append(finding)
        elif left[entry] > 0:
            left[entry] -= 1
        else:
            kept.append(_more(finding, baseline.accepted.get(entry, 0)))
    return tuple(kept)


def idle(findings: Iterable[Finding], baseline: Baseline, *, holds: Holds) -> tuple[Finding, ...]:
    """The entries of the baseline that match nothing, of those that `holds` says were asked for."""
    left = Counter(dict(baseline.accepted))
    left.subtract(entry for entry in map(known, findings) if entry in baseline.accepted)
    return tuple(_idle(baseline, entry, count) for entry, count in sorted(left.items()) if count > 0 and holds(entry))


def _idle(baseline: Baseline, entry: Known, count: int) -> Finding:
    accepted = baseline.accepted[entry]
    times = f" {accepted} times, and it is found {_times(accepted - count)}" if count < accepted else ""
    gone = "" if times else ", and it is no longer found"
    message = f"the baseline accepts {entry.code} at {entry.at}{times}{gone}: {entry.message}"
    hint = f"write the baseline anew: underhood check --write-baseline {baseline.path}"
    return Finding(STALE, rules()[STALE].severity, Location(baseline.path, baseline.lines[entry]), message, hint)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _more(finding: Finding, accepted: int) -> Finding:
    """A finding of which the baseline accepts some: nobody can tell which of them is new."""
    if not accepted:
        return finding
    words = f"the baseline accepts {accepted} like this in the record, and there are more"
    return replace(finding, hint=f"{finding.hint}; {words}" if finding.hint else words)


def _line(entry: Known, count: int) -> str:
    fields = {"at": entry.at, "code": entry.code, "message": entry.message, "count": count}
    return json.dumps(fields, ensure_ascii=True)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a field stands there twice")
    return found


def _entries(data: Any) -> list[tuple[Known, int]]:
    if not isinstance(data, dict) or set(data) != {"version", "findings"}:
        raise ValueError("it is no group of version and findings")
    if data["version"] != VERSION or isinstance(data["version"], bool):
        raise ValueError(f"this underhood reads version {VERSION}")
    if not isinstance(data["findings"], list):
        raise TypeError("its findings are no list")
    return [_entry(entry) for entry in data["findings"]]


def _entry(entry: Any) -> tuple[Known, int]:
    if not isinstance(entry, dict) or set(entry) != {"at", "code", "message", "count"}:
        raise ValueError("an entry is no group of at, code, message and count")
    count = entry["count"]
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        raise ValueError("the count of an entry is no whole number from 1 on")
    words = (entry["at"], entry["code"], entry["message"])
    if not all(isinstance(word, str) for word in words):
        raise TypeError("a word of an entry is no text")
    return Known(*words), count
