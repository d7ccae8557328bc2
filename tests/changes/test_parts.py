"""What the comparison is made of: fingerprints, word diffs, list files, weights that two states state differently."""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.changes.states import between, project, states

from underhood.doors.tree import MemoryTree
from underhood.judge.canonical import canonical
from underhood.judge.compare import compare_states
from underhood.judge.weights import stricter
from underhood.meaning.word_diff import LONGEST, Fate, word_diff
from underhood.records.list_diff import NAMED, ListPair, list_diff
from underhood.records.project import Project, memory_project
from underhood.records.record import make_catalog
from underhood.values.change import SCHEMA, Change, Kind, ListDiff, Weight
from underhood.values.ids import Address

PLACE = Address("risk", "leaks", ("text",))
RISK = {
    "governance/settings.yaml": "schema: 1\ntitle: T\nlanguages: [en]\npublication: {mode: provider}\n",
    "governance/risk/leaks.yaml": "title: Leaks\ntext: The model may leak.\n",
}


def change(**other: Any) -> Change:
    told = Change("facts", Weight.NOTABLE, Kind.CHANGED, PLACE, PLACE, "a b", {"x": [1, 2]}, "a → b")
    return replace(told, **other)


@pytest.mark.parametrize(
    "same",
    [
        {"message": "other words"},
        {"weight": Weight.ROUTINE},
        {"old": "a\n b"},
        {"new": {"x": [1.0, 2]}},
        {"pair": "7B"},
    ],
)
def test_a_fingerprint_does_not_depend_on_words(same: dict[str, Any]) -> None:
    assert change(**same).fingerprint == change().fingerprint


@pytest.mark.parametrize(
    "other",
    [
        {"code": "risks"},
        {"kind": Kind.ADDED},
        {"old_address": None},
        {"new_address": PLACE.record},
        {"old": "a c"},
        {"new": {"x": [2, 1]}},
        {"new": None},
        {"new": "None"},
        {"new": True},
        {"new": "true"},
        {"old": 1},
        {"old": "1"},
    ],
)
def test_a_fingerprint_names_one_change(other: dict[str, Any]) -> None:
    assert change(**other).fingerprint != change().fingerprint


def test_fingerprints_of_sets_and_numbers() -> None:
    assert change(old=("b", "a")).fingerprint == change(old=("a", "b")).fingerprint
    assert change(old=[{"id": "b", "n": 1}, {"id": "a"}]).fingerprint == (
        change(old=[{"id": "a"}, {"n": 1.0, "id": "b"}]).fingerprint
    )
    assert len({change(old=value).fingerprint for value in (0.1, 0.10000001, 1e22, 10**22 + 1)}) == 4
    assert change(old=1e22).fingerprint == change(old=10**22).fingerprint
    assert len(change().fingerprint) == 16


WORDS = st.lists(st.sampled_from(["a", "b", "model", "the", ",", "é", "模型", " ", "\n"]), max_size=30).map(" ".join)


@given(old=WORDS, new=WORDS)
def test_the_pieces_of_a_word_diff_give_both_texts(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind is not Fate.COME) == " ".join(old.split())
    assert "".join(piece.text for piece in pieces if piece.kind is not Fate.GONE) == " ".join(new.split())
    assert all(one.kind is not other.kind for one, other in pairwise(pieces))


def test_a_word_diff_reads_in_phrases() -> None:
    pieces = word_diff(
        "The model may answer rudely when it is asked in another language.",
        "The model rarely answers rudely, also when it is asked in a second language.",
    )
    assert [(piece.kind.value, piece.text) for piece in pieces] == [
        ("same", "The model"),
        ("gone", " may answer rudely"),
        ("come", " rarely answers rudely, also"),
        ("same", " when it is asked in"),
        ("gone", " another"),
        ("come", " a second"),
        ("same", " language."),
    ]
    assert [piece.kind for piece in word_diff("one two", "one\n  two")] == [Fate.SAME]
    assert word_diff("", "") == ()


@pytest.mark.parametrize("words", [["a", "b"], ["a"], [str(number) for number in range(5000)]])
def test_a_hostile_text_costs_little(words: list[str]) -> None:
    dice = random.Random(1)
    old, new = (" ".join(dice.choices(words, k=LONGEST)) for _ in range(2))
    before = time.process_time()
    word_diff(f"x {old} y", f"z {new} x")
    word_diff("." * 500_000, "!" * 500_000)
    assert time.process_time() - before < 5


def lists(old: str | bytes, new: str | bytes) -> ListDiff:
    trees = [MemoryTree({"governance/_lists/a.txt": text}) for text in (old, new)]
    found = list_diff(ListPair(trees[0], "_lists/a.txt", trees[1], "_lists/a.txt"))
    assert not found.problem
    return found.listed


