"""Figures of official forms: bands, orders of magnitude and rounded numbers, worked out from what is stored once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.meaning.concerned import Concerned
from underhood.meaning.release import WITHHELD, variant_address, variants
from underhood.meaning.sizes import bands, device_days, in_unit, order, significant
from underhood.passages.coded import word
from underhood.passages.form_shape import (
    OUTSIDE_TRAINING,
    Asking,
    Derived,
    band_words,
    entries,
    quantities,
    spread,
    summed,
    training_sources,
)
from underhood.passages.form_time import months
from underhood.records.record import Record
from underhood.values.framework import Item
from underhood.values.ids import parse_address
from underhood.values.quantity import Quantity, is_quantity, total

FINE, COARSE = 2, 1
"""Significant figures that the forms ask for."""

OPERATIONS = 6
"""The usual estimate of the compute of a run: so many operations for each parameter and token."""

PURPOSES: Mapping[str, frozenset[str]] = {
    "Training": frozenset({"pretraining", "finetuning", "preference"}),
    "Testing": frozenset({"testing"}),
    "Validation": frozenset({"validation"}),
}


def operations(view: View, concerned: Concerned) -> Iterator[Derived]:
    """The operations of each run: as recorded, or six for each parameter and token where they are not."""
    say = view.messages.gettext
    sizes = {
        variant_address(concerned.release, one): size
        for one in variants(concerned.release)
        if (size := _quantity(one.get("exact_parameters")) or _quantity(one.get("parameters")))
    }
    for training in concerned.of("training"):
        for run in entries(training, "runs"):
            address = parse_address(str(run.get("variant", "")), kind="release")
            size = sizes.get(address) if address is not None else None
            tokens, counted = _quantity(run.get("tokens")), _quantity(run.get("flop"))
            label = f"{training.title}, {run.get('id', '')}"
            if counted is not None:
                yield Derived(label, units.quantity(counted, view.messages))
            elif size is not None and tokens is not None:
                whole = Quantity(size.value * tokens.value * OPERATIONS, "FLOP", approximate=True)
                note = say("six operations for each parameter and token; no compute is recorded")
                yield Derived(label, units.quantity(whole, view.messages), note=note)
            else:
                yield Derived(label, say("not recorded"))


@dataclass(frozen=True, slots=True)
class _Sized:
    """The size of a source; `least` and `most`: of the values that sources give for it."""

    name: str
    size: Quantity
    least: Decimal
    most: Decimal


def content_sizes(asking: Asking, item: Item) -> Iterator[Derived]:
    """The band of each kind of content: the sizes of the sources are added up in the unit of the bands."""
    sources = training_sources(asking.concerned)
    for of, unit in dict.fromkeys((band.of, band.unit) for band in item.bands):
        among = [band for band in item.bands if band.of == of]
        sized, unsized = _sizes(sources, of)
        fitting, others = _fitting(sized, unit)
        label = word(asking.view, of)
        if fitting:
            whole = summed([one.size for one in fitting], unit)
            ends = (total([one.least for one in fitting]), total([one.most for one in fitting]))
            official = band_words(*(bands(one, among, bound=whole.bound) for one in ends))
            yield Derived(label, _told(asking, whole), official, _left(asking, others, unsized))
        elif of == "text" and (read := _read_most(asking.concerned.of("training"))):
            note = asking.gettext("what the runs read, each repetition counted; no source gives a size in this unit")
            yield Derived(label, _told(asking, read), band_words(bands(read.value, among, bound=read.bound)), note)
        elif sized or unsized:
            yield Derived(label, asking.gettext("no band: no source gives a size in the unit of the bands"))


def parameters(asking: Asking, item: Item) -> Iterator[Derived]:
    """The size of each variant that was released: two significant figures, or a band where the form offers bands."""
    for one in variants(asking.release):
        found = quantities(iter([("", one.get("exact_parameters")), ("", one.get("parameters"))]))
        if one["status"] == WITHHELD or not found:
            continue
        size, name = found[0][1], str(one.get("title") or one["id"])
        if item.bands:
            official = band_words(bands(size.value, item.bands, bound=size.bound))
            yield Derived(name, _told(asking, size), official)
        else:
            yield Derived(name, _rounded(asking, size, FINE))


def points_coarse(asking: Asking, _item: Item) -> Iterator[Derived]:
    """How much data for training, testing and validation, at one significant figure."""
    return _points(asking, COARSE)


def points_fine(asking: Asking, _item: Item) -> Iterator[Derived]:
    """How much data for training, testing and validation, at two significant figures."""
    return _points(asking, FINE)


def compute_order(asking: Asking, _item: Item) -> Iterator[Derived]:
    """The order of magnitude of the compute of all runs."""
    for label, whole, note in _totals(asking, "flop", "FLOP"):
        power = order(whole.value)
        if power is not None:
            yield Derived(label, units.measure(Decimal(1).scaleb(power), "FLOP", asking.view.messages), note=note)


def compute_fine(asking: Asking, _item: Item) -> Iterator[Derived]:
    """The compute of all runs, at two significant figures."""
    return (
        Derived(label, _rounded(asking, whole, FINE), note=n) for label, whole, n in _totals(asking, "flop", "FLOP")
    )


def energy(asking: Asking, _item: Item) -> Iterator[Derived]:
    """The energy of all runs in MWh, at two significant figures."""
    found = _totals(asking, "energy", "MWh")
    return (Derived(label, _rounded(asking, whole, FINE), note=note) for label, whole, note in found)


def time_range(asking: Asking, item: Item) -> Iterator[Derived]:
    """The band of the time by the clock, of each stage."""
    for one in asking.concerned.of("training"):
        found = months(one)
        if found is None:
            continue
        official = band_words(bands(found.least, item.bands), bands(found.most, item.bands))
        note = asking.gettext("the period of the whole training; the time by the clock is not recorded")
        yield Derived(str(one.title), official=official, note=note if found.whole_period else "")


def time_fine(asking: Asking, _item: Item) -> Iterator[Derived]:
    """Days by the clock of each stage, and days of each type of hardware, at one significant figure."""
    for one in asking.concerned.of("training"):
        for _, clock in quantities(iter([("", one.get("wall_clock"))])):
            days = in_unit(clock.value, clock.unit, "day")
            if days is not None:
                words = _rounded(
                    asking, Quantity(days, "day", bound=clock.bound, approximate=clock.approximate), COARSE
                )
                yield Derived(str(one.title), words, note=asking.gettext("by the clock"))
    by_hardware: dict[str, list[Decimal]] = {}
    for run in _runs(asking):
        for name, hours in quantities(iter([(str(run.get("hardware") or ""), run.get("hours"))])):
            if (days := device_days(hours.value, hours.unit)) is not None:
                by_hardware.setdefault(name, []).append(days)
    for name, found in by_hardware.items():
        days = sum(found, Decimal(0))
        rounded = units.measure(significant(days, COARSE), "day", asking.view.messages)
        exactly = units.measure(days, "day", asking.view.messages, decimals=0)
        yield Derived(
            name or asking.gettext("Hardware that is not named"), rounded, note=asking.gettext("exactly: %s") % exactly
        )


def _sizes(sources: Iterable[Record], of: str) -> tuple[list[_Sized], list[str]]:
    """The sizes of sources in a kind of content, and the names of those that have none anywhere."""
    sized, unsized = [], []
    for source in sources:
        for entry in entries(source, "modalities"):
            size = entry.get("size")
            if entry.get("modality") != of:
                continue
            if size is not None and is_quantity(size):
                sized.append(_Sized(str(source.title), Quantity.read(size), *spread(size)))
            elif not (isinstance(size, Mapping) and size.get("absent") == "not-applicable"):
                unsized.append(str(source.title))
    return sized, unsized


def _fitting(sized: Iterable[_Sized], unit: str) -> tuple[list[_Sized], list[_Sized]]:
    """Those that can be told in a unit, told in it, and the others."""
    fitting, others = [], []
    for one in sized:
        value, least, most = (in_unit(v, one.size.unit, unit) for v in (one.size.value, one.least, one.most))
        if value is None or least is None or most is None:
            others.append(one)
        else:
            fitting.append(_Sized(one.name, replace(one.size, value=value, unit=unit), least, most))
    return fitting, others


def _left(asking: Asking, others: Iterable[_Sized], unsized: Iterable[str]) -> str:
    told = [f"{one.name} ({units.quantity(one.size, asking.view.messages)})" for one in others]
    told += [f"{name} ({asking.gettext('no size recorded')})" for name in unsized]
    return asking.gettext("not counted, in another unit or without a size: %s") % "; ".join(told) if told else ""


def _read_most(trained: Iterable[Record]) -> Quantity | None:
    """The most that a run read."""
    runs = (run for one in trained for run in entries(one, "runs"))
    found = [size for _, size in quantities(("", run.get("tokens")) for run in runs) if size.unit == "token"]
    return max(found, key=lambda one: one.value, default=None)


def _points(asking: Asking, figures: int) -> Iterator[Derived]:
    for purpose, roles in PURPOSES.items():
        by_unit: dict[str, list[Quantity]] = {}
        for source in asking.concerned.of("data-source"):
            named = set(source.get("roles", ()))
            if not named & roles and (named or roles & OUTSIDE_TRAINING):
                continue
            for entry in entries(source, "modalities"):
                for _, size in quantities(iter([("", entry.get("size"))])):
                    by_unit.setdefault(size.unit, []).append(size)
        told = [_rounded(asking, summed(found, unit), figures) for unit, found in by_unit.items()]
        read = (
            _read_most(asking.concerned.of("training")) if "pretraining" in roles and "token" not in by_unit else None
        )
        if read is not None:
            told.append(
                asking.gettext("%s read in training, each repetition counted") % _rounded(asking, read, figures)
            )
        yield Derived(asking.gettext(purpose), "; ".join(told) or asking.gettext("not recorded"))


def _totals(asking: Asking, name: str, unit: str) -> Iterator[tuple[str, Quantity, str]]:
    """The sum of a figure over the runs of each stage, and over all stages; `note` says how many runs give it."""
    every: list[Quantity] = []
    stages = 0
    for one in asking.concerned.of("training"):
        runs = entries(one, "runs")
        sized = [_Sized("", size, size.value, size.value) for run in runs if (size := _quantity(run.get(name)))]
        found = [one.size for one in _fitting(sized, unit)[0]]
        if found:
            every, stages = [*every, *found], stages + 1
            note = asking.gettext("%(some)s of %(all)s runs give it") % {"some": len(found), "all": len(runs)}
            yield str(one.title), summed(found, unit), note if len(found) < len(runs) else ""
    if stages > 1:
        yield asking.gettext("In all"), summed(every, unit), ""


def _quantity(data: Any) -> Quantity | None:
    found = quantities(iter([("", data)]))
    return found[0][1] if found else None


def _runs(asking: Asking) -> Iterator[Mapping[str, Any]]:
    for one in asking.concerned.of("training"):
        yield from entries(one, "runs")


def _rounded(asking: Asking, size: Quantity, figures: int) -> str:
    return _told(asking, replace(size, value=significant(size.value, figures), decimals=None))


def _told(asking: Asking, size: Quantity) -> str:
    """A quantity in words; that it is disputed is said, and why stands beside the value itself."""
    words = units.quantity(size, asking.view.messages)
    return asking.gettext("%s (disputed)") % words if size.disputed else words
