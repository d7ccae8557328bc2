"""Evaluations of a release: which stand on its card in full, which belong to it, and their charts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from underhood.doors import languages
from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.meaning.release import WITHHELD, part_kind, predecessor, variant_address, variants
from underhood.passages.intervals import has_intervals, plot
from underhood.passages.tables import Column, Table, column_name, natural, read_table
from underhood.records.record import Record, is_absence
from underhood.values.chart import BarChart, ChartText, DotPlot, MixtureChart, Series, Share
from underhood.values.ids import Address, parse_address
from underhood.values.quantity import exact, rounded, unpadded

HEADLINE = "headline"
"""The tag that puts an evaluation on the card in full."""

CAPABILITY = "capability"
FEW = 3
"""So few evaluations stand on the card in full anyway."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """An evaluation with its table and, for headline measures of harm and truthfulness, a chart per column."""

    record: Record
    table: Table
    safety: bool
    charts: tuple[BarChart | DotPlot, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluations:
    """The evaluations of a release: `full` stand on its card, `linked` are named there, `later` were made after."""

    full: tuple[Evaluation, ...]
    linked: tuple[Evaluation, ...]
    later: tuple[Evaluation, ...]


@dataclass(frozen=True, slots=True)
class Subject:
    """A group of bars: the rows' subjects by series, and its name."""

    name: str
    rows: tuple[Address | None, ...]


def evaluations(view: View, release: Record) -> Evaluations:
    """Sort the evaluations of a release: measures of safety first, those that others add up to in full."""
    own = part_kind(view.catalog, release, "evaluation")
    found = sorted(
        (_evaluation(view, record, release) for record in own), key=lambda one: (not one.safety, natural(one.record.id))
    )
    full = [one for one in found if len(found) <= FEW or headline(one.record)]
    later = [_evaluation(view, record, release) for record in _later(view, release, own)]
    return Evaluations(tuple(full), tuple(one for one in found if one not in full), tuple(later))


def headline(record: Record) -> bool:
    """Whether an evaluation sums up others: half of its columns are computed from theirs, or a tag says so."""
    columns = record.data["columns"]
    return HEADLINE in record.get("tags", ()) or 2 * sum("computed" in column for column in columns) >= len(columns)


def mixture_chart(view: View, training: Record) -> MixtureChart | None:
    """The shares of a training stage's data sources as one bar; None where they are not published."""
    mixture = training.get("mixture")
    if not mixture or is_absence(mixture):
        return None
    _ = view.messages.gettext
    shares = tuple(Share(_source_title(view, entry), unpadded(entry["share"])) for entry in mixture)
    title = _("%(training)s: share of each data source") % {"training": training.title}
    words = "; ".join(f"{share.name} {units.measure(share.percent, 'percent', view.messages)}" for share in shares)
    return MixtureChart(
        ChartText(
            f"mixture-{training.id}",
            title,
            words,
            _("In percent of what was sampled."),
            decimal_mark=languages.decimal_mark(view.language),
        ),
        shares,
    )


def _evaluation(view: View, record: Record, release: Record) -> Evaluation:
    table = read_table(view, record)
    safety = any(column.benchmark and column.benchmark.get("aim") != CAPABILITY for column in table.columns)
    charted = safety and headline(record)
    return Evaluation(record, table, safety, tuple(_bars(view, table, release)) if charted else ())


def _later(view: View, release: Record, own: list[Record]) -> Iterator[Record]:
    """Evaluations that have a row about the release and are no part of it or of another release by the same hand."""
    for record in view.of("evaluation"):
        subjects = (parse_address(str(row.get("subject", "")), kind="release") for row in record.data["rows"])
        about = any(subject and subject.record == release.address for subject in subjects)
        if about and record not in own and not _older(view, record):
            yield record


def _older(view: View, record: Record) -> bool:
    """Whether an evaluation is a part of some release."""
    return any(
        link.kind == "release" for link in view.cited_by(record.address) if str(record.address) in link.get("parts", ())
    )


