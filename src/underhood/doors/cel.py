"""Expressions of CEL, the Common Expression Language, through its official C++ library.

The library is an extra: it is imported when the first expression is compiled. Of its functions only those are let in
that cannot make a value much larger than what they are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from underhood.doors import cel_tree
from underhood.doors.cel_tree import Checked, Node
from underhood.values.errors import USAGE, Stop

EXTRA = "expressions"
ANY, FLAG, NUMBER, TEXT, NUMBERS = "dyn", "bool", "double", "string", "list<double>"

STANDARD: Mapping[str, tuple[str, ...]] = {
    "_==_": (),
    "_!=_": (),
    "_<_": (),
    "_<=_": (),
    "_>_": (),
    "_>=_": (),
    "_&&_": (),
    "_||_": (),
    "!_": (),
    "_?_:_": (),
    "_[_]": (),
    "@in": (),
    "-_": ("negate_double",),
    "_-_": ("subtract_double",),
    "@not_strictly_false": (),
    "size": (),
    "matches": (),
    "startsWith": (),
    "endsWith": (),
    "contains": (),
    "double": ("int64_to_double",),
    "_+_": ("add_list", "add_int64"),
}
"""What is let in, with the overloads if not all. Macros count and collect with `_+_`; nobody else may."""

_REFUSED = re.compile(r"(?:[A-Z_]+: )?ERROR: <input>:(-?\d+):(-?\d+): ([^\n]*)")
_STATUS = re.compile(r"^[A-Z_]+: | \[[A-Z_]+\]$")


@dataclass(frozen=True, slots=True)
class Signature:
    """A function that expressions may call: for each form its parameters' types, and what answers."""

    name: str
    forms: tuple[tuple[str, ...], ...]
    result: str
    call: Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a text is no expression, and where in it, in characters; -1: nowhere in particular."""

    message: str
    at: int = -1


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an expression has no value."""

    reason: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """A compiled expression: its tree, and the type that it gives."""

    tree: Checked
    gives: str


class Program:
    """An expression that can be evaluated."""

    def __init__(self, expression: Any) -> None:
        self._expression = expression

    def value(self, data: Mapping[str, Any]) -> Any:
        """What it comes to, or a Failure. The library returns errors as values that count as true: they are told."""
        try:
            found = self._expression.eval(data=data)
            if found.type().name() == "ERROR":
                return Failure(_plain(str(found.value())))
            return found.plain_value()
        except (RuntimeError, TypeError, ValueError, OverflowError) as error:
            return Failure(_plain(str(error)))


class Language:
    """Variables and functions that expressions may use. Raises Stop where the library is not installed."""

    def __init__(self, variables: Mapping[str, str], functions: Sequence[Signature]) -> None:
        self._cel = _library()
        kinds = self._cel.Type
        declared = [self._declared(one) for one in functions]
        self._env = self._cel.NewEnv(
            config=self._cel.NewEnvConfigFromYaml(_standard()),
            variables={name: kinds(signature) for name, signature in variables.items()},
            functions=declared,
        )

    def compiled(self, text: str) -> Compiled | Refused:
        """Compile a text."""
        try:
            expression = self._env.compile(text)
            return Compiled(cel_tree.read(expression.serialize()), expression.return_type().name())
        except (RuntimeError, TypeError, ValueError, UnicodeError) as error:
            return _refused(str(error), text)

    def program(self, compiled: Compiled, root: Node) -> Program:
        """The expression with this tree, ready to be evaluated."""
        return Program(self._env.deserialize(cel_tree.write(compiled.tree, root)))

    def _declared(self, one: Signature) -> Any:
        cel = self._cel
        overloads = [
            cel.Overload(
                f"{one.name}_{'_'.join(form) or 'nothing'}".replace("<", "_").replace(">", ""),
                cel.Type(one.result),
                [cel.Type(word) for word in form],
                False,
                one.call,
            )
            for form in one.forms
        ]
        return cel.FunctionDecl(one.name, overloads)


def _library() -> ModuleType:
    try:
        import cel_expr_python.cel as cel  # noqa: PLC0415, PLR0402  (an extra, and large; the form that needs no stubs)
    except ImportError as error:
        raise Stop(
            "the settings hold rules of your own, and what reads their expressions is not installed",
            f"pip install 'underhood[{EXTRA}]'",
            code=USAGE,
        ) from error
    found: ModuleType = cel
    return found


def _standard() -> str:
    lines = ["stdlib:", "  include_functions:"]
    for name, overloads in STANDARD.items():
        lines.append(f'    - name: "{name}"')
        if overloads:
            lines += ["      overloads:", *(f'        - id: "{one}"' for one in overloads)]
    return "\n".join(lines)


def _refused(words: str, text: str) -> Refused:
    found = _REFUSED.search(words)
    if found is None:
        return Refused("it is no text" if "incompatible function arguments" in words else _plain(words))
    line, column = int(found[1]), int(found[2])
    before = sum(len(one) + 1 for one in text.split("\n")[: line - 1])
    return Refused(_plain(found[3]), before + column if line > 0 else -1)


def _plain(words: str) -> str:
    """The library's words, on one line, without its names of states."""
    while (less := _STATUS.sub("", words.strip())) != words:
        words = less
    return " ".join(words.split())[:300]
