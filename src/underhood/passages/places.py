"""What the places of a comparison are called, and why a release does without a part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from underhood.meaning.audience import View
from underhood.meaning.wording import table_cell
from underhood.passages.coded import word
from underhood.passages.shown import Form, Value
from underhood.records.record import Record, value_at
from underhood.values.ids import Address, parse_address

MOST_NAMES = 12

BARE = frozenset({"absent", "text"})
"""Fields that add nothing to the name of what holds them: why it is missing, and its words."""


def left_out(release: Record) -> Mapping[Address, str]:
    """Why a release does without parts of the one that it takes its parts from, as its own record says."""
    read = ((parse_address(str(entry["part"])), entry["because"]) for entry in release.get("without", ()))
    return {address: because for address, because in read if address is not None}


def names(entries: Iterable[Any]) -> Value | None:
    """The names of the entries of a list, where each has one and they are few enough to be read; else nothing."""
    found = [entry.get("title") or entry.get("name") for entry in entries if isinstance(entry, Mapping)]
    if not found or len(found) > MOST_NAMES or not all(found):
        return None
    return Value(Form.LIST, tuple(Value(Form.WORDS, name) for name in found))


def is_entry(view: View, address: Address) -> bool:
    """Whether an address is that of an entry of a list."""
    place = view.resolve(address)
    return place is not None and bool(place.data_path) and isinstance(place.data_path[-1], int)


def label(view: View, address: Address, *, paired: bool = False) -> str:
    """The field that a place lies in, with the entry that holds it; of a cell, its column and its row.

    `paired`: a pairing stands beside it, which names the entry.
    """
    place = view.resolve(address)
    if place is None or not place.data_path:
        return ""
    path, kind = place.data_path, view.catalog.kinds[address.kind]
    cell = table_cell(place.record, path)
    if cell is not None:
        return f"{cell.column_title}, {cell.row_title}"
    titles = [
        (end, view.messages.gettext(field.title))
        for end in range(1, len(path) + 1)
        if isinstance(path[end - 1], str) and (field := kind.field(path[:end])) is not None and field.title
    ]
    if not titles:
        return ""
    bare = path[-1] in BARE and len(titles) > 1
    if bare:
        titles.pop()
    named, inside = titles[-1][1], [end for end in range(1, len(path)) if isinstance(path[end], int)]
    if paired or not inside or (titles[-1][0] <= inside[-1] and not bare):
        return named  # the entry itself came or went: its words stand beside it
    holder = next((title for end, title in reversed(titles) if end <= inside[-1]), "")
    name = _name(view, value_at(place.record.data, path[: inside[-1] + 1]), with_id=path[-1] != "text")
    return ", ".join(dict.fromkeys(part for part in (holder, name, named) if part))


def _name(view: View, entry: Any, *, with_id: bool) -> str:
    """What an entry of a list is called; by its id, in plain words, only where no words of its own stand beside it."""
    if not isinstance(entry, Mapping):
        return ""
    if "channel" in entry and "for" in entry:  # a contact is called by what one may write about
        return word(view, entry["for"])
    return str(entry.get("title") or entry.get("name") or (str(entry.get("id", "")).replace("-", " ") * with_id))
