"""Pages on what frameworks ask: of each framework, of each release, of taxonomies, and releases beside each other."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from tests.conftest import Golden
from tests.documents.test_release_documents import CASES, files

from underhood.documents import documents, render
from underhood.doors.tree import MemoryTree
from underhood.meaning.audience import Audience, View, Views
from underhood.records.project import Project, memory_project
from underhood.site.again import remade
from underhood.site.links import named_path, resolved
from underhood.site.plan import plan
from underhood.site.provenance import Source
from underhood.site.render import Site, site_files
from underhood.site.standalone import MARKDOWN, standalone
from underhood.values.errors import Stop
from underhood.values.origin import read

INDEX = "frameworks/lynx-index.yaml"
WEB, LICENCE = "governance/data-source/web.yaml", "governance/statement/licence.yaml"
PAGES = [
    ("answers", "lynx-2/lynx-index"),
    ("hazards", "lynx-2/lynx-hazards"),
    ("framework", "lynx-index"),
    ("framework", "lynx-hazards"),
    ("framework-releases", "lynx-index"),
    ("framework-releases", "lynx-hazards"),
    ("frameworks", None),
]


def project(changes: Mapping[str, str] | None = None) -> Project:
    made = memory_project(MemoryTree({**files("lynx"), **(changes or {})}), today="2025-06-02")
    assert [f"{problem.location}: {problem.message}" for problem in made.problems] == []
    assert [problem.message for problem in made.frameworks.problems] == []
    return made


def view(
    changes: Mapping[str, str] | None = None, *, language: str = "en", audience: Audience = Audience.PUBLIC
) -> View:
    return Views(project(changes)).view(language, audience)


def page(name: str, subject: str | None, changes: Mapping[str, str] | None = None, *, language: str = "en") -> str:
    return render(name, view(changes, language=language), subject).markdown()


def site() -> dict[str, str]:
    """The files of the whole site."""
    found = site_files(Site(Views(project())))
    return {file.path: file.content for file in found}


def row(text: str, title: str) -> str:
    """The row of an item."""
    return next(line for line in text.splitlines() if line.startswith("|") and title in line)


@pytest.mark.parametrize(("name", "subject"), PAGES)
def test_golden(name: str, subject: str | None, golden: Golden) -> None:
    place = CASES / "lynx" / "expected" / f"{name}.{(subject or 'all').replace('/', '.')}.md"
    golden(page(name, subject), place)


def test_golden_in_french(golden: Golden) -> None:
    golden(page("answers", "lynx-2/lynx-index", language="fr"), CASES / "lynx" / "expected" / "answers.fr.md")


@pytest.mark.parametrize(("name", "subject"), [("answers", "lynx-2/lynx-index"), ("framework", "lynx-index")])
def test_a_title_is_bold_whatever_it_begins_and_ends_with(name: str, subject: str) -> None:
    index = files("lynx")[INDEX].replace("title: Size of the data\n", 'title: "(Size) of it?"\n')
    body = render(name, view({INDEX: index}), subject).html().body
    assert "**" not in body
    assert re.search(r"<strong>[^<]*\(Size\) of it\?</strong>", body)


HOSTILE = (
    """<script>alert(1)</script> [a](javascript:b) | ![c](http://owl.example/d.png) [[risk/rudeness]] {{7*7}} </td>"""
)


@pytest.mark.parametrize(("name", "subject"), PAGES)
def test_words_of_a_framework_stay_words(name: str, subject: str | None) -> None:
    index = files("lynx")[INDEX]
    bad = re.sub(r"(?m)^( *)(title|asks|condition|note|section): [^&*\n]+$", rf"\1\2: '{HOSTILE}'", index)
    assert bad.count(HOSTILE) > 20
    harmless = re.sub(r"(?m)^( *)(title|asks|condition|note|section): [^&*\n]+$", r"\1\2: 'Words'", index)
    made, plain = (render(name, view({INDEX: one}), subject).html().body for one in (bad, harmless))
    assert re.findall(r"<(\w+)", made) == re.findall(r"<(\w+)", plain)
    assert not re.search(r'(?:href|src)="(?:javascript|http://owl)', made)
    assert "49" not in made


