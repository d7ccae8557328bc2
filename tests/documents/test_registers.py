"""Registers: the order of rows, long ones in parts, and the groups that readers choose from without a script."""

from __future__ import annotations

from functools import cache

import pytest
from tests.making import view

from underhood.documents import render
from underhood.meaning.audience import View
from underhood.passages.registers import PART, groupings, register_of
from underhood.site.plan import plan
from underhood.values.errors import Stop

RATING = "ratings: [{id: a, for: [release/owl-2], likelihood: likely, severity: %s}]\n"
SOURCE = "title: Source %04d\ntype: %s\nstanding: primary\nread: original\ndate: '2024-01-01'\n"
RISKS = {
    f"governance/risk/{name}.yaml": f"title: {name.capitalize()}\ntext: It may.\n"
    + (RATING % name if name != "unrated" else "")
    for name in ("low", "critical", "unrated", "moderate", "high")
}


@cache
def many(count: int) -> View:
    kinds = ("press", "paper", "letter")
    files = {f"governance/evidence/s-{n}.yaml": SOURCE % (n, kinds[n % 3]) for n in range(count)}
    return view(files)


def test_the_gravest_risks_stand_first_and_those_not_rated_last() -> None:
    titles = [str(line.record.title) for line in register_of(view(RISKS), "risk").lines]
    assert titles == ["Critical", "High", "Moderate", "Low", "Rude answers", "Unrated"]


def test_a_long_register_stands_in_parts_that_are_light_and_lose_no_record() -> None:
    seen = many(2 * PART)  # two more stand in the small repository
    paths = [planned.path for planned in plan(seen) if planned.kind == "evidence" and planned.document == "register"]
    assert paths == ["registers/evidence.html", "registers/evidence/2.html", "registers/evidence/3.html"]
    parts = [render("register", seen, f"evidence/{number}") for number in (1, 2, 3)]
    rows = [part.text.count("\n| [") for part in parts]
    assert rows == [PART, PART, 2]
    assert "1002 records in 3 parts" in parts[1].markdown()
    assert "[1](doc:registers/evidence) · **2** · [3](doc:registers/evidence/3)" in parts[1].markdown()
    assert parts[0].title == "Sources, part 1 of 3"
    assert len(parts[0].html().body) < 250_000
    assert len(register_of(seen, "evidence").lines) == 2 * PART + 2


def test_a_register_of_one_part_says_nothing_of_parts() -> None:
    text = render("register", view(RISKS), "risk").markdown()
    assert "part" not in text.lower().replace("apart", "")


@pytest.mark.parametrize("name", ["evidence/0", "evidence/2", "evidence/999999"])
def test_a_part_that_there_is_not_is_refused(name: str) -> None:
    with pytest.raises(Stop, match="has no part"):
        render("register", view(), name)


def test_groups_say_how_many_and_name_every_record() -> None:
    text = render("register-by", view(RISKS), "risk/by-status").markdown()
    assert "# Risks, by state" in text
    assert "## Severity: critical (1)" in text
    assert "## Not rated (2)" in text
    assert text.index("Severity: critical") < text.index("Severity: low") < text.index("Not rated")
    assert "[Critical](record:risk/critical)" in text


def test_a_record_stands_under_each_of_its_values_and_under_none_where_it_has_none() -> None:
    both = RISKS["governance/risk/high.yaml"].replace("[release/owl-2]", "[release/owl-1, release/owl-2]")
    text = render("register-by", view({**RISKS, "governance/risk/high.yaml": both}), "risk/by-releases").markdown()
    parts = text.split("\n## ")
    assert [part.split("\n")[0] for part in parts[1:]] == [
        "[Owl 2](record:release/owl-2) (4)",
        "[Owl 1](record:release/owl-1) (1)",
        "Not recorded (2)",
    ]


def test_a_page_of_groups_stays_light() -> None:
    rendered = render("register-by", many(2 * PART), "evidence/by-type")
    assert len(rendered.html().body) < 100_000
    assert "more stand in the table" in rendered.markdown()


def test_no_groups_where_all_are_alike_or_each_is_its_own() -> None:
    assert [one.name for one in groupings(view(), "release")] == []
    with pytest.raises(Stop, match="there is no register"):
        render("register-by", view(), "release/by-model")
    with pytest.raises(Stop, match="there is no register"):
        render("register-by", view(), "<script>/by-x")


def test_dates_are_told_to_programs_too_and_files_stay_plain() -> None:
    rendered = render("register", many(3), "evidence")
    assert '<time datetime="2024-01-01">1 January 2024</time>' in rendered.html().body
    assert "datetime" not in rendered.markdown()


def test_a_title_with_an_accent_stands_with_its_letter() -> None:
    titled = {
        f"governance/risk/{n}.yaml": f"title: {title}\ntext: It may.\n"
        for n, title in enumerate(("Écho", "Zoo", "Eau"))
    }
    titles = [str(line.record.title) for line in register_of(view(titled), "risk").lines]
    assert [one for one in titles if one in {"Écho", "Zoo", "Eau"}] == ["Eau", "Écho", "Zoo"]
