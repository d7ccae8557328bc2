"""For a comment or the summary of a job: one table, what stands in the way first. Words of records bring no markup."""

from __future__ import annotations

from collections.abc import Iterator

from underhood.diffs.markdown import harmless
from underhood.judge.gates.values import PASSING, Gate, Requirement, State
from underhood.values.finding import Finding
from underhood.verdicts import Frame, count, excuses, place, since, subject, verdict, words

MARKER = "<!-- underhood-gate -->"
SHOWN = 20
"""So many places of one requirement are listed."""


@verdict("for a comment in a pull request, or the summary of a job")
def write(gate: Gate, frame: Frame) -> str:
    """The whole answer, ending with a line break."""
    what = "may become" if gate.holds else "may not become"
    release = harmless(subject(gate))
    lines = [
        MARKER,
        f"### Gate: {release} {what} {gate.status_to}",
        "",
        f"Status now: {gate.status_from}. Of what is asked: {count(gate)}.",
        "",
    ]
    lines += [f"- {harmless(line)}" for line in gate.told] + ([""] if gate.told else [])
    standing = [one for one in gate.requirements if one.state is not State.HOLDS]
    if standing:
        lines += ["| | What | Why | Who can act |", "|---|---|---|---|"]
        lines += [_row(one, gate, frame) for one in standing]
        lines.append("")
    holding = gate.of(State.HOLDS)
    if holding:
        lines += ["<details><summary>What holds</summary>", ""]
        lines += [f"- {harmless(one.what)}" for one in holding] + ["", "</details>", ""]
    if gate.warnings:
        lines += ["To note; none of it blocks:", ""]
        lines += [f"- {harmless(f'{one.location} {one.code}: {words(one, gate)}')}" for one in gate.warnings] + [""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _row(one: Requirement, gate: Gate, frame: Frame) -> str:
    why = "<br>".join(_why(one, gate, frame))
    who = harmless("; ".join(one.who)) if one.state not in PASSING else ""
    return f"| **{one.state.value}** | {harmless(one.what)} | {why} | {who} |"


def _why(one: Requirement, gate: Gate, frame: Frame) -> Iterator[str]:
    for because in one.because[:SHOWN]:
        where = place(because)
        yield f"{harmless(words(because, gate))} ({harmless(f'{frame.path(where.path)}:{where.line}')})"
        yield from (harmless(line) for line in since(because))
        if isinstance(because, Finding) and because.hint and one.state not in PASSING:
            yield f"hint: {harmless(because.hint)}"
    if len(one.because) > SHOWN:
        yield f"and {len(one.because) - SHOWN:,} more"
    yield from (harmless(line) for line in excuses(one, gate, frame.today))
    if one.hint and one.state not in PASSING:
        yield f"hint: {harmless(one.hint)}"
