"""The sections of a card by what they are about, as far as their headings say it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from underhood.importers import Given, Trouble
from underhood.importers._prose import LONGEST, Prose, prose
from underhood.importers._words import line

USES, OUT, RISK, DATA, TRAINING, IMPACT, RESULTS, START, ABOUT = (
    *("uses", "out", "risk", "data", "training"),
    *("impact", "results", "start", "about"),
)
_TOPICS = tuple(
    (topic, re.compile(words, re.IGNORECASE))
    for topic, words in (
        (OUT, r"out[- ]of[- ]scope|misuse|prohibited|not intended"),
        (IMPACT, r"environment|carbon|emission|co2|energy"),
        (RISK, r"\blimitation|\bbias|\brisks?\b|\bethic|\bharm|\bsafety|responsib|\btoxicity"),
        (DATA, r"(?:training|tuning|training and tuning) (?:data|corpus)|\bdata ?sets?\b|data mix|data sources|^data$"),
        (RESULTS, r"evaluat|benchmark|^results|\bmetrics\b|performance|testing data"),
        (START, r"get(?:ting)? started|how to use|^usage|quick ?start|^inference|^running"),
        (TRAINING, r"training|pre-?processing|hyper-?param|infrastructure|^hardware|^software|fine-?tun"),
        (USES, r"intended|\buses?\b|use[- ]cases?|applications"),
        (ABOUT, r"description|model details|overview|introduction|summary|model information|^about|architecture"),
    )
)
MOST = 60
"""So many groups of a card become records; who has more has a book."""


@dataclass(slots=True)
class Group:
    """Sections that belong together: the topic, the heading, and the texts with the headings below."""

    topic: str
    title: str
    places: list[int] = field(default_factory=list)

    def take(self, given: Given, troubles: list[Trouble]) -> Prose:
        """The whole text; empty where there is none, or where it is too long for a field."""
        whole = sum(len(str(given.look("sections", at, "text") or "")) for at in self.places)
        if whole > LONGEST:
            words = f"the section is {whole:,} characters long, too long for a record"
            troubles.append(Trouble(("sections", self.places[0]), words, "record it as a document of its own"))
            return Prose()
        said: list[str] = []
        for at in self.places:
            text = given.look("sections", at, "text")
            if text:
                given.take("sections", at)
                title = given.look("sections", at, "title") if at != self.places[0] else ""
                said += [f"**{line(title).replace('*', '')}**" if title else "", prose(text)]
        return Prose("\n\n".join(one for one in said if one))


def groups(given: Given) -> Iterator[Group]:
    """The groups of a card, in order. A section below another one that says no topic belongs to that one."""
    above: list[tuple[int, Group | None]] = []
    count = 0
    for at, section in enumerate(given.look("sections")):
        level, title = int(section["level"]), str(section.get("title", ""))
        while above and above[-1][0] >= level:
            above.pop()
        topic = topic_of(title, first=at == 0 or (level == 1 and at <= 1))
        parent = above[-1][1] if above else None
        group = parent if not topic and parent is not None and parent.topic != ABOUT else None
        if topic and count < MOST:
            group = parent if parent is not None and parent.topic == topic else Group(topic, title)
            if group is not parent:
                count += 1
                yield group
        above.append((level, group))
        if group is not None:
            group.places.append(at)


def topic_of(title: str, *, first: bool) -> str:
    """What a heading says its section is about; empty where it does not say it."""
    found = next((topic for topic, words in _TOPICS if words.search(title)), "")
    return found or (ABOUT if first else "")


def name(given: Given) -> str:
    """The name of the model, as the first heading has it."""
    for section in given.look("sections")[:2]:
        title = re.sub(r"(?i)^\W*(?:model card (?:for|of)|model card:?)\s+", "", str(section.get("title", "")))
        title = re.sub(r"(?i)\s+model card$", "", title).strip(" *_#`:")
        if title and not any(words.search(title) for _, words in _TOPICS) and title.lower() != "model card":
            return title
    return ""
