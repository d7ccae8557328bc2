"""What a reason says of a change under `to`: how it is drafted, and when it holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Hashable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from underhood.records.record import is_absence
from underhood.values.change import Change, Kind
from underhood.values.quantity import exact, is_quantity, plain

REMOVED = "removed"
ASIDE = frozenset({"evidence", "note", "searched", "decimals", "disputed"})
"""What stands beside a value, and need not be repeated where the value is named."""
MEASURE = ("value", "unit")
ABSENT = "absent"


def stated(change: Change) -> Any:
    """The new value as plain data, short: of a quantity value and unit, of a list what came and went."""
    if change.new is None and (change.new_address is None or not isinstance(change.old, tuple)):
        return REMOVED
    if isinstance(change.old, tuple) or isinstance(change.new, tuple):
        return _moved(change)
    if is_quantity(change.new) and isinstance(change.new, Mapping):
        return {name: _plain(change.new[name]) for name in MEASURE}
    return _plain(change.new)


def holds(to: Any, change: Change, now: Any) -> bool:
    """Whether `to` names the new value. `now` is what stands at the place today; None: nothing.

    Numbers compare as numbers, texts without regard to line breaks, lists as sets; of a group it is enough to name the
    fields that matter. A list may also be named as it stands now.
    """
    if to == REMOVED and now is None and (change.kind is Kind.REMOVED or change.new is None):
        return True
    if meant(to) == meant(stated(change)):
        return True
    if isinstance(to, list):
        return isinstance(now, list) and meant(to) == meant(now)
    if not isinstance(to, Mapping) or not isinstance(change.new, Mapping):
        return False
    return all(name in to for name in _needed(change)) and _within(to, change.new)


def _needed(change: Change) -> Iterator[str]:
    """The fields of a group that must be named: of a quantity, of an absence, and what is another than before."""
    now, before = change.new, change.old
    assert isinstance(now, Mapping)
    if is_quantity(now):
        yield from MEASURE
    elif is_absence(now):
        yield ABSENT
    elif isinstance(before, Mapping):
        told = _plain(now)
        yield from (name for name in told if meant(told[name]) != meant(before.get(name)))


def _moved(change: Change) -> dict[str, Any]:
    """What a list lost and gained; of a long list file, how much."""
    sides = ((REMOVED, change.old), ("added", change.new))
    return {word: _plain(list(side)) for word, side in sides if isinstance(side, tuple) and side}


def _plain(value: Any) -> Any:
    """Plain data without what stands beside it."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain(dataclasses.asdict(value))
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items() if name not in ASIDE and inner is not None}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(plain(value))
    return " ".join(value.split()) if isinstance(value, str) else value


def meant(value: Any) -> Hashable:
    """A form that is equal for values that say the same."""
    value = _plain(value)
    if isinstance(value, Mapping):
        return "group", frozenset((name, meant(inner)) for name, inner in value.items())
    if isinstance(value, list):
        return "list", frozenset(meant(inner) for inner in value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return "number", exact(value)
        except ValueError:
            return "number", repr(value)
    return type(value).__name__, value


def _within(part: Mapping[str, Any], whole: Mapping[str, Any]) -> bool:
    """Whether a group names fields of another, and none that says something else."""
    told = _plain(part)
    return bool(told) and all(name in whole and meant(inner) == meant(whole[name]) for name, inner in told.items())
