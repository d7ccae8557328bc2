"""What a gate asks of one release: the gates on its way, held against the rules that there are."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from underhood.records.gates import Asked, default_gates
from underhood.records.places import SETTINGS_FILE
from underhood.records.project import Project
from underhood.records.settings import place_in_settings
from underhood.rules import FIXED, SELECTION, rules
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import DataPath, Severity

SEVERITY, TOLERANCE = "severity", "tolerance"
ALWAYS: Mapping[str, Mapping[str, Any]] = {"own-claim-differs": {}}
"""Rules that hold at every gate at which something is signed or published, whatever the settings say."""
COMPARING = "regression-unexplained"
SIGNED = frozenset({"approved", "released"})


def gates_of(policy: Project) -> tuple[Mapping[str, Asked], str]:
    """The gates of a state, and what must be said of them."""
    if any(problem.location.path == SETTINGS_FILE for problem in policy.settings_problems):
        return default_gates(), "the settings cannot be read: the gates that ship with the tool judge"
    if policy.settings.gates is not None:
        return policy.settings.gates, ""
    there = any(entry.path == SETTINGS_FILE for entry in policy.tree.walk(SETTINGS_FILE))
    what = "the settings name no gates" if there else "there are no settings"
    return default_gates(), f"{what}: the gates that ship with the tool judge"


def along(gates: Mapping[str, Asked], statuses: Iterable[str]) -> Asked:
    """What several gates ask together: of each thing the most."""
    found = Asked()
    signing: list[bool] = []
    passing: list[Mapping[str, float]] = []
    for status in statuses:
        one = gates.get(status, Asked())
        passing += [one.tolerance] if COMPARING in one.rules else []
        signing += [one.unsigned] if one.approvals or one.minimum else []
        found = replace(
            found,
            rules={**found.rules, **{code: _stricter(code, found.rules, said) for code, said in one.rules.items()}},
            approvals={**found.approvals, **_most(found.approvals, one.approvals)},
            minimum=max(found.minimum, one.minimum),
            apart=(*found.apart, *(role for role in one.apart if role not in found.apart)),
        )
        if status in SIGNED:
            found = replace(found, rules={**ALWAYS, **found.rules})
    return replace(found, unsigned=bool(signing) and all(signing), tolerance=_least(passing))


def _most(one: Mapping[str, int], other: Mapping[str, int]) -> Mapping[str, int]:
    return {role: max(count, one.get(role, 0)) for role, count in other.items()}


def _stricter(code: str, known: Mapping[str, Mapping[str, Any]], said: Mapping[str, Any]) -> Mapping[str, Any]:
    """A rule that two gates name: it blocks if one of them lets it, and the later gate chooses its parameters."""
    return {
        name: value for name, value in said.items() if name != SEVERITY or code not in known or SEVERITY in known[code]
    }


def _least(tolerances: Iterable[Mapping[str, float]]) -> Mapping[str, float]:
    """What every gate that compares figures tolerates."""
    every = list(tolerances)
    names = set.intersection(*(set(one) for one in every)) if every else set()
    return {name: min(one[name] for one in every) for name in sorted(names)}


def blocks(said: Mapping[str, Any]) -> bool:
    """Whether findings of a rule block; a gate may name one only to have it told."""
    return bool(said.get(SEVERITY, Severity.ERROR.value) == Severity.ERROR.value)


def check_gates(project: Project) -> None:
    """Hold the rules that gates name against those that there are. Raises Stop with line and cure."""
    for status, asked in (project.settings.gates or {}).items():
        for code, said in asked.rules.items():
            for path, message, hint in _faults(code, said):
                place = place_in_settings(project.tree, ("gates", status, "rules", code, *path), key=True)
                raise Stop(f"{place}: {message}", hint, code=USAGE)


def _faults(code: str, said: Mapping[str, Any]) -> Iterator[tuple[DataPath, str, str]]:
    rule = rules().get(code)
    if rule is None:
        yield (), f"there is no rule '{code}'", _near(code, rules(), "`underhood explain` lists all rules")
        return
    if rule.scope in FIXED | {SELECTION}:
        yield (), f"{code} needs no gate", "a gate always asks for files that can be read, and for waivers that hold"
    parameters = {parameter.name: parameter for parameter in rule.parameters}
    for name, value in said.items():
        if name == SEVERITY:
            if value not in set(Severity):
                yield (name,), f"'{value}' is no severity", "write error, warning or note; only errors block"
        elif name not in parameters:
            known = [SEVERITY, *parameters]
            hint = "by metric, a gate's own `tolerance` says how much may pass" if name == "tolerance" else ""
            yield (
                (name,),
                f"{code} has no parameter '{name}'",
                hint or _near(name, known, f"there are: {', '.join(known)}"),
            )
        elif problem := parameters[name].problem(value):
            yield (name,), f"{name} of {code} cannot be this value: {problem}", parameters[name].summary


def _near(word: str, known: Iterable[str], otherwise: str) -> str:
    near = difflib.get_close_matches(word, sorted(known), 1)
    return f"did you mean '{near[0]}'?" if near else otherwise
