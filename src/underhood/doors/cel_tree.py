"""A checked CEL expression as a tree: read out of its protobuf bytes, and written back with a few nodes changed.

Message and field numbers are those of `cel/expr/syntax.proto` and `checked.proto`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_NO = -1
Part = tuple[int, int, Any]
"""A field of a message: its number, its wire type, its value."""


class Form(Enum):
    """What a node is, with its field number in `Expr`."""

    CONST, IDENT, SELECT, CALL, LIST, STRUCT, MACRO = range(3, 10)


_NUMBERS = {
    Form.IDENT: (1, _NO, (), _NO, _NO),
    Form.SELECT: (2, 1, (), _NO, _NO),
    Form.CALL: (2, 1, (3,), _NO, _NO),
    Form.LIST: (_NO, _NO, (1,), _NO, _NO),
    Form.MACRO: (1, 2, (4, 5, 6, 7), 3, 8),
}
"""Of each form the field numbers of name, target, arguments, and of a macro its accumulator and second variable."""


@dataclass(frozen=True, slots=True)
class Node:
    """One node.

    `name`: of a variable, a field, a function, of the variable that a macro goes through a list with; `target`: what a
    field is taken of, what a method is called on, what a macro goes through; `args`: arguments, entries, and the four
    expressions of a macro (start, condition, step, result). `tested`: `has(…)`. `raw`: what is written back unchanged.
    """

    id: int
    form: Form
    name: str = ""
    value: Any = None
    target: Node | None = None
    args: tuple[Node, ...] = ()
    tested: bool = False
    accumulator: str = ""
    raw: bytes = b""

    @property
    def below(self) -> tuple[Node, ...]:
        """The nodes right below."""
        return ((self.target,) if self.target else ()) + self.args


@dataclass(frozen=True, slots=True)
class Checked:
    """A checked expression: its tree, and by node the place in its text, in characters."""

    root: Node
    places: dict[int, int] = field(default_factory=dict)
    envelope: tuple[Part, ...] = ()
    kind: bytes = b""

    def nodes(self) -> Iterator[Node]:
        """All nodes."""
        stack = [self.root]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(node.below)


def read(data: bytes) -> Checked:
    """The tree in the bytes of `google.protobuf.Any` around a `CheckedExpr`. Raises ValueError for any other bytes."""
    try:
        return _read(data)
    except (LookupError, TypeError, AttributeError, struct.error, RecursionError) as error:
        raise ValueError("these bytes are no expression") from error


def _read(data: bytes) -> Checked:
    whole = {number: value for number, _, value in _parts(data)}
    inner = tuple(_parts(whole[2]))
    found = {number: value for number, _, value in inner}
    places = {}
    for number, _, value in _parts(found.get(5, b"")):
        if number == 4:
            entry = {number: value for number, _, value in _parts(value)}
            places[entry.get(1, 0)] = entry.get(2, 0)
    return Checked(_node(found[4]), places, inner, whole[1])


def write(checked: Checked, root: Node) -> bytes:
    """The bytes of the same expression with another tree."""
    inner = b"".join(
        _part(number, kind, _written(root) if number == 4 else value) for number, kind, value in checked.envelope
    )
    return _part(1, _BYTES, checked.kind) + _part(2, _BYTES, inner)


def changed(node: Node, **values: Any) -> Node:
    """A node with other values."""
    return replace(node, **values)


def text(id: int, value: str) -> Node:
    """A constant text."""
    return Node(id, Form.CONST, value=value, raw=_part(6, _BYTES, value.encode()))


def _node(data: bytes) -> Node:
    id, form, body = 0, None, b""
    for number, _, value in _parts(data):
        if number == 2:
            id = value
        else:
            form, body = Form(number), value
    if form is None:
        raise ValueError("an expression without a form")
    if form is Form.CONST:
        return Node(id, form, value=_constant(body), raw=body)
    if form is Form.STRUCT:
        return Node(id, form, raw=body)
    name, target, args, accumulator, second = _NUMBERS[form]
    parts = [(number, value) for number, _, value in _parts(body)]
    found = dict(parts)
    return Node(
        id,
        form,
        found.get(name, b"").decode(),
        found.get(second, b"").decode(),
        _node(found[target]) if target in found else None,
        tuple(_node(value) for wanted in args for number, value in parts if number == wanted),
        form is Form.SELECT and bool(found.get(3)),
        found.get(accumulator, b"").decode(),
        body if form is Form.IDENT else b"",
    )


def _constant(body: bytes) -> Any:
    for number, _, value in _parts(body):
        match number:
            case 2:
                return bool(value)
            case 3:
                return value - (1 << 64) if value >> 63 else value
            case 5:
                return struct.unpack("<d", value)[0]
            case 6:
                return value.decode()
            case _:
                return value
    return None


def _written(node: Node) -> bytes:
    return _part(2, _VARINT, node.id) + _part(node.form.value, _BYTES, _body(node))


def _body(node: Node) -> bytes:
    target = _written(node.target) if node.target else b""
    args = [_written(one) for one in node.args]
    match node.form:
        case Form.SELECT:
            tested = _part(3, _VARINT, 1) if node.tested else b""
            return _part(1, _BYTES, target) + _part(2, _BYTES, node.name.encode()) + tested
        case Form.CALL:
            head = (_part(1, _BYTES, target) if node.target else b"") + _part(2, _BYTES, node.name.encode())
            return head + b"".join(_part(3, _BYTES, one) for one in args)
        case Form.LIST:
            return b"".join(_part(1, _BYTES, one) for one in args)
        case Form.MACRO:
            words = ((1, node.name), (3, node.accumulator), (8, node.value))
            return b"".join(
                [
                    *(_part(number, _BYTES, word.encode()) for number, word in words if word),
                    _part(2, _BYTES, target),
                    *(_part(number, _BYTES, one) for number, one in zip((4, 5, 6, 7), args, strict=True)),
                ]
            )
    return node.raw


def _parts(data: bytes) -> Iterator[Part]:
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, kind = tag >> 3, tag & 7
        if kind == _VARINT:
            value, at = _varint(data, at)
            yield number, kind, value
            continue
        size = {_FIXED64: 8, _FIXED32: 4}.get(kind, 0)
        if kind == _BYTES:
            size, at = _varint(data, at)
        elif not size:
            raise ValueError(f"wire type {kind}")
        if at + size > len(data):
            raise ValueError("the bytes end too early")
        yield number, kind, data[at : at + size]
        at += size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        if at >= len(data):
            raise ValueError("the bytes end too early")
        byte = data[at]
        at += 1
        result |= (byte & 127) << shift
        if byte < 128:
            return result, at
        shift += 7


def _part(number: int, kind: int, value: Any) -> bytes:
    tag = _number(number << 3 | kind)
    if kind == _VARINT:
        return tag + _number(value)
    return b"".join((tag, _number(len(value)) if kind == _BYTES else b"", value))


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    return bytes(found) + bytes([value])
