"""Feeds and changelogs for programs: valid, stable, dated by the records, and nothing that is not for the reader."""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import jsonschema_rs
import pytest
from tests.making import SETTINGS, SMALL, project

from underhood.doors import assets
from underhood.judge.compare import compare_releases
from underhood.meaning.audience import Audience, View, Views
from underhood.passages.sections import sections
from underhood.records.project import Project, open_project
from underhood.site import atom, changelog_json
from underhood.site.atom import Feed
from underhood.site.feeds import day, model_feed, whole_feed
from underhood.site.render import Site, site_files

ROOT = Path(__file__).resolve().parents[2]
LAB = ROOT / "examples" / "lab"
TODAY = "2026-11-23"
NAMES = {"a": atom.ATOM}
SCHEMA = jsonschema_rs.validator_for(
    json.loads((assets.directory("schemas") / "formats/changelog-1.schema.json").read_text("utf-8"))
)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
ABSOLUTE = re.compile(r"(?:https?://[^\s/]+/\S*|urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")


@cache
def opened(folder: Path) -> Project:
    return open_project(folder, today=TODAY)


def of_folder(
    folder: Path, language: str = "en", audience: Audience = Audience.PUBLIC, *, drafts: bool = False
) -> View:
    return Views(opened(folder), drafts=drafts).view(language, audience)


def small(changes: Mapping[str, str], *, drafts: bool = False, language: str = "en") -> View:
    made = project(changes)
    assert not made.problems, made.problems
    return Views(made, drafts=drafts).view(language)


def feeds_of(view: View) -> list[Feed]:
    return [*(model_feed(view, model) for model in view.of("model")), whole_feed(view)]


def only(parent: ET.Element, name: str) -> ET.Element:
    found = parent.findall(f"a:{name}", NAMES)
    assert len(found) == 1, f"{len(found)} of {name}"
    return found[0]


def words(parent: ET.Element, name: str) -> str:
    text = only(parent, name).text
    assert text
    assert text.strip()
    return text


def held(text: str) -> ET.Element:
    """The rules of RFC 4287 that can be broken here, one by one; the parsed feed."""
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n')
    feed = ET.fromstring(text)
    assert feed.tag == f"{{{atom.ATOM}}}feed"  # 4.1.1
    assert ABSOLUTE.fullmatch(words(feed, "id"))  # 4.2.6: an absolute IRI
    assert words(feed, "title")
    assert TIME.fullmatch(words(feed, "updated"))  # 3.3
    assert words(only(feed, "author"), "name")  # 4.1.1: here, so that entries need none
    assert feed.get(atom.LANGUAGE)
    links = feed.findall("a:link", NAMES)
    assert sorted(link.attrib["rel"] for link in links) == ["alternate", "self"]
    entries = feed.findall("a:entry", NAMES)
    ids = [words(entry, "id") for entry in entries]
    assert len(ids) == len(set(ids))  # 4.1.1 allows it, and no reader likes it
    for entry in entries:
        held_entry(entry)
    updated = [words(entry, "updated") for entry in entries]
    assert not updated or words(feed, "updated") == max(updated)
    return feed


def held_entry(entry: ET.Element) -> None:
    known = {"id", "title", "published", "updated", "link", "category", "content"}
    assert {child.tag.rpartition("}")[2] for child in entry} <= known
    assert ABSOLUTE.fullmatch(words(entry, "id"))
    assert words(entry, "title")
    assert instant(words(entry, "published")) <= instant(words(entry, "updated"))
    link = only(entry, "link")  # 4.1.2: alternate, one for a type and language
    assert (link.attrib["rel"], link.attrib["type"]) == ("alternate", "text/html")
    assert all(category.attrib["term"] for category in entry.findall("a:category", NAMES))
    content = only(entry, "content")
    assert content.attrib == {"type": "html"}  # 4.1.3.3: escaped markup, no child element
    assert not list(content)
    assert not re.search(r"<(?:script|img|iframe|style)|\son\w+=|href=\"(?!https?:|\.|[\w#])", content.text or "")
    assert not [place for place in hrefs(content.text or "") if place.startswith(("record:", "doc:"))]


def hrefs(html: str) -> Sequence[str]:
    return re.findall(r'href="([^"]*)"', html)


