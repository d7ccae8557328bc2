"""About the records: who compiled them from what, how to correct and to answer, what the words for results mean."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.absences import ABSENCES
from underhood.meaning.audience import View
from underhood.meaning.claims import Result
from underhood.meaning.prose import READINGS
from underhood.passages.status import result_words
from underhood.values.page import Badge

MEANINGS = {
    Result.MATCHES: "A source other than the sentence itself, or a recomputed figure, agrees.",
    Result.IN_PART: "Some comparisons agree, some do not; the page lists each.",
    Result.DIFFERS: "Every comparison differs.",
    Result.STATED: "The developer's own statement is the only source.",
    Result.OPINION: "Only who said it can be checked.",
    Result.FORECAST: "It is about a later time.",
    Result.NOT_CHECKED: "There is no public source, or it is out of scope; the page gives the reason.",
}

GAPS = {
    "none": "A source states that there is none.",
    "not-applicable": "The question does not arise.",
    "not-found": "No source read by the stated date gives it; it may exist elsewhere.",
    "unknown": "The holder itself says that it does not know.",
    "withheld": "The holder says that it does not publish it.",
    "pending": "The holder has announced it.",
    "not-public": "It is recorded, and not for the readers of these pages.",
}


@dataclass(frozen=True, slots=True)
class ResultWord:
    """A word for a result, and when it is used."""

    badge: Badge
    meaning: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word of the pages, and when it is used."""

    words: str
    meaning: str


@dataclass(frozen=True, slots=True)
class About:
    """What the page about the records shows; empty strings: the settings do not say."""

    title: str
    summary: str
    compiled: bool
    fiction: bool
    compiler: str
    notice: str
    read_until: str
    contact: str
    right_of_reply: str
    licence: str
    authoritative: str
    results: tuple[ResultWord, ...]
    gaps: tuple[Meaning, ...]
    readings: tuple[str, ...]
    records: int
    primary: int
    secondary: int


@document("repository", "About these records")
def about(view: View, _: None = None) -> About:
    """The page about the records."""
    say = view.messages.gettext
    settings = view.settings
    standings = [record.data["standing"] for record in view.of("evidence")]
    return About(
        title=say("About these records"),
        summary=say("Who compiled them, from what, until when, how to correct them, and how to answer."),
        compiled=settings.compiled,
        fiction=settings.fiction,
        compiler=settings.compiler,
        notice=settings.notice_in(view.language),
        read_until=settings.sources_read_until,
        contact=settings.contact,
        right_of_reply=settings.right_of_reply.get(view.language) or settings.right_of_reply.get("en", ""),
        licence=str(getattr(settings, "records_licence", "")),
        authoritative=say(
            "Each page says which of its passages are not translated; the English text is the authoritative one."
        ),
        results=tuple(ResultWord(result_words(view, result), say(MEANINGS[result])) for result in Result),
        gaps=tuple(Meaning(say(ABSENCES[name]), say(meaning)) for name, meaning in GAPS.items()),
        readings=tuple(say(words) for words in READINGS.values()),
        records=sum(1 for _record in view),
        primary=standings.count("primary"),
        secondary=standings.count("secondary"),
    )
