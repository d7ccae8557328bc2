"""What became of a schema between two states: which of its keywords ask for less.

What cannot be told (another pattern, another choice between branches) counts as less. Titles, descriptions and examples
ask for nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from underhood.changes import Difference, Spot
from underhood.judge.weights import weight
from underhood.records.places import schema_path
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.values.change import SCHEMA, Kind, Weight

KEYWORDS = "schema keywords"
"""The last name of differences between schemas, which are in no field."""
WORDS = frozenset(
    {"title", "description", "examples", "default", "deprecated", "$comment", "$id", "$schema"}
    | {"x-answers", "x-kinds", "x-plural", "x-register", "x-may-reference"}
)
"""Keywords for readers, and those that ask for nothing."""
NAMED = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})
ONE = frozenset({"additionalProperties", "else", "items", "propertyNames", "then", "unevaluatedProperties"})
BRANCHES = frozenset({"allOf", "anyOf", "oneOf"})
SHOWN = 5

Said = Iterator[tuple[str, ...]]


def schema_differences(projects: tuple[Project, Project]) -> Iterator[Difference]:
    """The schemas that differ between two states; those that ship with the tool are the same on both sides."""
    old, new = (project.schemas.documents for project in projects)
    if old is new:
        return
    for name in sorted({*old, *new}):
        before, after = old.get(name), new.get(name)
        if before != after:
            yield _difference(name, before, after)


def _difference(name: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> Difference:
    was, now = (Spot(Record(SCHEMA, name, schema_path(name), data), ()) if data else None for data in (before, after))
    values = _digest(before), _digest(after)
    if before is None or after is None:
        kind, which = (Kind.ADDED, Weight.NOTABLE) if before is None else (Kind.REMOVED, Weight.WEAKENING)
        return Difference(kind, (KEYWORDS,), was, now, *values, which)
    try:
        found = list(dict.fromkeys("/".join(path) for path in softened(before, after)))
    except RecursionError:
        found = ["it is too deep to be compared"]
    rest = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    which = Weight.WEAKENING if found else Weight.NOTABLE
    return Difference(Kind.CHANGED, (KEYWORDS,), was, now, *values, which, wording=", ".join(found[:SHOWN]) + rest)


def _digest(data: Mapping[str, Any] | None) -> str | None:
    """Sixteen digits that name what a schema says."""
    text = None if data is None else json.dumps(data, sort_keys=True)
    return text and hashlib.sha256(text.encode()).hexdigest()[:16]


def softened(old: Any, new: Any, path: tuple[str, ...] = ()) -> Said:
    """The keywords of a schema that ask for less than before, each with the way to it."""
    if not isinstance(old, Mapping) or not isinstance(new, Mapping):
        if old != new and old is not True:
            yield path
        return
    for keyword in sorted({*old, *new} - WORDS):
        if old.get(keyword) != new.get(keyword):
            yield from _keyword(keyword, old, new, (*path, keyword))


def _keyword(keyword: str, old: Mapping[str, Any], new: Mapping[str, Any], here: tuple[str, ...]) -> Said:
    """What one keyword asks less, or what stands below it."""
    before, after = old.get(keyword), new.get(keyword)
    if keyword in NAMED and isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in before:
            yield from softened(before[name], after[name], (*here, name)) if name in after else ((*here, name),)
    elif keyword in ONE and isinstance(before, Mapping) and isinstance(after, Mapping):
        yield from softened(before, after, here)
    elif keyword in BRANCHES and isinstance(before, list) and isinstance(after, list):
        yield from _branches(keyword, before, after, here)
    elif keyword == "enum":
        yield from _words(old, new, here)
    elif keyword in old or keyword in ASKING:
        asks = ASKING.get(keyword)
        if asks is None or not asks(before, after):
            yield here


def _branches(keyword: str, before: list[Any], after: list[Any], here: tuple[str, ...]) -> Said:
    """Branches that apply together may come, those to choose from may go; others are compared one by one."""
    fewer, more = (before, after) if keyword == "allOf" else (after, before)
    if len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from softened(one, other, (*here, str(index)))
    elif any(one not in more for one in fewer):
        yield here


def _words(old: Mapping[str, Any], new: Mapping[str, Any], here: tuple[str, ...]) -> Said:
    """Another order of words in rising order is another scale; one more word takes nothing from the others."""
    before, after = old.get("enum"), new.get("enum")
    if not isinstance(before, list):
        return
    known = after if isinstance(after, list) else []
    ordered = bool(old.get("x-ordered")) or bool(new.get("x-ordered"))
    if not known or (ordered and [word for word in before if word in known] != [w for w in known if w in before]):
        yield here


def _weighs(before: Any, after: Any) -> bool:
    return all(weight(after or "", kind).rank <= weight(before or "", kind).rank for kind in Kind)


def _among(some: Any, others: Any) -> bool:
    """Whether each of some words is one of others; what says nothing allows everything."""
    one, other = ([value] if isinstance(value, str) else value for value in (some, others))
    return other is None or (one is not None and all(value in other for value in one))


def _refers(before: Any, after: Any) -> bool:
    return _among(after, before) or (before == ["*"] and bool(after))


def _closes(before: Any, after: Any) -> bool:
    """False leaves a field out of the seal; true has the seal follow it."""
    return before is False or after is True or (before is None and after is None)


def _shuts(before: Any, after: Any) -> bool:
    return before is None or before is True or after is False


def _rises(before: Any, after: Any) -> bool:
    numbers = [value for value in (before, after) if isinstance(value, int | float) and not isinstance(value, bool)]
    return before is None or (len(numbers) == 2 and numbers[1] >= numbers[0])


def _falls(before: Any, after: Any) -> bool:
    return before is None or (after is not None and _rises(after, before))


def _stays(before: Any, after: Any) -> bool:
    return not before or bool(after)


ASKING: Mapping[str, Callable[[Any, Any], bool]] = {
    "required": lambda before, after: _among(before or [], after or []),
    "type": lambda before, after: _among(after, before),
    "x-references": _refers,
    "x-weight": _weighs,
    "x-closure": _closes,
    "additionalProperties": _shuts,
    "unevaluatedProperties": _shuts,
    **dict.fromkeys(("uniqueItems", "x-list", "x-ordered", "x-translatable"), _stays),
    **dict.fromkeys(("minItems", "minLength", "minProperties", "minimum", "exclusiveMinimum"), _rises),
    **dict.fromkeys(("maxItems", "maxLength", "maxProperties", "maximum", "exclusiveMaximum"), _falls),
}
"""By keyword, whether another value of it asks for as much as before."""
