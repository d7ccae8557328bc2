"""Our own keywords in the schemas of a repository: whether each holds what it may hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from underhood.values.errors import Stop

WEIGHTS = ("weakening", "notable", "routine")
KINDS = ("added", "removed", "changed")
DATA = frozenset({"const", "default", "enum", "examples"})
"""Keywords under which values stand, and no schemas."""
NAMED = frozenset({"$defs", "dependentSchemas", "patternProperties", "properties"})
"""Keywords under which names stand, and a schema for each."""

Place = tuple[str, ...]


def checked(schema: Mapping[str, Any], path: str) -> None:
    """Raise Stop where a schema says something that cannot be read; `path` is its file."""
    try:
        found = next(_faults(schema, ()), None)
    except RecursionError as error:
        raise Stop(f"the schema {path} cannot be used: it is too deep", "make it flatter", code=2) from error
    if found is not None:
        place, hint = found
        raise Stop(f"the schema {path} cannot be used: nobody can read {'/'.join(place)}", hint, code=2)


def _faults(node: Any, path: Place) -> Iterator[tuple[Place, str]]:
    if isinstance(node, list):
        for index, entry in enumerate(node):
            yield from _faults(entry, (*path, str(index)))
    if not isinstance(node, Mapping):
        return
    for keyword, value in node.items():
        here = (*path, str(keyword))
        if keyword in NAMED and isinstance(value, Mapping):
            for member, below in value.items():
                yield from _faults(below, (*here, str(member)))
        elif keyword in RIGHT:
            right, hint = RIGHT[keyword]
            if not right(value):
                yield here, hint
        elif keyword not in DATA:
            yield from _faults(value, here)


def _weight(value: Any) -> bool:
    if isinstance(value, Mapping):
        return all(kind in KINDS and isinstance(word, str) and word in WEIGHTS for kind, word in value.items())
    return isinstance(value, str) and value in WEIGHTS


def _kinds(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(kind, str) for kind in value)


def _bool(value: Any) -> bool:
    return isinstance(value, bool)


KIND_LIST = 'write a list of kinds: ["risk"], or ["*"] for any'
YES_OR_NO = "write true or false"
RIGHT: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "x-weight": (_weight, 'write weakening, notable or routine, or one for each: {"removed": "weakening"}'),
    "x-references": (_kinds, KIND_LIST),
    "x-may-reference": (_kinds, KIND_LIST),
    "x-closure": (_bool, YES_OR_NO),
    "x-list": (_bool, YES_OR_NO),
    "x-ordered": (_bool, YES_OR_NO),
    "x-translatable": (_bool, YES_OR_NO),
}
"""By keyword: whether a value can be read, and what to write instead."""
