"""What gates ask, as the settings write it: for each status that a release may enter, what must hold before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from underhood.doors import assets, marked

DEFAULT = "gates.yaml"
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Asked:
    """What one gate asks.

    `rules`: their parameters by code. `tolerance`: by metric, the worsening that needs no reason. `apart`: the roles in
    which nobody may approve own work.
    """

    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    approvals: Mapping[str, int] = field(default_factory=dict)
    minimum: int = 0
    apart: tuple[str, ...] = ()
    unsigned: bool = False
    tolerance: Mapping[str, float] = field(default_factory=dict)


def read_gates(data: Mapping[str, Any]) -> Mapping[str, Asked]:
    """The gates of settings, by status."""
    return {status: _asked(gate) for status, gate in data.get("gates", {}).items()}


def default_text() -> str:
    """The gates that judge where settings have none, as they are written into new settings."""
    return (assets.directory("templates") / DEFAULT).read_text("utf-8")


@cache
def default_gates() -> Mapping[str, Asked]:
    """The gates that judge where settings have none."""
    return read_gates(marked.read(default_text().encode()).data)


def _asked(gate: Mapping[str, Any]) -> Asked:
    return Asked(
        gate.get("rules", NOTHING),
        gate.get("approvals", NOTHING),
        gate.get("minimum", 0),
        tuple(gate.get("separation_of_duties", ())),
        gate.get("unsigned", False),
        gate.get("tolerance", NOTHING),
    )
