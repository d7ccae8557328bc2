"""How many records of each kind there are, which of them belong together, and what each may draw on."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from zlib import crc32

SHARES: Mapping[str, int] = {
    "evidence": 190, "benchmark": 90, "evaluation": 95, "system": 50, "claim": 75, "data-source": 65, "risk": 80,
    "mitigation": 70, "capability": 50, "training": 40, "data-processing": 35, "decision": 35, "distribution": 20,
    "policy": 20, "assessment": 20, "exclusion": 15, "incident": 12, "statement": 12, "data-labour": 10, "release": 10,
    "organisation": 6, "model": 6, "retention": 5, "impact": 5, "inference": 5, "approval": 5, "erratum": 3,
    "waiver": 3,
}  # fmt: skip
"""How often each kind occurs: by the records of this repository, rounded."""

RELEASE_RECORDS = sum(SHARES.values()) // SHARES["release"]

SUBJECTS = ("text in English", "summaries", "source code", "dialogues", "long documents", "tables", "translations",
            "school questions", "letters", "news of the day", "sums", "instructions")  # fmt: skip
VERBS = ("was measured again", "is described", "was reviewed", "changed", "is covered", "was left out", "stays open")
PLACES = ("before the release", "after the last tuning", "in the second quarter", "on the hosted service",
          "with the weights that were published", "at each of the sizes", "by two people on their own")  # fmt: skip
TAILS = ("The method did not change in between.", "Nobody objected.", "The board asked for a second look.",
         "Figures from other sources were not used.", "What this means for other languages is not known.",
         "The notes of the meeting give the reasons.", "It will be looked at again next year.",
         "People who build on it were told.", "An earlier text said otherwise; it was corrected.")  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """Which records there are. Records of one release stand together, and refer to one another."""

    size: int
    seed: int

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """The number of records of each kind; each kind has one at least."""
        if self.size < 2 * len(SHARES):
            raise ValueError(f"at least {2 * len(SHARES)} records are needed, so that each kind occurs")
        whole = sum(SHARES.values())
        counts = {kind: max(1, self.size * share // whole) for kind, share in SHARES.items()}
        counts["evidence"] += self.size - sum(counts.values())
        return counts

    def among(self, kind: str, group: int) -> range:
        """The numbers of the records of a kind that belong to a release; where it has none, the nearest one."""
        count, groups = self.counts[kind], self.counts["release"]
        start, end = -(-group * count // groups), -(-(group + 1) * count // groups)
        return range(start, end) if start < end else range(min(start, count - 1), min(start, count - 1) + 1)

    def group(self, kind: str, number: int) -> int:
        """The release that a record belongs to."""
        return number * self.counts["release"] // self.counts[kind]

    def waived(self, mitigation: int) -> bool:
        """Whether a waiver excuses that a measure has no effects: the first one of a release that has a waiver."""
        group = self.group("mitigation", mitigation)
        excused = {self.group("waiver", number) for number in self.among("waiver", group)}
        return mitigation == self.among("mitigation", group)[0] and group in excused


def name(kind: str, number: int) -> str:
    """The id of a record."""
    return f"{kind}-{number:05}"


class Maker:
    """What the maker of one record draws on: chance of its own, and its neighbours."""

    def __init__(self, plan: Plan, kind: str, number: int) -> None:
        self.plan, self.kind, self.number = plan, kind, number
        self.group = plan.group(kind, number)
        self.chance = random.Random(f"{plan.seed}/{kind}/{number}")

    def ref(self, kind: str, nth: int | None = None) -> str:
        """The id of a neighbour: any, or the nth, going round."""
        near = self.plan.among(kind, self.group)
        return name(kind, self.chance.choice(near) if nth is None else near[nth % len(near)])

    def refs(self, kind: str, most: int) -> list[str]:
        """The ids of some neighbours."""
        near = self.plan.among(kind, self.group)
        return [name(kind, number) for number in sorted(self.chance.sample(near, min(most, len(near))))]

    def one(self, choices: Sequence[str]) -> str:
        return self.chance.choice(choices)

    def prose(self, sentences: int) -> str:
        """Some sentences; every third one leads to another record."""
        return " ".join(self._sentence(number) for number in range(sentences))

    def _sentence(self, number: int) -> str:
        text = f"The part on {self.one(SUBJECTS)} {self.one(VERBS)} {self.one(PLACES)}"
        if number % 3 == 1:
            kind = self.one(("risk", "mitigation", "decision", "evaluation", "data-source", "benchmark"))
            return f"{text}; see [[{kind}/{self.ref(kind)}]]."
        return f"{text}. {self.one(TAILS)}" if number % 3 == 2 else f"{text}."

    def common(self) -> dict[str, Any]:
        """What a record of any kind may have: a steward, tags, figures of its own, sources."""
        return {
            "steward": f"organisation/{self.ref('organisation')}",
            "review_by": "2099-01-31",
            "tags": [f"theme-{self.chance.randrange(40)}", f"team-{self.chance.randrange(9)}"],
            "figures": [
                {
                    "id": f"figure-{nth}",
                    "title": f"People asked in round {nth}",
                    "value": {"value": self.chance.randint(5, 900), "unit": "person"},
                    "at": f"Table {self.chance.randint(1, 40)}",
                }
                for nth in range(self.chance.randint(3, 8))
            ],
            "tables": [self._table()] if self.chance.random() < 0.3 else [],
            "note": "\n\n".join((self.prose(3), self.prose(2))),
            "evidence": self.cite(self.chance.randint(1, 4)),
        }

    def cite(self, places: int = 1) -> list[dict[str, str]]:
        """Citations, the first of which goes round, so that no source stays unused."""
        at = (f"section {self.chance.randint(1, 9)}.{self.chance.randint(1, 9)}" for _ in range(places))
        return [
            {"source": self.ref("evidence", self.number if not nth else None), "at": place, "quote": self.prose(1)}
            if nth == 1
            else {"source": self.ref("evidence", self.number if not nth else None), "at": place}
            for nth, place in enumerate(at)
        ]

    def _table(self) -> dict[str, Any]:
        """A table whose printed total is the sum of its rows."""
        rows = [[self.chance.randint(1, 900) for _ in range(4)] for _ in range(8)]
        names = [f"team-{nth}" for nth in range(4)]
        return {
            "id": "answers",
            "title": "Answers by team",
            "columns": [{"id": name, "title": name, "unit": "count", "total": "sum"} for name in names],
            "rows": [
                {"id": f"week-{nth}", "title": f"Week {nth}", "values": dict(zip(names, row, strict=True))}
                for nth, row in enumerate(rows)
            ],
            "printed_total": {"values": {name: sum(row[nth] for row in rows) for nth, name in enumerate(names)}},
        }

    def items(self, count: int, sentences: int = 1) -> list[dict[str, str]]:
        """Entries with an id and a text."""
        return [{"id": f"item-{nth}", "text": self.prose(sentences)} for nth in range(count)]

    def number_between(self, low: float, high: float, decimals: int = 2) -> float:
        return round(self.chance.uniform(low, high), decimals)

    def day(self, year: int = 2026) -> str:
        return f"{year}-{self.chance.randint(1, 9):02}-{self.chance.randint(1, 28):02}"


def cell(plan: Plan, evaluation: str, row: str, column: str) -> float:
    """The value in a cell of a table; statements about it can be right, since it depends on nothing else."""
    return (500 + crc32(f"{plan.seed} {evaluation} {row} {column}".encode()) % 9000) / 100
