"""What the frame of a page tells machines: its address, its other languages, and what previews show."""

from __future__ import annotations

import re

import pytest
from tests.making import SETTINGS, project

from underhood.meaning.audience import Views
from underhood.site.frame import MISSING, Frame, framed
from underhood.values.page import Contents, Page

ADDRESS = "https://records.example/llama/"


def frame(language: str = "en", more: str = "") -> Frame:
    made = project({"governance/settings.yaml": SETTINGS + more})
    assert not made.problems, made.problems
    view = Views(made).view(language)
    paths = frozenset({"index.html", "fr/index.html", "about.html", "fr/about.html", "risk/x.html", "fr/risk/x.html"})
    return Frame(view.settings, view.messages, paths)


def head(page: Page, language: str = "en", more: str = "") -> str:
    return framed(page, page.body, frame(language, more)).split("<body")[0]


def page(path: str, language: str = "en", title: str = 'Rude "answers" <b>') -> Page:
    return Page(path, language, "record", title, "<p>x</p>", summary="It may <em>answer</em> rudely.")


def alternates(text: str) -> dict[str, str]:
    return dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', text))


def test_addresses_are_whole_where_the_site_has_one() -> None:
    for language, path in (("en", "risk/x.html"), ("fr", "fr/risk/x.html")):
        text = head(page(path, language), language, f"site_url: {ADDRESS}\n")
        assert f'<link rel="canonical" href="{ADDRESS}{path}">' in text
        assert f'<meta property="og:url" content="{ADDRESS}{path}">' in text
        assert alternates(text) == {
            "en": f"{ADDRESS}risk/x.html",
            "fr": f"{ADDRESS}fr/risk/x.html",
            "x-default": f"{ADDRESS}risk/x.html",
        }


def test_addresses_are_relative_where_it_has_none() -> None:
    text = head(page("fr/risk/x.html", "fr"), "fr")
    assert "canonical" not in text
    assert "og:url" not in text
    assert alternates(text) == {"en": "../../risk/x.html", "fr": "x.html", "x-default": "../../risk/x.html"}


def test_a_page_in_one_language_names_no_other() -> None:
    text = head(page("risk/alone.html"))
    assert alternates(text) == {}
    assert "og:locale:alternate" not in text


def test_previews_are_told_what_the_page_says() -> None:
    text = head(page("risk/x.html"))
    found = dict(re.findall(r'<meta property="(og:[^"]+)" content="([^"]*)">', text))
    assert found == {
        "og:type": "article",
        "og:site_name": "Test records",
        "og:title": "Rude &#34;answers&#34; &lt;b&gt;",
        "og:description": "It may answer rudely.",
        "og:locale": "en_GB",
        "og:locale:alternate": "fr_FR",
    }


def test_the_page_for_what_is_missing_works_at_any_depth() -> None:
    missing = Page(MISSING, "en", "about", "Page not found", "", search=False)
    text = framed(missing, "", frame(more=f"site_url: {ADDRESS}\n"))
    ways = re.findall(r'(?:href|src|action)="([^"#]+)"', text)
    assert ways
    assert [way for way in ways if not way.startswith(ADDRESS)] == []
    assert "canonical" not in text
    assert 'href="assets/site.css"' in framed(missing, "", frame())


@pytest.mark.parametrize(("entries", "kind", "shown"), [(3, "record", True), (2, "record", False), (5, "home", False)])
def test_contents_stand_where_there_is_a_choice(entries: int, kind: str, *, shown: bool) -> None:
    contents = tuple(Contents(f"part-{number}", f"Part {number}") for number in range(entries))
    made = Page("risk/x.html", "en", kind, "X", "", contents=contents)
    text = framed(made, "", frame())
    assert ('class="toc"' in text, 'class="wrap frame plain"' in text) == (shown, not shown)


def test_an_own_logo_and_own_colours_are_named_only_where_there_are_any() -> None:
    plain = framed(page("risk/x.html"), "", frame())
    assert "own.css" not in plain
    assert "<img" not in plain
    own = framed(page("risk/x.html"), "", frame(more="appearance: {logo: mark.png, accent: '#7a1f4b'}\n"))
    assert '<link rel="stylesheet" href="../assets/own.css">' in own
    assert '<img class="mark" src="../assets/logo.png" alt="" height="30">' in own
