"""What another wording of a text does to it: (older text, newer text) → what is said of it."""

from __future__ import annotations

import pytest

from underhood.meaning.rewording import Rewording, rewording
from underhood.meaning.word_diff import LONGEST

RESPELT, SHORTENED, HEDGED, NUMBERED, REPLACED, REWORDED = Rewording


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("It writes insults.", "It writes insults!", RESPELT),
        ("It writes “insults”.", 'it  writes "insults"', RESPELT),
        ("It recieves insults.", "It receives insults.", RESPELT),
        ("It writes insluts.", "It writes insults.", RESPELT),
        ("It writes insullts.", "It writes insults.", RESPELT),
        ("It writes hatefull insults.", "It writes hateful insults.", RESPELT),
        ("Answers are held-back.", "Answers are held back.", RESPELT),
        ("5 % of answers", "5% of answers", RESPELT),
        ("It does not listen.", "It does not, listen.", RESPELT),
        ("It will hold.", "It will bold.", REWORDED),  # a short word is too near to others
        ("It writes insults and threats.", "It writes insults.", SHORTENED),
        ("It writes insults and threats.", "It writes threats and insults.", REWORDED),
        ("Users meet insults, threats and hate from the model.", "It is so.", SHORTENED),
        ("It writes insults.", "Nothing is known.", HEDGED),
        ("It writes insults to users.", "The model is polite.", REPLACED),
        ("It writes insults.", "It writes insults in French.", REWORDED),
        ("It writes insults.", "The model writes insults.", REWORDED),
        ("Users in the month before must ask.", "Users in the month before (June 2023) must ask.", REWORDED),
        ("Users in the month before must ask.", "Users in the month before (until June 2023) must ask.", NUMBERED),
        ("Users in June (2022) must ask.", "Users in June (2023) must ask.", NUMBERED),
        ("It holds (May 2023).", "It holds (May 2023) (June 2024).", NUMBERED),
        ("It writes insults.", "It may write insults.", HEDGED),
        ("It may write insults.", "It might write insults.", HEDGED),
        ("It writes insults.", "It rarely writes insults.", HEDGED),
        ("All answers are read.", "Most answers are read.", HEDGED),
        ("Answers are read.", "Answers are not read.", HEDGED),
        ("Answers are always read.", "Answers are read.", HEDGED),
        ("Not all users meet it.", "All users do not meet it.", HEDGED),
        ("It does help.", "It doesn’t help.", HEDGED),
        ("A safe answer.", "An unsafe answer.", HEDGED),
        ("An illegal answer.", "A legal answer.", HEDGED),
        ("A moral answer.", "A amoral answer.", HEDGED),
        ("5 % of answers", "6 % of answers", NUMBERED),
        ("5 % of answers", "5 of answers", NUMBERED),
        ("1.5 answers", "15 answers", NUMBERED),
        ("A share of 0.31", "A share of 0.13", NUMBERED),
        ("Two of three answers", "One of three answers", NUMBERED),
        ("It writes insults.", "It writes insults in 3 languages.", NUMBERED),
        ("x > 5", "x < 5", NUMBERED),
        ("a change of -5", "a change of 5", NUMBERED),
        ("See gpt4x.", "See gpt5x.", NUMBERED),
    ],
)
def test_what_a_rewording_does(old: str, new: str, expected: Rewording) -> None:
    assert rewording(old, new) is expected
    assert rewording(old, old) is RESPELT


@pytest.mark.parametrize("word", ["not", "never", "may", "might", "rarely", "unlikely", "only", "most", "some", "all"])
def test_what_softens_is_told_both_ways(word: str) -> None:
    plain, hedged = "Users meet the answers of the model.", f"Users {word} meet the answers of the model."
    assert rewording(plain, hedged) is HEDGED
    assert rewording(hedged, plain) is HEDGED


def test_very_long_texts_are_weighed_too() -> None:
    old = "words of a text " * LONGEST
    assert rewording(old, f"{old}more") is HEDGED
    assert rewording(old, f"{old}words") is REWORDED
    assert rewording(f"other {old}", f"{old} may") is HEDGED
