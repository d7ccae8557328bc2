"""A card in a stranger's hands: what `verify` proves of it, and what it says where it cannot."""

from __future__ import annotations

import json
import random
import re
import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import FULL
from tests.git.making import commit, git
from tests.provenance.conftest import Published, format_schema, levels

from underhood.doors.tree import WorkingTree
from underhood.records.template_digest import templates_digest

GOOD = {
    "manifest": "not checked",
    "records": "good",
    "bytes": "good",
    "signature": "not checked",
    "approvals": "not checked",
}


def test_a_card_is_proved_from_a_fresh_clone(call: Call, published: Published) -> None:
    said = call("verify", published.card, "-C", published.clone)
    assert (said.code, levels(said.out)) == (0, GOOD), said.out


@pytest.mark.parametrize("arguments", [("--lang", "fr"), ("--html",), ("--drafts",)])
def test_so_is_any_other_form_of_it(call: Call, published: Published, arguments: tuple[str, ...]) -> None:
    card = published.card.with_name("other")
    call("render", "model-card", "release/owl-2", *arguments, "-C", published.root, "-o", card)
    assert levels(call("verify", card, "-C", published.clone).out) == GOOD


@pytest.mark.parametrize("document", [("register", "risk"), ("record", "risk/rudeness"), ("releases",), ("compare",)])
def test_so_is_any_other_document(call: Call, published: Published, document: tuple[str, ...]) -> None:
    card = published.card.with_name("other.md")
    call("render", *document, "-C", published.root, "-o", card)
    said = call("verify", card, "-C", published.clone)
    assert (levels(said.out)["records"], levels(said.out)["bytes"]) == ("good", "good"), said.out


def test_a_later_commit_changes_nothing(call: Call, published: Published) -> None:
    commit(published.root, {"governance/risk/rudeness.yaml": None})
    assert levels(call("verify", published.card, "-C", published.again()).out) == GOOD


def test_templates_of_the_repository_are_taken_from_the_commit(call: Call, published: Published) -> None:
    own = '{% extends "underhood/model-card.md.jinja" %}'
    commit(published.root, {"templates/model-card.md.jinja": own})
    call("render", "model-card", "release/owl-2", "-C", published.root, "-o", published.card)
    commit(published.root, {"templates/model-card.md.jinja": "## Other\n"})
    said = call("verify", published.card, "-C", published.again())
    assert levels(said.out) == GOOD, said.out


def test_a_card_alone_proves_nothing_and_says_so(
    call: Call, published: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = call("verify", published.card)
    assert (said.code, set(levels(said.out).values())) == (3, {"not checked"})
    assert "no clone of the records was given: add -C DIR" in said.out


def test_any_byte_of_the_card_counts(call: Call, published: Published) -> None:
    raw = published.card.read_bytes()
    rng = random.Random(5)
    foot = raw.rindex(b"<!--")
    places = [*rng.sample(range(foot), 60 if FULL else 8), *rng.sample(range(foot, len(raw)), 60 if FULL else 12)]
    for place in sorted({0, len(raw) - 1, *places}):
        changed = bytearray(raw)
        changed[place] ^= 1 << rng.randrange(7)
        published.card.write_bytes(changed)
        said = call("verify", published.card, "-C", published.clone)
        assert said.code in {1, 3}, (place, raw[place : place + 20], said.out)
        assert levels(said.out).get("bytes") != "good", (place, said.out)


def test_any_record_behind_it_counts(call: Call, published: Published) -> None:
    """A record that was changed after the card was made, to the byte: even where the card's text stays the same."""
    names = json.loads(_line(published.card))["names"]
    assert len(names) > 5
    rng = random.Random(7)
    for name in sorted(names):
        path = published.clone / "governance" / f"{name}.yaml"
        raw = path.read_bytes()
        changed = bytearray(raw)
        changed[rng.randrange(len(raw))] ^= 1
        for spoilt in (bytes(changed), raw + b"# a remark\n"):
            path.write_bytes(spoilt)
            git(published.clone, "commit", "-q", "-a", "-m", "spoilt")
            said = call("verify", published.card, "-C", published.clone, "--revision", "HEAD")
            assert said.code in {1, 3}, (name, said.out)
            assert levels(said.out)["records"] != "good", (name, said.out)
            assert f"{name} differs" in said.out or spoilt != raw + b"# a remark\n"
        path.write_bytes(raw)
        git(published.clone, "commit", "-q", "-a", "-m", "restored")


def _line(card: Path) -> str:
    found = re.search(r"<!-- underhood-origin (\{.*\}) -->", card.read_text("utf-8"))
    assert found is not None
    return found[1]


def _lying(card: Path, **words: object) -> None:
    said = _line(card)
    lie = json.dumps({**json.loads(said), **words}, separators=(",", ":"))
    card.write_text(card.read_text("utf-8").replace(said, lie), "utf-8")


@pytest.mark.parametrize(
    ("lie", "level"),
    [
        ({"records": "0" * 64}, "records"),
        ({"names": {"risk/rudeness": "00000000"}, "count": 1}, "records"),
        ({"names": {"risk/none": "00000000"}, "count": 1}, "records"),
        ({"count": 1}, "records"),
        ({"manifest": "0" * 64}, "manifest"),
        ({"subject": "release/owl-1"}, "bytes"),
        ({"as_of": "2020-01-01"}, "bytes"),
        ({"document": "release"}, "bytes"),
    ],
)
def test_a_footer_that_lies_is_found_out(call: Call, published: Published, lie: dict[str, object], level: str) -> None:
    _lying(published.card, **lie)
    said = call("verify", published.card, "-C", published.clone)
    assert levels(said.out)[level] != "good", said.out
    assert said.code in {1, 3}


@pytest.mark.parametrize(
    ("lie", "says"),
    [({"tool": "underhood 9.9.9"}, "needs underhood 9.9.9"), ({"templates": "ab" * 32}, "templates abababababababab")],
)
def test_another_version_is_not_taken_for_this_one(
    call: Call, published: Published, lie: dict[str, object], says: str
) -> None:
    _lying(published.card, **lie)
    said = call("verify", published.card, "-C", published.clone)
    assert (said.code, levels(said.out)["records"], levels(said.out)["bytes"]) == (3, "good", "not checked")
    assert says in said.out


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda text: text.split("<!-- underhood-origin")[0], "has no footer"),
        (lambda text: text + text[text.index("<!-- underhood-origin") :], "more than once"),
        (lambda text: text[:-40], "more than once, or is broken"),
        (lambda text: text.replace('"version":1', '"version":2'), "has version 2"),
        (lambda text: text.replace('"version":1', '"version":true'), "names no version"),
        (lambda text: text.replace('"count":', '"count":9,"count":'), "a name stands there twice"),
        (lambda text: text.replace('"language"', '"langage"'), "is no part of it"),
        (lambda text: text.replace('"language":"en"', '"language":7'), "'language' cannot be read"),
        (lambda text: re.sub('"commit":"[0-9a-f]+"', '"commit":"main"', text), "its form or its commit is none"),
        (lambda text: text.replace('"form":"markdown"', '"form":"markdoWn"'), "its form or its commit"),
        (lambda text: text.replace('"as_of":"20', '"as_of":"x0'), "its day is none"),
        (lambda text: text.replace('"version":1', '"version":' + "[" * 60_000), "footer is broken"),
    ],
)
def test_a_broken_footer_is_told(call: Call, published: Published, spoil: object, says: str) -> None:
    assert callable(spoil)
    published.card.write_text(spoil(published.card.read_text("utf-8")), "utf-8")
    said = call("verify", published.card, "-C", published.clone)
    assert (said.code, says in said.err, said.out) == (3, True, ""), said.err


