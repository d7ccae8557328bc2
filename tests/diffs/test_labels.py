"""What the places of changes are called: columns and rows of tables, entries of lists, parts left out with a reason."""

from __future__ import annotations

import pytest
from tests.changes.states import states

from underhood.judge.compare import compare_states

TABLE = """\
title: Manners
evaluator: the authors
relationship: developer
columns: [{id: toxic, title: Toxic answers, unit: percent, decimals: 1}, {id: n, metric: hit-count}]
rows: [{id: 9b, values: {toxic: 3.1, n: 7}}, {id: total, title: Both sizes, values: {toxic: 3.1, n: 8}}]
printed_total: {values: {toxic: 3.1, n: 15}}
"""
PLACE = "governance/evaluation/manners.yaml"
POLICY = "title: Use\ntype: acceptable-use\nprohibited: [{id: weapons, text: Weapons and bombs.}]\n"


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("9b, values: {toxic: 3.1", "9b, values: {toxic: 9.1", "Manners, Toxic answers, 9b: 3.1 % → 9.1 %"),
        ("n: 8", "n: 9", "Manners, hit count, Both sizes: 8 → 9"),
        (
            "total: {values: {toxic: 3.1",
            "total: {values: {toxic: 4",
            "Manners, Toxic answers, printed total: 3.1 % → 4.0",
        ),
        ("n: 7", "n: {absent: withheld, reason: No.}", "Manners, hit count, 9b: 7 → withheld"),
    ],
)
def test_cells_have_the_names_of_their_column_and_row(was: str, now: str, said: str) -> None:
    assert was in TABLE
    (change,) = compare_states(states({PLACE: TABLE}, {PLACE: TABLE.replace(was, now)}))
    assert change.message.replace("\N{NO-BREAK SPACE}", " ").startswith(said)


def test_a_text_names_its_entry() -> None:
    path = "governance/policy/use.yaml"
    (change,) = compare_states(states({path: POLICY}, {path: POLICY.replace("and bombs", "and guns")}))
    assert change.message.startswith("Use, Prohibited, weapons, Text, reworded: ")
