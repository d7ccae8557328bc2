"""A release of two thousand records is sealed, read and compared in far less than a gate may take."""

from __future__ import annotations

import time

from tests.seals.making import DAY, FILES, records, release

from underhood.judge.seal import changed, sealed
from underhood.records.seals import parse_seal, written

MANY = 2_000
BOUND = 5.0
"""Seconds for all of it; it takes a tenth of that, and machines of tests are slow."""


def test_two_thousand_records() -> None:
    files = {
        f"governance/risk/r{number}.yaml": (
            f"title: Risk {number}\ntext: The model may do something of which there are many.\n"
            f"ratings: [{{id: all, for: [release/owl-3], likelihood: rare, severity: low}}]\n"
        )
        for number in range(MANY)
    }
    parts = "".join(f"risk/r{number}, " for number in range(MANY))
    path = "governance/release/owl-3.yaml"
    project = records({**files, path: FILES[path].replace("parts: [", f"parts: [{parts}")})
    assert project.problems == ()
    start = time.perf_counter()
    made = sealed(project, release(project), day=DAY)
    raw = written(made)
    assert parse_seal(raw) == made
    assert changed(project, made) == ()
    assert len(list(made.records())) > MANY
    assert time.perf_counter() - start < BOUND
