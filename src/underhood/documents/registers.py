"""The list of all registers, with what each holds and how many records."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.registers import registers as all_registers


@dataclass(frozen=True, slots=True)
class Shelf:
    """A register: its kind, title, what it holds, how many records."""

    kind: str
    title: str
    description: str
    count: int


@dataclass(frozen=True, slots=True)
class Registers:
    """What the page of registers shows; those without a record, or without a public one, are named apart."""

    title: str
    summary: str
    filled: tuple[Shelf, ...]
    empty: tuple[Shelf, ...]
    closed: tuple[Shelf, ...]
    lacking: bool


@document("repository", "Registers")
def registers(view: View, _: None = None) -> Registers:
    """The list of registers."""
    shelves = [Shelf(*found) for found in all_registers(view)]
    return Registers(
        title=view.messages.gettext("Registers"),
        summary=view.messages.gettext("All records of a kind in one table each."),
        filled=tuple(shelf for shelf in shelves if shelf.count),
        empty=tuple(shelf for shelf in shelves if not shelf.count and shelf.kind not in view.lacking),
        closed=tuple(shelf for shelf in shelves if not shelf.count and shelf.kind in view.lacking),
        lacking=bool(view.lacking),
    )
