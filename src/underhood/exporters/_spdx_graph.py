"""The elements of an SPDX document: named by the addresses of what they describe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from underhood.exporters._telling import SPACE, Json

START = "urn:uuid:00000000-0000-0000-0000-000000000000"
"""Stands for the name of the document until its content is known."""


@dataclass(slots=True)
class Graph:
    """Elements in the making. `maker`: the name of the provider, where there is one."""

    elements: list[Json] = field(default_factory=list)
    maker: str = ""

    def add(self, type_: str, address: str, **parts: object) -> str:
        """Add an element; its name."""
        name = named(address)
        self.elements.append({"type": type_, "spdxId": name, "creationInfo": "_:creation", **parts})
        return name

    def relate(self, start: str, kind: str, ends: Iterable[str], **parts: object) -> None:
        """Say how one element stands to others; whether these are all, no record says."""
        targets = list(dict.fromkeys(ends))
        if targets:
            address = f"{start.partition('#')[2]}/-/{kind}"
            parts = {"from": start, "relationshipType": kind, "to": targets, "completeness": "noAssertion", **parts}
            self._add("Relationship", address, parts)

    def note(self, subject: str, name: str, text: str) -> None:
        """Say something of an element that it has no field for."""
        address = f"{subject.partition('#')[2]}/-/{name}"
        self._add("Annotation", address, {"annotationType": "other", "subject": subject, "statement": text})

    def properties(self, subject: str, entries: Sequence[Json]) -> None:
        """What an element has no field for, a line for each value with its permanent address."""
        lines = [f"{one['name'].removeprefix(SPACE)}: {one['value']}" for one in entries]
        if lines:
            self.note(subject, "more", "\n".join(lines))

    def _add(self, type_: str, address: str, parts: Json) -> None:
        known = {one["spdxId"] for one in self.elements}
        name, number = f"{START}#{address}", 1
        while name in known:
            number += 1
            name = f"{START}#{address}/{number}"
        self.elements.append({"type": type_, "spdxId": name, "creationInfo": "_:creation", **parts})

    def named(self, text: str, space: str) -> str:
        """The document with its own name in place of what stood for it."""
        return text.replace(f'"{START}#', f'"{space}#')


def named(address: str) -> str:
    """The name of what has an address; a fragment may hold no second hash sign."""
    return f"{START}#{quote(address.replace('#', '/'), safe='/-._~!$&()*+,;=:@')}"
