"""Five hundred records with one planted defect each: as many findings, each at its line, and none elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import pytest
from tests.conftest import SOUND

from underhood.doors.tree import MemoryTree
from underhood.judge.check import check
from underhood.records.project import memory_project
from underhood.values.finding import Finding

EACH = 50
TODAY = "2025-06-01"
NOTES = ("# read by two people", "# note: a colon, a 'quote' and a tab-like   gap", "", "#", "# - not: an entry")

RISK = """\
title: Risk {n}
summary: A risk of the kind {n}.
text: >-
  Users may meet answer {n}.
  It would be unpleasant: rather so.
owner: organisation/owl-works
review_by: "2031-0{m}-01"
ratings:
  - {{id: all, for: [release/owl-2], likelihood: likely, severity: moderate, mitigations: [manners]}}
evidence:
  - {{source: owl-paper, at: Section {n}}}
"""

TRAINING = """\
title: Training {n}
stage: pretraining
order: {n}
start: "2023-0{m}-01"
runs:
  - id: small
    variant: 'release/owl-2#small'
    hours: {{value: {n}, unit: gpu-hour}}
  - id: other
    variant: 'release/owl-1#small'
    hours: {{value: 1000, unit: gpu-hour}}
totals:
  - {{id: hours, field: hours, value: {{value: 1{n:03}, unit: gpu-hour}}, printed: true}}
evidence: [{{source: owl-paper, at: Table {n}}}]
"""


@dataclass(frozen=True, slots=True)
class Defect:
    """One kind of defect: the kind of record, the line that is changed, into what, and the rule that tells it.

    `below`: the finding stands so many lines below the one that is changed; `first`: at the first line that is no note.
    """

    code: str
    kind: str
    line: str
    change: Callable[[str], str]
    first: bool = False
    below: int = 0


DEFECTS = {
    "misspelt field": Defect("unknown-field", "risk", "summary:", lambda line: line.replace("summary", "sumary")),
    "wrong type": Defect("schema-violation", "training", "order:", lambda _: "order: first"),
    "word not in the list": Defect("schema-violation", "training", "stage:", lambda _: "stage: pre-training"),
    "no such day": Defect("impossible-date", "training", "start:", lambda _: 'start: "2023-04-31"'),
    "field twice": Defect("invalid-yaml", "risk", "owner:", lambda line: f"{line}\n{line}", below=1),
    "broken reference": Defect(
        "unresolved-reference", "risk", "  - {id: all", lambda line: line.replace("manners", "maners")
    ),
    "field missing": Defect("schema-violation", "risk", "title:", lambda _: "# title: left out", first=True),
    "tab": Defect("invalid-yaml", "training", "    variant:", lambda line: line.replace(": ", ":\t")),
    "wrong total": Defect(
        "total-mismatch", "training", "  - {id: hours", lambda line: line.replace("value: 1", "value: 2")
    ),
    "anchor": Defect("invalid-yaml", "risk", "title:", lambda line: line.replace(": ", ": &name ")),
}


def written(n: int, defect: Defect, random: Random, *, planted: bool) -> tuple[str, int]:
    """A record, padded with notes, and the line where its defect stands."""
    text = (RISK if defect.kind == "risk" else TRAINING).format(n=n, m=n % 9 + 1)
    lines: list[str] = []
    line = 0
    block = False
    for each in text.splitlines():
        if not block:
            lines += random.choices(NOTES, k=random.randrange(3))
        block = each.endswith(">-") or (block and each.startswith("  "))
        if planted and not line and each.startswith(defect.line):
            line = len(lines) + 1 + defect.below
            lines += defect.change(each).split("\n")
        else:
            lines.append(each)
    assert not planted or line
    if defect.first:
        line = 1 + next(index for index, each in enumerate(lines) if each and not each.startswith("#"))
    return "\n".join(lines) + random.choice(("", "\n")), line


def made(*, planted: bool) -> tuple[dict[str, str], set[tuple[str, str, int]]]:
    """The records, and the findings that they must give: code, path and line."""
    random = Random("planted")
    files = dict(SOUND)
    expected = set()
    names = []
    for number, (name, defect) in enumerate(DEFECTS.items()):
        for n in range(EACH):
            id = f"{name.replace(' ', '-')}-{n}"
            path = f"governance/{defect.kind}/{'abc'[n % 3]}/{id}.yaml"
            files[path], line = written(number * EACH + n, defect, random, planted=planted)
            names.append(f"{defect.kind}/{id}")
            expected.add((defect.code, path, line))
    release = files["governance/release/owl-2.yaml"]
    files["governance/release/owl-2.yaml"] = release.replace("parts: [", f"parts: [{', '.join(names)}, ")
    return files, expected if planted else set()


@pytest.mark.parametrize("planted", [False, True])
def test_each_defect_is_found_where_it_stands_and_nothing_else(planted: bool) -> None:
    files, expected = made(planted=planted)
    found = check(memory_project(MemoryTree(files)), today=TODAY)
    assert [finding for finding in found if _key(finding) not in expected] == []
    assert expected - {_key(finding) for finding in found} == set()
    assert len(found) == len(expected) == (len(DEFECTS) * EACH if planted else 0)
    assert all(finding.hint for finding in found)
    assert Counter(finding.code for finding in found) == Counter(code for code, _, _ in expected)


def _key(finding: Finding) -> tuple[str, str, int]:
    return (finding.code, finding.location.path, finding.location.line)
