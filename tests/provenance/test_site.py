"""A site that somebody has as a folder: proved file by file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.git.making import commit
from tests.provenance.conftest import Published, format_schema, levels, public


@pytest.fixture
def site(call: Call, published: Published) -> Path:
    """The site of the published repository, with a page that somebody wrote by hand."""
    commit(published.root, {"site/more.md": "# More\n\nBy hand.\n"})
    target = published.root.parent / "site"
    assert call("build", "-C", published.root, "-o", target, "--no-search").code == 0
    return target


@pytest.fixture
def clone(published: Published, site: Path) -> Path:
    assert site.is_dir()
    return published.again()


def test_a_site_is_proved_from_a_fresh_clone(call: Call, site: Path, clone: Path) -> None:
    said = call("verify", site, "-C", clone)
    found = levels(said.out)
    assert (said.code, found["records"], found["bytes"], found["files"]) == (0, "good", "good", "not checked"), said.out
    assert re.search(r"what no record makes: \d+ files \(.*\d+ in assets/, more\.html, sitemap\.xml", said.out), (
        said.out
    )


def test_a_draft_site_is_proved_as_one(call: Call, published: Published, site: Path, clone: Path) -> None:
    call("build", "-C", published.root, "-o", site, "--no-search", "--drafts")
    assert call("verify", site, "-C", clone).code == 0


def test_commit_day_and_version_stand_once(site: Path) -> None:
    facts = json.loads((site / "provenance.json").read_text())
    assert len(facts["commit"]) == 40
    assert format_schema("provenance").is_valid(facts)
    record = (site / "risk" / "rudeness.html").read_text()
    card = (site / "release" / "owl-2" / "model-card.html").read_text()
    assert facts["commit"] not in record
    assert facts["tool"] not in record.lower()
    assert "Templates, SHA-256 " in record
    assert facts["commit"] in card
    assert f"Commit {facts['commit']}" in card
    assert facts["tool"].replace("underhood", "<p>Underhood") in card


def test_a_changed_a_missing_and_an_added_page(call: Call, site: Path, clone: Path) -> None:
    page, other = site / "risk" / "rudeness.html", site / "release" / "owl-1.html"
    page.write_text(page.read_text().replace("rudely", "kindly"))
    other.unlink()
    (site / "risk" / "invented.html").write_text("<p>Invented.</p>")
    said = call("verify", site, "-C", clone)
    assert (said.code, levels(said.out)["bytes"]) == (1, "bad")
    assert "release/owl-1.html is missing" in said.out
    assert "risk/rudeness.html is another" in said.out
    assert levels(said.out)["files"] == "not checked"


def test_a_link_out_of_the_folder(call: Call, site: Path, clone: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (site / "more.txt").symlink_to(tmp_path / "secret")
    said = call("verify", site, "-C", clone)
    assert (said.code, levels(said.out)["files"]) == (1, "bad")
    assert "more.txt: symbolic links are not followed" in said.out


def test_a_site_that_lies_about_its_records(call: Call, site: Path, clone: Path) -> None:
    place = site / "provenance.json"
    facts = json.loads(place.read_text())
    for records in (
        {**facts["records"], "risk/rudeness": "0" * 64},
        {**facts["records"], "risk/none": "0" * 64},
        {name: digest for name, digest in facts["records"].items() if name != "risk/rudeness"},
    ):
        place.write_text(json.dumps({**facts, "records": records}))
        said = call("verify", site, "-C", clone)
        assert (said.code, levels(said.out)["records"], levels(said.out)["bytes"]) == (1, "bad", "bad"), said.out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{}", "is missing or of another kind"),
        ("[]", "is missing or of another kind"),
        ("{", "it is not JSON"),
        ('{"a": 1, "a": 2}', "stands there twice"),
    ],
)
def test_a_site_whose_facts_are_broken(call: Call, site: Path, clone: Path, content: str, says: str) -> None:
    (site / "provenance.json").write_text(content)
    said = call("verify", site, "-C", clone)
    assert (said.code, says in said.err) == (3, True), said.err


def test_facts_that_name_no_commit(call: Call, site: Path, clone: Path) -> None:
    place = site / "provenance.json"
    facts = json.loads(place.read_text())
    for lie in ({"commit": "main"}, {"as_of": "today"}):
        place.write_text(json.dumps({**facts, **lie}))
        assert "its commit or its day is none" in call("verify", site, "-C", clone).err


def test_a_folder_that_is_no_site(call: Call, tmp_path: Path, clone: Path) -> None:
    (tmp_path / "empty").mkdir()
    said = call("verify", tmp_path / "empty", "-C", clone)
    assert (said.code, "is no site" in said.err) == (3, True)


def test_another_version_is_not_taken_for_this_one(call: Call, site: Path, clone: Path) -> None:
    place = site / "provenance.json"
    place.write_text(place.read_text().replace('"underhood 0', '"underhood 9'))
    said = call("verify", site, "-C", clone)
    assert (said.code, levels(said.out)["bytes"], "needs underhood 9" in said.out) == (3, "not checked", True)
    assert "no record makes cannot be told, since they are not made again" in said.out
    assert "about/" not in said.out  # nothing is said to come from no record


def test_a_page_alone_is_told_from_a_card(call: Call, site: Path, clone: Path) -> None:
    said = call("verify", site / "release" / "owl-2" / "model-card.html", "-C", clone)
    assert (said.code, levels(said.out)["bytes"]) == (3, "not checked")
    assert "give the folder of the site" in said.out


def test_a_signed_site(call: Call, published: Published, site: Path, clone: Path, key: Path) -> None:
    said = call("attest", site, "-C", published.root, "--key", key)
    assert said.code == 0, said.err
    verify = ("verify", site, "-C", clone, "--key", public(key))
    found = levels(call(*verify).out)
    assert (found["signature"], found["files"], found["bytes"]) == ("good", "good", "good")
    by_hand = site / "more.html"
    by_hand.write_text(by_hand.read_text() + " ")
    (site / "added.txt").write_text("x")
    (site / "assets" / "site.js").unlink()
    said = call(*verify)
    assert (said.code, levels(said.out)["signature"], levels(said.out)["bytes"]) == (1, "bad", "good")
    for words in ("more.html was changed", "added.txt was added", "assets/site.js is missing"):
        assert words in said.out


def test_the_envelope_stays_out_of_its_site(call: Call, published: Published, site: Path, key: Path) -> None:
    said = call("attest", site, "-C", published.root, "--key", key, "-o", site / "signed.json")
    assert (said.code, "put it beside the folder" in said.err) == (2, True)
