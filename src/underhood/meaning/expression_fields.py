"""Holding an expression against the schemas: CEL itself does not know which fields a record has.

Also what an expression may not be because it could take long: too deep, too long, or going through much again and
again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from underhood.doors.cel_tree import Checked, Form, Node, changed, text
from underhood.doors.schemas import SUFFIX
from underhood.meaning.expression_chains import base, cheap, index, near, written
from underhood.meaning.expression_stage import VARIABLES
from underhood.meaning.expression_words import WORDS
from underhood.records.kinds import Field, Kind
from underhood.values.ids import parse_address

MOST_NODES, DEEPEST, MOST_ENTRIES, MOST_REPEATED = 400, 3, 100, 20
"""Nodes of an expression, macros inside each other, entries of its lists in all, and of those made again and again."""

EQUAL = frozenset({"_==_", "_!=_"})
TYPE_OF: Mapping[type, frozenset[str]] = {
    str: frozenset({"string"}),
    bool: frozenset({"boolean"}),
    int: frozenset({"number", "integer"}),
    float: frozenset({"number", "integer"}),
}
ANYTHING = "*"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in an expression, where in its text (-1: nowhere in particular), and the cure."""

    message: str
    hint: str = ""
    at: int = -1


@dataclass(frozen=True, slots=True)
class Scope:
    """What names stand for in a part of an expression; `own`: those that the innermost macro binds, None outside."""

    names: Mapping[str, Field | None]
    own: frozenset[str] | None = None
    depth: int = 0


@dataclass(slots=True)
class Look:
    """What was found out about an expression.

    `uses`: by variable the fields that it asks for (`*`: all of it). `kinds`: for each call of `ref` the kinds that a
    bare id may be of. `macros`: whether it goes through lists; `repeats`: whether it reads much again for each entry.
    """

    kinds_known: Mapping[str, Kind]
    gate: bool
    tree: Checked
    faults: list[Fault] = field(default_factory=list)
    uses: dict[str, set[str]] = field(default_factory=dict)
    kinds: dict[int, str] = field(default_factory=dict)
    macros: bool = False
    repeats: bool = False

    def fault(self, node: Node, message: str, hint: str = "") -> None:
        """Note a fault."""
        self.faults.append(Fault(message, hint, self.tree.places.get(node.id, -1)))


def looked(tree: Checked, kinds: Mapping[str, Kind], kind: str, *, gate: bool, own: Field) -> Look:
    """Hold a checked expression against the schemas. `own`: the fields of the organisation's own, as one group."""
    look = Look(kinds, gate, tree)
    nodes = list(tree.nodes())
    if len(nodes) > MOST_NODES:
        look.fault(tree.root, f"it has {len(nodes)} parts, and {MOST_NODES} are the most", "make two rules of it")
        return look
    record = _with(kinds[kind].root, own)
    release = _with(kinds["release"].root, own) if "release" in kinds else None
    names: dict[str, Field | None] = {"record": record, "release": release, "previous": release}
    if not gate and kind != "release":
        for node in nodes:
            if node.name in {"release", "previous"} if node.form is Form.IDENT else _is_parts(node):
                look.fault(node, f"'{node.name}' is only known at a gate, and in rules for releases")
    _walk(tree.root, Scope(names), look)
    if sum(len(node.args) for node in nodes if node.form is Form.LIST) > MOST_ENTRIES:
        look.fault(tree.root, f"its lists have more than {MOST_ENTRIES} entries in all")
    return look


def rewritten(node: Node, look: Look) -> Node:
    """The tree as it is evaluated: `is_absent` asks whether a field stands, and `ref` knows the kind of a bare id."""
    args = tuple(rewritten(one, look) for one in node.args)
    node = changed(node, args=args, target=rewritten(node.target, look) if node.target else None)
    if node.form is not Form.CALL:
        return node
    if node.name == "is_absent":
        (asked,) = args
        if asked.form is Form.SELECT:
            return changed(node, args=(changed(asked, tested=True),))
        if asked.form is Form.CALL:
            return changed(node, name="value_absent", args=asked.args)
        return changed(node, name="no_previous", args=())
    if node.name == "ref" and look.kinds.get(node.id):
        return changed(node, args=(*args, text(look.tree.root.id + 100_000 + node.id, look.kinds[node.id])))
    return node


