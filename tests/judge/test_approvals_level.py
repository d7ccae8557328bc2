"""What approvals come to when a card is proved: an earlier word that was said anew takes nothing away."""

from __future__ import annotations

import pytest

from underhood.judge.standings import Approved, Standing
from underhood.judge.verify import approvals_level
from underhood.records.record import Record

Word = tuple[str, str, Standing]


def approved(word: Word) -> Approved:
    person, role, standing = word
    said = {"person": person, "role": role}
    return Approved(
        Record("approval", f"{person}-{standing.value}", "governance/approval/a.yaml", said), standing, "why"
    )


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ([("ben", "safety", Standing.STALE), ("ben", "safety", Standing.VALID)], "good"),
        ([("ben", "safety", Standing.EXPIRED), ("ben", "safety", Standing.VALID)], "good"),
        ([("ben", "safety", Standing.STALE), ("cleo", "safety", Standing.VALID)], "bad"),
        ([("ben", "safety", Standing.STALE), ("ben", "legal", Standing.VALID)], "bad"),
        ([("ben", "safety", Standing.STALE), ("ben", "safety", Standing.UNSIGNED)], "bad"),
        ([("ben", "safety", Standing.BAD_SIGNATURE), ("ben", "safety", Standing.VALID)], "bad"),
        ([("ben", "safety", Standing.VALID), ("cleo", "legal", Standing.UNCHECKED)], "not checked"),
        ([("ben", "safety", Standing.TWICE), ("ben", "safety", Standing.VALID)], "good"),
        ([("ben", "safety", Standing.TWICE), ("ben", "legal", Standing.VALID)], "good"),
        ([("ben", "safety", Standing.TWICE), ("ben", "safety", Standing.UNSIGNED)], "not checked"),
        ([("ben", "safety", Standing.TWICE), ("ben", "safety", Standing.REFUSED)], "bad"),
        ([], "not checked"),
    ],
)
def test_only_the_latest_word_of_a_person_counts(words: list[Word], state: str) -> None:
    assert approvals_level([approved(word) for word in words], "release/owl-1").state.value == state


def test_what_does_not_count_again_is_said() -> None:
    words = (("ben", "safety", Standing.TWICE), ("ben", "legal", Standing.VALID))
    found = approvals_level([approved(word) for word in words], "release/owl-1")
    assert "approval/ben-valid (legal): valid; approval/ben-twice: does not count again: why" in found.reason
