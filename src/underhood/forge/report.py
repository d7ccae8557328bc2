"""What a check and a diff found, as one comment, one summary and a few numbers for later steps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from underhood.doors.tree import Unreadable, WorkingTree
from underhood.forge import texts
from underhood.reports import clean

LARGEST_RESULT = 1 << 28
LISTED = 20
SEVERITIES = ("error", "warning", "note")

_MARKED = re.compile(r"\A<!-- [\w-]+ -->\n")


@dataclass(frozen=True, slots=True)
class Results:
    """What the steps before left in their folder. A code is an exit code; None: that step was not taken."""

    findings: tuple[Mapping[str, Any], ...] | None
    diff: str
    changes: Mapping[str, Any] | None
    check_code: int | None
    diff_code: int | None
    log: str
    gate: str = ""
    gate_code: int | None = None

    @property
    def code(self) -> int:
        """The exit code of the whole: what the check says, and that nothing was left unread."""
        diff = self.diff_code or 0
        return max(3 if self.check_code is None else self.check_code, diff if diff > 1 else 0, self.gate_code or 0)


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the results: which commits, where the job is to be seen, which records, whose rules.

    `home` is the address of the repository, below which our own links lead.
    """

    base: str = ""
    head: str = ""
    run: str = ""
    folder: str = ""
    policy: str = ""
    home: str = ""


def read_results(folder: Path) -> Results:
    """Read what the steps left in a folder; what is not there was not done."""
    findings, changes = _json(folder, "findings.json"), _json(folder, "diff.json")
    listed = findings.get("findings") if findings else None
    return Results(
        tuple(one for one in listed if isinstance(one, dict)) if isinstance(listed, list) else None,
        _text(folder, "diff.md"),
        changes,
        _code(folder, "check.code"),
        _code(folder, "diff.code"),
        "".join(_text(folder, name) for name in ("check.log", "diff.log", "gate.log")),
        _text(folder, "gate.md"),
        _code(folder, "gate.code"),
    )


def numbers(results: Results) -> Mapping[str, str]:
    """The outputs of the action: counts, as words without a line break."""
    found = results.findings or ()
    weakened, unreasoned, changes = _changes(results)
    counts = {f"{name}s": sum(one.get("severity") == name for one in found) for name in SEVERITIES}
    counts |= {"findings": len(found), "changes": changes, "weakened": weakened, "unreasoned": unreasoned}
    holds = "" if results.gate_code is None else str(results.gate_code == 0).lower()
    return {**{name: str(count) for name, count in counts.items()}, "gate": holds, "code": str(results.code)}


def is_quiet(results: Results) -> bool:
    """Whether there is nothing to tell: nothing changed, nothing was found, all was read."""
    said = numbers(results)
    return not results.code and {said["changes"], said["errors"], said["warnings"]} == {"0"}


