"""Whether what a form serves bound anybody when a release appeared."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.doors import languages
from underhood.meaning.audience import View
from underhood.meaning.release import released_on
from underhood.records.record import Record
from underhood.values.framework import Framework


@dataclass(frozen=True, slots=True)
class Duty:
    """Sentences on when a duty began, seen from the day of a release."""

    sentences: tuple[str, ...]


def duty(view: View, framework: Framework, release: Record) -> Duty | None:
    """Whether the duty existed when a release appeared; None for what is no law."""
    start = framework.applies_from
    if not start:
        return None
    market = release.get("eu_market_date") if framework.earlier_from else None
    on_market = isinstance(market, str) and bool(market)
    day = str(market) if on_market else released_on(release)
    say = view.messages.gettext
    words = {"day": _date(view, day), "start": _date(view, start), "later": _date(view, framework.earlier_from)}
    if not day:
        return Duty((say("The release is not out. The duty applies from %(start)s.") % words,))
    sentences = [
        say("It was placed on the Union market on %(day)s.") % words
        if on_market
        else say("It was released on %(day)s.") % words
    ]
    if start.startswith(day) or day.startswith(start):
        sentences.append(say("The duty applies from %(start)s: from the time of the release.") % words)
    elif day < start:
        sentences.append(say("The duty did not exist then: it applies from %(start)s.") % words)
        if framework.earlier_from:
            sentences.append(say("It reaches what was on the Union market before that day from %(later)s.") % words)
    else:
        sentences.append(say("The duty existed then: it applies from %(start)s, to those whom it binds.") % words)
    return Duty(tuple(sentences))


def _date(view: View, day: str) -> str:
    return languages.date(day, view.language) if day else ""
