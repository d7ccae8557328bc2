"""The site for programs: its list of pages, the guide for language models, and the map for search engines."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.conftest import Repository
from tests.documents.records_made import RICH
from tests.making import project

from underhood.engines.mkdocs import Order, build
from underhood.meaning.audience import Audience, Views
from underhood.site.catalogue import sitemap
from underhood.site.render import Site, site_files


def made(changes: dict[str, str] | None = None, audience: Audience = Audience.PUBLIC) -> dict[str, str]:
    site = Site(Views(project({**RICH, **(changes or {})})), audience=audience)
    return {file.path: file.content for file in site_files(site)}


def test_every_page_on_the_records_is_listed_with_what_it_is_about() -> None:
    files = made()
    index = json.loads(files["index.json"])
    listed = {entry["path"]: entry for entry in index["pages"]}
    assert listed.keys() <= files.keys()
    assert index["notice"] == "Compiled from public sources."
    assert listed["fr/risk/rudeness.html"]["language"] == "fr"
    asked = listed["release/owl-2/coverage/night-index.html"]
    assert asked["frameworks"] == ["Night index"]
    assert asked["releases"] == ["Owl 2"]
    assert asked["record"] == "release/owl-2"
    assert "search.html" not in listed


def test_every_link_of_the_guide_leads_somewhere() -> None:
    files = made()
    links = re.findall(r"\]\(([^)]+)\)", files["llms.txt"])
    assert {"release/owl-2.html", "release/owl-2/coverage/night-index.html", "framework/night-index.html"} <= set(links)
    assert "index.json" in links
    assert [link for link in links if link not in files] == []
    assert files["llms.txt"].startswith("# Test records\n\n> Compiled from public sources.")


def test_what_is_not_public_is_in_none_of_them() -> None:
    secret = {"governance/risk/rudeness.yaml": f"{RICH['governance/risk/rudeness.yaml']}visibility: authority\n"}
    files = made(secret)
    assert "risk/rudeness" not in files["index.json"]
    assert "registers/risk" not in files["llms.txt"]
    assert "risk/rudeness" in made(secret, Audience.AUTHORITY)["index.json"]


def test_the_map_names_every_page_in_full_and_none_without_an_address() -> None:
    root = ET.fromstring(sitemap(["b&c.html", "a.html"], "https://example.org/x/"))
    found = [one.text for one in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert found == ["https://example.org/x/a.html", "https://example.org/x/b&c.html"]
    assert "<loc>" not in sitemap(["a.html"], "")


def test_a_built_site_holds_nothing_that_bears_the_clock(repository: Repository, tmp_path: Path) -> None:
    folder = repository({})
    made = []
    for name in ("one", "two"):
        found = build(Order(folder, tmp_path / name, "2025-01-01", search=False)).folder
        made.append({str(path.relative_to(found)): path.read_bytes() for path in found.rglob("*") if path.is_file()})
        time.sleep(1.1)  # the clock in a file of gzip counts seconds
    assert "sitemap.xml" in made[0]
    assert made[0] == made[1]