def instant(text: str) -> dt.datetime:
    assert TIME.fullmatch(text), text
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize("folder", [ROOT, LAB], ids=["described", "lab"])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("drafts", [False, True])
def test_every_feed_keeps_the_rules_of_atom(folder: Path, language: str, drafts: bool) -> None:
    view = of_folder(folder, language, drafts=drafts)
    for feed in feeds_of(view):
        parsed = held(atom.write(feed, view))
        assert parsed.findall("a:entry", NAMES)
        notice = view.settings.notice_in(language)
        assert words(parsed, "subtitle") == notice


@pytest.mark.parametrize("folder", [ROOT, LAB], ids=["described", "lab"])
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("drafts", [False, True])
def test_every_changelog_for_programs_is_as_its_schema_says(folder: Path, language: str, drafts: bool) -> None:
    view = of_folder(folder, language, drafts=drafts)
    for model in view.of("model"):
        whole = json.loads(changelog_json.write(view, model))
        SCHEMA.validate(whole)
        assert whole["notice"] == view.settings.notice_in(language)
        assert whole["fiction"] is (folder == LAB)


def test_the_changelog_for_programs_says_what_the_page_says() -> None:
    view = of_folder(ROOT)
    model = view.get("model", "llama")
    assert model
    whole = json.loads(changelog_json.write(view, model))
    for section, release in zip(sections(view, model, compare=compare_releases), whole["releases"], strict=True):
        assert release["release"] == str(section.release.address)
        assert [part["heading"] for part in release["parts"]] == [part.heading.code for part in section.parts]
        for part, told in zip(section.parts, release["parts"], strict=True):
            changes = [entry for entry in told["entries"] if entry["type"] in {"change", "figure"}]
            assert [entry["address"] for entry in changes] == [str(change.address) for change in part.changes]
            assert bool(told["note"]) is part.earlier_only
    ban = whole["releases"][0]["parts"][0]["entries"][0]
    assert (ban["address"], ban["new"]) == ("policy/llama-3-community-licence#conditions/no-improve-other-llm", None)
    toxic = next(one for one in all_entries(whole) if one.get("metric") == "toxic-share" and one["pair"] == "13B → 13B")
    assert (toxic["old"], toxic["new"], toxic["difference"], toxic["worse"]) == (23.08, 26.1, 3.02, True)


def all_entries(whole: Mapping[str, object]) -> list[dict[str, object]]:
    releases = whole["releases"]
    assert isinstance(releases, list)
    return [entry for release in releases for part in release["parts"] for entry in part["entries"]]


# What may be seen


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_feed_holds_what_its_audience_may_not_see(audience: Audience, language: str) -> None:
    everything = of_folder(LAB, language, Audience.INTERNAL, drafts=True)
    view = of_folder(LAB, language, audience)
    hidden = [record for record in everything if view.at(record.address) is None]
    assert any(record.get("visibility") for record in hidden) or audience is Audience.INTERNAL
    assert any("reedheron-3" in record.id for record in hidden)
    model = view.get("model", "reedheron")
    assert model
    files = [atom.write(feed, view) for feed in feeds_of(view)] + [changelog_json.write(view, model)]
    for text in files:
        for record in hidden:
            assert f"{record.kind}/{record.id}" not in text
            assert str(record.title) not in text


SECRET = {
    "governance/incident/secret.yaml": (
        "title: Night of secrets\ntype: malfunction\ndate: '2024-05-01'\nvisibility: internal\n"
        "releases: [release/owl-2]\n"
        "timeline: [{id: begin, date: '2024-05-01', event: It began.}]\n"
    ),
    "governance/erratum/secret.yaml": (
        "title: Mended in secret\ntarget: incident/secret#date\nwas: '2024-04-01'\nis: '2024-05-01'\ntype: correction\n"
        "date: '2024-07-01'\nreason: 'See [[incident/secret]].'\nvisibility: authority\n"
    ),
}


@pytest.mark.parametrize(
    ("audience", "seen"),
    [
        (Audience.PUBLIC, set[str]()),
        (Audience.DOWNSTREAM, set[str]()),
        (Audience.AUTHORITY, set[str]()),  # it would tell what stands in a record that they may not see
        (Audience.INTERNAL, {"Mended in secret", "Night of secrets"}),
    ],
)
def test_each_audience_gets_its_own_events_and_corrections(audience: Audience, seen: set[str]) -> None:
    view = Views(project(SECRET)).view("en", audience)
    text = atom.write(whole_feed(view), view)
    held(text)
    assert {name for name in ("Mended in secret", "Night of secrets") if name in text} == seen
    assert ("incident/secret" in text) is (audience is Audience.INTERNAL)


