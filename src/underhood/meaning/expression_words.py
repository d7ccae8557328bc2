"""What expressions of own rules may call: each function with its words for readers, and what answers it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from underhood.doors.cel import ANY, FLAG, NUMBER, NUMBERS, TEXT, Signature
from underhood.meaning.expression_stage import LOOKING, RECORD, Stage
from underhood.meaning.expression_values import LONGEST, absent, longest, number, plainly, size
from underhood.meaning.release import parts
from underhood.records.record import is_absence
from underhood.values.days import DAY
from underhood.values.ids import parse_address
from underhood.values.quantity import LIMIT, exact, is_quantity, percent_change, total


@dataclass(frozen=True, slots=True)
class Word:
    """A function: how it is called, what it says, and what answers. `gate`: only a gate knows the answer."""

    name: str
    forms: tuple[tuple[str, ...], ...]
    call: Callable[..., Any]
    shown: str = ""
    summary: str = ""
    result: str = ANY
    gate: bool = False


def signatures(stage: Stage) -> Sequence[Signature]:
    """The functions, answering for what stands on the stage."""
    return [Signature(word.name, word.forms, word.result, _bound(word, stage)) for word in WORDS]


def _bound(word: Word, stage: Stage) -> Callable[..., Any]:
    return lambda *given: word.call(stage, *given)


def _sum(_: Stage, numbers: Sequence[Any]) -> float:
    return float(total([exact(_double(one)) for one in numbers]))


def _ratio(_: Stage, part: float, whole: float) -> float:
    if not whole:
        raise ValueError("ratio: division by zero")
    return _within(float(exact(part) / exact(whole)))


def _percent_change(_: Stage, old: float, new: float) -> float:
    found = percent_change(exact(old), exact(new))
    if found is None:
        raise ValueError("percent_change: from zero there is no change in percent")
    return _within(float(found))


def _abs(_: Stage, value: float) -> float:
    return abs(number(value))


def _double(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, float):
        raise ValueError("sum: an entry of the list is no number")  # noqa: TRY004  (told to who wrote the rule)
    return value


def _within(value: float) -> float:
    if not abs(value) <= float(LIMIT):
        raise ValueError("the number is beyond 1e100")
    return value


def _value(stage: Stage, written: str) -> float:
    value = _at(stage, written)
    if is_absence(value):
        raise ValueError(f"{written} {absent(value)}")
    if is_quantity(value):
        value = value["value"]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"at {written} stands no number")  # noqa: TRY004  (the same)
    return number(value)


def _value_absent(stage: Stage, written: str) -> bool:
    value = _at(stage, written)
    return is_absence(value.get("value") if isinstance(value, Mapping) and "value" in value else value)


def _at(stage: Stage, written: str) -> Any:
    stage.spend(LOOKING)
    here = stage.record.address if stage.record is not None else None
    address = parse_address(written, here=here)
    place = stage.around.catalog.resolve(address) if address else None
    if place is None:
        raise ValueError(f"there is nothing at {written}")
    return place.value


def _ref(stage: Stage, written: str, kinds: str = "") -> Any:
    catalog = stage.around.catalog
    stage.spend(1)
    for kind in kinds.split() or [""]:
        address = parse_address(written, kind=kind)
        record = catalog.records.get(address.record) if address else None
        if record is not None:
            data = plainly(record.data)
            if longest(data) > LONGEST:
                raise ValueError(f"{written} holds a list of more than {LONGEST} entries")
            stage.spend(size(data))
            return data
    raise ValueError(f"there is no record {written}")


def _parts(stage: Stage, kind: str) -> list[Any]:
    """The release's records of a kind; what is read of them counts as what `ref` hands out does."""
    if kind not in stage.known:
        stage.known[kind] = _plain_parts(stage, kind)
    found, cost = stage.known[kind]
    stage.spend(cost)
    return found


def _plain_parts(stage: Stage, kind: str) -> tuple[list[Any], int]:
    if stage.release is None:
        raise ValueError("parts are only known of a release")
    found = []
    for record in parts(stage.around.catalog, stage.release):
        if record.kind == kind:
            data = plainly(record.data)
            if longest(data) > LONGEST:
                raise ValueError(f"{record.address} holds a list of more than {LONGEST} entries")
            found.append(data)
    if len(found) > LONGEST:
        raise ValueError(f"the release has more than {LONGEST} records of this kind")
    return found, size(found)


