"""The helper that holds exporters to their word."""

from __future__ import annotations

from tests.exporters.told import missing, told, words_of
from tests.making import view
from underhood.meaning.facts import Facts


def test_what_was_told_and_not_written_is_found() -> None:
    seen = view()
    release, training = seen.get("release", "owl-2"), seen.get("training", "owl-2")
    assert release is not None
    assert training is not None
    facts = Facts(seen, release)
    assert told(facts) == []
    facts.tell(release, "title")
    facts.tell(training, "runs", 0, "tokens")
    facts.tell(training, "order")
    assert len(told(facts)) == 3
    assert missing(facts, words_of({"name": "Owl\n 2", "tokens": ["2000000000000"], "order": 1})) == []
    assert [one.path for one in missing(facts, "Owl 3, 2000 and 1")] == [("title",), ("runs", 0, "tokens")]
    spelled = missing(facts, "Owl 2 and 1", lambda fact: ("and",) if fact.path[-1] == "tokens" else None)
    assert spelled == []
