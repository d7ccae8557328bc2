"""What search reads of a page: the words of records, without the shell, sources' names and what only repeats."""

from __future__ import annotations

import pytest

from underhood.site.searched import searched


def page(kind: str, body: str, *, found: bool = True) -> str:
    mark = " data-pagefind-body" if found else ""
    return (
        '<!doctype html><html lang="fr"><head><title>Shell</title>'
        '<meta data-pagefind-filter="kind[content]" content="Risque"></head>'
        f'<body class="page-{kind}"><header>Menu</header><main id="main"{mark}><h1>Title</h1>'
        f'<div class="prose">{body}</div></main><footer>Foot</footer></body></html>'
    )


def test_a_record_keeps_its_words_language_choices_and_headings() -> None:
    copy = searched(page("record", '<h2 id="a"><a class="anchor" href="#a">Part</a></h2><p>Words</p>'))
    assert '<html lang="fr">' in copy
    assert 'content="Risque"' in copy
    assert '<h2 id="a">Part</h2><p>Words</p>' in copy
    assert not {"Menu", "Foot", "Shell"} & set(copy.replace("<", " ").replace(">", " ").split())


def test_the_name_of_a_source_goes_and_its_quoted_words_stay() -> None:
    copy = searched(page("record", '<td><a href="../evidence/paper.html">Paper</a>, section 2, “its words”</td>'))
    assert "its words" in copy
    assert "Paper" not in copy
    assert "section 2" not in copy


@pytest.mark.parametrize(("kind", "kept"), [("document", False), ("compare", False), ("claims", False), ("risk", True)])
def test_what_repeats_records_stands_by_its_headings(kind: str, kept: bool) -> None:
    copy = searched(page(kind, '<h2 id="a">Part</h2><p>Said elsewhere</p>'))
    assert "Part" in copy
    assert ("Said elsewhere" in copy) is kept


@pytest.mark.parametrize("text", [page("record", "<p>Words</p>", found=False), "<p>no frame</p>", ""])
def test_what_is_not_to_be_found_is_left_out(text: str) -> None:
    assert searched(text) == ""
