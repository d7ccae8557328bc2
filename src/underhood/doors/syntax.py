"""What keeps a text from being YAML, in words: where libyaml stumbled, and the marks that git leaves in a conflict."""

from __future__ import annotations

import re
from typing import Any

from underhood.doors.decoding import MOST_PROBLEMS, QUOTE_LINKS, Problem

_MARK = re.compile(r"(?m)^(?:<{7}|={7}|>{7})(?![<=>]).{0,60}")
_OURS, _BETWEEN = "<" * 7, "=" * 7
_LINK = "[["


def conflicts(text: str) -> tuple[Problem, ...]:
    """The merge conflicts in a text that is not YAML: one for each, at its first mark."""
    found: list[Problem] = []
    inside = False
    for match in _MARK.finditer(text):
        mark, line = match[0][:7], text.count("\n", 0, match.start()) + 1
        if mark == _OURS or not inside:
            found.append(Problem(line, 1, f"a merge conflict stands here: '{match[0].strip()}'", _resolve()))
        inside = mark in {_OURS, _BETWEEN}
    return tuple(found[:MOST_PROBLEMS])


def _resolve() -> str:
    return f"keep what is to stand, and delete the lines {'<' * 7}, {'=' * 7} and {'>' * 7}"


def not_yaml(error: Any, text: str) -> Problem:
    """What the parser stumbled over; `error` is its own, which may know no place."""
    if not hasattr(error, "problem_mark"):
        return Problem(1, 1, f"this is not YAML: {str(error).splitlines()[0]}", "save the file as UTF-8 text")
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    message = f"this is not YAML: {error.problem or error.context or 'unreadable'}"
    first = error.context_mark.line if error.context_mark else line - 1
    around = text.split("\n")[max(first, line - 2) : line]
    return Problem(line, column, message, _hint(str(error.problem), around))


def _hint(problem: str, around: list[str]) -> str:
    if any(_unquoted_link(line, flow="expected ',' or" in problem) for line in around):
        return QUOTE_LINKS
    if "mapping values are not allowed" in problem:
        return "put text that has ': ' in it between quotes, or check the indentation"
    if "could not find expected ':'" in problem:
        return "a field needs ': ' between its name and its value"
    if "cannot start any token" in problem:
        return "put a value that starts with @, ` or % between quotes"
    return "check the indentation, the quotes and the brackets around this place"


def _unquoted_link(line: str, *, flow: bool) -> bool:
    """Whether `[[` stands in a line where no quote was opened before it, and libyaml reads a bracket as a bracket."""
    before, mark, _ = line.partition(_LINK)
    read = flow or "{" in before or before.rstrip().endswith(":")
    return bool(mark) and read and before.count('"') % 2 == 0 and not before.lstrip().startswith("#")
