"""What the schemas of both states say of the weight of a difference."""

from __future__ import annotations

from collections.abc import Mapping

from underhood.meaning.rewording import Rewording, rewording
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


def guards(stated: Stated, *, held: bool) -> bool:
    """Whether a text in this field is weighed word by word: its loss, or that of what holds it, is a weakening.

    A field that says what a change of it means is believed. `held`: what holds it guards it.
    """
    if isinstance(stated, str):
        return held or stated == Weight.WEAKENING.value
    return Kind.CHANGED.value not in stated and (held or weight(stated, Kind.REMOVED) is Weight.WEAKENING)


def texts(old: object, new: object, *fields: Field | None) -> bool:
    """Whether two values are texts for readers, as the newer state's schema says, and the older one's, if another."""
    field, older = fields
    known = field is not None and field.translatable and (older is None or older.translatable)
    return known and isinstance(old, str) and isinstance(new, str)


def reworded(old: str, new: str) -> tuple[str, Weight]:
    """What other words do to a text whose loss would be a weakening, and what that counts."""
    found = rewording(old, new)
    if found is Rewording.RESPELT:
        return found.value, Weight.ROUTINE
    return found.value, Weight.WEAKENING if found.softens else Weight.NOTABLE
