"""What frameworks ask of a kind, in words: which items its fields answer, for the reference."""

from __future__ import annotations

from collections.abc import Iterable

from underhood.doors.markup import escape
from underhood.values.framework import Framework, Item, Source


def asked(kind: str, frameworks: Iterable[Framework]) -> str:
    """The fields of a kind that answer items of frameworks, as a Markdown table; empty where none does."""
    found: dict[str, dict[str, list[str]]] = {}
    for framework in frameworks:
        for item in framework.items:
            for source in item.answered_by:
                if source.kind == kind:
                    items = found.setdefault("/".join(source.steps), {}).setdefault(framework.short, [])
                    items.append(_item(item, source))
    if not found:
        return ""
    lines = ["| Field | Answers |", "|---|---|"]
    for field in sorted(found):
        words = "<br>".join(
            f"{escape(short)}: {'; '.join(dict.fromkeys(items))}" for short, items in found[field].items()
        )
        lines.append(f"| `{field}` | {words} |")
    return "\n".join(lines)


def _item(item: Item, source: Source) -> str:
    name = f"{item.number} {item.title}" if item.number else item.title
    only = ", ".join(f"{'/'.join(one.steps)}: {' or '.join(map(str, one.values))}" for one in source.where)
    return escape(f"{name} (where {only})" if only else name).replace("|", "\\|")
