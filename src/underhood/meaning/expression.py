"""Rules of an organisation's own: compiled, held against the schemas, and judged.

Nothing passes by accident: an error in an expression, a value that is needed and absent, and a result that is neither
true nor false fail the rule, each with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from underhood.doors.cel import Failure, Language, Program, Refused
from underhood.doors.schemas import Schemas
from underhood.meaning.expression_chains import near
from underhood.meaning.expression_fields import ANYTHING, Fault, Look, looked, rewritten
from underhood.meaning.expression_reasons import reason, refused
from underhood.meaning.expression_stage import MOST_READ, RECORD, VARIABLES, Env, Stage
from underhood.meaning.expression_values import LONGEST, Missing, longest, plainly, size
from underhood.meaning.expression_words import signatures
from underhood.records.kinds import Field, Kind
from underhood.records.own_rules import OwnRule
from underhood.records.record import Record
from underhood.values.finding import DataPath

LONGEST_TEXT = 2_000
MOST_REPEATED = 2_000
"""How much a record may hold that is read again for each entry of a list."""

GIVES = frozenset({"BOOL", "DYN"})


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a rule: where in the settings, and the cure."""

    of: OwnRule
    place: DataPath
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One expression that can be judged."""

    program: Program
    look: Look


@dataclass(frozen=True, slots=True)
class Ready:
    """A rule that can be judged."""

    of: OwnRule
    require: Part
    when: Part | None


@dataclass(frozen=True, slots=True)
class Compiled:
    """Rules that can be judged, by the kind that they look at."""

    by_kind: Mapping[str, tuple[Ready, ...]]


@dataclass(frozen=True, slots=True)
class Held:
    """The rule holds for the record, or does not look at it."""

    of: OwnRule


@dataclass(frozen=True, slots=True)
class Failed:
    """The rule does not hold. `reason`: why it could not be judged; empty: what it requires is not true.

    `place`: the field in the record that it asks for.
    """

    of: OwnRule
    reason: str
    place: DataPath = ()

    @property
    def message(self) -> str:
        """The words of the organisation, with the name of the rule."""
        said = f"{self.of.id}: {self.of.message}"
        return f"{said} (it cannot be judged: {self.reason})" if self.reason else said


Judged = Held | Failed
_STAGE = Stage()
Fields = Mapping[str, Mapping[str, Any]]
_KEPT: list[tuple[tuple[OwnRule, ...], Mapping[str, Kind], Fields, Compiled | tuple[Wrong, ...]]] = []
MOST_KEPT = 8


def compiled(
    rules: Sequence[OwnRule], kinds: Mapping[str, Kind], *, own: Schemas | None = None
) -> Compiled | tuple[Wrong, ...]:
    """The rules, ready to be judged, or all that is wrong with them. `own`: the organisation's own fields.

    Raises Stop where there are rules and the extra is not installed.
    """
    found: dict[str, tuple[Ready, ...]] = {}
    wrong = list(_twice(rules))
    for rule in rules:
        made = _ready(rule, kinds, own or Schemas({}))
        if isinstance(made, Ready):
            found[rule.kind] = (*found.get(rule.kind, ()), made)
        else:
            wrong += made
    return tuple(wrong) if wrong else Compiled(found)


def ready(
    rules: tuple[OwnRule, ...], kinds: Mapping[str, Kind], *, own: Schemas | None = None
) -> Compiled | tuple[Wrong, ...]:
    """The same as `compiled`, which is done once for these rules, kinds and own fields."""
    fields = own.documents if own is not None else {}
    for known, among, others, found in _KEPT:
        if among is kinds and known == rules and others == fields:
            return found
    made = compiled(rules, kinds, own=own) if rules else Compiled({})
    _KEPT[MOST_KEPT - 1 :] = []
    _KEPT.insert(0, (rules, kinds, fields, made))
    return made


def judged(rules: Compiled, record: Record, env: Env) -> tuple[Judged, ...]:
    """What the rules for its kind say of a record."""
    return tuple(_judged(one, record, env) for one in rules.by_kind.get(record.kind, ()))


@cache
def _language() -> Language:
    return Language(dict.fromkeys(VARIABLES, RECORD), signatures(_STAGE))


def _twice(rules: Sequence[OwnRule]) -> Iterator[Wrong]:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            yield Wrong(rule, (*rule.place, "id"), f"another rule has the id '{rule.id}'", "give each rule its own")
        seen.add(rule.id)


def _ready(rule: OwnRule, kinds: Mapping[str, Kind], own: Schemas) -> Ready | list[Wrong]:
    if rule.kind not in kinds:
        return [Wrong(rule, (*rule.place, "for"), f"there is no kind '{rule.kind}'", near(rule.kind, kinds))]
    require = _part(rule, rule.require, kinds, _own_fields(own, rule.kind))
    when = _part(rule, rule.when, kinds, _own_fields(own, rule.kind)) if rule.when else None
    wrong = [
        Wrong(rule, (*rule.place, name), _told(fault), fault.hint)
        for name, made in (("when", when), ("require", require))
        if isinstance(made, list)
        for fault in made
    ]
    if wrong or isinstance(require, list) or isinstance(when, list):
        return wrong
    return Ready(rule, require, when)


def _own_fields(own: Schemas, kind: str) -> Field:
    """The organisation's own fields of a kind, as one group."""
    names = {name: schema for name, schema in own.documents.items() if kind in schema.get("x-kinds", [kind])}
    properties = {name: schema for name, schema in names.items() if name.startswith("x_")}
    return Field(own, (({"properties": properties}, ""),) if properties else ())


