"""What is kept of each file between two checks: one line of text, of which only the part asked for is read."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import astuple
from functools import cached_property
from typing import Any, NamedTuple

from underhood.judge.kept.findings import finding, plain
from underhood.records.allowances import Allowance
from underhood.records.references import BadLink, Link
from underhood.values.finding import Finding
from underhood.values.ids import Address, parse_address


class _Columns(NamedTuple):
    """What is kept of a file. A tuple, for ten thousand of them are made and written in each check after a change.

    `needs` are the words that its findings rest on, apart from that its targets exist, which counts for every record.
    `targets` name the records that it refers to, `follows` those of them, by number, that a closure goes on to.
    `references`, `found` and `allowed` are JSON, empty where there is nothing.
    """

    path: str
    stamp: str
    digest: str = ""
    address: str = ""
    needs: str = ""
    targets: str = ""
    follows: str = ""
    references: str = ""
    found: str = ""
    allowed: str = ""


class Row(_Columns):
    """One file; without an address it is no record that was taken."""

    @cached_property
    def name(self) -> Address:
        """The address of the record."""
        kind, _, id = self.address.partition("/")
        return Address(kind, id)

    @cached_property
    def links(self) -> list[Link]:
        """What the record refers to."""
        here, names, found = self.name, self.targets.split(), _read(self.references) or [[], []]
        return [
            Link(here, tuple(path), _address(names[target] + "".join(steps)), bool(prose))
            for path, target, prose, *steps in found[0]
        ]

    @property
    def bad_links(self) -> list[BadLink]:
        """What in it cannot be read as a reference."""
        return [BadLink(tuple(path), *words) for path, *words in (_read(self.references) or [[], []])[1]]

    @property
    def referring(self) -> tuple[str, str]:
        """All that it refers to, and where, for comparing: neither says it alone."""
        return self.targets, self.references

    @property
    def closure(self) -> list[Address]:
        """The records that a closure goes on to."""
        names = self.targets.split()
        found = (names[int(number)].partition("/") for number in self.follows.split())
        return [Address(kind, id) for kind, _, id in found]

    @property
    def findings(self) -> list[Finding]:
        """What the rules say of it, each with the weight of its rule."""
        return [finding(one) for one in _read(self.found)]

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """The comments in it that allow a finding."""
        return tuple(Allowance(*one) for one in _read(self.allowed))

    def rests_on(self, moved: AbstractSet[str], there: AbstractSet[str]) -> bool:
        """Whether its findings rest on one of these words, or on whether one of these records is there."""
        return not moved.isdisjoint(self.needs.split()) or bool(there and not there.isdisjoint(self.targets.split()))

    def judged(self, findings: Iterable[Finding], needs: set[str]) -> Row:
        """The same record, judged again."""
        words = needs.difference(f"?{target}" for target in self.targets.split())
        return self._replace(needs=" ".join(sorted(words)), found=_written(plain(findings)))

    def refers(self, links: Iterable[Link], bad: Iterable[BadLink], closure: Iterable[Address]) -> Row:
        """The same record with what it refers to."""
        good, others = [], [[one.data_path, one.written, one.message, one.hint] for one in bad]
        numbers: dict[str, int] = {}
        for link in links:
            name, mark, steps = str(link.target).partition("#")
            number = numbers.setdefault(name, len(numbers))
            good.append([link.data_path, number, int(link.prose), *([mark + steps] if steps else [])])
        return self._replace(
            targets=" ".join(numbers),
            follows=" ".join(str(numbers[str(address)]) for address in closure),
            references=_written([good, others] if good or others else []),
        )

    def allowing(self, found: Iterable[Allowance]) -> Row:
        """The same file with these allowances."""
        return self._replace(allowed=_written([list(astuple(one)) for one in found]))


def as_text(rows: Collection[Row]) -> str:
    """Rows as text: their paths in a line of their own, for these may hold any character, then a line for each."""
    return "\n".join((json.dumps([one.path for one in rows]), *("\t".join(one[1:]) for one in rows)))


def from_text(text: str) -> dict[str, Row]:
    """Rows out of their text, by path. Raises ValueError or TypeError for any other text."""
    first, *lines = text.split("\n")
    paths = json.loads(first)
    return {path: Row(path, *line.split("\t")) for path, line in zip(paths, lines, strict=True)}


def _read(text: str) -> list[Any]:
    found: list[Any] = json.loads(text) if text else []
    return found


def _written(data: list[Any]) -> str:
    return json.dumps(data, separators=(",", ":")) if data else ""


def _address(text: str) -> Address:
    found = parse_address(text)
    if found is None:
        raise ValueError("no address")
    return found