def test_list_files_are_compared_as_sets_of_hosts() -> None:
    assert lists("a.example\nb.example\n", "# all\nB.EXAMPLE.\r\na.example\na.example") == ListDiff(0, 0)
    assert lists("a.example\nbücher.example\n", "xn--bcher-kva.example\nb.example\n") == (
        ListDiff(1, 1, ("b.example",), ("a.example",))
    )
    assert lists("a.example\n", "*.a.example\na.example/private\n").count_added == 2
    assert lists("", "\n") == ListDiff(0, 0)


def test_a_long_list_is_compared_in_little_memory() -> None:
    names = [f"site-{number}.example.org" for number in range(120_000)]
    old = "\n".join(names)
    new = "\n".join([*reversed(names[1000:]), *(f"new-{number}.example.org" for number in range(1204))])
    tracemalloc.start()
    found = lists(old, new)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (found.count_added, found.count_removed) == (1204, 1000)
    assert len(found.first_added) == len(found.first_removed) == NAMED
    assert list(found.first_removed) == sorted(names[:1000])[:NAMED]
    assert peak < len(old) + len(new) + (12 << 20)  # the texts themselves, and heaps of 64 KiB


def test_a_list_that_ends_too_early_is_not_empty() -> None:
    trees = [MemoryTree({"governance/_lists/a.gz": text}) for text in (b"a.example\n", b"\x1f\x8b\x08")]
    found = list_diff(ListPair(trees[0], "_lists/a.gz", trees[1], "_lists/a.gz"))
    assert found.problem
    assert found.lost
    assert found.listed == ListDiff(0, 0)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("routine", "weakening", {"added": "notable", "removed": "weakening", "changed": "weakening"}),
        ("", "weakening", "weakening"),
        ("weakening", "", "weakening"),
        (
            {"removed": "weakening", "added": "notable"},
            "routine",
            {"removed": "weakening", "added": "notable", "changed": "routine"},
        ),
    ],
)
def test_the_heavier_weight_of_two_schemas_counts(one: Any, other: Any, expected: Any) -> None:
    assert stricter(one, other) == expected


def test_nobody_softens_a_field_and_its_weight_in_one_go() -> None:
    old = project(RISK)
    new = softened_schema({**RISK, "governance/risk/leaks.yaml": "title: Leaks\ntext: It might repeat private text.\n"})
    found = compare_states(between(old, new))
    of_records = [one for one in found if one.address.kind != SCHEMA]
    assert [(one.weight, str(one.address)) for one in of_records] == [(Weight.WEAKENING, "risk/leaks#text")]
    assert {one.weight for one in found} == {Weight.WEAKENING}
    assert len(found) > len(of_records)


def softened_schema(files: dict[str, str]) -> Project:
    """The repository with a schema of risks by which nothing weighs anything."""
    plain = memory_project(MemoryTree(files))
    documents = json.loads(json.dumps(dict(plain.schemas.documents)).replace('"weakening"', '"routine"'))
    schemas = type(plain.schemas)(documents)
    from underhood.records.load import load  # noqa: PLC0415

    return replace(plain, schemas=schemas, loaded=load(plain.tree, schemas))


def test_an_entry_that_stands_twice_hides_nothing() -> None:
    rating = "{id: a, for: [release/x], likelihood: rare, severity: high, residual: low}"
    head = "title: Leaks\ntext: T.\nratings:\n"
    before = head + f"  - {rating}\n"
    after = head + f"  - {rating.replace('high', 'low')}\n  - {rating}\n"
    found = compare_states(
        states({**RISK, "governance/risk/leaks.yaml": before}, {**RISK, "governance/risk/leaks.yaml": after})
    )
    assert {(one.weight, str(one.address)) for one in found} >= {(Weight.WEAKENING, "risk/leaks#ratings/a/severity")}


def test_a_list_of_numbers_has_an_order() -> None:
    def meant(value: Any) -> Any:
        return canonical(value, None, here=PLACE.record, names=lambda address: address)

    assert meant([0.9, 0.95]) == meant([0.90, 9.5e-1]) != meant([0.95, 0.9])
    assert meant(["a", "b"]) == meant(["b", "a"])
    assert meant([True, False]) == meant([False, True])
    assert meant([]) == meant([])


def test_settings_that_cannot_be_read_say_nothing() -> None:
    old = project(RISK)
    new = memory_project(MemoryTree({**RISK, "governance/settings.yaml": "title: [\n"}))
    assert new.problems
    assert compare_states(between(old, new)) == ()


def test_a_broken_record_is_not_gone() -> None:
    old = project(RISK)
    new = memory_project(MemoryTree({**RISK, "governance/risk/leaks.yaml": "title: [\n"}))
    assert compare_states(between(old, new)) == ()
    assert compare_states(between(new, old)) == ()


def test_records_of_a_kind_that_is_no_longer_known_are_told_as_gone() -> None:
    old = project(RISK)
    known = {name: kind for name, kind in old.catalog.kinds.items() if name != "risk"}
    new = replace(old, loaded=replace(old.loaded, catalog=make_catalog(known, [])))
    found = compare_states(between(old, new))
    assert [(one.weight, str(one.address)) for one in found] == [(Weight.WEAKENING, "risk/leaks")]