def _no_previous(stage: Stage) -> bool:
    return stage.previous is None


def _days_until(stage: Stage, written: str) -> float:
    if not DAY.fullmatch(written[:10]) or (len(written) > 10 and written[10] != "T"):
        raise ValueError(f"'{written}' is not a day")
    day = dt.date.fromisoformat(written[:10])
    return float((day - dt.date.fromisoformat(stage.around.today())).days)


def _approvals(stage: Stage, role: str) -> float:
    if stage.around.approvals is None:
        raise ValueError("approvals are only counted at a gate")
    return float(stage.around.approvals(role))


def _has_waiver(stage: Stage, rule: str) -> bool:
    stage.spend(LOOKING)
    env, record = stage.around, stage.record
    if record is None:
        return False
    release = stage.release.address if stage.release is not None else None
    naming = (link.source for link in env.catalog.cited_by(record.address) if link.data_path[:1] == ("subjects",))
    for source in dict.fromkeys(naming):
        waiver = env.catalog.records.get(source) if source.kind == "waiver" else None
        if waiver is None or (env.waivers is not None and source not in env.waivers):
            continue
        if waiver.data["rule"] != rule or str(waiver.data["expires"]) < env.today():
            continue
        only = parse_address(str(waiver.get("release", "")), kind="release")
        if only is None or only == release:
            return True
    return False


WORDS: tuple[Word, ...] = (
    Word("sum", ((NUMBERS,),), _sum, "sum(list)", "The sum of a list of numbers: `sum(record.rows.map(r, r.share))`."),
    Word("ratio", ((NUMBER, NUMBER),), _ratio, "ratio(part, whole)", "One number divided by another; zero is a fault."),
    Word(
        "percent_change",
        ((NUMBER, NUMBER),),
        _percent_change,
        "percent_change(old, new)",
        "The change from one number to another in percent of the first; from zero there is none.",
    ),
    Word("abs", ((NUMBER,),), _abs, "abs(number)", "The number without its sign."),
    Word(
        "value",
        ((TEXT,),),
        _value,
        "value(address)",
        "The number at an address: `value('evaluation/toxicity#lynx-2/values/toxic')`; of a quantity, its value.",
    ),
    Word(
        "is_absent",
        ((FLAG,), (RECORD,)),
        lambda _, stands: not stands,
        "is_absent(field)",
        "Whether a field is recorded as absent, or is not there: `is_absent(record.licence)`. It may also ask for "
        "`value(…)` and `previous`.",
        FLAG,
    ),
    Word(
        "ref",
        ((TEXT,), (TEXT, TEXT)),
        _ref,
        "ref(address)",
        "The record that an address or a reference names: `ref(record.model).title`, `ref('risk/toxic-output').title`.",
    ),
    Word(
        "parts",
        ((TEXT,),),
        _parts,
        "parts(kind)",
        "The records of a kind that belong to the release, inherited ones too: "
        "`parts('training').exists(t, t.stage == 'pretraining')`. Known at a gate, in rules for releases, and in the "
        "conditions of frameworks.",
        f"list<{ANY}>",
    ),
    Word(
        "days_until",
        ((TEXT,),),
        _days_until,
        "days_until(day)",
        "The days from today to a day; below zero when it has passed.",
    ),
    Word(
        "approvals",
        ((TEXT,),),
        _approvals,
        "approvals(role)",
        "How many approvals of the release stand in a role. Only rules of a gate may ask.",
        gate=True,
    ),
    Word(
        "has_waiver",
        ((TEXT,),),
        _has_waiver,
        "has_waiver(rule)",
        "Whether a waiver from a rule names the record, and holds today.",
        FLAG,
    ),
    Word("value_absent", ((TEXT,),), _value_absent, result=FLAG),
    Word("no_previous", ((),), _no_previous, result=FLAG),
)
"""The functions; those without words are what others are turned into."""
