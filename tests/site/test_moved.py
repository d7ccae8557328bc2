"""Earlier ids keep a page, and an address without a page gets one that helps."""

from __future__ import annotations

import re
from functools import cache

from tests.making import SETTINGS, project

from underhood.meaning.audience import Views
from underhood.site.render import Site, site_files

QUICK = f"{SETTINGS}frameworks: [us-ny-raise]\n"
RENAMED = {
    "governance/risk/rudeness.yaml": "title: Rude <b>answers</b>\nformerly: [insults, owl-1]\ntext: It may.\n",
    "governance/risk/other.yaml": "title: Other\nformerly: [rudeness]\ntext: It may.\n",
}


@cache
def pages(path: str = "", text: str = "") -> dict[str, str]:
    made = project({"governance/settings.yaml": QUICK, **RENAMED, **({path: text} if path else {})})
    assert not made.problems, made.problems
    return {file.path: file.content for file in site_files(Site(Views(made)))}


def test_an_earlier_id_leads_on_in_every_language() -> None:
    found = pages()
    assert '<a href="rudeness.html">Rude &lt;b&gt;answers&lt;/b&gt;</a>' in found["risk/insults.html"]
    assert "<code>risk/insults</code>" in found["risk/insults.html"]
    assert "Renommée" in found["fr/risk/insults.html"]
    assert "data-pagefind-body" not in found["risk/insults.html"]


def test_a_record_that_stands_at_an_earlier_id_keeps_its_page() -> None:
    assert "Rude" in pages()["risk/rudeness.html"].split("</h1>")[0]


def test_a_record_that_is_not_public_leaves_no_earlier_page() -> None:
    hidden = RENAMED["governance/risk/rudeness.yaml"] + "visibility: internal\n"
    assert "risk/insults.html" not in pages("governance/risk/rudeness.yaml", hidden)


def test_the_page_for_nothing_searches_and_leads_on_in_every_language() -> None:
    text = pages()["404.html"]
    assert text.count('<form class="search"') >= 2 + 2
    assert 'action="search.html"' in text
    assert 'action="fr/search.html"' in text
    assert '<section lang="fr">' in text
    assert "Page introuvable" in text
    for path in ("releases", "claims", "registers", "compare", "glossary", "about"):
        assert f'href="{path}.html"' in text
        assert f'href="fr/{path}.html"' in text


def test_its_links_hold_at_any_depth_where_the_address_of_the_site_is_known() -> None:
    text = pages("governance/settings.yaml", f"{QUICK}site_url: https://records.example/llama\n")["404.html"]
    links = re.findall(r'(?:href|src|action)="([^"#]+)"', text)
    assert links
    assert all(link.startswith("https://records.example/llama/") for link in links), links
