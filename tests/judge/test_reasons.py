"""Which reason counts for which weakening: (what changed, what the decision says) → whether it gives the reason."""

from __future__ import annotations

from decimal import Decimal
from time import process_time
from typing import Any

import pytest
import yaml
from tests.making import SMALL
from tests.sides import side_by_side

from underhood.doors import marked
from underhood.doors.tree import MemoryTree
from underhood.judge.compare import compare_states
from underhood.judge.reasons import Reasoned, reasoned
from underhood.judge.stated import holds, stated
from underhood.judge.unreasoned import MOST_NEAR, drafted, findings, written
from underhood.records.project import memory_project
from underhood.records.sides import Sides
from underhood.values.change import Change, Kind, Weight
from underhood.values.ids import Address

PLACE = Address("risk", "r", ("text",))
QUANTITY = {"value": 3150, "unit": "count", "evidence": [{"source": "x"}], "decimals": 0}
ENTRY = {"id": "people", "text": "Finding private persons.", "evidence": [{"source": "x"}]}


def change(kind: Kind, old: Any, new: Any) -> Change:
    some = isinstance(old, tuple)  # of a list that lost some entries the rest is still there
    old_place, new_place = (None if kind is gone and not some else PLACE for gone in (Kind.ADDED, Kind.REMOVED))
    return Change("facts", Weight.WEAKENING, kind, old_place, new_place, old, new, "words")


CHANGED, REMOVED, ADDED = Kind.CHANGED, Kind.REMOVED, Kind.ADDED


@pytest.mark.parametrize(
    ("kind", "old", "new", "to", "fits"),
    [
        (CHANGED, "high", "low", "low", True),
        (CHANGED, "high", "low", "moderate", False),
        (CHANGED, "high", "low", "removed", False),
        (CHANGED, 3.1, 3.4, 3.40, True),
        (CHANGED, 3, Decimal("3.40"), 3.4, True),
        (CHANGED, 3.1, 3.4, "3.4", False),
        (CHANGED, 1, 2, True, False),
        (CHANGED, True, False, False, True),
        (CHANGED, "a\nb", "One sentence,\n  wrapped.", "One sentence, wrapped.", True),
        (CHANGED, {"value": 1, "unit": "count"}, QUANTITY, {"value": 3150.0, "unit": "count"}, True),
        (CHANGED, {"value": 1, "unit": "count"}, QUANTITY, {"value": 3150, "unit": "percent"}, False),
        (CHANGED, {"value": 1, "unit": "count"}, QUANTITY, {"unit": "count"}, False),
        (CHANGED, {"value": 1, "unit": "count"}, QUANTITY, 3150, False),
        (CHANGED, "here", {"absent": "not-found", "reason": "Nobody said."}, {"absent": "not-found"}, True),
        (CHANGED, "here", {"absent": "not-found", "reason": "Nobody said."}, {"absent": "none"}, False),
        (CHANGED, "here", {"absent": "not-found"}, {"evidence": [{"source": "x"}]}, False),
        (CHANGED, "here", {"absent": "not-found", "reason": "Nobody said."}, {"reason": "Nobody said."}, False),
        (CHANGED, {"a": 1, "b": 2}, {"a": 1, "b": 3}, {"a": 1}, False),
        (CHANGED, {"a": 1, "b": 2}, {"a": 1, "b": 3}, {"b": 3}, True),
        (CHANGED, "one", {"a": 1, "b": 3}, {"a": 1}, True),
        (REMOVED, ENTRY, None, "removed", True),
        (REMOVED, ENTRY, None, "people", False),
        (ADDED, None, ENTRY, {"id": "people", "text": "Finding private persons."}, True),
        (ADDED, None, ENTRY, {"id": "people"}, True),
        (ADDED, None, ENTRY, {"id": "others"}, False),
        (ADDED, None, ENTRY, {"id": "people", "more": 1}, False),
        (CHANGED, ("a",), ("b", "c"), {"removed": ["a"], "added": ["c", "b"]}, True),
        (CHANGED, ("a",), ("b", "c"), {"removed": ["a"]}, False),
        (REMOVED, ("a", "b"), None, {"removed": ["b", "a"]}, True),
        (REMOVED, ("a", "b"), None, ["z"], True),
        (REMOVED, ("a", "b"), None, ["z", "b"], False),
        (REMOVED, ("a", "b"), None, "removed", False),
        (REMOVED, None, None, [], False),
    ],
)
def test_a_reason_names_the_new_value(kind: Kind, old: Any, new: Any, to: Any, *, fits: bool) -> None:
    made = change(kind, old, new)
    now = ["z"] if isinstance(old, tuple) else None if kind is REMOVED else new
    assert holds(to, made, now) is fits
    if kind is not REMOVED or old is not None:
        assert holds(stated(made), made, now)


