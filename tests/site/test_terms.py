"""Words of the glossary are linked where a page first uses them, and nowhere else."""

from __future__ import annotations

import re

import pytest
from tests.making import SETTINGS, project, view

from underhood.documents import render
from underhood.meaning.audience import Views
from underhood.passages.glossary import Term
from underhood.site.render import Site, site_files
from underhood.site.terms import compiled, linked, terms_of

ENGLISH = (
    Term("source", "source", ""),
    Term("primary-source", "primary source", ""),
    Term("variant", "variant", ""),
    Term("red-teaming", "adversarial testing (red teaming)", ""),
    Term("family", "model family", ""),
    Term("condition", "condition for release", ""),
    Term("change", "change", "", linked=False),
)
FRENCH = (
    Term("primary-source", "source primaire", ""),
    Term("measure", "mesure d'atténuation", ""),
    Term("event", "événement", ""),
    Term("weights", "poids ouverts", ""),
)


def found(html: str, terms: tuple[Term, ...] = ENGLISH, language: str = "en") -> list[tuple[str, str]]:
    """The entries and the words that became links."""
    return re.findall(
        r'<a href="doc:glossary#([\w-]+)" class="term">([^<]*)</a>', linked(html, compiled(terms, language))
    )


def test_a_word_is_linked_where_it_first_stands_and_no_second_time() -> None:
    text = linked("<p>A variant of a variant. Variants.</p>", compiled(ENGLISH, "en"))
    assert text == '<p>A <a href="doc:glossary#variant" class="term">variant</a> of a variant. Variants.</p>'


@pytest.mark.parametrize(
    ("words", "entry"),
    [
        ("Variants of it", "variant"),
        ("model families", "family"),
        ("a model family.", "family"),
        ("conditions for release", "condition"),
        ("by red teaming", "red-teaming"),
        ("(adversarial testing)", "red-teaming"),
        ("<td>variant</td>", "variant"),
    ],
)
def test_words_are_known_in_the_plural_and_in_parts(words: str, entry: str) -> None:
    assert [one for one, _ in found(f"<p>{words}</p>")] == [entry]


def test_the_longest_word_wins_and_the_shorter_one_is_linked_elsewhere() -> None:
    assert found("<p>A primary source, and a source.</p>") == [
        ("primary-source", "primary source"),
        ("source", "source"),
    ]
    assert found("<p>A primary source.</p>") == [("primary-source", "primary source")]


@pytest.mark.parametrize(
    "html",
    [
        "<p>invariant, variantly, co-variant, variant-free, variant_2, variantés</p>",
        '<p><a href="x">a variant</a></p>',
        "<h2>Variant</h2><h3><em>variant</em></h3>",
        "<blockquote><p>variant</p><blockquote>x</blockquote><p>variant</p></blockquote>",
        "<pre><code>variant</code></pre><p><code>variant</code></p>",
        '<p><span lang="fr" class="untranslated">variant</span></p>',
        '<div lang="fr"><div>x</div> variant</div>',
        '<span class="badge badge-good">variant</span>',
        "<table><thead><tr><th>variant</th></tr></thead></table>",
        "<svg><title>variant</title><text>variant</text></svg>",
        '<div class="scroll" aria-label="variant" tabindex="0"></div>',
        "<summary>variant</summary>",
        "<p>change, and changes</p>",
    ],
)
def test_nothing_is_linked_where_it_would_be_wrong(html: str) -> None:
    assert found(html) == []
    assert linked(html, compiled(ENGLISH, "en")) == html


def test_a_word_is_linked_after_a_place_where_it_may_not_be() -> None:
    html = "<h2>variant</h2><blockquote><blockquote>variant</blockquote>variant</blockquote><p>variant</p>"
    assert linked(html, compiled(ENGLISH, "en")).endswith(
        '<p><a href="doc:glossary#variant" class="term">variant</a></p>'
    )


def test_french_words_take_their_endings_and_keep_their_accents() -> None:
    assert found("<p>Sources primaires, mesures d’atténuation.</p>", FRENCH, "fr") == [
        ("primary-source", "Sources primaires"),
        ("measure", "mesures d’atténuation"),
    ]
    assert found("<p>Événements ; evenement ; poids ouvert.</p>", FRENCH, "fr") == [("event", "Événements")]
    assert found("<p>l'événement</p>", FRENCH, "fr") == [("event", "événement")]


def test_hostile_text_stays_what_it_is() -> None:
    for html in (
        "<p>&lt;variants&gt;",
        "<p>< variant >",
        "<p>İ variant</p>",
        "<blockquote>variant",
        "<a>" * 200 + "variant",
    ):
        text = linked(html, compiled(ENGLISH, "en"))
        assert re.sub(r'<a href="doc:glossary#variant" class="term">(variants?)</a>', r"\1", text) == html


def test_the_words_of_the_site_are_linked_on_its_pages_and_in_no_export() -> None:
    changes = {"governance/risk/rudeness.yaml": "title: Rude answers\ntext: Each variant has the same likelihood.\n"}
    seen = view(changes)
    assert {form.id for form in terms_of(seen)} >= {"variant", "likelihood"}
    record = seen.get("risk", "rudeness")
    assert "glossary" not in render("record", seen, record).markdown()


def test_a_page_links_to_the_entry_in_its_own_language() -> None:
    text = "title: Rude answers\ntext: Each variant may.\n"
    settings = f"{SETTINGS}frameworks: [us-ny-raise]\n"
    made = project({"governance/settings.yaml": settings, "governance/risk/rudeness.yaml": text})
    pages = {file.path: file.content for file in site_files(Site(Views(made)))}
    assert '<a href="../glossary.html#variant" class="term">variant</a>' in pages["risk/rudeness.html"]
    assert 'class="term"' not in pages["glossary.html"]
    assert 'id="variant"' in pages["fr/glossary.html"]
    assert ">variant</a>" not in pages["fr/risk/rudeness.html"]  # the text stands in English there