def comment(results: Results, around: Around) -> str:
    """The text of the comment, harmless and within its limit."""
    where = f"the [summary of the job]({around.run}) has all of it" if around.run else "`underhood diff` tells all"
    findings = texts.harmless("\n".join(_findings(results, listed=LISTED)), home=around.home)
    gate = texts.harmless(_gate(results), home=around.home)
    findings = texts.comment(gate, largest=texts.LARGEST_COMMENT // 3, rest=where) + findings
    room = texts.LARGEST_COMMENT - texts.length(findings) - 1000
    diff = texts.comment(texts.harmless(_diff(results, around), home=around.home), largest=max(room, 2000), rest=where)
    return texts.comment(f"{diff}\n\n{findings}\n\n{_foot(around)}".rstrip() + "\n")


def summary(results: Results, around: Around) -> str:
    """The summary of the job: the same with every finding, as far as there is room."""
    parts = [_diff(results, around), _gate(results) + "\n".join(_findings(results, listed=None)), _foot(around)]
    return texts.summary(texts.harmless("\n\n".join(parts), home=around.home).rstrip() + "\n")


def _diff(results: Results, around: Around) -> str:
    """A heading, what the check says in a line, and what changed."""
    if results.diff_code is None:
        said = "There is no earlier state to compare with." if not around.base else "Not compared."
        return f"### Governance: checked\n\n{_verdict(results)}\n\n{said}"
    if results.diff_code > 1 or not results.diff.strip():
        words = "**What changed could not be told.** The log of the job says why."
        return f"### Governance: could not be compared\n\n{_verdict(results)}\n\n{words}\n\n{_quoted(results.log)}"
    heading, _, rest = _MARKED.sub("", results.diff.strip()).partition("\n")
    return f"{heading}\n\n{_verdict(results)}\n{rest}"


def _gate(results: Results) -> str:
    """What the gate says, where one was asked."""
    if results.gate_code is None:
        return ""
    if results.gate_code > 1 or not results.gate.strip():
        return f"### Gate: could not be judged\n\n{_quoted(results.log)}\n\n"
    return f"{_MARKED.sub('', results.gate.strip())}\n\n"


def _verdict(results: Results) -> str:
    if results.findings is None:
        return "**The check could not be made.**"
    counts = [_count(sum(one.get("severity") == name for one in results.findings), name) for name in SEVERITIES]
    told = ", ".join(word for word in counts if not word.startswith("0 ")) or "nothing to say"
    return f"**Check: {told}.**" if results.check_code else f"Check: {told}."


def _findings(results: Results, *, listed: int | None) -> Iterator[str]:
    if results.findings is None:
        yield _quoted(results.log)
        return
    rank = {name: place for place, name in enumerate(SEVERITIES)}
    every = sorted(results.findings, key=lambda one: rank.get(str(one.get("severity")), 9))
    found = every if listed is None else [one for one in every if one.get("severity") != "note"]
    if not found:
        return
    yield f"<details><summary><b>What the check says</b> ({len(found):,})</summary>"
    yield "\n| | Where | What |\n|---|---|---|"
    for one in found[:listed]:
        place, words = f"{one.get('path')}:{one.get('line')}", f"{one.get('code')}: {one.get('message')}"
        yield f"| {_cell(one.get('severity'))} | {_cell(place)} | {_cell(words)} |"
    yield ""
    if listed is not None and len(found) > listed:
        yield f"… and {len(found) - listed:,} more; the log of the job lists them.\n"
    yield "</details>"


def _foot(around: Around) -> str:
    parts = [f"compared {around.base[:12]} with {around.head[:12]}"] if around.base else []
    parts += [f"rules of {around.policy[:12]}"] if around.policy not in {"", around.base} else []
    parts += [f"records in {_cell(around.folder)}"] if around.folder else []
    parts += [f"[job]({around.run})"] if around.run else []
    return f"<sub>{' · '.join(parts)}</sub>" if parts else ""


def _changes(results: Results) -> tuple[int, int, int]:
    """How many changes weaken, how many of them have no reason, how many there are."""
    counts = (results.changes or {}).get("counts")
    told = counts if isinstance(counts, dict) else {}
    names = ("weakening", "unreasoned", "notable", "routine")
    weakening, unreasoned, *rest = (told[name] if isinstance(told.get(name), int) else 0 for name in names)
    return weakening, unreasoned, weakening + sum(rest)


def _count(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _cell(value: Any) -> str:
    """Words of a record in a cell of a table: nothing in them is Markdown."""
    text = " ".join(clean(str(value)).split())
    text = text if len(text) <= 300 else f"{text[:300]}…"
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]()#!|~$^" else sign for sign in text)


def _quoted(log: str) -> str:
    lines = [clean(line[:500]).replace("`", "'") for line in log.splitlines()[-LISTED:]]
    return "\n".join(["```text", *lines, "```"]) if lines else ""


def _text(folder: Path, name: str) -> str:
    raw = WorkingTree(folder).read(name, largest=LARGEST_RESULT)
    return "" if isinstance(raw, Unreadable) else raw.decode("utf-8", "replace")


def _json(folder: Path, name: str) -> Mapping[str, Any] | None:
    try:
        found = json.loads(_text(folder, name) or "null")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _code(folder: Path, name: str) -> int | None:
    word = _text(folder, name).strip()
    return int(word) if word.isascii() and word.isdecimal() and len(word) < 4 else None
