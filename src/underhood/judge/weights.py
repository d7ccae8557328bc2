"""What the schemas of both states say of the weight of a difference."""

from __future__ import annotations

from collections.abc import Mapping

from underhood.records.kinds import Field
from underhood.values.change import Kind, Weight

Stated = str | Mapping[str, str]
"""An `x-weight`: a word, or a word for each of added, removed, changed."""


def weight(stated: Stated, kind: Kind) -> Weight:
    """What is stated of this kind of difference. What is new weakens nothing, unless the schema says so."""
    if not isinstance(stated, str):
        return Weight(stated.get(kind.value, Weight.ROUTINE.value))
    found = Weight(stated) if stated else Weight.ROUTINE
    return Weight.NOTABLE if kind is Kind.ADDED and found is Weight.WEAKENING else found


def stricter(one: Stated, other: Stated) -> Stated:
    """The heavier of what two states say, so that nobody softens a field and its weight in one go."""
    if one == other or not other:
        return one
    if not one:
        return other
    return {kind.value: heavier(weight(one, kind), weight(other, kind)).value for kind in Kind}


def heavier(*weights: Weight) -> Weight:
    """The one that matters most."""
    return min(weights, key=lambda found: found.rank)


def undisclosed(found: Weight, field: Field | None) -> Weight:
    """The weight of a value that is gone, or that an absence stands for now: one more for what is there to be told.

    A field that takes an absence asks for an answer; an answer that is taken back is missed.
    """
    if field is None or "absent" not in field.properties:
        return found
    return Weight.NOTABLE if found is Weight.ROUTINE else Weight.WEAKENING
