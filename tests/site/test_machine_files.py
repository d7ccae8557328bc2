"""What programs get: records and the index as JSON, JSON-LD as a processor reads it, tables, the map, citations."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest
from citeproc.source.bibtex.bibparse import BibTeXParser
from citeproc.source.json import CiteProcJSON
from pyld import jsonld
from tests.documents.records_made import RICH
from tests.making import SETTINGS, SMALL, project, view

from underhood.doors import assets
from underhood.doors.spreadsheet import harmless as harmless_cell
from underhood.meaning.audience import Audience, Views
from underhood.passages.citing import citation, citing
from underhood.passages.marks import read_by, searched_in, sources, translated
from underhood.site.catalogue import robots, sitemap
from underhood.site.json_ld import harmless
from underhood.site.render import Site, site_files
from underhood.site.table_files import BOM
from underhood.values.ids import Address

SCHEMAS = assets.directory("schemas") / "formats"
LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


@cache
def made(settings: str = "") -> Mapping[str, str]:
    changes = {"governance/settings.yaml": RICH["governance/settings.yaml"] + settings} if settings else {}
    return {file.path: file.content for file in site_files(Site(Views(project({**RICH, **changes}))))}


def held(name: str) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json.loads((SCHEMAS / name).read_text("utf-8")))


def test_every_record_is_there_as_its_schema_says_and_the_index_leads_to_it() -> None:
    files = made()
    index = json.loads(files["index.json"])
    held("index-1.schema.json").validate(index)
    assert len(index["records"]) > 15
    record: dict[str, Any] = {}
    for entry in index["records"]:
        record = json.loads(files[entry["json"]])
        held("record-1.schema.json").validate(record)
        assert {name: record[name] for name in entry} == entry
        assert {entry["path"], entry["yaml"]} <= files.keys()
        assert record["notice"] == "Compiled from public sources."
        assert set(record["cited_by"]) <= {one["record"] for one in index["records"]}
    assert not held("record-1.schema.json").is_valid({**record, "version": 2})
    assert not held("index-1.schema.json").is_valid({**index, "records": [{"record": "risk/x"}]})


# JSON-LD

URLS = {name: {"@id": f"https://schema.org/{name}", "@type": "@id"} for name in ("url", "releaseNotes", "archivedAt")}
CONTEXT = {"@context": {"@vocab": "https://schema.org/", **URLS}}
"""As much of the context of schema.org as our words need: one vocabulary, and which values are addresses."""

WORK = {
    *("@id", "@type", "name", "description", "identifier", "author", "creator", "creditText", "dateModified"),
    *("datePublished", "genre", "inLanguage", "isPartOf", "license", "mainEntity", "publisher", "url", "version"),
    *("text", "archivedAt"),
}
KNOWN: Mapping[str, set[str]] = {
    "Organization": {"@id", "@type", "name", "description", "identifier", "url"},
    "Person": {"@type", "name"},
    "SoftwareApplication": WORK | {"softwareVersion", "releaseNotes"},
    "Claim": WORK | {"appearance", "claimInterpreter"},
    "DefinedTermSet": WORK | {"hasDefinedTerm"},
    "DefinedTerm": {"@id", "@type", "name", "description", "termCode"},
    **dict.fromkeys(("WebPage", "WebSite", "CreativeWork", "Dataset", "ScholarlyArticle", "NewsArticle"), WORK),
}
"""The properties of schema.org that each type has, as far as they are used."""


def offline(url: str, _options: object) -> Mapping[str, Any]:
    assert url == "https://schema.org"
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}


def expanded(thing: Mapping[str, Any], base: str) -> list[dict[str, Any]]:
    return list(jsonld.expand(thing, {"documentLoader": offline, "base": base}))


def things(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, dict):
        if "@type" in value and "@value" not in value:
            yield value
        for below in value.values():
            yield from things(below)
    elif isinstance(value, list):
        for below in value:
            yield from things(below)


def test_json_ld_is_read_by_a_processor_and_says_only_what_schema_org_knows() -> None:
    files, seen = made(), set[str]()
    for path, text in files.items():
        found = LD.findall(text) if path.endswith(".html") else []
        assert len(found) <= 1
        for one in map(json.loads, found):
            [page] = expanded(one, f"https://owl.example/{path}")
            assert page["@type"] == ["https://schema.org/WebPage"]
            assert page["@id"] == f"https://owl.example/{path}"
            for thing in things(one):
                seen.add(thing["@type"])
                assert thing.keys() - {"@context"} <= KNOWN[thing["@type"]], (path, thing)
    assert {"Dataset", "SoftwareApplication", "Claim", "ScholarlyArticle", "Organization"} <= seen
    assert "ClaimReview" not in seen


def test_the_page_is_by_the_compilers_and_the_model_by_its_developer() -> None:
    thing = json.loads(made()["release/owl-2.json"])["json_ld"]
    assert thing["author"]["name"] == "the Test project"
    assert thing["mainEntity"]["creator"]["name"] == "Owl Works"
    assert thing["mainEntity"]["datePublished"] == "2024-03-01"


def test_a_source_that_must_not_be_linked_is_not_named_by_address() -> None:
    paper = "title: Leak\ntype: press\nstanding: secondary\nread: not-read\nurl: 'https://leak.example/x'\n"
    for link, there in (("", True), ("link: false\n", False)):
        files = {"governance/evidence/leak.yaml": paper + link}
        made_files = {file.path: file.content for file in site_files(Site(Views(project(files))))}
        thing = json.loads(made_files["evidence/leak.json"])["json_ld"]["mainEntity"]
        assert ("url" in thing) is there


def test_nothing_in_json_ld_can_end_its_element() -> None:
    text = harmless({"name": "</script><script>alert(1)</script><!-- & \u2028"})
    assert not re.search("[<>&\u2028]", text)
    assert json.loads(text)["name"].startswith("</script>")


def test_the_glossary_is_a_set_of_defined_terms() -> None:
    for path, language in (("glossary.json", "en"), ("fr/glossary.json", "fr")):
        found = json.loads(made()[path])
        assert found["inLanguage"] == language
        page = made()[path.replace(".json", ".html")]
        for term in found["hasDefinedTerm"]:
            assert f'id="{term["termCode"]}"' in page
        assert all(thing.keys() - {"@context"} <= KNOWN[thing["@type"]] for thing in things(found))
        assert expanded(found, "https://owl.example/glossary.json")


# Tables


@pytest.mark.parametrize("text", ["=1+1", "+1 point", "-cmd", "@SUM(A1)", "\tx", "\rx", " =1", "\uff1dA1", "-1-1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert harmless_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-0.5", "1e3", "a=b", "23.08", "−5", "'x", "5 - 3"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert harmless_cell(text) == text


def rows(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text[len(BOM) :], newline="")))


def test_registers_and_items_are_tables_too() -> None:
    files = made()
    table = rows(files["registers/evidence.csv"])
    assert table[0][:2] == ["Address", "Title"]
    assert table[1][:4] == ["evidence/owl-paper", "Owl paper", "paper", "2024-03-01"]
    assert rows(files["fr/registers/evidence.csv"])[0][1] == "Titre"
    items = rows(files["release/owl-2/coverage/night-index.csv"])
    assert len(items) > 1
    assert 'href="evidence.csv" download' in files["registers/evidence.html"]
    for path, text in files.items():
        if path.endswith(".csv"):
            assert len({len(row) for row in rows(text)}) == 1, path


def test_a_title_that_is_a_formula_is_none_in_its_table() -> None:
    risk = "title: '=HYPERLINK(\"https://x.example\")'\ntext: It may.\n"
    files = {
        file.path: file.content for file in site_files(Site(Views(project({"governance/risk/rudeness.yaml": risk}))))
    }
    assert rows(files["registers/risk.csv"])[1][1].startswith("'=HYPERLINK")


# Citations


def entries(bibtex: str) -> Mapping[str, Mapping[str, str]]:
    return dict(BibTeXParser(io.StringIO(f"{bibtex}\n")))


def decoded(value: str) -> str:
    """What LaTeX prints: the inner braces off, and the signs that were spelled out."""
    for name, sign in (("braceleft", "{"), ("braceright", "}"), ("backslash", "\\"), ("asciitilde", "~")):
        value = value.replace(f"\\text{name}{{}}", f"<{ord(sign)}>")
    value = value.replace(r"\textasciicircum{}", "<94>").replace(r"\textasciigrave{}", "<96>")
    value = re.sub(r"\\([#$%&_])", r"\1", value)
    assert re.fullmatch(r"\{[^{}\\]*\}", value), value
    return re.sub(r"<(\d+)>", lambda found: chr(int(found[1])), value[1:-1])


COMPILED = SMALL["governance/settings.yaml"].replace("{mode: provider}", "{mode: compiled, compiler: 'A & B {x}'}")
ODD = r"100 % of {braces} & \alpha_1 #~^ `x` $"


@pytest.mark.parametrize("title", [ODD, "Rude", "Unbalanced }", "Unbalanced {", "line\nbreak"])
def test_bibtex_is_read_back_and_names_the_compilers(title: str) -> None:
    shown = view({"governance/settings.yaml": COMPILED})
    record = shown.get("risk", "rudeness")
    found = citation(shown, title, "risk/rudeness.html", record=record)
    [(key, entry)] = entries(found.bibtex).items()
    assert key == "risk-rudeness-2025"
    assert decoded(entry["author"]) == "A & B {x}"
    assert decoded(entry["title"]) == " ".join(title.split())
    assert {"howpublished", "year", "month", "note"} <= entry.keys()


def test_csl_json_is_read_by_a_processor() -> None:
    shown = view({"governance/settings.yaml": f"{COMPILED}site_url: 'https://owl.example/'\n"})
    record = shown.get("risk", "rudeness")
    found = json.loads(citation(shown, ODD, "risk/rudeness.html", record=record).csl)
    assert found[0]["author"] == [{"literal": "A & B {x}"}]
    assert found[0]["title"] == ODD
    assert found[0]["URL"] == "https://owl.example/risk/rudeness.html"
    assert found[0]["issued"] == {"date-parts": [[2025, 1, 1]]}
    assert list(CiteProcJSON(found)) == ["risk-rudeness-2025"]


def test_nobody_is_named_as_author_where_nobody_is_said_to_compile() -> None:
    shown = view()
    found = citation(shown, "Home", "index.html")
    assert "author" not in found.bibtex + found.csl
    assert "compiled by" not in found.sentence
    assert "http" not in found.sentence


def test_two_pages_of_one_record_are_two_entries() -> None:
    shown = view()
    release = shown.get("release", "owl-2")
    assert release is not None
    keys = {citing(shown, release, document=name).bibtex.split(",")[0] for name in ("", "model-card", "changes")}
    assert len(keys) == 3


def test_every_page_can_be_cited() -> None:
    for path, text in made().items():
        if path.endswith(".html") and path.rpartition("/")[2] not in {"404.html", "search.html"}:
            assert "@misc{" in text, path


# Marks


def test_a_source_is_counted_once_by_its_weakest_reading() -> None:
    shown = view()
    paper, news = Address("evidence", "owl-paper"), Address("evidence", "daily-news")
    found = {(paper, "original"), (paper, "abstract"), (news, "copy")}
    counted, read = sources(shown, found)
    assert counted == "1 primary source, 1 secondary source"
    assert read == "read in a copy: 1, abstract read: 1"
    assert sources(shown, set()) == ("", "")


def test_a_source_searched_in_vain_is_not_counted_behind_a_record() -> None:
    path = "governance/training/owl-1.yaml"
    searched = "[{source: daily-news}, {source: owl-paper}]"
    vain = f"{SMALL[path]}energy_method: {{absent: not-found, searched: {searched}}}\n"
    shown = view({**RICH, path: vain})
    record = shown.get("training", "owl-1")
    assert record is not None
    news, paper = Address("evidence", "daily-news"), Address("evidence", "owl-paper")
    assert searched_in(record) == {news, paper}
    assert {address for address, _ in read_by(shown, record)} == {paper}
    files = site_files(Site(Views(project({**RICH, path: vain}))))
    page = next(file.content for file in files if file.path == "training/owl-1.html")
    assert "1 primary source" in page
    assert "secondary source" not in page


def test_a_page_never_claims_to_be_whole_where_a_text_is_not_translated() -> None:
    shown = view(language="fr")
    texts = {str(number): "fr" for number in range(999)} | {"left": "en"}
    said = translated(shown, texts)
    assert "999" in said
    assert "99\u202f%" in said
    assert "100" not in said
    assert "anglais" in said
    assert "%" not in translated(shown, {"a": "fr"})
    assert translated(view(), {"a": "en"}) == ""


# The map, and what search engines are told


def test_the_map_says_when_a_page_changed_and_where_it_is_in_other_languages() -> None:
    paths = ["a.html", "fr/a.html", "b.html"]
    text = sitemap(paths, "https://x.example", languages=["en", "fr"], days={"a.html": "2025-01-02"})
    assert text.count("<lastmod>2025-01-02</lastmod>") == 1
    assert text.count('hreflang="fr" href="https://x.example/fr/a.html"') == 2
    assert "b.html" not in "".join(re.findall("xhtml:link[^>]*", text))
    ET.fromstring(text)


def test_robots_only_where_the_site_has_an_address_or_is_not_for_everybody() -> None:
    assert robots(view()) == ""
    address = f"{SETTINGS}site_url: 'https://x.example/'\n"
    assert "Sitemap: https://x.example/sitemap.xml" in robots(view({"governance/settings.yaml": address}))
    inside = robots(view({"governance/settings.yaml": address}, audience=Audience.INTERNAL))
    assert inside == "User-agent: *\nDisallow: /\n"
