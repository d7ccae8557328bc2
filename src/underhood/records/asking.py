"""Questions to all records at once, whose answers are kept; a catalog that takes notes of its questions has its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from underhood.values.ids import Address

T = TypeVar("T")
Answers = Iterable[tuple[str, Address, tuple[str, ...]]]
"""The items that a record answers: the framework, the release for which, and their ids."""

Index = Callable[[Any], Mapping[Address, Any]]
"""What a function makes of a whole catalog: something for each of its records."""


class Asking:
    """What every catalog can be asked besides its records."""

    def indexed(self, make: Index, address: Address) -> Any:
        """What an index of the whole catalog says of a record, or None; the index is made once."""
        if make not in self._indexes:
            self._indexes[make] = make(self)
        return self._indexes[make].get(address)

    def scoped(self, name: str, make: Callable[[], T]) -> T:  # noqa: ARG002  (a catalog that takes notes needs it)
        """What a function makes that keeps to itself what it found out, under the name of what it is about."""
        return make()

    def answers(self, address: Address) -> Answers | None:  # noqa: ARG002  (a catalog that keeps some needs it)
        """The items that a record answers, where that was worked out before."""
        return None

    @cached_property
    def _indexes(self) -> dict[Index, Mapping[Address, Any]]:
        return {}
