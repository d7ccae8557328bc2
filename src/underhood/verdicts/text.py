"""For people at a terminal: what stands in the way first, with place and cure, then what is waived, then what holds."""

from __future__ import annotations

from collections.abc import Iterator

from underhood.judge.gates.values import PASSING, Gate, Requirement, State
from underhood.values.finding import Finding
from underhood.verdicts import Frame, clean, excuses, headline, place, since, verdict, words

STYLES = {State.BLOCKS: ("31", "1"), State.STALE: ("33", "1"), State.WAIVED: ("36",), State.HOLDS: ("32",)}
WIDTH = max(len(state.value) for state in State) + 2


@verdict("for people at a terminal")
def write(gate: Gate, frame: Frame) -> str:
    """The whole answer, ending with a line break."""
    lines = [*(clean(line) for line in gate.told), *([""] if gate.told else [])]
    for one in gate.requirements:
        lines += _requirement(one, gate, frame)
    if gate.warnings:
        lines += ["", "to note; none of it blocks:"]
        lines += [f"  {one.location}  {one.severity.value} {one.code}: {words(one, gate)}" for one in gate.warnings]
    return "\n".join([*lines, "", clean(headline(gate))]) + "\n"


def _requirement(one: Requirement, gate: Gate, frame: Frame) -> Iterator[str]:
    word = f"{one.state.value:<{WIDTH}}"
    if frame.colour:
        word = f"\x1b[{';'.join(STYLES[one.state])}m{word}\x1b[0m"
    yield f"{word}{clean(one.what)}"
    room = " " * WIDTH
    for because in one.because if one.state is not State.HOLDS else ():
        yield f"{room}{place(because)}  {words(because, gate)}"
        yield from (f"{room}  {line}" for line in since(because))
        if isinstance(because, Finding) and because.hint and one.state is not State.WAIVED:
            yield f"{room}  hint: {clean(because.hint)}"
    yield from (f"{room}{line}" for line in excuses(one, gate, frame.today))
    if one.hint and one.state not in PASSING:
        yield f"{room}hint: {clean(one.hint)}"
    if one.who and one.state not in PASSING:
        yield f"{room}who can act: {clean('; '.join(one.who))}"
