"""`underhood rename`: every reference is mended where it stands, nothing else moves, and it is all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import Repository

PO = "governance/_locale/fr/LC_MESSAGES/records.po"
HOLDER = "governance/policy/manners.yaml"
CHANGES = {
    "governance/risk/rudeness.yaml": (
        "# what it is\ntitle: Rude answers  # for readers\n"
        "summary: >-\n  See [[risk/rudeness#ratings]]\n  and [[release/owl-2]].\n"
        "text: The model may answer rudely.\nratings:\n  - {id: all, for: [release/owl-2], mitigations: [manners]}\n"
        "owner: organisation/owl-works\nevidence: [{source: owl-paper}]\n"
    ),
    HOLDER: (
        "title: Manners\ntype: 'standards'\nsucceeds: \"risk/rudeness\"   # kept\n"
        "note: |\n  Long before [[ risk/rudeness ]] and\n  [[risk/rudeness-2]] or risk/rudeness.\n"
        "evidence: [{source: owl-paper}]\n"
    ),
    "governance/risk/rudeness-2.yaml": "title: Ruder\ntext: 'See [[risk/rudeness]], it''s rude.'\n",
    PO: (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgctxt "risk/rudeness#title"\nmsgid "Rude answers"\nmsgstr "Réponses grossières"\n\n'
        'msgctxt "risk/rudeness-2#text"\nmsgid "See [[risk/rudeness]], it\'s rude."\nmsgstr "Voir [[risk/rudeness]]."\n'
    ),
    "site/about.md": "# About\n\nWhat risk/rudeness is.\n",
}


def contents(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text("utf-8") for path in root.rglob("*") if path.is_file()}


def test_every_reference_is_mended_and_nothing_else(call: Call, repository: Repository) -> None:
    root = repository(CHANGES)
    before = contents(root)
    said = call("rename", "risk/rudeness", "coarse", "-C", root)
    assert said.code == 0, said.err
    after = contents(root)
    assert set(after) - set(before) == {"governance/risk/coarse.yaml"}
    assert set(before) - set(after) == {"governance/risk/rudeness.yaml"}
    assert after["governance/risk/coarse.yaml"] == before["governance/risk/rudeness.yaml"].replace(
        "# for readers\n", "# for readers\nformerly: [rudeness]\n"
    ).replace("[[risk/rudeness#ratings]]", "[[risk/coarse#ratings]]")
    assert after[HOLDER] == before[HOLDER].replace('"risk/rudeness"', '"risk/coarse"').replace(
        "[[ risk/rudeness ]]", "[[ risk/coarse ]]"
    )
    assert after["governance/risk/rudeness-2.yaml"] == "title: Ruder\ntext: 'See [[risk/coarse]], it''s rude.'\n"
    assert after[PO] == before[PO].replace("risk/rudeness#", "risk/coarse#").replace(
        "[[risk/rudeness]]", "[[risk/coarse]]"
    )
    assert after["governance/release/owl-1.yaml"] == before["governance/release/owl-1.yaml"].replace(
        "risk/rudeness", "risk/coarse"
    )
    untouched = {path for path in before if before[path] == after.get(path)}
    assert {"governance/release/owl-2.yaml", "site/about.md", "governance/settings.yaml"} & untouched
    assert "note: the page site/about.md names risk/rudeness too" in said.err
    assert "unresolved-reference" not in call("check", "-C", root).out


def test_bare_ids_and_who_is_named_in_words(call: Call, repository: Repository) -> None:
    settings = (
        "schema: 1\ntitle: T\nlanguages: [en]\npublication: {mode: provider, compiler: organisation/owl-works}  # us\n"
    )
    root = repository({"governance/settings.yaml": settings})
    assert call("rename", "organisation/owl-works", "night-works", "-C", root).code == 0
    after = contents(root)
    assert "provider: night-works\n" in after["governance/model/owl.yaml"]
    assert "owner: organisation/night-works\n" in after["governance/risk/rudeness.yaml"]
    assert after["governance/settings.yaml"] == settings.replace("owl-works", "night-works")
    assert call("check", "-C", root).code == 0


def test_twice_keeps_both_old_names(call: Call, repository: Repository) -> None:
    root = repository()
    call("rename", "risk/rudeness", "coarse", "-C", root)
    call("rename", "risk/coarse", "risk/harsh", "-C", root)
    assert "formerly: [rudeness, coarse]\n" in contents(root)["governance/risk/harsh.yaml"]


def test_a_dry_run_changes_nothing(call: Call, repository: Repository) -> None:
    root = repository(CHANGES)
    before = contents(root)
    said = call("rename", "risk/rudeness", "coarse", "-C", root, "--dry-run")
    assert said.code == 0
    assert said.out.startswith("would rename risk/rudeness to risk/coarse\n")
    assert contents(root) == before


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("risk/rudenes", "x", "did you mean risk/rudeness?"),
        ("risk/rudeness", "Bad Id", "cannot be an id"),
        ("risk/rudeness", "rudeness", "already named"),
        ("risk/rudeness", "rudeness-2", "there is a record risk/rudeness-2 already"),
        ("risk/rudeness", "old", "risk/rudeness-2 had the id 'old' before"),
        ("risk/rudeness#ratings", "x", "is a place inside a record"),
    ],
)
def test_what_cannot_be_renamed(old: str, new: str, words: str, call: Call, repository: Repository) -> None:
    root = repository({"governance/risk/rudeness-2.yaml": "title: Ruder\ntext: Ruder.\nformerly: [old]\n"})
    before = contents(root)
    said = call("rename", old, new, "-C", root)
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert contents(root) == before


def test_a_file_that_cannot_be_read_might_hold_a_reference(call: Call, repository: Repository) -> None:
    root = repository({"governance/risk/broken.yaml": "title: [\n"})
    said = call("rename", "risk/rudeness", "coarse", "-C", root)
    assert said.code == 3
    assert "1 file cannot be read (governance/risk/broken.yaml:" in said.err


def test_a_wrapped_reference_in_a_catalogue_is_told(call: Call, repository: Repository) -> None:
    wrapped = 'msgid ""\nmsgstr ""\n\nmsgctxt "policy/manners#note"\nmsgid "See [[risk/"\n"rudeness]]."\nmsgstr "x"\n'
    root = repository({**CHANGES, PO: wrapped})
    before = contents(root)
    said = call("rename", "risk/rudeness", "coarse", "-C", root)
    assert said.code == 3
    assert f"{PO}:4: a reference to risk/rudeness is broken over two lines" in said.err
    assert contents(root) == before


def test_all_or_nothing(call: Call, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    root = repository(CHANGES)
    before = contents(root)
    replace = Path.replace
    done: list[Path] = []

    def failing(self: Path, target: Path) -> Path:
        if len(done) == 3:
            raise OSError(28, "No space left on device", str(target))
        done.append(target)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    said = call("rename", "risk/rudeness", "coarse", "-C", root)
    assert said.code == 3
    assert "no space left on device" in said.err
    assert "nothing was changed" in said.err
    assert contents(root) == before
