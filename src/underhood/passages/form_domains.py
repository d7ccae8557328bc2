"""The domains that most was crawled from, as official forms ask for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from underhood.doors.languages import number
from underhood.meaning.sizes import share_of
from underhood.passages.concentration import WHOLE, amount_of, concentration, domains_file, held
from underhood.passages.form_shape import Asking, Derived, Listing
from underhood.records.domains import PRINTED, Domains
from underhood.records.record import Record
from underhood.values.framework import Item

SHARE, SHARE_OF_SMALL, MOST_OF_SMALL = Decimal(10), Decimal(5), 1000
"""Which percentage of the domains is asked for; of small and medium firms less, and no more than so many."""


def domains(asking: Asking, _item: Item) -> Iterator[Derived]:
    """The domains that most was taken from: so many as the form asks of a firm of this size."""
    for one in asking.concerned.of("data-source"):
        written = domains_file(one)
        if written:
            yield _top(asking, one, written)


def _top(asking: Asking, source: Record, written: Mapping[str, Any]) -> Derived:
    found = asking.view.domains(str(written["path"]))
    if found.problem:
        return Derived(str(source.title), asking.gettext("the list of domains cannot be used"), (found.problem,))
    if not found.names:
        words = asking.gettext("the list of domains holds no line with a name and an amount")
        return Derived(str(source.title), words, note=_malformed(asking, found))
    small = _small(asking)
    share = SHARE_OF_SMALL if small else SHARE
    holds = held(written.get("top_share"))
    wanted = share_of(found.names, share, of=holds)
    wanted = min(wanted, MOST_OF_SMALL) if small else wanted
    count = min(wanted, found.names)
    note = "; ".join(
        part for part in (_rule(asking, small=small), *_limits(asking, found, wanted, holds=holds)) if part
    )
    told = {"some": _n(asking, count), "all": _n(asking, found.names)}
    words = asking.gettext("%(some)s of the %(all)s names in the list") % told
    amount = amount_of(asking.view, written)
    rows = tuple((one.name, number(one.measure, asking.view.language)) for one in found.top[:count])
    listing = Listing((asking.gettext("Domain"), amount), rows)
    drawn = concentration(asking.view, source, found, place=asking.covered.item.id)
    return Derived(str(source.title), words, note=note, listing=listing, chart=drawn)


def _small(asking: Asking) -> bool | None:
    """Whether the provider is small or medium; None where nobody says."""
    provider = asking.concerned.provider
    size = provider.get("size_class") if provider is not None else None
    return size == "sme" if isinstance(size, str) else None


def _rule(asking: Asking, *, small: bool | None) -> str:
    if small:
        return asking.gettext("of a small or medium firm: the top 5 percent of all names, at most 1,000")
    if small is None:
        return asking.gettext("the top 10 percent of all names; the size of the provider is not recorded")
    return asking.gettext("the top 10 percent of all names")


def _limits(asking: Asking, found: Domains, wanted: int, *, holds: Decimal) -> Iterator[str]:
    if holds < WHOLE:
        yield asking.gettext("the list holds the top %s percent of all names") % number(holds, asking.view.language)
    if wanted > found.names:
        yield asking.gettext("the list holds fewer names than are asked for")
    if min(wanted, found.names) > PRINTED:
        yield asking.gettext("the first %s are printed; the file has all") % PRINTED
    yield _malformed(asking, found)


def _malformed(asking: Asking, found: Domains) -> str:
    if not found.malformed:
        return ""
    words = asking.view.messages.ngettext(
        "%(count)s line gives no name and amount (the first is line %(first)s)",
        "%(count)s lines give no name and amount (the first is line %(first)s)",
        found.malformed,
    )
    return words % {"count": _n(asking, found.malformed), "first": found.first}


def _n(asking: Asking, count: int) -> str:
    return number(Decimal(count), asking.view.language)
