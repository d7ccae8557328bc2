"""The settings ask for less than they did.

**What:** a rule that is switched off or made less grave, a record or file on which it is silent from now on, a
parameter that lets more pass; a gate that is gone, or that asks for fewer approvals, roles or rules; a tolerance that
is new or wider; a rule of your own that is gone, less grave, or asks otherwise; a narrower circle for records that name
none. The other way is notable. What is written out and holds
anyway is no change.

**Why:** whoever softens the rules softens every record that they judge, and none of these records shows it.

**Example:** `unmitigated-high-risk: off`.

**Instead:** a decision whose `weakens` names the setting as `settings/settings#checks/rules/<rule>/severity`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from underhood.changes import Comparison, Difference, change, lowered, weighing
from underhood.meaning.audience import Audience
from underhood.meaning.wording import arrow, shown
from underhood.values.change import Change, Kind, Weight
from underhood.values.quantity import exact

RISING = ("off", "note", "warning", "error")
WIDER = frozenset({"percent", "translated", "tolerance"})
"""Parameters of rules that let more pass as they rise."""
NARROWER = frozenset({"days"})
"""Parameters of rules that let more pass as they fall."""


@weighing("settings/checks", "settings/gates", "settings/default_visibility")
def softened(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """One thing in the settings."""
    old, new = difference.old_value, difference.new_value
    group, *names = difference.names
    weight = difference.weight
    if group == "default_visibility":
        softer: bool | None = Audience(new).rank > Audience(old).rank
    elif names[-1:] == ["reason"] or (names[-1:] == ["message"] and "own" in names):
        softer, weight = None, Weight.ROUTINE
    elif "own" in names or not names:
        softer = _own(difference, names[-1] if names else "")
    elif group == "checks":
        softer = _rule(difference, names[-1])
    else:
        softer = _gate(difference, names)
    if softer is not None:
        weight = Weight.WEAKENING if softer else Weight.NOTABLE
    said = arrow(difference.kind, old, new, shown=_words)
    message = f"Settings, {', '.join(name.replace('_', ' ') for name in difference.names)}{said}"
    yield change(difference, comparison, weight=weight, message=message)


def _words(value: Any) -> str:
    """A value in words; a rule of the organisation's own by its id and by what it asks."""
    if isinstance(value, Mapping) and "require" in value:
        return " ".join(f"{value['id']}, {value['require']}".split())
    return shown(value)


def _rule(difference: Difference, name: str) -> bool | None:
    """Whether a rule of `checks` lets more pass."""
    old, new = difference.old_value, difference.new_value
    if name == "severity":
        return lowered(difference, RISING)
    return bool(new) if name == "ignore" else _parameter(name, old, new)


def _own(difference: Difference, name: str) -> bool | None:
    """Whether rules of the organisation's own ask for less: gone, less grave, or changed in what they ask."""
    if name == "level":
        return lowered(difference, RISING)
    if name == "when":
        return difference.kind is not Kind.REMOVED
    return difference.kind is not Kind.ADDED


def _parameter(name: str, old: Any, new: Any) -> bool:
    """Whether a parameter lets more pass; one of unknown direction may."""
    if isinstance(old, tuple) or isinstance(new, tuple):
        return bool(old)  # words of which the rule speaks no more
    numbers = [value for value in (old, new) if isinstance(value, int | float) and not isinstance(value, bool)]
    if len(numbers) == 2 and name in WIDER | NARROWER:
        return (exact(numbers[1]) > exact(numbers[0])) == (name in WIDER)
    return True


def _gate(difference: Difference, names: list[str]) -> bool | None:
    """Whether a gate asks for less: `names` are its status, and the way to what differs in it."""
    old, new = difference.old_value, difference.new_value
    within = names[1] if len(names) > 1 else ""
    if within == "tolerance":
        return old is None or (new is not None and not isinstance(new, dict) and exact(new) > exact(old))
    if within == "unsigned":
        return bool(new)
    if within == "rules" and len(names) > 3:
        return _parameter(names[-1], old, new)
    if within in {"approvals", "minimum"} and difference.kind is Kind.CHANGED:
        return exact(new) < exact(old)
    if difference.kind is Kind.CHANGED and isinstance(old, tuple):
        return bool(old)
    return difference.kind is Kind.REMOVED