CANDIDATE = {
    "governance/release/owl-3.yaml": (
        "title: Owl 3\nmodel: owl\nversion: '3'\npredecessor: owl-2\nrecorded: live\n"
        "history: [{status: candidate, date: '2024-05-01'}]\nvariants: [{id: small, status: released}]\n"
    )
}


def test_what_is_not_out_is_in_no_feed_but_with_drafts() -> None:
    hidden, shown = small(CANDIDATE), small(CANDIDATE, drafts=True)
    assert not [feed for feed in feeds_of(hidden) if "Owl 3" in atom.write(feed, hidden)]
    feed = whole_feed(shown)
    entry = next(entry for entry in feed.entries if "Owl 3" in entry.title)
    assert entry.title == "Unreleased: Owl 3 (candidate)"
    held(atom.write(feed, shown))


def test_what_lies_ahead_is_no_entry_yet() -> None:
    later = SMALL["governance/release/owl-2.yaml"].replace(
        "'2024-03-01'}", "'2024-03-01'}, {status: deprecated, date: '2031-01-01', reason: Old.}"
    )
    feed = whole_feed(small({"governance/release/owl-2.yaml": later}))
    assert [entry.title for entry in feed.entries] == ["Owl 2", "Owl 1"]


def test_a_withdrawn_release_is_marked_in_every_form() -> None:
    withdrawn = SMALL["governance/release/owl-2.yaml"].replace(
        "'2024-03-01'}", "'2024-03-01'}, {status: withdrawn, date: '2024-06-01', reason: It hooted.}"
    )
    view = small({"governance/release/owl-2.yaml": withdrawn})
    entries = whole_feed(view).entries
    assert [(entry.title, entry.withdrawn) for entry in entries] == [
        ("Owl 2: withdrawn", True),
        ("Owl 2 (withdrawn on 1 June 2024)", True),
        ("Owl 1", False),
    ]
    release = next(entry for entry in entries if entry.category == "release" and entry.withdrawn)
    assert (release.published, release.updated) == ("2024-03-01", "2024-06-01")
    assert 'term="withdrawn"' in atom.write(whole_feed(view), view)
    model = view.get("model", "owl")
    assert model
    assert json.loads(changelog_json.write(view, model))["releases"][0]["withdrawn"] == "2024-06-01"


# Stable, and the same bytes

ADDRESS = SETTINGS + "site_url: 'https://owl.example/records/'\n"


def test_ids_are_the_addresses_of_the_site_where_it_has_one() -> None:
    view = small({"governance/settings.yaml": ADDRESS})
    feed = held(atom.write(whole_feed(view), view))
    assert words(feed, "id") == "https://owl.example/records/feed.atom"
    assert [words(entry, "id") for entry in feed.findall("a:entry", NAMES)] == [
        "https://owl.example/records/release/owl-2.html",
        "https://owl.example/records/release/owl-1.html",
    ]
    content = "".join(only(entry, "content").text or "" for entry in feed.findall("a:entry", NAMES))
    assert all(urlsplit(place).netloc == "owl.example" for place in hrefs(content))


def test_ids_stay_when_the_words_change_and_differ_between_languages() -> None:
    def ids(view: View) -> list[str]:
        return [words(entry, "id") for entry in held(atom.write(whole_feed(view), view)).findall("a:entry", NAMES)]

    other = SMALL["governance/release/owl-2.yaml"].replace(
        "title: Owl 2\n", "title: The second owl\nsummary: New words.\n"
    )
    assert ids(small({})) == ids(small({"governance/release/owl-2.yaml": other}))
    assert not set(ids(small({}))) & set(ids(small({}, language="fr")))


def test_no_clock_is_read() -> None:
    early = Views(project(today="2025-01-01")).view()
    late = Views(project(today="2031-01-01")).view()
    for one, other in zip(feeds_of(early), feeds_of(late), strict=True):
        assert atom.write(one, early) == atom.write(other, late)


