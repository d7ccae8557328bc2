"""What a job hears from us: outputs for later steps, the summary, annotations and lines of the log.

The runner reads all of these line by line, so that a text from outside must not begin one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path

from underhood.reports import clean
from underhood.values.errors import Stop

LONGEST_LOG = 200


def set_outputs(environment: Mapping[str, str], values: Mapping[str, str]) -> None:
    """Hand values to later steps. Each stands between delimiters that nobody can know beforehand."""
    for name, value in values.items():
        if not value.isprintable():
            raise Stop(f"the output {name} is not a single line", "please report it")
    _append(environment.get("GITHUB_OUTPUT", ""), "".join(_output(name, value) for name, value in values.items()))


def add_summary(environment: Mapping[str, str], text: str) -> None:
    """Add to the summary of the job, which the caller has kept within its limit."""
    _append(environment.get("GITHUB_STEP_SUMMARY", ""), text)


def annotation(level: str, title: str, message: str) -> str:
    """A workflow command that shows a message with the job: error, warning or notice."""
    titled = _escaped(title).replace(":", "%3A").replace(",", "%2C")
    return f"::{level} title={titled}::{_escaped(clean_lines(message))}"


def clean_lines(text: str) -> str:
    """Text of several lines without control characters."""
    return "\n".join(clean(line) for line in text.split("\n"))


def log(text: str) -> Iterator[str]:
    """What a program said, as lines that the runner does not read as commands."""
    lines = text.splitlines()
    yield from (f"| {clean(line[:2000])}" for line in lines[:LONGEST_LOG])
    if len(lines) > LONGEST_LOG:
        yield f"| … and {len(lines) - LONGEST_LOG:,} more lines"


def _output(name: str, value: str) -> str:
    end = f"end-{secrets.token_hex(16)}"
    return f"{name}<<{end}\n{value}\n{end}\n"


def _append(path: str, text: str) -> None:
    if path:
        with Path(path).open("a", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
            file.write(text)


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