def test_a_clone_without_the_commit(call: Call, published: Published, tmp_path: Path) -> None:
    git(published.root, "commit", "-q", "--amend", "-m", "rewritten", "--date", "2020-01-01T00:00:00Z")
    card = published.card
    clone = tmp_path / "rewritten"
    git(tmp_path, "clone", "-q", f"file://{published.root}", str(clone))
    said = call("verify", card, "-C", clone)
    assert (said.code, levels(said.out)["records"], levels(said.out)["bytes"]) == (3, "not checked", "not checked")
    named = call("verify", card, "-C", clone, "--revision", "HEAD")
    assert named.code == 0
    assert "note: it names commit" in named.out


def test_a_shallow_clone(call: Call, published: Published, tmp_path: Path) -> None:
    commit(published.root, {"README.md": "later"})
    clone = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{published.root}", str(clone))
    said = call("verify", published.card, "-C", clone)
    assert said.code == 3
    assert "this clone is shallow: `git fetch --unshallow`" in said.out


def test_a_folder_without_git(call: Call, published: Published) -> None:
    shutil.rmtree(published.clone / ".git")
    said = call("verify", published.card, "-C", published.clone)
    assert (said.code, levels(said.out)["records"]) == (3, "not checked")
    assert "not in a git repository; --folder compares with what lies there" in said.out
    assert call("verify", published.card, "-C", published.clone, "--folder").code == 0


def test_a_dirty_working_tree_is_told_and_not_looked_at(call: Call, published: Published) -> None:
    (published.clone / "governance/risk/rudeness.yaml").write_text("title: Other\ntext: Other.\n")
    said = call("verify", published.card, "-C", published.clone)
    assert (said.code, levels(said.out)) == (0, GOOD)
    assert "note: the clone's folder differs from that commit in 1 file; the commit alone was looked at" in said.out
    assert levels(call("verify", published.card, "-C", published.clone, "--folder").out)["records"] == "bad"


def test_a_card_made_of_what_no_commit_holds(call: Call, published: Published) -> None:
    risk = published.root / "governance/risk/rudeness.yaml"
    risk.write_text(risk.read_text() + "# not committed\n")
    call("render", "model-card", "release/owl-2", "-C", published.root, "-o", published.card)
    assert "and changes that no commit holds" in published.card.read_text()
    said = call("verify", published.card, "-C", published.clone)
    assert (said.code, levels(said.out)["records"]) == (1, "bad")
    assert "note: no commit holds what it was made from" in said.out
    assert call("verify", published.card, "-C", published.root).code == 0


