"""Comments that allow one finding: `# underhood: allow RULE reason`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from underhood.doors.comments import comments

_SIGN = re.compile(
    r"#+\s*underhood\b\s*(?P<colon>:?)\s*(?P<verb>allow\b)?\s*(?P<code>\S*)\s*(?P<reason>.*)", re.IGNORECASE
)
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Allowance:
    """One such comment: where it stands, the line that it is about, the rule, the reason.

    `fault` says what is wrong with how it is written; such a comment allows nothing.
    """

    line: int
    column: int
    about: int
    code: str
    reason: str
    fault: str = ""


def allowances(raw: bytes) -> tuple[Allowance, ...]:
    """The allowances of a file. Nothing within a value counts, however it looks."""
    if b"underhood" not in raw.lower():
        return ()
    found = []
    for comment in comments(raw):
        match = _SIGN.match(comment.text)
        if match and (match["colon"] or match["verb"]):
            code, reason = match["code"].rstrip(":,"), match["reason"].strip()
            fault = _fault(match, code=code, reason=reason)
            found.append(Allowance(comment.line, comment.column, comment.about, code, reason, fault))
    return tuple(found)


def _fault(match: re.Match[str], *, code: str, reason: str) -> str:
    if not match["verb"]:
        return "only 'allow' can be said here"
    if not match["colon"]:
        return "the colon after 'underhood' is missing"
    if not code:
        return "it names no rule"
    return "" if _WORD.search(reason) else "it gives no reason"
