"""The sentences of changes: what stood there and what stands there, with units and signs, in English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from underhood.doors.languages import SOURCE_LANGUAGE, Messages
from underhood.meaning import units
from underhood.meaning.prose import ABSENCES
from underhood.records.kinds import Kind as RecordKind
from underhood.records.record import Record, is_absence, value_at
from underhood.values import quantity
from underhood.values.change import Kind
from underhood.values.finding import DataPath
from underhood.values.quantity import Quantity, is_quantity

ENGLISH = Messages(SOURCE_LANGUAGE)
NAMED = 20
"""So many members of a set are named; the others are counted."""
LONGEST = 120
"""Longer texts are cut in a sentence; the record shows them in full."""


def shown(value: Any) -> str:
    """A value of a record in a few words."""
    if is_quantity(value):
        return units.quantity(Quantity.read(value), ENGLISH)
    if is_absence(value):
        return ABSENCES[value["absent"]]
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return units.cell(value, None, ENGLISH)
    if isinstance(value, Mapping):
        name = next(
            (value[key] for key in ("title", "text", "name", "variant", "id", "source", "status") if value.get(key)),
            None,
        )
        return shown(name) if name is not None else "; ".join(f"{key} {shown(value[key])}" for key in sorted(value))
    if isinstance(value, list | tuple):
        words = sorted(shown(entry) for entry in value)
        rest = len(words) - NAMED
        return ", ".join(words[:NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def arrow(kind: Kind, old: Any, new: Any) -> str:
    """What became of a value: `: 2,048 tokens → 4,096 tokens, +2,048 tokens`, ` added: …`, `: +2 −1 (…)`."""
    if isinstance(old, tuple) or isinstance(new, tuple):
        gone, come = old or (), new or ()
        counts = " ".join(f"{sign}{len(group):,}" for sign, group in (("+", come), ("−", gone)) if group)
        names = "; ".join(f"{word} {shown(group)}" for word, group in (("added", come), ("removed", gone)) if group)
        return f": {counts} ({names})"
    if kind is Kind.ADDED:
        return f" added: {shown(new)}"
    if kind is Kind.REMOVED:
        return f" removed: {shown(old)}"
    return f": {shown(old)} → {shown(new)}{step(old, new)}"


def step(old: Any, new: Any) -> str:
    """How far a quantity moved, in its unit; empty across units, bounds, approximations, and where one of the two is disputed."""
    if not (is_quantity(old) and is_quantity(new)):
        return ""
    before, after = Quantity.read(old), Quantity.read(new)
    loose = any(found.disputed or found.bound or found.approximate for found in (before, after))
    if loose or before.unit != after.unit or before.value == after.value:
        return ""
    decimals = [found.decimals for found in (before, after) if found.decimals is not None]
    moved = quantity.change(before.value, after.value)
    return f", {units.difference(moved, after.unit, ENGLISH, max(decimals, default=None))}"


def about(record: Record, path: DataPath, kinds: Mapping[str, RecordKind]) -> str:
    """The place that a sentence is about: the record's title, the fields' titles, the entries' ids."""
    words: list[str] = []
    kind = kinds.get(record.kind)
    for end in range(1, len(path) + 1):
        last = path[end - 1]
        if isinstance(last, int):
            entry = value_at(record.data, path[:end])
            if isinstance(entry, Mapping) and entry.get("id"):
                words.append(str(entry["id"]))
        else:
            field = kind.field(path[:end]) if kind else None
            words.append(field.title if field is not None and field.title else last.replace("_", " "))
    return ", ".join([record.title, *words])