@pytest.mark.parametrize(
    "value",
    [
        "low",
        "removed",
        "yes",
        "a: b # c",
        "1.10",
        "",
        "“x”\ttab",
        3.4,
        1e22,
        10**12,
        True,
        QUANTITY,
        ENTRY,
        ["a", ["b"]],
    ],
)
def test_what_is_drafted_reads_back(value: object) -> None:
    text = written(stated(change(CHANGED, "old", value)))
    read = marked.read(f"to: {text}\n".encode())
    assert not read.problems
    assert holds(read.data["to"], change(CHANGED, "old", value), value)


RISK = "title: Rude answers\ntext: Rude words.\nratings: [{id: all, for: [release/owl-1], severity: %s}]\n"
AT = "risk/rudeness#ratings/all/severity"
TODAY = "2025-06-01"
WORDS = {
    "title": "Lower",
    "question": "How severe?",
    "chosen": "Low.",
    "reasons": [{"id": "a", "text": "The service holds such answers back."}],
    "who": "the release board",
    "date": "2025-01-01",
}


def decision(what: str = AT, to: Any = "low", **more: Any) -> str:
    return yaml.safe_dump({**WORDS, "weakens": [{"what": what, "to": to}], **more})


def sides(old: dict[str, str], new: dict[str, str]) -> Sides:
    before, after = (
        memory_project(
            MemoryTree({**SMALL, **{f"governance/{path}.yaml": text for path, text in files.items()}}), today=TODAY
        )
        for files in (old, new)
    )
    return side_by_side(before, after)


def entries(made: Sides) -> tuple[Reasoned, ...]:
    return reasoned(compare_states(made), made)


SAME = "The service holds such answers back"
OTHER = "Three audits found the answers harmless."
EMPTY = ("-", ".", "x", "x x x", "to be written", "Yet to be written later.", "\u200b\u2060\u3164", "???", "1 2 3 4")

HIGH, LOW = {"risk/rudeness": RISK % "high"}, {"risk/rudeness": RISK % "low"}


@pytest.mark.parametrize(
    ("old", "new", "counts"),
    [
        ({}, {"decision/d": decision()}, True),
        ({}, {"decision/d": decision(to="moderate")}, False),
        ({}, {"decision/d": decision(what="risk/rudeness#ratings/all/likelihood")}, False),
        ({"decision/d": decision()}, {"decision/d": decision()}, False),  # it stood there before: an earlier change
        ({"decision/d": decision()}, {"decision/d": "# hello\n" + decision()}, False),
        ({"decision/d": decision()}, {"decision/e": decision(formerly=["d"])}, False),
        ({"decision/d": decision()}, {"decision/d": decision(note="It holds for this change too.")}, False),
        ({"decision/d": decision()}, {"decision/d": decision(chosen="Low,  as it was.")}, True),
        ({"decision/d": decision()}, {"decision/d": decision(chosen="Low")}, False),
        ({"decision/d": decision()}, {"decision/d": decision(question="How  severe ?")}, False),
        ({"decision/d": decision()}, {"decision/d": decision(tags=["old"], x_ticket="A-1", summary="Low.")}, False),
        ({"decision/d": decision()}, {"decision/d": decision(who="another board", date="2025-01-02")}, False),
        (
            {"decision/d": decision()},
            {
                "decision/d": decision(
                    weakens=[{"what": AT, "to": "low"}, {"what": "risk/rudeness#text", "to": "removed"}]
                )
            },
            False,
        ),
        ({"decision/d": decision()}, {"decision/d": decision(reasons=[{"id": "b", "text": SAME}])}, False),
        ({"decision/d": decision()}, {"decision/d": decision(reasons=[{"id": "a", "text": OTHER}])}, True),
        *(({}, {"decision/d": decision(reasons=[{"id": "a", "text": text}])}, False) for text in EMPTY),
        ({}, {"decision/d": decision(reasons=[{"id": "a", "text": "Users asked."}, {"id": "b", "text": OTHER}])}, True),
        ({}, {"decision/d": decision(reasons=[{"id": "a", "text": "因为服务会拦截这样的回答。"}])}, True),
        ({}, {"decision/d": decision(chosen="-")}, False),
        ({}, {"decision/d": decision(who="\u200b")}, False),
        ({}, {"decision/d": decision(date="2025-06-02")}, False),  # after the day that was asked for
        ({}, {"decision/d": decision(date="2025-06")}, True),
        ({"decision/d": decision(to="moderate")}, {"decision/d": decision()}, True),
        ({}, {"decision/d": decision(reasons=[{"id": "a", "text": "TODO"}])}, False),
        ({}, {"decision/d": decision(chosen="<what was decided>")}, False),
        ({}, {"decision/d": decision(reasons={"absent": "not-found", "reason": "Nobody said."})}, False),
        ({}, {"decision/d": decision(note="TODO: name the minutes.")}, True),
    ],
)
def test_a_reason_counts(old: dict[str, str], new: dict[str, str], *, counts: bool) -> None:
    made = sides({**HIGH, **old}, {**LOW, **new})
    (found,) = [entry for entry in entries(made) if str(entry.change.address) == AT]
    assert found.change.weight is Weight.WEAKENING
    assert bool(found.because) is counts
    told = [one for one in findings(entries(made), made) if one.code == "unreasoned-weakening"]
    assert (found.at in {one.location for one in told}) is not counts


