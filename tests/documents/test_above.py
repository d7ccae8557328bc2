"""What stands at the top of every document of a release: that it ended, and who signed it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.seals.making import FILES, RELEASED, records

from underhood.documents import offered, render
from underhood.judge.seal import sealed
from underhood.meaning.audience import Audience, View, Views
from underhood.records.record import Record
from underhood.records.seals import path_of, written

RELEASE = "governance/release/owl-3.yaml"
WORKS = "governance/organisation/owl-works.yaml"
OVER = RELEASED.replace(
    "{status: released, date: '2025-01-02'}",
    "{status: released, date: '2025-01-02'}, "
    "{status: withdrawn, date: '2025-03-04', reason: It told where nests are., incident: nests-found}",
)
INCIDENT = {
    "governance/incident/nests-found.yaml": (
        "title: Nests were found\ntype: misuse\ndate: '2025-03-01'\nstatus: closed\nreleases: [release/owl-3]\n"
        "summary: Somebody asked.\ntimeline: [{id: found, date: '2025-03-01', event: It was found.}]\n"
    )
}
PEOPLE = {WORKS: FILES[WORKS] + "people: [{id: ada, name: Ada Example, roles: [safety-lead, legal-lead]}]\n"}


def approval(name: str, *, sig: bool, **said: str) -> dict[str, str]:
    words = {"role": "safety-lead", "person": "ada", "date": "'2025-01-01T10:00:00Z'", "decision": "approved", **said}
    text = "".join(f"{field}: {value}\n" for field, value in words.items())
    path = f"governance/approval/{name}.yaml"
    whole = {path: f"title: Approval {name}\nrelease: owl-3\nmanifest: '{'0' * 64}'\n{text}"}
    return {**whole, f"{path}.sig": "a signature"} if sig else whole


def shown(changes: Mapping[str, str], *, language: str = "en") -> tuple[View, Record]:
    project = records({RELEASE: RELEASED, **changes}, day="2025-06-01")
    assert [problem.message for problem in project.problems] == []
    view = Views(project, drafts=True).view(language, Audience.INTERNAL)
    release = view.get("release", "owl-3")
    assert release is not None
    return view, release


def tops(changes: Mapping[str, str], *, language: str = "en") -> dict[str, str]:
    """What stands above the first heading of each document of the release."""
    view, release = shown(changes, language=language)
    names = [one.name for one in offered(view, release)]
    return {name: ("\n" + render(name, view, release).text).partition("\n## ")[0] for name in names}


def test_the_documents_of_a_release_are_these() -> None:
    assert {"release", "model-card", "responsible-use-guide", "release-notes", "changes", "not-published"} <= set(
        tops({})
    )


def test_a_withdrawn_release_says_so_at_the_top_of_each() -> None:
    view, release = shown({RELEASE: OVER, **INCIDENT})
    for one in offered(view, release):
        text = render(one.name, view, release).markdown()
        where = text.index("> **Withdrawn on 4 March 2025.** It told where nests are.")
        assert "Event: [Nests were found](record:incident/nests-found)." in text[where:].partition("\n")[0]
        assert where < text.index("\n## ")


def test_so_does_a_deprecated_one_with_what_to_do() -> None:
    notice = "deprecation: {date: '2026-01', migration: Use the next one.}\n"
    text = OVER.replace("status: withdrawn", "status: deprecated").replace(", incident: nests-found", "") + notice
    for top in tops({RELEASE: text}).values():
        assert "**Deprecated since 4 March 2025.** " in top
        assert "Date of retirement: January 2026. How to move to a later release: " in top


def test_a_release_that_stands_says_nothing_of_its_end() -> None:
    taken_back = OVER.replace(
        "incident: nests-found}", "incident: nests-found}, {status: released, date: '2025-04-01'}"
    )
    for changes in ({}, {RELEASE: taken_back, **INCIDENT}):
        assert not any("Withdrawn" in top for top in tops(changes).values())


def test_nobody_signed() -> None:
    for top in tops({}).values():
        assert "Not signed: no approval of this release is recorded." in top


def test_who_signed_and_who_did_not() -> None:
    given = {**approval("one", sig=True), **approval("two", sig=False, role="legal-lead", date="'2025-01-02'")}
    for top in tops({**PEOPLE, **given}).values():
        assert "Approvals: [safety lead](record:approval/one), Ada Example: approved, 1 January 2025 (signed); " in top
        assert "[legal lead](record:approval/two), Ada Example: approved, 2 January 2025 (**not signed**)." in top
        assert "Not signed:" not in top


def test_a_word_about_an_earlier_seal_is_told_as_one() -> None:
    project = records({RELEASE: RELEASED}, day="2025-06-01")
    release = project.catalog.get("release", "owl-3")
    assert release is not None
    seal = sealed(project, release, day="2024-12-31")
    manifest = {path_of("owl-3"): written(seal).decode()}
    old = approval("one", sig=True)
    new = {path: text.replace("0" * 64, seal.manifest) for path, text in approval("one", sig=True).items()}
    for given, outdated in ((old, True), (new, False)):
        for top in tops({**PEOPLE, **given, **manifest}).values():
            assert ("(signed; **of an earlier seal**)" in top) is outdated
            assert ("(signed)" in top) is not outdated


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ({"sig": True, "decision": "refused"}, {"sig": True, "date": "'2025-02-01'"}, "approval/two"),
        ({"sig": True, "decision": "refused"}, {"sig": False, "date": "'2025-02-01'"}, "approval/one"),
        ({"sig": True}, {"sig": True, "date": "'2024-12-31'"}, "approval/one"),
    ],
)
def test_the_last_word_in_a_role_stands_there(
    first: dict[str, object], second: dict[str, object], expected: str
) -> None:
    given = {**approval("one", **first), **approval("two", **second)}  # type: ignore[arg-type]
    for top in tops(given).values():
        assert top.count("(record:approval/") == 1
        assert expected in top


def test_words_of_records_do_not_work_there() -> None:
    people = {WORKS: FILES[WORKS] + "people: [{id: ada, name: '<b>A</b> [x](http://bad.example)', roles: [king]}]\n"}
    view, release = shown({**people, **approval("one", sig=True, role="'**king** <i>'")})
    html = render("model-card", view, release).html().body
    assert "<b>A" not in html
    assert 'href="http://bad.example"' not in html
    assert "<i>" not in html


def test_no_approval_is_asked_of_whoever_did_not_record_the_release() -> None:
    afterwards = {RELEASE: RELEASED.replace("recorded: live", "recorded: retrospective")}
    assert not any("igned" in top for top in tops(afterwards).values())


def test_in_french() -> None:
    for top in tops({RELEASE: OVER, **INCIDENT}, language="fr").values():
        assert "Retirée le 4 mars 2025." in top
        assert "Non signée" in top
