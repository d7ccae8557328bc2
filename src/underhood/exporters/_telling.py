"""What records say, as the words of a format: texts, numbers as printed, and properties by address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from underhood.doors.markup import unescaped
from underhood.meaning.audience import View
from underhood.meaning.facts import Facts, look
from underhood.meaning.units import precision
from underhood.records.record import Place, Record, cell_unit, is_absence
from underhood.records.references import PROSE_REFERENCE
from underhood.values.finding import DataPath
from underhood.values.ids import parse_address
from underhood.values.quantity import exact, is_quantity, plain

SPACE = "underhood:"
"""Properties of ours begin so; behind it stands the permanent address of what they say."""

CITING = frozenset({"evidence"})
"""Which source says a single fact has no room in a property."""

SAFE_URL = re.compile(r"https?://[A-Za-z0-9._~-]+(?::\d+)?(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?")
"""Only such an address is written as one; all else would have to be changed to fit."""

BOUNDS = {"at-least": "at least ", "more-than": "more than ", "at-most": "at most ", "less-than": "less than "}

Json = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Telling:
    """Takes values from the facts, each at the moment when it is written."""

    facts: Facts

    @property
    def view(self) -> View:
        """The view that the facts come from."""
        return self.facts.view

    def text(self, record: Record, *path: str | int) -> str | None:
        """One value as words; None where nothing stands there, or an absence, or more than one value."""
        value = look(record.data, path)
        if value is None or is_absence(value):
            return None
        if is_quantity(value):
            return self._quantity(self.facts.tell(record, *path)) + _mark(record, path)
        if isinstance(value, Mapping | list):
            return None
        return self._plain(Place(record, path, self.facts.tell(record, *path))) + _mark(record, path)

    def all(self, record: Record, *path: str | int) -> list[str]:
        """The texts of a list, without those that are absent."""
        value = look(record.data, path)
        found = (self.text(record, *path, at) for at in range(len(value) if isinstance(value, list) else 0))
        return [one for one in found if one]

    def number(self, record: Record, *path: str | int) -> tuple[Decimal, str] | None:
        """A quantity to be written as a number with its unit; None for one that is only about right or disputed."""
        value = look(record.data, path)
        if not is_quantity(value) or any(value.get(name) for name in ("approximate", "bound", "disputed")):
            return None
        return exact(value["value"]), str(value["unit"])

    def url(self, record: Record, *path: str | int) -> str | None:
        """An address on the web, unless it is none that every program reads as it stands."""
        value = look(record.data, path)
        if isinstance(value, str) and SAFE_URL.fullmatch(value):
            return str(self.facts.tell(record, *path))
        return None

    def properties(self, record: Record, *path: str | int) -> list[Json]:
        """What stands at a place, whole, as properties; absences and citations are left behind."""
        return list(self._properties(record, path, _named(record, path)))

    def fields(self, record: Record, *, without: Sequence[str] = ()) -> list[Json]:
        """The fields of a record as properties."""
        names = [name for name in record.data if name not in without and name not in CITING]
        return [one for name in names for one in self.properties(record, name)]

    def _properties(self, record: Record, path: DataPath, steps: tuple[str, ...]) -> Iterator[Json]:
        value = look(record.data, path)
        if isinstance(value, Mapping) and not is_quantity(value) and not is_absence(value):
            found = [
                one
                for name in value
                if name not in CITING and name != "id"
                for one in self._properties(record, (*path, name), (*steps, str(name)))
            ]
            if found and "id" in value:
                self.facts.tell(record, *path, "id")
            yield from found
        elif isinstance(value, list):
            for at, entry in enumerate(value):
                step = str(entry["id"]) if isinstance(entry, Mapping) and "id" in entry else str(at)
                yield from self._properties(record, (*path, at), (*steps, step))
        elif (said := self.text(record, *path)) is not None:
            yield {"name": f"{SPACE}{record.address.at(*steps)}", "value": said}

    def spoken(self, text: str) -> str:
        """A text with the titles and values in it that it names."""

        def put(match: re.Match[str]) -> str:
            address = parse_address(match[1].strip())
            place = self.view.resolve(address) if address else None
            if place is None:
                return self.view.messages.gettext("a record that is not public")
            value = place.value
            if is_quantity(value):
                return figure(value)
            if isinstance(value, str | int | float | bool) and place.data_path:
                return self._plain(place)
            titled = value.get("title") if isinstance(value, Mapping) and place.data_path else None
            return unescaped(str(titled or place.record.title))

        return PROSE_REFERENCE.sub(put, unescaped(text))

    def _plain(self, place: Place) -> str:
        value = place.value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            unit, decimals = cell_unit(place)
            return f"{printed(value, decimals)} {unit}".rstrip()
        named = PROSE_REFERENCE.search(str(value)) is None
        return unescaped(str(value)) if named else self.spoken(str(value))

    def _quantity(self, value: Mapping[str, Any]) -> str:
        """A quantity with all that is said of it."""
        said = [figure(value)]
        said += [f"({self.spoken(value['note'])})"] if value.get("note") else []
        for other in value.get("disputed", ()):
            told = other["value"] if isinstance(other["value"], str) else printed(other["value"], value.get("decimals"))
            said.append(f"(disputed: {told}; {self.spoken(other['reason'])})")
        return " ".join(said)


def printed(value: float, decimals: int | None) -> str:
    """A number at its printed precision."""
    number = exact(value)
    kept = precision(number, decimals)
    return plain(number) if kept is None else f"{number:.{max(kept, 0)}f}"


def figure(value: Mapping[str, Any]) -> str:
    """The number of a quantity, its unit, and whether it is only about right."""
    about = "about " if value.get("approximate") else ""
    about += BOUNDS.get(value.get("bound", ""), "")
    return f"{about}{printed(value['value'], value.get('decimals'))} {value['unit']}"


def _named(record: Record, path: DataPath) -> tuple[str, ...]:
    """The steps that name a path in an address: entries of lists by their ids."""
    steps, node = [], record.data
    for step in path:
        node = look(node, (step,))
        by_id = isinstance(step, int) and isinstance(node, Mapping) and "id" in node
        steps.append(str(node["id"]) if by_id else str(step))
    return tuple(steps)


def _mark(record: Record, path: DataPath) -> str:
    """The mark of a figure that is disputed where it stands: in a table by its column, else as the entry's value."""
    if len(path) > 1 and path[-2] == "values" and path[-1] in (look(record.data, (*path[:-2], "disputed")) or ()):
        return " (disputed)"
    reason = look(record.data, (*path[:-1], "disputed")) if path and path[-1] == "value" else None
    return " (disputed)" if isinstance(reason, str) else ""


def kept(**parts: Any) -> Json:
    """An object without what is empty."""
    return {name.rstrip("_"): value for name, value in parts.items() if value not in (None, "", [], {})}
