"""What is kept of each file between two checks: one line of text, of which only the part asked for is read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields, replace
from functools import cached_property
from operator import attrgetter
from typing import Any

from underhood.judge.kept.findings import finding, plain
from underhood.records.allowances import Allowance
from underhood.records.references import BadLink, Link
from underhood.values.finding import Finding
from underhood.values.ids import Address, parse_address


@dataclass(frozen=True)
class Row:
    """One file; without an address it is no record that was taken.

    `needs` are the words that its findings rest on; `targets` and `closure` name records; `references`, `found` and
    `allowed` are JSON, empty where there is nothing.
    """

    path: str
    stamp: str
    digest: str = ""
    address: str = ""
    needs: str = ""
    targets: str = ""
    closure: str = ""
    references: str = ""
    found: str = ""
    allowed: str = ""

    @property
    def line(self) -> str:
        """The row as a line."""
        path, *rest = FIELDS(self)
        return "\t".join((json.dumps(path), *rest))

    @cached_property
    def name(self) -> Address:
        """The address of the record."""
        kind, _, id = self.address.partition("/")
        return Address(kind, id)

    @cached_property
    def links(self) -> list[Link]:
        """What the record refers to."""
        here, found = self.name, _read(self.references) or [[], []]
        return [Link(here, tuple(path), _address(target), bool(prose)) for path, target, prose in found[0]]

    @property
    def bad_links(self) -> list[BadLink]:
        """What in it cannot be read as a reference."""
        return [BadLink(tuple(path), *words) for path, *words in (_read(self.references) or [[], []])[1]]

    @property
    def findings(self) -> list[Finding]:
        """What the rules say of it, each with the weight of its rule."""
        return [finding(one) for one in _read(self.found)]

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """The comments in it that allow a finding."""
        return tuple(Allowance(*one) for one in _read(self.allowed))

    def judged(self, findings: Iterable[Finding], needs: Iterable[str]) -> Row:
        """The same record, judged again."""
        return replace(self, needs=" ".join(sorted(needs)), found=_written(plain(findings)))

    def refers(self, links: Iterable[Link], bad: Iterable[BadLink], closure: Iterable[Address]) -> Row:
        """The same record with what it refers to."""
        links, others = list(links), [[one.data_path, one.written, one.message, one.hint] for one in bad]
        good = [[link.data_path, str(link.target), int(link.prose)] for link in links]
        return replace(
            self,
            targets=" ".join(dict.fromkeys(str(link.target.record) for link in links)),
            closure=" ".join(str(address) for address in closure),
            references=_written([good, others] if good or others else []),
        )

    def allowing(self, found: Iterable[Allowance]) -> Row:
        """The same file with these allowances."""
        return replace(self, allowed=_written([list(astuple(one)) for one in found]))


FIELDS = attrgetter(*(one.name for one in fields(Row)))
"""What a line says, in its order; `astuple` would copy every text."""


def row(line: str) -> Row:
    """A row out of its line. Raises ValueError or TypeError for any other text."""
    path, *words = line.split("\t")
    return Row(json.loads(path), *words)


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