@pytest.mark.parametrize(
    ("date", "first"),
    [
        ("2023-10-04", "2023-10-04"),
        ("2023-10", "2023-10-01"),
        ("2023", "2023-01-01"),
        ("2023-03/2023-05", "2023-03-01"),
        ("2023-02-30", "2023-02-01"),
        ("2023-13", ""),
        ("0000", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_dates_of_uneven_precision_begin_somewhere(date: str, first: str) -> None:
    assert day(date) == first


HOSTILE = (
    '</content><script>alert(1)</script> & "x" <b>b</b> ]]> [here](javascript:alert(1)) ![i](https://x.example/i.png)'
)


def test_markup_in_records_is_words() -> None:
    changes = {
        "governance/incident/hostile.yaml": (
            f"title: {json.dumps(HOSTILE)}\nsummary: {json.dumps(HOSTILE)}\ntype: malfunction\ndate: '2024-05-01'\n"
            "releases: [release/owl-2]\ntimeline: [{id: begin, date: '2024-05-01', event: It began.}]\n"
        ),
        "governance/erratum/hostile.yaml": (
            f"title: {json.dumps(HOSTILE)}\ntarget: risk/rudeness#text\nwas: {json.dumps(HOSTILE)}\n"
            f"is: {json.dumps(HOSTILE)}\ntype: correction\ndate: '2024-07-01'\nreason: {json.dumps(HOSTILE)}\n"
        ),
        "governance/settings.yaml": SETTINGS.replace("title: Test records", f"title: {json.dumps(HOSTILE)}"),
    }
    view = small(changes)
    for feed in feeds_of(view):
        held(atom.write(feed, view))
    model = view.get("model", "owl")
    assert model
    SCHEMA.validate(json.loads(changelog_json.write(view, model)))


def test_what_xml_cannot_hold_is_left_out() -> None:
    view = small({})
    feed = whole_feed(view)
    odd = replace(feed, entries=(replace(feed.entries[0], title="a\x00b\x0b\ufffe\ud800c"),), title="x\x1f")
    assert words(held(atom.write(odd, view)).findall("a:entry", NAMES)[0], "title") == "abc"


# On the site


@cache
def files() -> Mapping[str, str]:
    return {file.path: file.content for file in site_files(Site(Views(project(SECRET))))}


def test_the_site_offers_feeds_and_changelogs_in_each_language() -> None:
    made = files()
    for before in ("", "fr/"):
        for name in ("feed.atom", "model/owl/changelog.atom"):
            held(made[before + name])
        SCHEMA.validate(json.loads(made[f"{before}model/owl/changelog.json"]))
    assert not [path for path, text in made.items() if path.endswith((".atom", ".json")) and "secret" in text.lower()]


@pytest.mark.parametrize("before", ["", "fr/"])
def test_pages_name_the_feed_of_their_family_and_that_of_all(before: str) -> None:
    made = files()
    for page, wanted in {
        "index.html": ["feed.atom"],
        "risk/rudeness.html": ["feed.atom"],
        "model/owl.html": ["model/owl/changelog.atom", "feed.atom"],
        "model/owl/changelog.html": ["model/owl/changelog.atom", "feed.atom"],
        "release/owl-2.html": ["model/owl/changelog.atom", "feed.atom"],
    }.items():
        text = made[before + page]
        linked = re.findall(r'<link rel="alternate" type="application/atom\+xml" title="[^"]+" href="([^"]+)">', text)
        base = f"https://site.example/{before}{page}"
        assert [urljoin(base, href) for href in linked] == [f"https://site.example/{before}{name}" for name in wanted]
        assert re.findall(r'<a href="([^"]+)" type="application/atom\+xml">', text) == linked
    assert 'href="changelog.json" download' in made[f"{before}model/owl/changelog.html"]


def test_links_of_a_feed_lead_to_pages() -> None:
    made = files()
    for path, text in made.items():
        if not path.endswith(".atom"):
            continue
        feed = ET.fromstring(text)
        content = "".join(entry.text or "" for entry in feed.iter(f"{{{atom.ATOM}}}content"))
        places = [*(link.attrib["href"] for link in feed.iter(f"{{{atom.ATOM}}}link")), *hrefs(content)]
        for place in places:
            target = urljoin(f"https://site.example/{path}", place).partition("#")[0]
            assert target.removeprefix("https://site.example/") in made
