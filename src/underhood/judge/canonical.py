"""What a value of a record means, apart from its layout: equal forms say the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any
from unicodedata import normalize

from underhood.records.kinds import Field
from underhood.records.references import PROSE_REFERENCE
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import exact

NOTHING = object()
"""Stands where a record has nothing."""

Names = Callable[[Address], Address]
"""What an address is called in the newer state."""


def canonical(value: Any, field: Field | None, *, here: Address, names: Names) -> Hashable:
    """A value without layout, order, and names that only moved; `here` is the record that it stands in."""
    if isinstance(value, bool) or value is None or value is NOTHING:
        return (type(value).__name__, str(value))
    if isinstance(value, int | float):
        return ("number", exact(value))
    if isinstance(value, str):
        return _text(value, field, here, names)
    if isinstance(value, Mapping):
        return (
            "group",
            frozenset(
                (name, canonical(entry, field.below(name) if field else None, here=here, names=names))
                for name, entry in value.items()
            ),
        )
    if is_sequence(value):
        return ("sequence", tuple(exact(entry) for entry in value))
    item = field.items if field else None
    return ("list", frozenset(canonical(entry, item, here=here, names=names) for entry in value))


def is_sequence(value: Any) -> bool:
    """Whether a list has an order: one of numbers has (two factors, a scale); one of words or entries is a set."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(isinstance(entry, int | float) and not isinstance(entry, bool) for entry in value)
    )


def _text(text: str, field: Field | None, here: Address, names: Names) -> str:
    if field is not None and field.references:
        only = field.references[0] if len(field.references) == 1 and field.references[0] != "*" else ""
        address = parse_address(text, kind=only, here=here)
        return text if address is None else str(names(address))
    if field is None or not field.translatable:
        return text

    def named(match: Any) -> str:
        address = parse_address(match[1].strip(), here=here)
        return str(match[0]) if address is None else f"[[{names(address)}]]"

    return PROSE_REFERENCE.sub(named, normalize("NFC", " ".join(text.split())))
