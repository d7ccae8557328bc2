"""Which releases are set beside which, and what is paired over the releases in between."""

from __future__ import annotations

from tests.making import view

from underhood.judge.compare import compare_releases
from underhood.meaning.audience import View
from underhood.meaning.lineage import WHOLE, comparison_named, comparisons, page_of
from underhood.meaning.release import pairs, succeeded, successors
from underhood.values.ids import Address


def release(number: int, *, model: str = "owl", predecessor: str = "", succeeds: str = "", more: str = "") -> str:
    before = f"predecessor: {predecessor}\n" if predecessor else ""
    after = f", succeeds: '{succeeds}'" if succeeds else ""
    return (
        f"title: Owl {number}\nmodel: {model}\nversion: '{number}'\n{before}recorded: live\n"
        f"history: [{{status: released, date: '{2000 + number}-01-01'}}]\n"
        f"variants: [{{id: v{number}, title: Owl {number} B{number}, status: released{after}}}]\n{more}"
    )


def owls(count: int) -> View:
    """A line of so many releases, each the predecessor of the next."""
    files = {"governance/release/owl-1.yaml": release(1), "governance/release/owl-2.yaml": None}
    for number in range(2, count + 1):
        before = f"owl-{number - 1}"
        files[f"governance/release/owl-{number}.yaml"] = release(
            number, predecessor=before, succeeds=f"release/{before}#v{number - 1}"
        )
    return view({path: text for path, text in files.items() if text is not None})


def names(seen: View) -> list[str]:
    return [two.name for two in comparisons(seen.catalog)]


def test_any_two_of_a_line_the_newest_and_nearest_first() -> None:
    seen = owls(4)
    assert names(seen) == [
        "owl-3..owl-4",
        "owl-2..owl-4",
        "owl-1..owl-4",
        "owl-2..owl-3",
        "owl-1..owl-3",
        "owl-1..owl-2",
    ]


def test_neighbours_stand_on_the_page_of_what_changed() -> None:
    seen = owls(3)
    pages = {two.name: page_of(seen.catalog, two) for two in comparisons(seen.catalog)}
    assert pages == {
        "owl-2..owl-3": "release/owl-3/changes",
        "owl-1..owl-3": "compare/owl-1..owl-3",
        "owl-1..owl-2": "release/owl-2/changes",
    }


def test_a_long_line_has_neighbours_the_first_and_the_latest() -> None:
    count = WHOLE + 5
    seen = owls(count)
    found = names(seen)
    assert len(found) == len(set(found)) < 3 * count
    assert f"owl-7..owl-{count}" in found
    assert "owl-8..owl-9" in found
    assert "owl-1..owl-9" in found
    assert "owl-3..owl-9" not in found


def test_a_predecessor_joins_two_lines_and_a_base_model_does_not() -> None:
    seen = view(
        {
            "governance/model/eagle.yaml": "title: Eagle\nprovider: owl-works\n",
            "governance/model/crow.yaml": "title: Crow\nprovider: owl-works\n",
            "governance/release/eagle-3.yaml": release(20, model="eagle", predecessor="owl-2"),
            "governance/release/crow-1.yaml": release(
                21, model="crow", more="base_models: [{id: owl-2, release: owl-2, relation: finetune}]\n"
            ),
        }
    )
    assert names(seen) == ["owl-2..eagle-3", "owl-1..eagle-3", "owl-1..owl-2"]


def test_predecessors_that_run_in_a_circle_end() -> None:
    seen = view(
        {
            "governance/release/owl-1.yaml": release(1, predecessor="owl-2", succeeds="release/owl-2#v2"),
            "governance/release/owl-2.yaml": release(2, predecessor="owl-1", succeeds="release/owl-1#v1"),
            "governance/release/owl-3.yaml": release(3, predecessor="owl-2", succeeds="release/owl-2#v2"),
        }
    )
    assert "owl-1..owl-3" in names(seen)
    one, three = seen.get("release", "owl-1"), seen.get("release", "owl-3")
    assert one
    assert three
    assert [pair.old and pair.old["id"] for pair in pairs(one, three, seen.catalog)] == ["v1"]
    assert [pair.old for pair in pairs(three, one, seen.catalog)] == [None]


def test_sizes_pair_through_the_releases_in_between() -> None:
    seen = owls(4)
    old, new = seen.get("release", "owl-1"), seen.get("release", "owl-4")
    assert old
    assert new
    assert pairs(old, new)[0].old is None
    assert successors(old, new, seen.catalog)[Address("release", "owl-1", ("v1",))] == Address(
        "release", "owl-4", ("v4",)
    )


def test_a_size_that_skips_a_release_does_not_pair_with_it() -> None:
    seen = view(
        {
            "governance/release/owl-2.yaml": release(2, predecessor="owl-1"),
            "governance/release/owl-3.yaml": release(3, predecessor="owl-2", succeeds="release/owl-1#small"),
        }
    )
    two, three = seen.get("release", "owl-2"), seen.get("release", "owl-3")
    assert two
    assert three
    assert [pair.old for pair in pairs(two, three, seen.catalog)] == [None]


def test_records_pair_through_the_releases_in_between() -> None:
    training = (
        "title: Training of Owl {0}\nstage: pretraining\norder: 1\n{1}"
        "runs: [{{id: r, variant: 'release/owl-{0}#{2}', tokens: {{value: {0}.0e12, unit: token}}}}]\n"
    )
    seen = view(
        {
            "governance/training/owl-2.yaml": training.format(2, "succeeds: training/owl-1\n", "small"),
            "governance/training/owl-3.yaml": training.format(3, "succeeds: training/owl-2\n", "v3"),
            "governance/release/owl-3.yaml": release(
                3, predecessor="owl-2", succeeds="release/owl-2#small", more="parts: [training/owl-3]\n"
            ),
        }
    )
    old, new = seen.get("release", "owl-1"), seen.get("release", "owl-3")
    assert old
    assert new
    record = seen.get("training", "owl-3")
    assert record
    assert succeeded(seen.catalog, record, {Address("training", "owl-1")}) == Address("training", "owl-1")
    tokens = [change for change in compare_releases(seen, old, new) if change.address.steps[-1:] == ("tokens",)]
    assert [change.pair for change in tokens] == ["SMALL → B3"]
    assert "1.4" in tokens[0].message


def test_a_comparison_is_found_by_its_name_alone() -> None:
    seen = owls(3)
    assert comparison_named(seen.catalog, "owl-1..owl-3")
    for wrong in ("", "owl-1", "owl-3..owl-1", "owl-1..owl-1", "owl-1..owl-9", "../etc..passwd"):
        assert comparison_named(seen.catalog, wrong) is None
