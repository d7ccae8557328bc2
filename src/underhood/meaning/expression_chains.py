"""Chains of fields in an expression, such as `record.rows[0].values`: their beginning, their steps, their words."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from underhood.doors.cel_tree import Form, Node
from underhood.records.kinds import Field

SIMPLE = frozenset({"number", "integer", "boolean"})


def index(node: Node) -> str | int | None:
    """The name or number in brackets; None for what is only known when it is evaluated."""
    return node.value if node.form is Form.CONST and isinstance(node.value, str | int) else None


def base(node: Node) -> str:
    """The variable that a chain of fields begins with."""
    while node.form is not Form.IDENT:
        below: Any = node.target if node.form is Form.SELECT else node.args[0] if node.name == "_[_]" else None
        if below is None:
            return ""
        node = below
    return node.name


def cheap(of: Field | None) -> bool:
    """Whether a value of the field is always small."""
    return of is not None and bool(of.types) and (of.types <= SIMPLE or bool(of.closed_words))


def written(node: Node) -> str:
    """A chain of fields as it was written."""
    match node.form:
        case Form.IDENT:
            return node.name
        case Form.SELECT if node.target is not None:
            return f"{written(node.target)}.{node.name}"
        case Form.CALL if node.name == "_[_]":
            step = index(node.args[1])
            return f"{written(node.args[0])}[{'…' if step is None else repr(step)}]"
        case Form.CALL:
            return f"{node.name}(…)"
    return "…"


def near(word: str, known: Iterable[str]) -> str:
    """The name that was meant, or those that there are."""
    names = sorted(known)
    found = difflib.get_close_matches(word, names, 1, 0.5)
    return f"did you mean '{found[0]}'?" if found else f"there are: {', '.join(names[:30])}"