def test_a_reason_may_use_the_name_of_either_state() -> None:
    new = {"risk/insults": (RISK % "low") + "formerly: [rudeness]\n"}
    parts = {name: SMALL[name].replace("risk/rudeness", "risk/insults") for name in SMALL if "release" in name}
    for name in ("rudeness", "insults"):
        made = sides(HIGH, {"decision/d": decision(what=f"risk/{name}#ratings/all/severity"), **new})
        files = {path: text for path, text in made.new.tree.files.items() if "rudeness" not in path}  # type: ignore[attr-defined]
        made = side_by_side(made.old, memory_project(MemoryTree({**files, **parts})))
        (found,) = [entry for entry in entries(made) if entry.change.address.steps[-1:] == ("severity",)]
        assert [str(address) for address in found.because] == ["decision/d"]


def test_the_draft_is_no_reason_until_somebody_writes_it() -> None:
    made = sides(HIGH, LOW)
    text = drafted(entries(made))
    assert marked.read(text.encode()).data == {"weakens": [{"what": AT, "to": "low"}]}
    assert "Severity: high → low" in text
    empty = "title:\nquestion:\nchosen:\nreasons:\n  - id:\n    text:\n"
    for words, reasons in ((empty, 0), (yaml.safe_dump(WORDS), 1)):
        tried = sides(HIGH, {**LOW, "decision/d": f"{words}{text}"})
        assert sum(len(entry.because) for entry in entries(tried)) == reasons


def test_nothing_to_draft() -> None:
    assert drafted(entries(sides(LOW, HIGH))) == ""
    assert entries(sides(LOW, LOW)) == ()


def test_hostile_words_stay_in_their_comment() -> None:
    hostile = Change("x", Weight.WEAKENING, REMOVED, PLACE, None, "a", None, "a\nb: c\r\n\u2028d\x1b[31m")
    assert marked.read(drafted([Reasoned(hostile, ())]).encode()).data == {
        "weakens": [{"what": str(PLACE), "to": "removed"}]
    }


def test_the_settings_of_the_older_state_weigh() -> None:
    softer = SMALL["governance/settings.yaml"] + "checks: {rules: {unreasoned-weakening: {severity: warning}}}\n"
    made = sides({**HIGH, "settings": softer}, {**LOW, "settings": softer})
    (found,) = findings(entries(made), made)
    assert (found.code, found.severity.value) == ("unreasoned-weakening", "warning")
    off = softer.replace("warning", "'off', reason: not yet")
    made = sides({**HIGH, "settings": off}, {**LOW, "settings": off})
    assert findings(entries(made), made) == ()


def test_many_idle_entries_cost_no_square() -> None:
    """Each entry is compared with few addresses, and the first entries only are told the nearest."""
    many = 1_000
    examples = "".join(f'  - {{id: e{at}, text: "Somebody asks {at}."}}\n' for at in range(many))
    idle = [{"what": f"risk/many#examples/x{at}", "to": "removed"} for at in range(many)]
    head = "title: Many\ntext: A harm.\n"
    made = sides(
        {"risk/many": f"{head}examples:\n{examples}"}, {"risk/many": head, "decision/d": decision(weakens=idle)}
    )
    start = process_time()
    found = [one for one in findings(entries(made), made) if one.code == "idle-reason"]
    assert process_time() - start < 10
    assert len(found) == many
    assert sum(one.hint.startswith("did you mean") for one in found) == MOST_NEAR
