"""What frameworks ask of a kind, in words: which items its fields answer, for the reference."""

from __future__ import annotations

from collections.abc import Iterable

from underhood.doors.markup import escape
from underhood.site.reference_words import Words
from underhood.values.framework import Framework, Item, Scalar, Source


def asked(kind: str, frameworks: Iterable[Framework], words: Words) -> str:
    """The fields of a kind that answer items of frameworks, as a Markdown table; empty where none does."""
    found: dict[str, dict[str, list[str]]] = {}
    for framework in frameworks:
        for item in framework.items:
            for source in item.answered_by:
                if source.kind == kind:
                    items = found.setdefault("/".join(source.steps), {}).setdefault(framework.short, [])
                    items.append(_item(item, source, words))
    if not found:
        return ""
    say = words.say
    lines = [f"| {say('Field')} | {say('Answers')} |", "|---|---|"]
    for field in sorted(found):
        told = words.pieces.put("<br>", " ").join(
            f"{say('%s:') % escape(short)} {say('; ').join(dict.fromkeys(items))}"
            for short, items in found[field].items()
        )
        lines.append(f"| `{field}` | {told} |")
    return "\n".join(lines)


def _item(item: Item, source: Source, words: Words) -> str:
    """An item, whose name is the framework's and stays as it is."""
    say = words.say
    number = f"{escape(item.number)} " if item.number else ""
    either = f" {say('or')} "
    only = ", ".join(
        f"{say('%s:') % '/'.join(one.steps)} {either.join(map(_value, one.values))}" for one in source.where
    )
    condition = f" {escape(say('(where %s)') % only)}" if only else ""
    return f"{number}{words.foreign(item.title)}{condition}".replace("|", "\\|")


def _value(value: Scalar) -> str:
    """A value as it is written in a record."""
    return str(value).lower() if isinstance(value, bool) else str(value)
