"""What a gate looks at: the records behind the release and those that speak of it, and who answers for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from underhood.judge.gates.values import Base
from underhood.judge.preparers import preparers_of
from underhood.meaning.closure import closure_of
from underhood.meaning.release import model_of
from underhood.records.late import address_of
from underhood.records.people import Person
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.records.trust import Trust, trust_of
from underhood.values.ids import Address, parse_address

OWNERS = ("owner", "steward")
NOBODY, NOBODY_APART = "nobody has this role", "nobody who has this role may sign"
NOT_NOW = "not in office on this day"


@dataclass(frozen=True)
class Around:
    """A release, the state that it is in, and the one whose policy, people and waivers judge (None: the same)."""

    project: Project
    release: Record
    today: str
    base: Base | None = None

    @property
    def policy(self) -> Project:
        """The state whose gates, people and signers are believed."""
        return self.base.project if self.base is not None else self.project

    @cached_property
    def trust(self) -> Trust:
        """Whom that state believes."""
        return trust_of(self.policy.tree)

    @cached_property
    def scope(self) -> tuple[Record, ...]:
        """The records that must keep the rules: the closure, and claims about the release or its model."""
        catalog = self.project.catalog
        found = set(closure_of(catalog, self.release))
        for about in (self.release.address, Address("model", model_of(self.release))):
            cited = catalog.cited_by(about)
            found |= {link.source for link in cited if link.source.kind == "claim" and not link.prose}
        return tuple(catalog.records[address] for address in sorted(found) if address in catalog.records)

    @cached_property
    def paths(self) -> dict[str, Record]:
        """The same by file."""
        return {record.path: record for record in self.scope}

    def at(self, path: str) -> Record | None:
        """The record of a file, in the judged state or the one that judges."""
        catalogs = (self.project.catalog, self.policy.catalog)
        found = ((catalog.records, address_of(path, catalog.kinds)) for catalog in catalogs)
        return next(
            (records[address] for records, address in found if address is not None and address in records), None
        )

    def owning(self, waiver: Record) -> str:
        """Who answers for a waiver, by name."""
        return self.named(str(waiver.data["owner"]))

    def answering(self, record: Record | None) -> tuple[str, ...]:
        """Who answers for a record, as it says; else who prepared the release."""
        words = list(dict.fromkeys(self._owners(record))) if record is not None else []
        if not words:
            words = [str(word) for word in self.release.get("prepared_by", ())]
        return tuple(dict.fromkeys(self.named(word) for word in words))

    def in_role(self, role: str) -> tuple[str, ...]:
        """A role, and the people who have it."""
        people = ", ".join(_name(person) for person in self.trust.people.in_role(role, self.today))
        return (f"{role}: {people}" if people else f"{role}: {NOBODY}",)

    def signing(self, role: str) -> tuple[str, ...]:
        """A role, and the people who have it and did not prepare the release where that keeps them from signing."""
        apart = self.trust.separated
        kept = self.prepared if apart is None or role in apart else frozenset[str]()
        able = [one for one in self.trust.people.in_role(role, self.today) if one.id not in kept]
        if not able:
            return (f"{role}: {NOBODY_APART if kept else NOBODY}",)
        return (f"{role}: {', '.join(_name(one) for one in able)}",)

    @cached_property
    def prepared(self) -> frozenset[str]:
        """Who prepared the release, as far as it says so itself."""
        tree, people = self.policy.tree, self.trust.people
        return frozenset(preparers_of(self.project, self.release, people, base=tree, history=False).people)

    def named(self, word: str) -> str:
        """A person or organisation by name."""
        people = self.trust.people
        known = [person for person in people.called([word]) if person.acts(self.today)]
        if known:
            return _name(known[0])
        if gone := next(iter(people.called([word])), None):
            return f"{_name(gone)} ({NOT_NOW})"
        if people.in_role(word, self.today):
            return self.in_role(word)[0]
        address = parse_address(word, kind="organisation")
        record = self.project.catalog.records.get(address) if address is not None else None
        return record.title if record is not None else word

    def _owners(self, record: Record) -> list[str]:
        """Who owns a risk's rating of this release, else of another; and who owns the record, else who keeps it."""
        rated = [rating for rating in record.get("ratings", ()) if "owner" in rating]
        mine = [str(rating["owner"]) for rating in rated if self._rates(rating)]
        said = (record.get(name) for name in OWNERS)
        words = [word for word in said if isinstance(word, str)][:1]
        return [*(mine or [str(rating["owner"]) for rating in rated]), *words]

    def _rates(self, rating: Mapping[str, Any]) -> bool:
        about = (parse_address(str(word), kind="release") for word in rating.get("for", ()))
        return any(one is not None and one.record == self.release.address for one in about)


def _name(person: Person) -> str:
    return person.name or person.id
