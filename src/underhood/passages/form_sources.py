"""Fields of official forms about sources of data: dates, languages, large public datasets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from underhood.doors import languages
from underhood.meaning import units
from underhood.meaning.sizes import in_unit
from underhood.passages.coded import word
from underhood.passages.form_shape import Asking, Derived, entries, training_sources
from underhood.passages.form_time import latest, month_year
from underhood.records.record import Record
from underhood.values.framework import Item
from underhood.values.quantity import Quantity, is_quantity, rounded, total

UNION_LANGUAGES = frozenset(
    {"bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"}
    | {"hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"}
)

LARGE = 3
"""A public dataset is large with more than so many percent of all public datasets of its kind of content."""


def last_acquired(asking: Asking, _item: Item) -> Iterator[Derived]:
    """The latest month of all sources, and whether any is still being collected."""
    sources = training_sources(asking.concerned)
    ends = [(found, one) for one in sources if (found := latest(_collected(one, "end")))]
    content = [(found, one) for one in sources if (found := latest(one.get("cutoff")))]
    last = max(ends or content, key=lambda pair: pair[0], default=None)
    if last is not None:
        note = "" if ends else asking.gettext("the latest content of a source; when it was collected is not recorded")
        words = f"{month_year(last[0])} ({last[1].title})"
        yield Derived(asking.gettext("Latest acquisition (MM/YYYY)"), words, note=note)
    going = [value for one in sources if isinstance(value := _collected(one, "ongoing"), bool)]
    if going:
        words = asking.gettext("Yes") if any(going) else asking.gettext("No")
        yield Derived(asking.gettext("Trained on new data after that date"), words)


def languages_covered(asking: Asking, _item: Item) -> Iterator[Derived]:
    """The languages of all sources, those of the Union first."""
    sources = training_sources(asking.concerned)
    codes = {str(code) for one in sources for code in _listed(one.get("languages"))}
    for label, wanted in (
        (asking.gettext("Official languages of the Union"), codes & UNION_LANGUAGES),
        (asking.gettext("Other languages"), codes - UNION_LANGUAGES),
    ):
        if wanted:
            yield Derived(label, ", ".join(sorted(languages.name(code, asking.view.language) for code in wanted)))


def large_datasets(asking: Asking, _item: Item) -> Iterator[Derived]:
    """Which public datasets are large, where their sizes can be compared."""
    public = [one for one in training_sources(asking.concerned) if one.get("category") == "public"]
    for modality in dict.fromkeys(str(entry.get("modality")) for one in public for entry in entries(one, "modalities")):
        label = asking.gettext("Large datasets: %s") % word(asking.view, modality)
        found = [(one, entry.get("size")) for one in public for entry in _of(one, modality)]
        sized = _in_one_unit([(one, Quantity.read(size)) for one, size in found if size and is_quantity(size)])
        if len(sized) < len(found):
            words = asking.gettext("the limit cannot be applied: not all public datasets have a size in one unit")
            yield Derived(label, words, note=asking.gettext("every dataset that is known by name is listed"))
            continue
        whole = total([size for _, size in sized])
        shares = [(one, size * 100 / whole) for one, size in sized if whole]
        large = "; ".join(f"{one.title} ({_percent(asking, share)})" for one, share in shares if share > LARGE)
        note = asking.gettext("more than 3 percent of the public datasets of this kind; the others are listed as well")
        yield Derived(label, large or asking.gettext("none"), note=note)


def crawled_when(asking: Asking, _item: Item) -> Iterator[Derived]:
    """The period of each crawl, as months."""
    for one in asking.concerned.of("data-source"):
        start, end = latest(_collected(one, "start")), latest(_collected(one, "end"))
        if one.get("category") == "crawled" and start and end:
            yield Derived(str(one.title), f"{month_year(start)} \N{EN DASH} {month_year(end)}")


def _collected(source: Record, name: str) -> Any:
    collection = source.get("collection")
    return collection.get(name) if isinstance(collection, Mapping) else None


def _listed(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else ()


def _of(source: Record, modality: str) -> list[Mapping[str, Any]]:
    return [entry for entry in entries(source, "modalities") if entry.get("modality") == modality]


def _in_one_unit(sized: list[tuple[Record, Quantity]]) -> list[tuple[Record, Decimal]]:
    """Sizes in the unit of the first; those that cannot be told in it are left out."""
    told = ((one, in_unit(size.value, size.unit, sized[0][1].unit)) for one, size in sized)
    return [(one, value) for one, value in told if value is not None]


def _percent(asking: Asking, share: Decimal) -> str:
    return units.measure(rounded(share, 1), "percent", asking.view.messages, decimals=1)
