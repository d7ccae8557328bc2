"""Rules: one file per fault. Its name is the code (`missing_evidence`: `missing-evidence`), its docstring is its page.

A member is a module with a function marked by `@rule(...)` that yields `Fault`s for one record. Codes of problems that
are found while reading have a module too, with `reading(...)`: there the loader finds the fault and the module explains
it; so have faults of comments, settings and baselines that leave findings out, with `selecting(...)`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from underhood.doors import members
from underhood.meaning.translations import TranslatedOf, untranslated
from underhood.records.astray import Stray
from underhood.records.frameworks import Frameworks
from underhood.records.lists import ListOf, unlisted
from underhood.records.record import Catalog, Record
from underhood.records.seals import Seals
from underhood.records.settings import Settings
from underhood.values.finding import Fault, Severity
from underhood.values.ids import Address

READING, SIGNING, SELECTION, STATES, REASONS = "reading", "signing", "selection", "states", "reasons"
FIXED = frozenset({READING, SIGNING})
"""The scopes of faults that nothing silences."""
"""Scopes of faults that no rule looks for: found while reading, in what leaves findings out, between two states, and
in the reasons for what changed between them."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value of a rule that `checks` in the settings may choose: a list out of `words`, or a whole number."""

    name: str
    default: tuple[str, ...] | int
    summary: str
    words: tuple[str, ...] = ()

    def problem(self, value: object) -> str:
        """Why a value cannot be chosen; empty when it can."""
        if isinstance(self.default, int):
            fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 100_000
            return "" if fits else "it is a whole number from 0 on"
        fits = isinstance(value, list) and bool(value) and all(word in self.words for word in value)
        return "" if fits else f"it is a list out of these words: {', '.join(self.words)}"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule may know besides its record: all records, the settings, the day, its own parameters.

    `lists`, `translations` and `seals` read a list file, a language's catalogue and a release's seal when they are
    asked for the first time. `strays`: files that were meant to be records, and are none where they lie.
    `frameworks`: what may be asked of releases.
    """

    catalog: Catalog
    settings: Settings
    today: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    lists: ListOf = unlisted
    translations: TranslatedOf = untranslated
    seals: Seals = field(default_factory=Seals)
    strays: Mapping[Address, Stray] = field(default_factory=dict)
    frameworks: Frameworks = field(default_factory=lambda: Frameworks(None, {}))

    def chosen(self, parameter: Parameter) -> Any:
        """The value of a parameter: the settings' if it can be one, else the rule's own."""
        value = self.parameters.get(parameter.name, parameter.default)
        return parameter.default if parameter.problem(value) else value


Check = Callable[[Record, Facts], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    `kind` is the kind that it looks at (``: all); `scope` says whether it needs other records; `page` is its
    docstring. `living`: only a living organisation can meet it; for releases that were recorded afterwards it is no
    more than a note. `parameters`: what the settings may choose.
    """

    code: str
    severity: Severity
    kind: str
    scope: str
    page: str
    check: Check | None
    living: bool = False
    parameters: tuple[Parameter, ...] = ()


def rule(
    severity: Severity,
    *,
    kind: str = "",
    scope: str = "catalog",
    living: bool = False,
    parameters: tuple[Parameter, ...] = (),
) -> Callable[[Check], Check]:
    """Mark the function that looks for the fault.

    `scope="record"`: it looks at nothing but its record, so that findings may be kept.
    """

    def mark(check: Check) -> Check:
        code = check.__module__.rpartition(".")[2].replace("_", "-")
        marked = _choosing(check, code) if parameters else check
        marked.rule = (severity, kind, scope, living, parameters)  # type: ignore[attr-defined]
        return marked

    return mark


def _choosing(check: Check, code: str) -> Check:
    """The rule with the parameters that the settings choose for it."""

    @functools.wraps(check)
    def chosen(record: Record, facts: Facts) -> Iterator[Fault]:
        said = facts.settings.rules.get(code)
        return check(record, replace(facts, parameters=said.parameters) if said else facts)

    return chosen


@dataclass(frozen=True, slots=True)
class Reading:
    """A fault that no rule looks for; `scope` says where it is found."""

    severity: Severity
    scope: str = READING


def reading(severity: Severity) -> Reading:
    """The weight of a fault that is found while reading, for a module's `RULE`. No such fault can be switched off."""
    return Reading(severity)


def signing(severity: Severity) -> Reading:
    """The weight of a fault in seals, signatures and approvals, for a module's `RULE`. Nothing silences it."""
    return Reading(severity, SIGNING)


def selecting(severity: Severity) -> Reading:
    """The weight of a fault in a comment, a setting or a baseline that leaves findings out, for a module's `RULE`."""
    return Reading(severity, SELECTION)


def comparing(severity: Severity) -> Reading:
    """The weight of a fault that a member of `changes/` finds between two states, for a module's `RULE`."""
    return Reading(severity, STATES)


def reasoning(severity: Severity) -> Reading:
    """The weight of a fault in the reasons for what changed between two states, for a module's `RULE`.

    The settings of the older state weigh it; nothing else silences it.
    """
    return Reading(severity, REASONS)


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by code."""
    found = {}
    for code, loaded in members.members(__name__):
        for value in vars(loaded).values():
            if isinstance(value, Reading):
                found[code] = Rule(code, value.severity, "", value.scope, loaded.__doc__ or "", None)
            elif callable(value) and hasattr(value, "rule"):
                severity, kind, scope, living, parameters = value.rule
                found[code] = Rule(code, severity, kind, scope, loaded.__doc__ or "", value, living, parameters)
    return found