def test_a_clock_that_is_off_is_told(call: Call, published: Published) -> None:
    said = call("verify", published.card, "-C", published.clone, "--today", "2001-01-01")
    assert "lies ahead of 2001-01-01" in said.out


def test_what_is_asked_for_has_to_be_checked(call: Call, published: Published) -> None:
    said = call("verify", published.card, "-C", published.clone, "--require", "signature")
    assert (said.code, levels(said.out)) == (3, GOOD)


def test_the_levels_for_programs(call: Call, published: Published) -> None:
    said = json.loads(call("verify", published.card, "-C", published.clone, "--format", "json").out)
    assert (said["version"], said["result"]) == (1, "good")
    assert {one["level"]: one["state"] for one in said["levels"]} == GOOD
    assert all(one["reason"] for one in said["levels"])
    assert format_schema("verify").is_valid(said)


def test_a_symbolic_link_is_not_followed(call: Call, published: Published, tmp_path: Path) -> None:
    (tmp_path / "link.md").symlink_to(published.card)
    assert "is a symbolic link" in call("verify", tmp_path / "link.md", "-C", published.clone).err


def test_what_is_not_there(call: Call, published: Published, tmp_path: Path) -> None:
    assert call("verify", tmp_path / "none.md").code == 3
    assert call("verify", published.card, "-C", tmp_path / "none").code == 2
    assert call("verify", published.card, "-C", published.clone, "--folder", "--revision", "HEAD").code == 2


def test_a_clone_whose_records_cannot_be_read(call: Call, published: Published) -> None:
    commit(published.clone, {"governance/risk/rudeness.yaml": "title: [\n"})
    said = call("verify", published.card, "-C", published.clone, "--revision", "HEAD")
    assert (said.code, levels(said.out)["records"]) == (3, "not checked")
    assert "the records of HEAD cannot be read" in said.out


def test_a_clone_whose_templates_fail(call: Call, published: Published) -> None:
    commit(published.root, {"templates/model-card.md.jinja": "{{ release.title }}\n"})
    call("render", "model-card", "release/owl-2", "-C", published.root, "-o", published.card)
    template = published.root / "templates" / "model-card.md.jinja"
    commit(published.root, {"templates/model-card.md.jinja": template.read_text() + "{{ none_such }}\n"})
    _lying(published.card, templates=templates_digest(WorkingTree(published.root)))
    said = call("verify", published.card, "-C", published.again(), "--revision", "HEAD")
    assert (said.code, levels(said.out)["bytes"]) == (3, "not checked"), said.out
    assert "it cannot be made again" in said.out


def test_the_seal_of_a_release_is_proved(call: Call, sealed: Published) -> None:
    said = call("verify", sealed.card, "-C", sealed.clone)
    found = levels(said.out)
    assert (found["manifest"], found["records"], found["bytes"]) == ("good", "good", "good"), said.out
    assert "Rendered from its seal, manifest " in sealed.card.read_text()


def test_a_copy_of_the_seal_does_without_a_clone(
    call: Call, sealed: Published, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "seal.json"
    call("seal", "-C", sealed.root, "release/owl-3", "--copy-for", "public", "-o", copy)
    monkeypatch.chdir(tmp_path)
    assert levels(call("verify", sealed.card, "--seal", copy).out)["manifest"] == "good"
    _lying(sealed.card, manifest="0" * 64)
    assert levels(call("verify", sealed.card, "--seal", copy).out)["manifest"] == "bad"
    copy.write_bytes(copy.read_bytes().replace(b"public", b"publik"))
    assert call("verify", sealed.card, "--seal", copy).code == 3


def test_a_card_that_hides_its_seal(call: Call, sealed: Published) -> None:
    _lying(sealed.card, manifest="")
    said = call("verify", sealed.card, "-C", sealed.clone)
    assert (said.code, levels(said.out)["manifest"]) == (1, "bad")
    assert "is sealed, and the document does not say so" in said.out


def test_an_edited_seal(call: Call, sealed: Published) -> None:
    path = sealed.clone / "governance/_sealed/owl-3.json"
    path.write_bytes(path.read_bytes().replace(b"rudely", b"kindly"))
    git(sealed.clone, "commit", "-q", "-a", "-m", "edited")
    said = call("verify", sealed.card, "-C", sealed.clone, "--revision", "HEAD")
    assert (said.code, levels(said.out).get("manifest")) == (1, "bad"), said.out + said.err


def test_a_commit_beside_the_line_that_is_checked_out_is_told(call: Call, published: Published) -> None:
    git(published.root, "switch", "-q", "-c", "stranger")
    commit(published.root, {"governance/risk/rudeness.yaml": "title: No risk\ntext: None at all.\n"})
    call("render", "model-card", "release/owl-2", "-C", published.root, "-o", published.card)
    git(published.root, "switch", "-q", "main")
    clone = published.again()
    words = "is not in the history of what is checked out there"
    assert words in call("verify", published.card, "-C", clone).out
    git(clone, "switch", "-q", "stranger")
    assert words not in call("verify", published.card, "-C", clone).out
