"""When an item of a framework applies: its condition, judged of a release as rules of an organisation's own are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from underhood.meaning.expression import Compiled, Failed, compiled, judged
from underhood.meaning.expression_stage import Env
from underhood.records.kinds import Kind
from underhood.records.own_rules import OwnRule
from underhood.records.record import Record
from underhood.values.errors import Stop
from underhood.values.finding import DataPath
from underhood.values.framework import Framework

NOT_INSTALLED = "conditions are judged by the extra underhood[expressions], which is not installed"
NO_EXPRESSION = "no records decide it"
MOST_KEPT = 64
_NO_VALUE = re.compile(r"a value is needed at '([^']*)', and (?:there is none|(it .*))")


@dataclass(frozen=True, slots=True)
class Condition:
    """What came out: whether it applies, the condition in words, and why the records do not decide it."""

    applies: bool = True
    words: str = ""
    undecided: str = ""


ALWAYS = Condition()


@dataclass(frozen=True, eq=False)
class Conditions:
    """The conditions of a framework, compiled when the first is judged."""

    framework: Framework
    kinds: Mapping[str, Kind]
    _made: dict[str, Compiled | str] = field(default_factory=dict, repr=False)

    def of_all(self, release: Record, env: Env) -> Condition:
        """Whether the framework as a whole applies."""
        return self._judged(self.framework.applies_when, self.framework.condition, release, env)

    def of(self, id: str, release: Record, env: Env) -> Condition:
        """Whether an item applies."""
        item = self.framework.by_id[id]
        return self._judged(item.applies_when, item.condition, release, env)

    def _judged(self, text: str, words: str, release: Record, env: Env) -> Condition:
        if not text:
            return Condition(words=words, undecided=NO_EXPRESSION) if words else ALWAYS
        made = self._compiled(text)
        if isinstance(made, str):
            return Condition(words=words, undecided=made)
        said = judged(made, release, env)[0]
        if not isinstance(said, Failed):
            return Condition(words=words)
        if said.reason:
            return Condition(words=words, undecided=_why(said.reason.removeprefix("require: ")))
        return Condition(applies=False, words=words)

    def _compiled(self, text: str) -> Compiled | str:
        if text not in self._made:
            try:
                made = compiled([_rule(text)], self.kinds)
            except Stop:
                self._made[text] = NOT_INSTALLED
            else:
                self._made[text] = made if isinstance(made, Compiled) else made[0].message
        return self._made[text]


_KEPT: list[Conditions] = []


def conditions(framework: Framework, kinds: Mapping[str, Kind]) -> Conditions:
    """The conditions of a framework; what was compiled is kept for these kinds."""
    for one in _KEPT:
        if one.framework is framework and one.kinds is kinds:
            return one
    made = Conditions(framework, kinds)
    _KEPT[MOST_KEPT - 1 :] = []
    _KEPT.insert(0, made)
    return made


def faults(framework: Framework, kinds: Mapping[str, Kind]) -> Iterator[tuple[DataPath, str, str]]:
    """The conditions that are no expressions over a release, each with its place, what is wrong, and the cure.

    Nothing where the extra that reads expressions is not installed.
    """
    places: list[tuple[DataPath, str]] = [(("applies_when",), framework.applies_when)]
    places += [(("items", item.place, "applies_when"), item.applies_when) for item in framework.items]
    for path, text in places:
        if not text:
            continue
        try:
            made = compiled([_rule(text)], kinds)
        except Stop:
            return
        for wrong in made if not isinstance(made, Compiled) else ():
            yield path, wrong.message, wrong.hint


def _why(reason: str) -> str:
    """Why nothing came out, for readers who know the records and not the expression."""
    found = _NO_VALUE.fullmatch(reason)
    if found is None:
        return reason
    return f"'{found[1]}': {found[2]}" if found[2] else f"nothing is recorded under '{found[1]}'"


def _rule(text: str) -> OwnRule:
    return OwnRule("condition", "release", text, "")
