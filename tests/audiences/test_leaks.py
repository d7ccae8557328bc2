"""The last look before a site is published: what it finds, what it lets pass, and what becomes of the site."""

from __future__ import annotations

import gzip
import io
import json
import urllib.parse
import zipfile
from collections.abc import Callable, Mapping
from html import escape

import pytest
from tests.making import SMALL

from underhood.doors.tree import MemoryTree
from underhood.meaning.audience import Audience, Views
from underhood.records.project import memory_project
from underhood.site.leaks import PIECE, Watch, pieces, watch
from underhood.values.errors import Stop

TEXT = "The naïve filter lets “three & a half” per cent of the *worst* answers <through> at night."
SECRET = f"title: Owls at night\nsummary: {json.dumps(TEXT)}\ntext: 'Short words.'\nvisibility: authority\n"
HIDDEN = {"governance/risk/owls-after-night-4.yaml": SECRET}


def watched(files: Mapping[str, str] = HIDDEN, audience: Audience = Audience.PUBLIC) -> Watch:
    kept = watch(Views(memory_project(MemoryTree({**SMALL, **files}), today="2025-01-01")), audience)
    assert kept is not None
    return kept


def zipped(text: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:t>{escape(text)}</w:t>")
    return made.getvalue()


WAYS: Mapping[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "html": lambda text: f"<p>{escape(text)}</p>".encode(),
    "html in html": lambda text: f"<content type='html'>{escape(f'<p>{escape(text)}</p>')}</content>".encode(),
    "an attribute": lambda text: f'<p title="{escape(text)}">x</p>'.encode(),
    "json": lambda text: json.dumps({"text": text}).encode(),
    "json with letters": lambda text: json.dumps({"text": text}, ensure_ascii=False).encode(),
    "an address": lambda text: f"<a href='?q={urllib.parse.quote(text)}'>x</a>".encode(),
    "a form": lambda text: f"q={urllib.parse.quote_plus(text)}".encode(),
    "folded lines": lambda text: text.replace(" ", "\n    ").encode(),
    "markup": lambda text: escape(text).replace("*worst*", "<em>worst</em>").replace("lets", "<b>lets</b>").encode(),
    "a slug": lambda text: text.lower().replace(" ", "-").replace("ï", "i").encode(),
    "gzip": lambda text: gzip.compress(f'{{"content":"{text}"}}'.encode()),
    "zip": zipped,
    "cut short": lambda text: text[: PIECE + 20].encode(),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_text_is_found_however_it_is_written(way: str) -> None:
    with pytest.raises(Stop, match=r"page says .* 'public': summary of risk/owls-after-night-4"):
        watched().hold("page", WAYS[way](TEXT))


@pytest.mark.parametrize(
    "said",
    [
        "See risk/owls-after-night-4.",
        "<a href='../risk/owls-after-night-4.html'>",
        "risk%2Fowls-after-night-4",
        "governance/risk/deep/owls-after-night-4.yaml",
        "compare/owls-after-night-4..owls-9",
        '<p data-of="owls-after-night-4">',
        "Owls at night",
        "<b>Owls</b> at night",
    ],
)
def test_a_name_is_found(said: str) -> None:
    with pytest.raises(Stop, match="risk/owls-after-night-4"):
        watched().hold("page", said.encode())


def test_the_name_of_a_file_is_looked_at() -> None:
    with pytest.raises(Stop):
        watched().hold("risk/owls-after-night-4.html", b"")


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Short words.",
        "owls at night are a common sight",
        "risk/owls-after-night-40",
        "risk/owls-after-night-4.2",
        "the owls, after night, 4 of them",
        "per cent of the worst",
    ],
)
def test_what_is_no_secret_passes(said: str) -> None:
    watched().hold("page", said.encode())


def test_what_a_public_record_says_as_well_is_no_secret() -> None:
    public = f"title: Owls at night\ntext: {json.dumps(f'As was said before: {TEXT} So it is.')}\n"
    watched({**HIDDEN, "governance/risk/open.yaml": public}).hold("page", TEXT.encode())
    places = "title: Open\ntext: Open.\nevidence: [{source: owl-paper, at: section 4 of the annex}]\n"
    others = "title: Shut\ntext: Shut.\nevidence: [{source: owl-paper, at: 'section 4 of the annex, section 4'}]\n"
    both = {"governance/risk/open.yaml": places, "governance/risk/shut.yaml": f"{others}visibility: internal\n"}
    watched(both).hold("page", b"section 4 of the annex, section 4")


def test_the_tools_own_words_are_no_secret() -> None:
    named = SECRET.replace("Owls at night", "What is not published")
    watched({"governance/risk/x.yaml": named}).hold("page", b"<h2>What is not published</h2>")


def test_a_hidden_field_and_its_translation_are_found() -> None:
    risk = "title: Rude answers\ntext: It happens about four times in a hundred.\nvisibility_of: {text: downstream}\n"
    po = (
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgctxt "risk/rudeness#text"\n'
        'msgid "It happens about four times in a hundred."\nmsgstr "Cela arrive quatre fois sur cent environ."\n'
    )
    files = {"governance/risk/rudeness.yaml": risk, "governance/_locale/fr/LC_MESSAGES/records.po": po}
    kept = watched(files)
    for said in (
        "about four times in a hundred: it happens about four times in a hundred",
        "Cela arrive quatre fois sur cent environ.",
    ):
        with pytest.raises(Stop, match="text of risk/rudeness"):
            kept.hold("page", said.encode())
    project = memory_project(MemoryTree({**SMALL, **files}), today="2025-01-01")
    assert watch(Views(project), Audience.DOWNSTREAM) is None


def test_where_nothing_is_restricted_nothing_is_looked_for() -> None:
    assert watch(Views(memory_project(MemoryTree(SMALL), today="2025-01-01")), Audience.PUBLIC) is None


def test_a_place_that_there_is_not_stops_everything() -> None:
    risk = "title: Rude answers\ntext: Told.\nvisibility_of: {txet: internal}\n"
    with pytest.raises(Stop, match="visibility_of: nothing stands at 'txet'"):
        watched({"governance/risk/rudeness.yaml": risk})


def test_a_long_text_is_looked_for_piece_by_piece() -> None:
    words = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    found = list(pieces(words))
    assert all(len(one) >= PIECE for one in found)
    assert found[0].startswith("one two")
    assert found[-1].endswith("fourteen fifteen")
    assert list(pieces("Too short a text")) == []
    assert list(pieces("The text before [[risk/x]] and the text that follows.")) == ["and the text that follows"]
