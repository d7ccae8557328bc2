"""How much of what was crawled comes from few domains: a bar of the amounts in a file of domains, by rank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from underhood.doors import languages
from underhood.doors.languages import number
from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.records.domains import Domains
from underhood.records.record import Record, is_absence
from underhood.values.chart import ChartText, MixtureChart, Share
from underhood.values.quantity import exact, rounded

WHOLE = Decimal(100)

RANKS = (1, 10, 100)
"""Where the parts of the bar end; what is read of a file holds at least so many names as the last."""


def domains_chart(view: View, source: Record) -> MixtureChart | None:
    """The bar of a record that names a file of domains; None where there is none to draw."""
    written = domains_file(source)
    return concentration(view, source, view.domains(str(written["path"]))) if written else None


def domains_file(source: Record) -> Mapping[str, Any]:
    """What a record says of its file of domains; empty where it names none."""
    written = source.get("domains_file")
    usable = isinstance(written, Mapping) and not is_absence(written) and written.get("path")
    return written if usable else {}


def amount_of(view: View, written: Mapping[str, Any]) -> str:
    """What the numbers of a file of domains are called."""
    say = view.messages.gettext
    return say("Amount (%s)") % written["measure"] if written.get("measure") else say("Amount")


def held(share: Any) -> Decimal:
    """Which percentage of all names the file holds; all of them where it does not say."""
    usable = isinstance(share, int | float) and not isinstance(share, bool) and 0 < share <= WHOLE
    return exact(share) if usable else WHOLE


def concentration(view: View, source: Record, found: Domains, *, place: str = "") -> MixtureChart | None:
    """How much of all that a file counts its largest names give; None where it counts nothing, or one name.

    `place`: where on the page the bar stands, if it can stand there twice.
    """
    if found.problem or found.names < 2 or not found.total:
        return None
    say, language, written = view.messages.gettext, view.language, domains_file(source)
    shares = tuple(_ranks(view, found))
    holds = held(written.get("top_share"))
    note = say("The list holds the top %s percent of all names; the others are not counted here.")
    text = ChartText(
        id="-".join(part for part in ("domains", place, source.id) if part).replace(".", "-"),
        title=languages.spaced(say("%s: how much the largest names give") % source.title, language),
        description=languages.spaced(" ".join(_told(view, one) for one in shares), language),
        reading=say("%s: share by the rank of the name, in percent.") % amount_of(view, written),
        decimal_mark=languages.decimal_mark(language),
    )
    return MixtureChart(text, shares, remainder_note=note % number(holds, language) if holds < WHOLE else "")


def _ranks(view: View, found: Domains) -> Iterator[Share]:
    """The first name, those up to the tenth and the hundredth, and all others."""
    say = view.messages.gettext
    before, given = 0, Decimal(0)
    for end in (*(one for one in RANKS if one < found.names), found.names):
        upto = sum((one.measure for one in found.top[:end]), Decimal(0)) if end < found.names else found.total
        words = say("Ranks %(first)s to %(last)s") if end > before + 1 else say("Rank %(last)s")
        ends = {"first": number(Decimal(before + 1), view.language), "last": number(Decimal(end), view.language)}
        yield Share(words % ends, rounded((upto - given) * WHOLE / found.total, 1))
        before, given = end, upto


def _told(view: View, share: Share) -> str:
    return f"{share.name}: {units.measure(share.percent, 'percent', view.messages, decimals=1)}."
