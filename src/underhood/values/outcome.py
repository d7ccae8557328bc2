"""What a check came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from underhood.values.finding import Finding


@dataclass(frozen=True, slots=True)
class Outcome:
    """The findings as waivers, comments and settings judge them, and how much was read.

    `unread` counts the files that could not be taken, `excused` what each waiver excuses, by its title, and
    `allowed` what comments silence; `out`: some release was made available.
    """

    findings: tuple[Finding, ...]
    records: int
    kinds: int
    unread: int
    excused: Mapping[str, int]
    out: bool
    allowed: int = 0
