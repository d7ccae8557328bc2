"""What goes out and comes back is the same, and what is not is told: over releases drawn by lot, format by format."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.exporters.told import missing, words_of
from tests.roundtrips.trips import again, card_trip, counted, figures, steady, trip
from tests.roundtrips.worlds import RELEASE, World, worlds
from underhood.doors.markup import unescaped
from underhood.meaning.facts import Fact

EVERY = ("subject", "benchmark", "metric", "direction", "unit", "setting", "slice", "value", "interval")


@dataclass(frozen=True)
class Format:
    """A format that is both written and read: the files to read, and what they say of each figure."""

    name: str
    named: str
    says: tuple[str, ...] = EVERY


def spelled(fact: Fact) -> list[str] | None:
    """How a draft writes a fact that it does not write as it was recorded."""
    return [unescaped(fact.value)] if isinstance(fact.value, str) else None


FORMATS = [
    Format("every-eval-ever", "*.json"),
    Format("csv", "figures.csv"),
    Format("cyclonedx", "*.cdx.json", ("subject", "unit", "value", "interval")),
]
EACH = pytest.mark.parametrize("form", FORMATS, ids=[one.name for one in FORMATS])
LOT = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
"""A repository that fails is shown as it was drawn: to make it smaller takes minutes."""


@EACH
@LOT
@given(world=worlds())
def test_every_figure_comes_back_with_what_the_format_says_of_it(form: Format, world: World) -> None:
    made = trip(world, form.name, named=form.named)
    assert counted(figures(made.drafts), form.says) == counted(figures(world), form.says)


@EACH
@LOT
@given(world=worlds())
def test_the_second_way_changes_nothing(form: Format, world: World) -> None:
    first = trip(world, form.name, named=form.named).drafts
    second = trip(again(world, first), form.name, named=form.named).drafts
    assert steady(second) == steady(first)


@EACH
@LOT
@given(world=worlds())
def test_what_was_told_is_in_a_draft_or_in_the_report(form: Format, world: World) -> None:
    made = trip(world, form.name, named=form.named)
    reported = [value for read in made.read for _, value in read.lost]
    found = f"{made.words}\n{words_of(reported)}"
    outside = missing(made.facts, "\n".join(made.texts.values()), spelled)
    assert [one for one in missing(made.facts, found, spelled) if one not in outside] == []


@LOT
@given(world=worlds())
def test_the_figures_of_a_card_of_the_hub_come_back(world: World) -> None:
    made = card_trip(world, id=RELEASE, variant="small")
    says = ("benchmark", "metric", "unit", "value")
    own = [one for one in figures(world) if one["subject"].endswith("#small")]
    assert counted(figures(made.drafts), says) == counted(own, says)


@LOT
@given(world=worlds())
def test_a_card_of_the_hub_comes_back_the_same_the_second_time(world: World) -> None:
    first = card_trip(world, id=RELEASE, variant="small").drafts
    second = card_trip(first, id=RELEASE, variant="model").drafts
    assert steady(second) == steady(first)
