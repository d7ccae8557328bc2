"""What a comparison says: one typed difference of meaning between two states."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from underhood.values.ids import Address
from underhood.values.quantity import exact

SETTINGS = Address("settings", "settings")
"""The settings have no record; in a change their places have this address: `settings/settings#checks/rules/…`."""

SCHEMA, TRANSLATION = "schema", "translation"
"""Kinds of what is no record either: `schema/risk` is the schema of risks, `translation/fr` all texts in French."""

SIGNER, REVOKED_KEY = "signer", "revoked-key"
"""So are the keys of `_signers` and of `_revoked`, each by sixteen digits of its digest."""

BESIDE = frozenset({SETTINGS.kind, SCHEMA, TRANSLATION, SIGNER, REVOKED_KEY})
"""Kinds of places that no record has."""


class Weight(StrEnum):
    """What a change means for governance; the values are the words shown."""

    WEAKENING = "weakening"
    NOTABLE = "notable"
    ROUTINE = "routine"

    @property
    def rank(self) -> int:
        """0 for a weakening, rising as it matters less."""
        return list(Weight).index(self)


class Kind(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Measured:
    """The two figures of one metric under one protocol, printed with `decimals` in `unit`.

    `direction` says which way is better; `protocol` tells the settings that both share ("5-shot").
    """

    benchmark: Address
    metric: str
    protocol: str
    slice: str
    unit: str
    decimals: int | None
    direction: str
    old: Decimal
    new: Decimal
    old_subject: Address
    new_subject: Address

    @property
    def delta(self) -> Decimal:
        """New minus old, in the unit of the figures (points, where they are percentages)."""
        return self.new - self.old

    @property
    def worse(self) -> bool | None:
        """Whether the newer figure is worse; None where no direction is better, or nothing changed."""
        if self.direction not in {"higher", "lower"} or not self.delta:
            return None
        return (self.delta < 0) == (self.direction == "higher")

    def beyond(self, tolerance: Mapping[str, float]) -> bool:
        """Whether the newer figure is worse by more than what is tolerated, by metric."""
        return bool(self.worse) and abs(self.delta) > exact(tolerance.get(self.metric, 0))


@dataclass(frozen=True, slots=True)
class ListDiff:
    """How two list files differ: how many entries came and went, and the first twenty names of each by alphabet."""

    count_added: int
    count_removed: int
    first_added: tuple[str, ...] = ()
    first_removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: where, what stood there before, what stands there now.

    `code` names the weighing that judged it; `pair` is the pairing shown ("65B → 70B"), if any; `old` and `new` are
    plain data of the records (None: nothing there); `message` is the sentence in English; `measured` holds the figures
    of a metric, `listed` what a list file gained and lost; `old` and `new` are then the digests of the files.
    """

    code: str
    weight: Weight
    kind: Kind
    old_address: Address | None
    new_address: Address | None
    old: object
    new: object
    message: str
    pair: str = ""
    measured: Measured | None = None
    listed: ListDiff | None = None

    @property
    def address(self) -> Address:
        """The place in the newer state, or in the older one if it is gone."""
        found = self.new_address or self.old_address
        assert found is not None
        return found

    @property
    def order(self) -> tuple[object, ...]:
        """Weakened first, then by place."""
        return (self.weight.rank, self.address, self.pair, self.code)

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits that name the change, whatever its words, its language and the order of lists."""
        places = [None if place is None else str(place) for place in (self.old_address, self.new_address)]
        told = [self.code, self.kind.value, *places, _plain(self.old), _plain(self.new)]
        return hashlib.sha256(json.dumps(told, ensure_ascii=True).encode("ascii")).hexdigest()[:16]


def _plain(value: object) -> str:
    """A value in one spelling: equal numbers, texts wrapped otherwise, and lists in another order are the same."""
    if isinstance(value, Mapping):
        return json.dumps({name: _plain(value[name]) for name in sorted(value)})
    if isinstance(value, list | tuple):
        numbers = all(isinstance(entry, int | float) for entry in value)  # a list of numbers has an order
        return json.dumps([_plain(entry) for entry in value] if numbers else sorted(_plain(entry) for entry in value))
    if isinstance(value, str):
        return json.dumps(" ".join(value.split()))
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    return f"{exact(value).normalize():f}" if isinstance(value, int | float | Decimal) else json.dumps(str(value))
