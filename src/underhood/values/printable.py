"""Text for one line of a terminal or a log, whatever it holds."""

from __future__ import annotations

import re

_COMMAND = re.compile(r"(##\w*)\[")


def clean(text: str) -> str:
    r"""Text for one line: control characters and changes of direction are shown as escapes.

    `##[` becomes `##\u005b`: job logs take `##[error]` for a command wherever it stands in a line, others `##vso[`.
    """
    if text.isprintable():
        plain = text
    else:
        plain = "".join(character if _plain(character) else f"\\u{ord(character):04x}" for character in text)
    return _COMMAND.sub(r"\1\\u005b", plain) if "##" in plain else plain


def _plain(character: str) -> bool:
    return character.isprintable() or character == "\N{NO-BREAK SPACE}"
