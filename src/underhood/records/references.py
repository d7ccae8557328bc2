"""References as they are written in records: fields that name records, and `[[…]]` in texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from underhood.records.walking import Node, Text
from underhood.values.finding import DataPath
from underhood.values.ids import INVISIBLE, Address, invisible, parse_address

PROSE_REFERENCE = re.compile(r"\[\[([^\[\]\n]{1,300})\]\]")


class Names(Node, Protocol):
    """What the schemas say of a text, as far as references are concerned."""

    @property
    def references(self) -> tuple[str, ...]:
        """The kinds that it names; `*` for any."""

    @property
    def may_reference(self) -> tuple[str, ...]:
        """The kinds that it may name instead of being plain words."""


@dataclass(frozen=True, slots=True)
class Link:
    """A reference as it is written: from a place in a record to an address. `prose`: it stands inside text."""

    source: Address
    data_path: DataPath
    target: Address
    prose: bool = False


@dataclass(frozen=True, slots=True)
class BadLink:
    """A reference that cannot be read, or is of a kind that its field does not take."""

    data_path: DataPath
    written: str
    message: str
    hint: str


def references(texts: Iterable[Text[Names]], here: Address) -> Iterator[Link | BadLink]:
    """Every reference in texts of the record `here`: fields that name records, and `[[…]]` in texts for readers."""
    for path, value, field in texts:
        if field.references or (field.may_reference and _names_one(value, field.may_reference)):
            yield _reference(here, path, value, wanted=field.references or field.may_reference)
        elif field.translatable and "[[" in value:
            for match in PROSE_REFERENCE.finditer(value):
                address = parse_address(match[1].strip(), here=here)
                if address is None:
                    yield _unreadable(path, match[0], "write [[kind/id]] or [[kind/id#step/step]]")
                else:
                    yield Link(here, path, address, prose=True)


def _unreadable(path: DataPath, written: str, hint: str) -> BadLink:
    if hidden := invisible(written):
        plain = INVISIBLE.sub("", written)
        return BadLink(path, written, f"'{plain}' {hidden}", f"type it anew, without that: {plain}")
    return BadLink(path, written, f"'{written}' is not an address", hint)


def _names_one(text: str, kinds: tuple[str, ...]) -> bool:
    return text.startswith(tuple(f"{kind}/" for kind in kinds))


def _reference(here: Address, path: DataPath, value: str, *, wanted: tuple[str, ...]) -> Link | BadLink:
    only = wanted[0] if len(wanted) == 1 and wanted[0] != "*" else ""
    address = parse_address(value, kind=only, here=here)
    if address is None:
        return _unreadable(path, value, f"write the id of the {only}" if only else "write kind/id or kind/id#step/step")
    if "*" not in wanted and address.kind not in wanted:
        return BadLink(
            path,
            value,
            f"'{value}' is of the kind '{address.kind}'; here belongs: {', '.join(wanted)}",
            "name a record of that kind",
        )
    return Link(here, path, address)
