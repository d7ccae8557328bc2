"""What changed since: the past of records on their pages, out of real repositories."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.git import making
from tests.git.making import git, repository
from tests.making import SETTINGS, SMALL

from underhood.documents import render
from underhood.meaning.audience import Audience, Views
from underhood.records.past import MOST
from underhood.records.project import open_project
from underhood.site.render import Site, site_files
from underhood.values.ids import parse_address

PUBLIC = f"{SETTINGS}public_repository: true\n"
RISK = "governance/risk/rudeness.yaml"
TEXT = "title: Rude answers\ntext: The model may answer rudely.\n"
RATED = TEXT + "ratings: [{id: one, for: [release/owl-2], likelihood: likely, severity: high}]\n"
LOWER = RATED.replace("severity: high", "severity: low")
Commit = Callable[[Mapping[str, str | None], str, str], str]


@pytest.fixture
def commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """A repository of the small records; commits into it with a message and on a day."""

    def make(files: Mapping[str, str | None], message: str, day: str) -> str:
        monkeypatch.setitem(making.WHO, "GIT_COMMITTER_DATE", f"{day}T12:00:00Z")
        return making.commit(tmp_path, files, message)

    monkeypatch.setitem(making.WHO, "GIT_COMMITTER_DATE", "2023-01-01T12:00:00Z")
    repository(tmp_path, {**SMALL, "governance/settings.yaml": PUBLIC})
    return make


def page(root: Path, name: str, *, language: str = "en", document: str = "", drafts: bool = False) -> str:
    """A page as Markdown."""
    address = parse_address(name)
    assert address
    view = Views(open_project(root, today="2025-01-01"), drafts=drafts).view(language)
    record = view.at(address)
    assert record
    named = document or (address.kind if address.kind in {"release", "model"} else "record")
    return render(named, view, record).markdown()


def told(text: str, heading: str = "What changed in this record") -> str:
    """The section of a page on its past."""
    return text.partition(f"{heading}\n")[2].partition("\n#")[0].strip()


def test_each_change_with_its_day_weakened_things_first(tmp_path: Path, commit: Commit) -> None:
    first = git(tmp_path, "rev-parse", "--short=12", "HEAD")
    rated = commit({RISK: RATED}, "Rate it", "2024-04-01")[:12]
    lower = commit({RISK: LOWER.replace("likely", "frequent")}, "Lower it", "2024-04-03")[:12]
    assert told(page(tmp_path, "risk/rudeness")) == (
        f"- **3 April 2024** · Lower it ({lower})\n"
        "  - **weakened** Releases, ratings and measures, one, Severity: high → low\n"
        "  - Releases, ratings and measures, one, Likelihood: likely → frequent\n"
        f"- **1 April 2024** · Rate it ({rated})\n"
        "  - Releases, ratings and measures: not listed → "
        "For: [Owl 2](record:release/owl-2); Likelihood: likely; Severity: high\n"
        f"- **1 January 2023** · next ({first}). First recorded."
    )


def test_in_french_the_record_of_then_keeps_its_language(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: RATED}, "Start: rate it", "2024-04-01")
    commit({RISK: LOWER}, "Lower it!", "2024-04-03")
    text = told(page(tmp_path, "risk/rudeness", language="fr"), "Ce qui a changé dans cette fiche")
    assert "**3 avril 2024** (" in text
    assert "Lower it!" not in text  # written in the language of the repository, which is not that of the page
    assert "one, Gravité\u202f: élevée → faible" in text


def test_layout_order_and_comments_are_no_difference(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: "# a remark\ntext: 'The model may answer rudely.'\ntitle: Rude answers\n"}, "Tidy", "2024-04-01")
    assert "No difference of meaning: layout, order or comments." in told(page(tmp_path, "risk/rudeness"))


def test_a_moved_file_is_no_change(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: None, "governance/risk/words/rudeness.yaml": TEXT}, "Move", "2024-04-01")
    assert "Move" not in told(page(tmp_path, "risk/rudeness"))
    assert "First recorded" in told(page(tmp_path, "risk/rudeness"))


def test_a_moved_and_changed_file_is_one_change(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: None, "governance/risk/words/rudeness.yaml": RATED}, "Move and rate", "2024-04-01")
    text = told(page(tmp_path, "risk/rudeness"))
    assert text.count("·") == 2
    assert "ratings and measures: not listed → For" in text


def test_what_is_not_committed_is_said(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: RATED}, "Rate it", "2024-04-01")
    (tmp_path / RISK).write_text(LOWER, "utf-8")
    text = told(page(tmp_path, "risk/rudeness"))
    assert text.startswith(
        "- **Not committed yet**\n  - **weakened** Releases, ratings and measures, one, Severity: high → low\n"
    )


def test_line_ends_of_the_working_folder_are_no_change(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: RATED}, "Rate it", "2024-04-01")
    (tmp_path / RISK).write_bytes(RATED.replace("\n", "\r\n").encode())
    assert "Not committed" not in page(tmp_path, "risk/rudeness")


def test_an_earlier_state_that_nobody_can_read_is_not_compared(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: "title: [broken\n"}, "Break it", "2024-04-01")
    commit({RISK: TEXT}, "Mend it", "2024-04-02")
    text = told(page(tmp_path, "risk/rudeness"))
    assert text.count("What stood before cannot be compared") == 2
    assert "removed" not in text


def test_an_earlier_state_that_was_not_public_is_not_shown(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: f"{TEXT}visibility: internal\nnote: a secret\n"}, "Hide it", "2024-04-01")
    commit({RISK: TEXT}, "Show it", "2024-04-02")
    text = page(tmp_path, "risk/rudeness")
    assert "secret" not in text
    assert "What stood before cannot be compared" in told(text)


def test_a_record_that_was_hidden_is_not_named_by_an_earlier_state(tmp_path: Path, commit: Commit) -> None:
    hidden = {"governance/risk/hidden.yaml": "title: Top secret\ntext: Hidden.\nvisibility: internal\n"}
    commit({**hidden, RISK: TEXT.replace("rudely.", "rudely, as [[risk/hidden]].")}, "Name it", "2024-04-01")
    commit({RISK: TEXT}, "Name it no more", "2024-04-02")
    text = page(tmp_path, "risk/rudeness")
    assert "risk/hidden" not in text
    assert "Top secret" not in text


def test_many_changes_are_counted(tmp_path: Path, commit: Commit) -> None:
    for number in range(MOST + 3):
        commit({RISK: TEXT.replace("rudely", f"rudely {number} times")}, f"No {number}", f"2024-04-{number + 1:02}")
    text = told(page(tmp_path, "risk/rudeness"))
    assert text.count("·") == MOST
    assert "4 earlier changes are not told here." in text


def test_many_weakenings_are_all_counted(tmp_path: Path, commit: Commit) -> None:
    entries = [f"{{id: r{number}, for: [release/owl-2], likelihood: likely, severity: high}}" for number in range(12)]
    rated = f"{TEXT}ratings: [{', '.join(entries)}]\n"
    commit({RISK: rated}, "Rate it", "2024-04-01")
    commit({RISK: rated.replace("high", "low")}, "Lower all", "2024-04-03")
    assert "  - **weakened** 4 more differences" in told(page(tmp_path, "risk/rudeness"))
    assert "**12 weakened**" in told(page(tmp_path, "release/owl-2"), "What changed in these records since")


def test_what_people_wrote_into_a_commit_is_text(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: RATED}, "<script>alert(1)</script> [x](http://e.example) [[risk/rudeness]] | {{ 7*7 }}", "2024-04-01")
    view = Views(open_project(tmp_path, today="2025-01-01")).view()
    record = view.get("risk", "rudeness")
    assert record
    body = render("record", view, record).html().body
    assert "<script" not in body
    assert "http://e.example" not in body.replace("(http://e.example)", "")
    assert '<a href="http://e.example' not in body
    assert "{{ 7*7 }}" in body


@pytest.mark.parametrize("settings", [SETTINGS, f"{SETTINGS}public_repository: false\n"])
def test_without_a_public_repository_nothing_is_told(tmp_path: Path, commit: Commit, settings: str) -> None:
    commit({RISK: RATED, "governance/settings.yaml": settings}, "A secret name", "2024-04-01")
    for name in ("risk/rudeness", "release/owl-2", "model/owl"):
        text = page(tmp_path, name)
        assert "A secret name" not in text
        assert "What changed in th" not in text


def test_without_git_and_in_a_shallow_clone_nothing_is_told(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: RATED}, "Rate it", "2024-04-01")
    shutil.copytree(tmp_path / "governance", tmp_path.parent / "plain" / "governance")
    part = tmp_path.parent / "part"
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", tmp_path.as_uri(), str(part)], check=True, capture_output=True
    )
    for root in (tmp_path.parent / "plain", part):
        assert "What changed in th" not in page(root, "risk/rudeness")
        assert "What changed in th" not in page(root, "release/owl-2")


def test_a_release_lists_what_changed_behind_it_after_it_appeared(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: RATED}, "Before the release", "2024-02-01")
    lower = commit({RISK: LOWER}, "Lower it", "2024-04-03")[:12]
    commit({"governance/organisation/far.yaml": "title: Far away\n"}, "Not behind it", "2024-04-04")
    text = told(page(tmp_path, "release/owl-2"), "What changed in these records since")
    assert "after it appeared on 1 March 2024" in text
    assert f"| 3 April 2024 | [Rude answers](record:risk/rudeness) | **1 weakened**  | Lower it ({lower}) |" in text
    assert "Before the release" not in text
    assert "Not behind it" not in text


def test_a_release_that_was_recorded_afterwards_counts_from_then_on(tmp_path: Path, commit: Commit) -> None:
    late = SMALL["governance/release/owl-2.yaml"].replace("Owl 2", "Owl 3").replace("'2'", "'3'")
    commit({"governance/release/owl-3.yaml": late}, "Record it", "2024-04-03")
    commit({RISK: RATED}, "Rate it", "2024-04-05")
    text = told(page(tmp_path, "release/owl-3"), "What changed in these records since")
    assert "The records were made after the release." in text
    assert "after 3 April 2024" in text
    assert "Rate it" in text
    assert "Record it" not in text


def test_a_family_lists_the_latest_changes_of_its_records(tmp_path: Path, commit: Commit) -> None:
    for number in range(4):
        commit({RISK: TEXT.replace("rudely", f"rudely {number} times")}, f"No {number}", f"2024-04-{number + 1:02}")
    text = told(page(tmp_path, "model/owl"), "What changed since")
    assert text.index("No 3") < text.index("No 2") < text.index("No 0")
    assert "first recorded" in text


def test_a_record_that_only_drafts_reach_has_no_page_and_no_past(tmp_path: Path, commit: Commit) -> None:
    draft = SMALL["governance/release/owl-2.yaml"].replace("[{status: released, date", "[{status: draft, date")
    files = {"governance/release/owl-3.yaml": draft.replace("risk/rudeness", "risk/new")}
    commit({**files, "governance/risk/new.yaml": TEXT.replace("Rude", "New")}, "Draft", "2024-04-01")
    view = Views(open_project(tmp_path, today="2025-01-01")).view()
    assert view.get("risk", "new") is None
    assert "Draft" not in page(tmp_path, "model/owl")
    assert "Draft" in page(tmp_path, "risk/new", drafts=True)


def test_the_audience_of_the_past_is_that_of_the_page(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: f"{TEXT}visibility: internal\n"}, "Hide", "2024-04-01")
    commit({RISK: RATED}, "Show", "2024-04-02")
    views = Views(open_project(tmp_path, today="2025-01-01"))
    address = parse_address("risk/rudeness")
    assert address
    for audience, seen in ((Audience.PUBLIC, False), (Audience.INTERNAL, True)):
        past = views.view("en", audience).past
        assert past
        assert (past.view(1).at(address) is not None) is seen


SCRIPT = """
import hashlib, sys
from pathlib import Path
from underhood.meaning.audience import Views
from underhood.records.project import open_project
from underhood.site.render import Site, site_files
digest = hashlib.sha256()
for file in site_files(Site(Views(open_project(Path(sys.argv[1]))))):
    digest.update(file.path.encode() + b"\\0" + file.content.encode() + b"\\0")
print(digest.hexdigest())
"""


def test_two_builds_of_one_commit_are_the_same_whatever_the_machine_is_set_to(tmp_path: Path, commit: Commit) -> None:
    commit({RISK: RATED}, "Rate it", "2024-04-01")
    commit({RISK: LOWER}, "Lower it", "2024-04-03")
    copy = tmp_path.parent / "copy"
    git(tmp_path.parent, "clone", "-q", str(tmp_path), str(copy))
    digests: list[str] = []
    for root, zone, language in ((tmp_path, "UTC", "C"), (copy, "Pacific/Auckland", "fr_FR.UTF-8")):
        settings = {"TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": str(len(digests) + 1)}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, str(root)],
            env={**os.environ, **settings},
            cwd=root,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.append(done.stdout)
    own = hashlib.sha256()
    for file in site_files(Site(Views(open_project(tmp_path)))):
        own.update(file.path.encode() + b"\0" + file.content.encode() + b"\0")
    assert digests == [f"{own.hexdigest()}\n"] * 2
