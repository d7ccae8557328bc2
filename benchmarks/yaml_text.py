"""Plain data as YAML in the style that people write records in: block maps, one line for an entry, folded prose."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

WIDTH = 118
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ./()%'#-]*[A-Za-z0-9.)%]|[A-Za-z]")
WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off"})


def yaml_text(data: Mapping[str, Any]) -> str:
    """A whole document."""
    return "\n".join(_block(data, "")) + "\n"


def _block(data: Mapping[str, Any], indent: str) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, str) and len(value) > WIDTH - len(indent) - len(key) - 2:
            yield f"{indent}{key}: >-"
            yield from _folded(value, f"{indent}  ")
        elif isinstance(value, Mapping) and len(_flow(value)) > WIDTH:
            yield f"{indent}{key}:"
            yield from _block(value, f"{indent}  ")
        elif isinstance(value, Sequence) and not isinstance(value, str) and value and len(_flow(value)) > WIDTH // 2:
            yield f"{indent}{key}:"
            yield from (f"{indent}  {line}" for item in value for line in _entry(item))
        else:
            yield f"{indent}{key}: {_flow(value)}"


def _entry(item: Any) -> Iterator[str]:
    """One entry of a list: on one line, or as a block where it holds long prose."""
    if isinstance(item, Mapping) and any(isinstance(value, str) and len(value) > WIDTH for value in item.values()):
        first, *rest = _block(item, "")
        yield f"- {first}"
        yield from (f"  {line}" for line in rest)
    else:
        yield f"- {_flow(item)}"


def _folded(text: str, indent: str) -> Iterator[str]:
    """Prose as a folded scalar; an empty line stands between paragraphs."""
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield from ("", "")
        lines = textwrap.wrap(paragraph, WIDTH - len(indent), break_long_words=False, break_on_hyphens=False)
        yield from (f"{indent}{line}" for line in lines)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, str):
        plain = PLAIN.fullmatch(value) and value.lower() not in WORDS and " #" not in value
        return value if plain else json.dumps(value, ensure_ascii=False)
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return json.dumps(value)