def _with(root: Field, own: Field) -> Field:
    return replace(root, nodes=(*root.nodes, *own.nodes))


def _walk(node: Node, scope: Scope, look: Look, *, inner: bool = False) -> Field | None:
    """What the schemas say of the value of a node; None where they cannot know. `inner`: something is taken of it."""
    match node.form:
        case Form.IDENT:
            found = scope.names.get(node.name)
            if not inner and node.name in VARIABLES:
                look.uses.setdefault(node.name, set()).add(ANYTHING)
        case Form.SELECT:
            assert node.target is not None
            found = _below(node, node.target, node.name, scope, look)
        case Form.CALL if node.name == "_[_]":
            found = _below(node, node.args[0], index(node.args[1]), scope, look)
            _walk(node.args[1], scope, look)
        case Form.CALL:
            return _call(node, scope, look)
        case Form.MACRO:
            _macro(node, scope, look)
            return None
        case _:
            _plain(node, scope, look)
            return None
    if not inner and scope.own is not None and not cheap(found) and base(node) not in {"", *scope.own}:
        look.repeats = True
    return found


def _plain(node: Node, scope: Scope, look: Look) -> None:
    """A constant, a list that is written out, or a group."""
    if node.form is Form.STRUCT:
        look.fault(node, "groups in braces are not part of these expressions")
    elif isinstance(node.value, int | float) and not abs(node.value) <= 1e100:
        look.fault(node, "the number is beyond 1e100")
    elif scope.own is not None and len(node.args) > MOST_REPEATED:
        look.fault(node, f"a list that is made for each entry has at most {MOST_REPEATED} entries")
    for one in node.args:
        _walk(one, scope, look)


def _below(node: Node, of: Node, step: str | int | None, scope: Scope, look: Look) -> Field | None:
    """The field that a name or an index leads to."""
    parent = _walk(of, scope, look, inner=True)
    if of.form is Form.IDENT and of.name in VARIABLES:
        look.uses.setdefault(of.name, set()).add(step if isinstance(step, str) else ANYTHING)
    if parent is None:
        return None
    words = written(of)
    if step is None:
        return parent.items or parent.values
    found = parent.below(step)
    if found is not None:
        if step == "absent" and "reason" in parent.properties:
            look.fault(node, f"an absence is asked for with is_absent({words})")
        return found
    if isinstance(step, int):
        look.fault(node, f"{words} is no list")
    elif parent.items is not None:
        look.fault(
            node, f"{words} is a list, and has no '{step}'", f"name an entry: {words}[0], {words}.exists(one, …)"
        )
    elif parent.properties:
        look.fault(node, f"there is no field '{step}' in {words}", near(step, parent.properties))
    elif parent.types and "object" not in parent.types:
        look.fault(node, f"{words} has no fields")
    return None


def _call(node: Node, scope: Scope, look: Look) -> Field | None:
    if node.name == "is_absent":
        _asked(node, look)
    args = [_walk(one, scope, look) for one in node.below]
    if node.name == "_+_":
        look.fault(node, "'+' is not part of these expressions", "there is sum([1.0, 2.0])")
    elif node.name in EQUAL:
        for one, other in ((0, 1), (1, 0)):
            _compared(args[one], node.args[other], look)
    elif node.name == "@in":
        _contained(node, args, look)
    elif node.name == "matches" and node.below[-1].form is not Form.CONST:
        look.fault(node, "a pattern stands as a text in the rule")
    elif any(word.gate and word.name == node.name for word in WORDS) and not look.gate:
        look.fault(node, f"{node.name} is only known at a gate", "put the rule under gates.<status>.own")
    return _handed(node, args, look)


def _handed(node: Node, args: list[Field | None], look: Look) -> Field | None:
    """What the schemas say of what a function hands out; None where they cannot know."""
    if node.name in {"ref", "value"} and node.args:
        return _named(node, args[0], look)
    return _parts(node, look) if _is_parts(node) else None