def _part(rule: OwnRule, text: str, kinds: Mapping[str, Kind], own: Field) -> Part | list[Fault]:
    if len(text) > LONGEST_TEXT:
        return [Fault(f"it has {len(text)} characters, and {LONGEST_TEXT} are the most", "make two rules of it")]
    found = _language().compiled(text)
    if isinstance(found, Refused):
        return [refused(found)]
    if found.gives not in GIVES:
        return [Fault(f"it gives {found.gives.lower()}, and must be true or false")]
    look = looked(found.tree, kinds, rule.kind, gate=bool(rule.gate), own=own)
    if look.faults:
        return look.faults
    return Part(_language().program(found, rewritten(found.tree.root, look)), look)


def _told(fault: Fault) -> str:
    return f"{fault.message} (character {fault.at + 1})" if fault.at >= 0 else fault.message


def _judged(one: Ready, record: Record, env: Env) -> Judged:
    for part, what in ((one.when, "when"), (one.require, "require")):
        if part is None:
            continue
        _STAGE.on(env, record, MOST_REPEATED if part.look.repeats else MOST_READ)
        value = _value(part, record)
        if isinstance(value, Failure):
            return Failed(one.of, f"{what}: {value.reason}", _place(part, record))
        if value is not True and value is not False:
            return Failed(one.of, f"{what}: the result is neither true nor false", _place(part, record))
        if value is False:
            return Held(one.of) if part is one.when else Failed(one.of, "", _place(part, record))
    return Held(one.of)


def _value(part: Part, record: Record) -> Any:
    """What an expression comes to for a record, or a Failure."""
    data = {}
    for name, fields in part.look.uses.items():
        source: Record | None = record if name == "record" else getattr(_STAGE, name)
        if source is not None:
            data[name] = _fields(source, fields)
    if part.look.macros and longest(data) > LONGEST:
        return Failure(f"a list has more than {LONGEST} entries")
    if part.look.repeats and size(data) > MOST_REPEATED:
        return Failure("the record is too large to be read again for each entry of a list")
    value = part.program.value(data)
    return replace(value, reason=reason(value.reason, record)) if isinstance(value, Failure) else value


def _fields(source: Record, names: set[str]) -> dict[str, Any]:
    """The fields that an expression asks for; of those that are absent, none."""
    data = source.data
    found = {}
    for name in data if ANYTHING in names else names & data.keys():
        try:
            found[name] = plainly(data[name])
        except Missing:
            continue
    return found


def _place(part: Part, record: Record) -> DataPath:
    """The first field that the expression asks for and the record has."""
    names = part.look.uses.get("record", set())
    return next(((name,) for name in record.data if name in names), ())
