"""What two releases cannot be compared in: sizes without counterpart, figures under different protocols, energy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from underhood.judge.compare import paired_figures
from underhood.meaning.audience import View
from underhood.meaning.release import parts, variants
from underhood.passages.comparison import Comparison
from underhood.records.record import Record, is_absence
from underhood.values.ids import Address, parse_address

ENERGY = "emissions"
"""The code of changes of energy and emissions, and the name of one of the two fields."""


@dataclass(frozen=True, slots=True)
class Uncompared:
    """What stands on one side only, or on both and may not be set side by side.

    `old_only` and `new_only` are variants; `apart` are benchmarks that both releases have figures of, none under one
    protocol; `measured_old` and `measured_new` those that only one has; `energy`: both sides say something of energy
    or emissions, and no figure of it is compared.
    """

    old_only: tuple[Mapping[str, Any], ...]
    new_only: tuple[Mapping[str, Any], ...]
    apart: tuple[Record, ...]
    measured_old: tuple[Record, ...]
    measured_new: tuple[Record, ...]
    energy: bool

    @property
    def empty(self) -> bool:
        """Whether everything has its counterpart."""
        named = (*self.old_only, *self.new_only, *self.apart, *self.measured_old, *self.measured_new)
        return not (named or self.energy)


def uncompared(view: View, comparison: Comparison) -> Uncompared:
    """What cannot be compared between two releases."""
    old, new = comparison.old, comparison.new
    paired = {str(pair.old["id"]) for pair in comparison.pairs if pair.old is not None}
    before, after = _measured(view, old), _measured(view, new)
    both = {figure.benchmark.record for figure in paired_figures(view, old, new)}
    compared = any(one.code == ENERGY for one in (*comparison.weakened, *comparison.changed))
    return Uncompared(
        old_only=tuple(variant for variant in variants(old) if str(variant["id"]) not in paired),
        new_only=tuple(pair.new for pair in comparison.pairs if pair.old is None),
        apart=_named(view, (before & after) - both),
        measured_old=_named(view, before - after),
        measured_new=_named(view, after - before),
        energy=not compared and bool(_counted(view, old) & _counted(view, new)),
    )


def _measured(view: View, release: Record) -> set[Address]:
    """The benchmarks that a release has figures of, whoever measured."""
    found: set[Address] = set()
    for evaluation in view.of("evaluation"):
        benchmarks = {column["id"]: str(column.get("benchmark", "")) for column in evaluation.data["columns"]}
        for row in evaluation.data["rows"]:
            subject = parse_address(str(row.get("subject", "")), kind="release")
            if subject is not None and subject.record == release.address:
                named = (benchmarks.get(name, "") for name, value in row["values"].items() if not is_absence(value))
                found |= {address.record for name in named if (address := parse_address(name, kind="benchmark"))}
    return found


def _named(view: View, addresses: set[Address]) -> tuple[Record, ...]:
    return tuple(record for address in sorted(addresses) if (record := view.at(address)) is not None)


def _counted(view: View, release: Record) -> set[str]:
    """Which of energy and emissions a release has a figure of."""
    trainings = (record for record in parts(view.catalog, release) if record.kind == "training")
    runs = [run for record in trainings for run in record.get("runs", ())]
    return {name for run in runs for name in ("energy", ENERGY) if name in run and not is_absence(run[name])}
