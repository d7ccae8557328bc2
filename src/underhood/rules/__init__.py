"""Rules: one file per fault. Its name is the code (`missing_evidence`: `missing-evidence`), its docstring is its page.

A member is a module with a function marked by `@rule(...)` that yields `Fault`s for one record. Codes of problems that
are found while
reading have a module too, with `reading(...)`: there the loader finds the fault and the module explains it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from underhood.records.record import Catalog, Record
from underhood.records.settings import Settings
from underhood.values.finding import Fault, Severity


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule may know besides its record: all records, the settings, the day."""

    catalog: Catalog
    settings: Settings
    today: str


Check = Callable[[Record, Facts], Iterator[Fault]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule.

    `kind` is the kind that it looks at (``: all); `scope` says whether it needs other records; `page` is its
    docstring. `living`: only a living organisation can meet it; for releases that were recorded afterwards it is no
    more than a note.
    """

    code: str
    severity: Severity
    kind: str
    scope: str
    page: str
    check: Check | None
    living: bool = False


def rule(
    severity: Severity, *, kind: str = "", scope: str = "catalog", living: bool = False
) -> Callable[[Check], Check]:
    """Mark the function that looks for the fault.

    `scope="record"`: it looks at nothing but its record, so that findings may be kept.
    """

    def mark(check: Check) -> Check:
        check.rule = (severity, kind, scope, living)  # type: ignore[attr-defined]
        return check

    return mark


@dataclass(frozen=True, slots=True)
class Reading:
    """A fault that is found while reading."""

    severity: Severity


def reading(severity: Severity) -> Reading:
    """The weight of a fault that is found while reading, for a module's `RULE`."""
    return Reading(severity)


@cache
def rules() -> Mapping[str, Rule]:
    """All rules by code."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        loaded = importlib.import_module(f"{__name__}.{module.name}")
        code = module.name.replace("_", "-")
        for value in vars(loaded).values():
            if isinstance(value, Reading):
                found[code] = Rule(code, value.severity, "", "reading", loaded.__doc__ or "", None)
            elif callable(value) and hasattr(value, "rule"):
                severity, kind, scope, living = value.rule
                found[code] = Rule(code, severity, kind, scope, loaded.__doc__ or "", value, living)
    return found