@pytest.mark.parametrize(("name", "subject"), PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_html_holds_no_piece_no_broken_table_and_no_anchor_twice(name: str, subject: str, *, language: str) -> None:
    body = render(name, view(language=language), subject).html().body
    assert not re.search("[\ue000\ue001]", body)
    assert "<p>|" not in body
    assert "---" not in body
    ids = re.findall(r' id="([^"]+)"', body)
    assert len(ids) == len(set(ids))


def test_words_of_a_framework_are_marked_as_english_on_french_pages() -> None:
    body = render("answers", view(language="fr"), "lynx-2/lynx-index").html().body
    assert '<span lang="en">Mix of the data</span>' in body
    assert 'lang="en"' not in render("answers", view(), "lynx-2/lynx-index").html().body


def test_an_answer_that_is_not_public_is_no_missing_one() -> None:
    restricted = {WEB: f"{files('lynx')[WEB]}visibility: authority\n"}
    public = page("answers", "lynx-2/lynx-index", restricted)
    size = row(public, "**1 Size of the data**")
    assert "**Answered, but not public**" in size
    assert "For authorities" in size
    assert "Web text" not in public
    assert "**Not yet recorded**" in row(public, "**5 Energy**")
    whole = render("answers", view(restricted, audience=Audience.AUTHORITY), "lynx-2/lynx-index").markdown()
    assert "**Answered**" in row(whole, "**1 Size of the data**")
    assert "Answered, but not public" not in whole


def test_two_records_that_answer_differently_stand_side_by_side() -> None:
    said = {
        LICENCE: "title: What the licence is\nabout: release/lynx-2\nframework: lynx-index\nitem: cat-size\n"
        "answer: no\nevidence: [{source: paper}]\n"
    }
    size = row(page("answers", "lynx-2/lynx-index", said), "**1 Size of the data**")
    assert "Records answer differently:" in size
    assert "What the licence is](record:statement/licence) (no)" in size
    assert "(recorded)" in size
    assert "differently" not in page("answers", "lynx-2/lynx-index")


def test_a_new_framework_is_one_file() -> None:
    settings = "governance/settings.yaml"
    mouse = files("lynx")[INDEX].replace("cat-", "mouse-").replace("Cat index", "Mouse index")
    new = {
        "frameworks/mouse.yaml": mouse,
        settings: files("lynx")[settings].replace("[lynx-index", "[mouse, lynx-index"),
    }
    paths = {planned.path for planned in plan(view(new))}
    assert {"framework/mouse.html", "framework/mouse/framework-releases.html", "frameworks.html"} <= paths
    assert {"release/lynx-1/coverage/mouse.html", "release/lynx-2/coverage/mouse.html"} <= paths
    shown = view(new)
    release = shown.get("release", "lynx-2")
    for name, subject in (("coverage", release), ("frameworks", None), ("changes", release)):
        assert "Mouse index" in render(name, shown, subject).html().body
    training = shown.get("training", "lynx-2")
    assert "release/lynx-2/coverage/mouse#mouse-emissions" in render("record", shown, training).markdown()
    assert not any("mouse" in planned.path for planned in plan(view()))


def test_every_link_of_the_pages_leads_somewhere() -> None:
    made = site()
    anchors = {path: set(re.findall(r' id="([^"]+)"', text)) for path, text in made.items()}
    for path in ("release/lynx-2/coverage/lynx-index.html", "fr/framework/lynx-index/framework-releases.html"):
        found = re.findall(r'<td>.*?<a href="([^"#]*)#([^"]+)"', made[path])
        assert found
        for target, anchor in found:
            parts = path.split("/")[:-1]
            for step in target.split("/") if target else [path.rsplit("/", 1)[1]]:
                parts = parts[:-1] if step == ".." else [*parts, step]
            assert anchor in anchors["/".join(parts)], (path, target, anchor)


def test_search_narrows_down_by_framework() -> None:
    made = site()
    for path in ("release/lynx-2/coverage/lynx-index.html", "framework/lynx-index.html", "data-source/web.html"):
        assert 'data-pagefind-filter="framework' in made[path], path
        assert "Cat index" in made[path], path
    assert 'data-pagefind-filter="framework' not in made["evidence/news.html"]


def test_pages_about_the_tool_are_linked_from_the_other_language() -> None:
    pages = {"about/tool/kinds/risk.html": frozenset[str](), "fr/framework/x.html": frozenset[str]()}
    html = '<a href="doc:about/tool/kinds/risk">x</a> <a href="doc:glossary">y</a>'
    shown = resolved(html, "fr/framework/x.html", "fr", pages=pages)
    assert shown == '<a href="../../about/tool/kinds/risk.html">x</a> y'


@pytest.mark.parametrize(
    ("subject", "name", "document", "path"),
    [
        ("kind", "risk", "register", "registers/risk.html"),
        ("framework", "fmti", "framework", "framework/fmti.html"),
        ("framework", "fmti", "framework-releases", "framework/fmti/framework-releases.html"),
        ("coverage", "lynx-2/fmti", "answers", "release/lynx-2/coverage/fmti.html"),
    ],
)
def test_places_of_what_is_named_in_words(subject: str, name: str, document: str, path: str) -> None:
    assert named_path(subject, name, document) == path


@pytest.mark.parametrize(
    ("name", "subject", "says"),
    [
        ("framework", "lynx-indx", "no framework 'lynx-indx'"),
        ("answers", "lynx-2/lynx-indx", "no framework 'lynx-indx'"),
        ("answers", "lynx-9/lynx-index", "no release 'lynx-9'"),
        ("hazards", "lynx-2", "no framework ''"),
        ("hazards", "lynx-2/lynx-index", "'hazards' is not made of 'lynx-index'"),
        ("answers", "lynx-2/lynx-hazards", "'answers' is not made of 'lynx-hazards'"),
    ],
)
def test_what_there_is_not_is_named(name: str, subject: str, says: str) -> None:
    with pytest.raises(Stop, match=says):
        render(name, view(), subject)


def test_such_a_page_is_made_again_from_its_footer() -> None:
    made = project()
    views = Views(made)
    for name, subject in (("answers", "lynx-2/lynx-index"), ("framework", "lynx-index")):
        text = standalone(Source(views), views.view(), documents()[name], subject=subject, form=MARKDOWN)
        origin = read(text.encode())
        assert origin is not None
        assert not isinstance(origin, str)
        assert remade(made, origin) == text.encode()
