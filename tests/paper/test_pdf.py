"""PDF files: tagged, titled, self-contained, and the same each time."""

from __future__ import annotations

import io
import socket
import sys
import types
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page import ValidationProfile, validate_pdf
from pypdf import PdfReader

from underhood.cli.main import run
from underhood.doors.pdf import pdf, ready
from underhood.values.errors import Stop

HERE = Path(__file__).as_uri()
ROOT = Path(__file__).resolve().parents[2]

try:
    ready()
    LACKS = ""
except Stop as stop:  # Pango is a library of the system
    LACKS = f"{stop.message}; {stop.hint}"
pytestmark = pytest.mark.skipif(bool(LACKS), reason=LACKS)

PAGE = """<!doctype html><html lang="fr"><head><title>Fiche</title></head><body><h1>Fiche</h1><h2>Un</h2>
<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table>{}</body></html>"""


def test_a_file_is_tagged_and_says_title_and_language() -> None:
    file = PdfReader(io.BytesIO(pdf(PAGE.format(""), "@page { size: A4 }")))
    about = file.xmp_metadata
    assert about is not None
    assert "pdfuaid" in about.stream.get_data().decode()
    root: Any = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert file.metadata is not None
    assert file.metadata.title == "Fiche"


def test_headings_are_bookmarks_and_tables_are_tagged() -> None:
    file = PdfReader(io.BytesIO(pdf(PAGE.format(""), "")))
    titles = [one["/Title"] for one in _flat(file.outline)]
    assert titles == ["Fiche", "Un"]
    root: Any = file.trailer["/Root"]
    tags = set(_tags(root["/StructTreeRoot"]))
    assert {"/H1", "/H2", "/Table", "/TH", "/TD"} <= tags
    assert "Fiche" in file.pages[0].extract_text()


def _flat(outline: Any) -> Iterator[Any]:
    for one in outline:
        yield from _flat(one) if isinstance(one, list) else [one]


def _tags(node: Any) -> Iterator[str]:
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from _tags(one)
    elif isinstance(node, dict):
        if "/S" in node:
            yield str(node["/S"])
        if "/K" in node:
            yield from _tags(node["/K"])


def test_the_same_page_gives_the_same_bytes() -> None:
    assert pdf(PAGE.format(""), "") == pdf(PAGE.format(""), "")
    assert pdf(PAGE.format(""), "") != pdf(PAGE.format("x"), "")


@pytest.mark.parametrize(
    ("body", "styles"),
    [
        ('<img src="https://lab.example/x.png" alt="x">', ""),
        (f'<img src="{HERE}" alt="x">', ""),
        (f'<object data="{HERE}"></object>', ""),
        ("", "body { background: url(https://lab.example/x.png) } @import url(https://lab.example/x.css);"),
    ],
)
def test_nothing_is_fetched(body: str, styles: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert pdf(PAGE.format(body), styles).startswith(b"%PDF")


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(Stop, match="'pdf'") as stop:
        ready()
    assert "underhood[pdf]" in (stop.value.hint or "")


def test_a_missing_library_of_the_system_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(types.ModuleType):
        def find_spec(self, name: str, *_: object) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'\nmore")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Broken("broken"), *sys.meta_path])
    with pytest.raises(Stop, match="libpango") as stop:
        ready()
    assert "apt-get install libpango" in (stop.value.hint or "")


LISTS = """<ul><li>a<ul><li>b</li></ul></li><li></li></ul><ul style="list-style:none"><li>c<ul><li>d</li></ul></li></ul>
<dl><dt>e</dt><dd>f</dd></dl><table><tbody><tr><th scope="row">g</th><td>h</td></tr></tbody></table>"""
ALONG = "@page { size: A5; @top-left { content: element(title) } @bottom-right { content: counter(page) } }"
RUNNING = '<p style="position: running(title)">along</p>'


def test_lists_tables_and_what_runs_along_keep_the_rules_of_pdf_ua(tmp_path: Path) -> None:
    page = PAGE.format(f"{LISTS}<p>{'long ' * 3000}</p>").replace("<h1>", f"{RUNNING}<h1>")
    (tmp_path / "one.pdf").write_bytes(pdf(page, ALONG))
    assert _faults(tmp_path / "one.pdf") == []
    file = PdfReader(tmp_path / "one.pdf")
    text = b"".join(one.get_contents().get_data() for one in file.pages)  # type: ignore[union-attr]
    assert text.count(b"/Artifact\n<</Type /Pagination>>\nBDC") == 2 * len(file.pages)
    root: Any = file.trailer["/Root"]
    assert sorted(_scopes(root["/StructTreeRoot"])) == ["/Column", "/Row"]


def test_a_file_as_the_library_leaves_it_breaks_the_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("underhood.doors.pdf_tags.mended", lambda *_: None)
    (tmp_path / "one.pdf").write_bytes(pdf(PAGE.format("<ul><li><p>a</p><ul><li>b</li></ul><p>c</p></li></ul>"), ALONG))
    assert _faults(tmp_path / "one.pdf") != []


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("document", ["model-card", "data-summary"])
def test_the_documents_of_a_release_keep_the_rules_of_pdf_ua(tmp_path: Path, document: str, *, language: str) -> None:
    file = tmp_path / f"{document}.pdf"
    words = ["render", document, "release/llama-2", "--lang", language, "-C", str(ROOT), "-o", str(file)]
    assert run(words) == 0
    assert _faults(file) == []


def _faults(file: Path) -> list[str]:
    """What the checker of another project finds against PDF/UA-1."""
    report = validate_pdf(str(file))
    assert report.profile == ValidationProfile.PDF_UA_1
    return [f"{one.rule_id}: {one.message}" for one in report.failures]


def _scopes(node: Any) -> Iterator[str]:
    node = node.get_object()
    if isinstance(node, list):
        for one in node:
            yield from _scopes(one)
    elif isinstance(node, dict):
        if node.get("/S") == "/TH":
            yield str(node["/A"]["/Scope"])
        if "/K" in node:
            yield from _scopes(node["/K"])