def _bars(view: View, table: Table, release: Record) -> Iterator[BarChart | DotPlot]:
    old = predecessor(view.catalog, release)
    subjects, series = _subjects(view, table, release, old)
    for index, column in enumerate(table.columns):
        drawn = tuple(_series(table, index, column, subjects, series))
        if column.direction in {"higher", "lower"} and subjects and _told_apart(drawn, column):
            own = [row for subject in subjects for row in table.rows if row.subject in subject.rows]
            if has_intervals(own, index):
                yield plot(view, table, index, rows=own, release=release.address)
            else:
                yield _bar(view, table, column, drawn, subjects)


def _told_apart(series: Iterable[Series], column: Column) -> bool:
    """Whether the bars would show more than the rounding of what was printed."""
    values = [abs(value) for one in series for value in one.values if value is not None]
    return not values or max(values) >= Decimal(1).scaleb(1 - (column.decimals or 0))


def _subjects(view: View, table: Table, release: Record, old: Record | None) -> tuple[list[Subject], list[str]]:
    """One group per pair of sizes where the table has both releases; else one per variant of this release."""
    rows = {row.subject for row in table.rows}
    own = [(variant_address(release, one), one) for one in variants(release)]
    pairs = [
        (parse_address(str(one.get("succeeds", "")), kind="release"), address, one)
        for address, one in own
        if address in rows
    ]
    both = [(before, address, one) for before, address, one in pairs if before in rows and before is not None]
    if both and old is not None:
        return [Subject(_label(view, one, before), (before, address)) for before, address, one in both], [
            old.title,
            release.title,
        ]
    return [Subject(_label(view, one), (address,)) for _, address, one in pairs], [release.title]


def _series(table: Table, index: int, column: Column, subjects: list[Subject], names: list[str]) -> Iterator[Series]:
    cells = {row.subject: row.cells[index] for row in table.rows}
    for place, name in enumerate(names):
        values: list[Decimal | None] = []
        for subject in subjects:
            cell = cells.get(subject.rows[place])
            usable = cell is not None and cell.value is not None and not cell.absent and not cell.note
            values.append(_printed(cell.value, column.decimals) if cell is not None and usable else None)
        yield Series(name, tuple(values))


def said(view: View, value: Decimal | None) -> str:
    """A figure in words, or what stands for none."""
    return "–" if value is None else languages.number(value, view.language, -int(value.as_tuple().exponent))


def _bar(view: View, table: Table, column: Column, series: tuple[Series, ...], subjects: list[Subject]) -> BarChart:
    _ = view.messages.gettext
    benchmark = column.benchmark.title if column.benchmark else ""
    named = (benchmark, column.metric or column_name(column, table))
    title = languages.spaced(": ".join(word for word in named if word), view.language)
    better = _("Higher is better.") if column.direction == "higher" else _("Lower is better.")
    spoken = "; ".join(
        f"{subject.name}: " + ", ".join(f"{one.name} {said(view, one.values[number])}" for one in series)
        for number, subject in enumerate(subjects)
    )
    text = ChartText(
        id=f"chart-{table.address.id}-{column.id}".replace(".", "-"),
        title=title,
        description=languages.spaced(f"{title}. {spoken}.", view.language),
        reading=" ".join(
            word
            for word in (f"{_('Unit:')} {column.unit}." if column.unit else "", better, _("Bars start at zero."))
            if word
        ),
        source=_("Figures and sources: the table that follows."),
        missing=_("no undisputed figure"),
        decimal_mark=languages.decimal_mark(view.language),
    )
    return BarChart(text, column.unit, tuple(subject.name for subject in subjects), series)


def size(variant: Mapping[str, Any]) -> str:
    """A variant's short name: 70b-chat is 70B-chat."""
    name = str(variant["id"])
    return "-".join(part.upper() if part[:1].isdigit() else part for part in name.split("-"))


def _label(view: View, variant: Mapping[str, Any], before: Address | None = None) -> str:
    name = size(variant)
    if variant["status"] == WITHHELD:
        name = f"{name} ({view.messages.gettext('not released')})"
    return f"{size({'id': before.steps[-1]})} → {name}" if before else name


def _printed(value: Any, decimals: int | None) -> Decimal:
    return unpadded(value) if decimals is None else rounded(exact(value), decimals)


def _source_title(view: View, entry: Mapping[str, Any]) -> str:
    address = parse_address(str(entry["data_source"]), kind="data-source")
    record = view.at(address) if address else None
    return record.title if record else str(entry["id"])
