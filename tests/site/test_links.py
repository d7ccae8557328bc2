"""Links work from any page, and lead nowhere that is not there."""

from __future__ import annotations

import pytest

from underhood.site.links import relative, resolved, resolved_markdown

PAGES = {
    "index.html": frozenset[str](),
    "risk/toxic.html": frozenset({"ratings", "ratings/base"}),
    "fr/risk/toxic.html": frozenset[str](),
    "release/x.html": frozenset({"70b"}),
    "release/x/model-card.html": frozenset({"limits"}),
}


@pytest.mark.parametrize(
    ("target", "page", "way"),
    [
        ("risk/toxic.html", "index.html", "risk/toxic.html"),
        ("index.html", "risk/toxic.html", "../index.html"),
        ("risk/toxic.html", "release/x/model-card.html", "../../risk/toxic.html"),
        ("risk/toxic.html#a", "risk/toxic.html", "#a"),
        ("release/x.html#70b", "risk/toxic.html", "../release/x.html#70b"),
    ],
)
def test_relative(target: str, page: str, way: str) -> None:
    assert relative(target, page) == way


@pytest.mark.parametrize(
    ("link", "language", "html"),
    [
        ("record:risk/toxic", "en", '<a href="../risk/toxic.html">x</a>'),
        ("record:risk/toxic", "fr", '<a href="../fr/risk/toxic.html">x</a>'),
        ("record:risk/toxic#ratings/base/severity", "en", '<a href="../risk/toxic.html#ratings/base">x</a>'),
        ("record:release/x#variants/70b/context", "en", '<a href="../release/x.html#70b">x</a>'),
        ("record:risk/missing", "en", "x"),
        ("record:../../etc", "en", "x"),
        ("doc:release/x/model-card#limits", "en", '<a href="../release/x/model-card.html#limits">x</a>'),
        ("doc:release/x/nothing", "en", "x"),
    ],
)
def test_resolved(link: str, language: str, html: str) -> None:
    assert resolved(f'<a href="{link}">x</a>', "claim/y.html", language, pages=PAGES) == html


def test_resolved_in_markdown() -> None:
    text = "[Toxic \\[1\\]](record:risk/toxic) and [gone](record:risk/gone)"
    assert resolved_markdown(text, "release/x.html", "en", pages=PAGES) == "[Toxic \\[1\\]](../risk/toxic.md) and gone"
