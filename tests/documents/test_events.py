"""What happened since a release: its later states, told apart from those on the way to it."""

from __future__ import annotations

import pytest
from tests.making import SMALL, view

from underhood.passages.events import since

DAY = "2024-05-01"


@pytest.mark.parametrize(
    ("history", "told"),
    [
        (["draft", "approved", "released"], []),
        (["draft", "approved", "released", "superseded"], ["superseded"]),
        (["released"], []),
    ],
)
def test_states_on_the_day_of_the_release_are_events_only_after_it(history: list[str], told: list[str]) -> None:
    written = ", ".join(f"{{status: {status}, date: '{DAY}'}}" for status in history)
    owl = "governance/release/owl-1.yaml"
    text = SMALL[owl]
    start = text.index("history:")
    end = text.index("\n", start)
    seen = view({owl: f"{text[:start]}history: [{written}]{text[end:]}"})
    release = seen.get("release", "owl-1")
    assert release is not None
    assert [event.kind for event in since(seen, release).dated if event.record is release] == told
