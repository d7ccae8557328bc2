"""Charts are frozen values; the macros in `templates/macros/charts.svg.jinja` draw them.

Nothing visual is computed here but the ends of the axis, so that a chart and the table below it
always print the same figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_LONGEST_NAME = 20
"""Characters that fit beside a bar on a phone; longer names get a letter and a key."""


def nice_ceiling(value: Decimal) -> Decimal:
    """The smallest round number (1, 2, 2.5 or 5 times a power of ten, or a multiple) not below `value`.

    Zero and negative values give 1, so that an axis always has a length.
    """
    if value <= 0:
        return Decimal(1)
    step = nice_step(value)
    return plain((value / step).to_integral_value(ROUND_CEILING) * step)


def nice_step(length: Decimal) -> Decimal:
    """A round distance between grid lines that cuts `length` into at most five parts."""
    rough = length / 5
    power = Decimal(1).scaleb(rough.adjusted())
    return next(step * power for step in _STEPS if step * power >= rough)


def ticks(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Places of the grid lines from `low` to `high`, both included when they are round."""
    step = nice_step(high - low)
    first = (low / step).to_integral_value(ROUND_CEILING)
    last = int((high / step).to_integral_value()) - int(first)
    found = (plain((first + number) * step) for number in range(last + 1))
    return tuple(tick for tick in found if low <= tick <= high)


def plain(value: Decimal) -> Decimal:
    """`value` without needless zeros and never in scientific notation."""
    return Decimal(f"{value.normalize():f}")


@dataclass(frozen=True, slots=True)
class ChartText:
    """What every chart says in words.

    `id` is unique on the page; `description` is read aloud in place of the picture; `reading` is the line
    under the title ("Share of toxic answers, in %. Lower is better."); `source` goes below the chart.
    `missing` names a value that is not there; `decimal_mark` and `group_mark` follow the page's language.
    """

    id: str
    title: str
    description: str
    reading: str = ""
    source: str = ""
    missing: str = "not published"
    decimal_mark: str = "."
    group_mark: str = ","


@dataclass(frozen=True, slots=True)
class Series:
    """One row of figures, in the order of the chart's groups; None where nothing was published."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Grouped bars from zero: one unit, one direction, one protocol."""

    text: ChartText
    unit: str
    groups: tuple[str, ...]
    series: tuple[Series, ...]
    maximum: Decimal | None = None

    def __post_init__(self) -> None:
        _same_length(self.text.id, len(self.groups), series=self.series)

    @property
    def high(self) -> Decimal:
        """The right end of the axis."""
        if self.maximum is not None:
            return self.maximum
        return nice_ceiling(max(_present(self.series), default=Decimal(0)))

    @property
    def low(self) -> Decimal:
        """The left end of the axis: zero, or below it where a value is negative."""
        lowest = min(_present(self.series), default=Decimal(0))
        return -nice_ceiling(-lowest) if lowest < 0 else Decimal(0)

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        """The places of the grid lines."""
        return ticks(self.low, self.high)

    @property
    def keyed(self) -> bool:
        """Whether the names are too long to stand beside the bars."""
        return any(len(series.name) > _LONGEST_NAME for series in self.series)


@dataclass(frozen=True, slots=True)
class Dot:
    """A point with its interval, where one was published; `emphasis` marks the release the page is about."""

    name: str
    value: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Points and intervals on an axis from `origin` to `end`; another origin than zero is said in words.

    `origin_note` is that sentence ("The axis begins at 40 %.").
    """

    text: ChartText
    unit: str
    dots: tuple[Dot, ...]
    origin: Decimal = Decimal(0)
    end: Decimal | None = None
    origin_note: str = ""

    def __post_init__(self) -> None:
        if self.origin != 0 and not self.origin_note:
            raise ValueError(f"dot plot {self.text.id} starts at {self.origin} and does not say so")

    @property
    def high(self) -> Decimal:
        """The right end of the axis."""
        if self.end is not None:
            return self.end
        found = [dot.high if dot.high is not None else dot.value for dot in self.dots]
        return nice_ceiling(max((value for value in found if value is not None), default=Decimal(0)))

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        """The places of the grid lines."""
        return ticks(self.origin, self.high)


@dataclass(frozen=True, slots=True)
class Mark:
    """One linked entry of a matrix cell: a short id, its address, the full title."""

    short: str
    href: str
    title: str


@dataclass(frozen=True, slots=True)
class MatrixChart:
    """Likelihood by severity in words, without products or scores.

    `cells` holds one row a likelihood (in the order of `likelihoods`, most likely first), one entry a severity.
    """

    text: ChartText
    likelihood_label: str
    severity_label: str
    likelihoods: tuple[str, ...]
    severities: tuple[str, ...]
    cells: tuple[tuple[tuple[Mark, ...], ...], ...]

    def __post_init__(self) -> None:
        wide = all(len(row) == len(self.severities) for row in self.cells)
        if not wide or len(self.cells) != len(self.likelihoods):
            raise ValueError(f"matrix {self.text.id} does not fill its rows and columns")


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a mixture, in percent."""

    name: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class MixtureChart:
    """One stacked bar of shares in percent; what is missing to 100 stays empty and is said in `remainder_note`."""

    text: ChartText
    shares: tuple[Share, ...]
    remainder_note: str = ""

    @property
    def total(self) -> Decimal:
        """The sum of the shares; the bar is as long as the larger of this and 100."""
        return sum((share.percent for share in self.shares), Decimal(0))


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a node of a lineage comes from: the number of an earlier node; `made`: out of its weights."""

    node: int
    made: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A release in a lineage: its name, what stands below it (date, state), its column, and where it comes from."""

    name: str
    words: str
    lane: int
    origins: tuple[Origin, ...] = ()
    emphasis: bool = False


@dataclass(frozen=True, slots=True)
class LineageChart:
    """Releases downwards in time, a column for each family, a line from each to what it comes from."""

    text: ChartText
    nodes: tuple[Node, ...]

    def __post_init__(self) -> None:
        if any(origin.node >= number for number, node in enumerate(self.nodes) for origin in node.origins):
            raise ValueError(f"lineage {self.text.id} has a release that comes from a later one")

    @property
    def lanes(self) -> int:
        """How many columns there are."""
        return max((node.lane for node in self.nodes), default=0) + 1


Chart = BarChart | DotPlot | MatrixChart | MixtureChart | LineageChart


def _present(series: Iterable[Series]) -> tuple[Decimal, ...]:
    return tuple(value for one in series for value in one.values if value is not None)


def _same_length(chart: str, length: int, *, series: Iterable[Series]) -> None:
    for one in series:
        if len(one.values) != length:
            raise ValueError(f"chart {chart}: series {one.name!r} has {len(one.values)} values, expected {length}")