def _contained(node: Node, args: list[Field | None], look: Look) -> None:
    """A look into a list, or for a field of a group."""
    whole, within = node.args[1], args[1]
    if whole.form is Form.LIST:
        for entry in whole.args:
            _compared(args[0], entry, look)
    elif within is not None and within.types and not within.types & {"array", "object"}:
        look.fault(whole, f"{written(whole)} is no list", f"to compare it: {written(whole)} == '…'")


def _is_parts(node: Node) -> bool:
    return node.form is Form.CALL and node.name == "parts"


def _parts(node: Node, look: Look) -> Field | None:
    """A list of records of the kind that is named."""
    kind = node.below[0].value if node.below and node.below[0].form is Form.CONST else None
    if not isinstance(kind, str):
        look.fault(node, "a kind stands as a text in parts", "such as parts('training')")
    elif kind not in look.kinds_known:
        look.fault(node, f"there is no kind '{kind}'", near(kind, look.kinds_known))
    else:
        schemas = look.kinds_known[kind].root.schemas
        return Field(schemas, (({"type": "array", "items": {"$ref": f"{kind}{SUFFIX}"}}, kind),))
    return None


def _asked(node: Node, look: Look) -> None:
    asked = node.args[0]
    if asked.form is Form.SELECT or (asked.form is Form.CALL and asked.name == "value"):
        return
    if asked.form is not Form.IDENT or asked.name != "previous":
        look.fault(node, "is_absent asks for a field", "such as is_absent(record.licence) or is_absent(value('…'))")


def _named(node: Node, of: Field | None, look: Look) -> Field | None:
    """What stands at an address, as far as the rule says which."""
    named = node.args[0]
    if named.form is Form.CONST:
        address = parse_address(str(named.value)) if str(named.value)[:1] != "#" else None
        if address is None and not (node.name == "value" and str(named.value).startswith("#")):
            look.fault(node, f"'{named.value}' is no address", "write it as kind/id, or kind/id#place")
        elif address is not None and address.kind not in look.kinds_known:
            look.fault(node, f"there is no kind '{address.kind}'", near(address.kind, look.kinds_known))
        elif address is not None and node.name == "ref":
            return look.kinds_known[address.kind].root
        return None
    kinds = [one for one in (of.references or of.may_reference if of else ()) if one in look.kinds_known]
    if node.name == "ref" and kinds:
        look.kinds[node.id] = " ".join(kinds)
        return look.kinds_known[kinds[0]].root if len(kinds) == 1 else None
    return None


def _macro(node: Node, scope: Scope, look: Look) -> None:
    assert node.target is not None
    look.macros = True
    through = _walk(node.target, scope, look)
    if scope.depth == DEEPEST:
        look.fault(node, f"more than {DEEPEST} macros stand inside each other")
        return
    if through is not None and not (through.items or through.values or through.properties) and through.types:
        look.fault(node.target, f"{written(node.target)} is no list")
    entry = through.items if through is not None else None
    names = {**scope.names, node.name: entry, node.accumulator: None}
    bound = frozenset({node.name, str(node.value), node.accumulator})
    inside = Scope(names, bound, scope.depth + 1)
    for one in node.args[1:]:
        for part in _without_collecting(one, node.accumulator):
            _walk(part, inside, look)


def _without_collecting(node: Node, accumulator: str) -> Iterator[Node]:
    """The parts of a macro that were written: without the `+` with which it counts and collects."""
    if node.form is Form.CALL and node.name == "_?_:_":
        for one in node.args:
            yield from _without_collecting(one, accumulator)
    elif node.form is Form.CALL and node.name == "_+_" and node.args[0].name == accumulator:
        yield from node.args[1:]
    else:
        yield node


def _compared(of: Field | None, constant: Node, look: Look) -> None:
    """A comparison that can never be true: with a text that is not among the words, with another type."""
    kinds = TYPE_OF.get(type(constant.value)) if constant.form is Form.CONST else None
    if of is None or kinds is None:
        return
    if of.types and not of.types & kinds:
        look.fault(
            constant, f"this is no {' or '.join(sorted(kinds))}: the field holds {' or '.join(sorted(of.types))}"
        )
    elif isinstance(constant.value, str) and of.closed_words and constant.value not in of.closed_words:
        look.fault(constant, f"the field is never '{constant.value}'", near(constant.value, of.closed_words))
