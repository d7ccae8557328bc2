"""A value in one line, as a person writes it into a record: {value: 7.0e10, unit: parameter}."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9/._#+-]*(?: [A-Za-z0-9/._#+-]+)*")
_GUESSED = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null")


def flow(value: Any) -> str:
    """The value in flow style, with quotes only where a reader of YAML could guess wrong."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{name}: {flow(inner)}' for name, inner in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value)
    if isinstance(value, str) and _PLAIN.fullmatch(value) and not _GUESSED.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)


def short_flow(value: Any, longest: int = 90) -> str:
    """The same, with only the first fields of a group that is long."""
    if not isinstance(value, Mapping):
        return flow(value)
    kept: dict[str, Any] = {}
    for name, inner in value.items():
        if kept and len(flow({**kept, name: inner})) > longest:
            return f"{flow(kept)[:-1]}, …}}"
        kept[name] = inner
    return flow(kept)


def number(value: float) -> str:
    """A number as the records write it: large ones with an exponent, which needs its point."""
    if isinstance(value, int) and value < 10**6:
        return str(value)
    mantissa, _, exponent = f"{value:e}".partition("e")
    digits = mantissa.rstrip("0")
    short = f"{digits}{'0' if digits.endswith('.') else ''}e{int(exponent)}"
    if float(short) != float(value):
        return str(value) if isinstance(value, int) else repr(value)
    return repr(value) if value == 0 or 1e-4 <= abs(value) < 10**6 else short
