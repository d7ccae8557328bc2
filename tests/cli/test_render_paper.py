"""`underhood render` onto paper: the ending of the file says what is wanted."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from tests.cli.conftest import Call
from tests.conftest import Repository
from tests.paper.test_pdf import pytestmark as needs_pango

SETTINGS = (
    "schema: 1\ntitle: Owl records\nlanguages: [en]\npublication: {mode: compiled, compiler: Owl watchers, "
    "notice: {en: Compiled by Owl watchers.}, contact: owl@example.org}\n"
)


@needs_pango
def test_a_pdf_has_the_document_and_its_notice_on_every_sheet(
    call: Call, repository: Repository, tmp_path: Path
) -> None:
    root = repository({"governance/settings.yaml": SETTINGS})
    said = call("render", "model-card", "release/owl-2", "-C", root, "-o", tmp_path / "card.pdf")
    assert (said.code, said.out) == (0, "")
    sheets = PdfReader(tmp_path / "card.pdf").pages
    assert len(sheets) > 1
    for sheet in sheets:
        assert "Compiled by Owl watchers." in sheet.extract_text()
        assert "release/owl-2" in sheet.extract_text()
    assert "Rude answers" in "".join(sheet.extract_text() for sheet in sheets)


def test_a_word_file_has_the_document(call: Call, repository: Repository, tmp_path: Path) -> None:
    root = repository({"governance/settings.yaml": SETTINGS})
    said = call("render", "model-card", "release/owl-2", "-C", root, "-o", tmp_path / "card.docx")
    assert said.code == 0
    file = docx.Document(io.BytesIO((tmp_path / "card.docx").read_bytes()))
    assert file.sections[0].footer.paragraphs[0].text == "Compiled by Owl watchers."
    told = "\n".join(one.text for one in file.paragraphs)
    assert "Rude answers" in told
    assert file.tables


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_paper_needs_a_file(form: str, call: Call, repository: Repository) -> None:
    said = call("render", "model-card", "release/owl-2", "-C", repository(), "--format", form)
    assert said.code == 2
    assert f"-o model-card.{form}" in said.err


@pytest.mark.parametrize(("form", "library"), [("pdf", "weasyprint"), ("docx", "docx")])
def test_what_is_missing_is_said_before_anything_is_written(
    form: str, library: str, call: Call, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    said = call("render", "model-card", "release/owl-2", "-C", repository(), "-o", tmp_path / f"card.{form}")
    assert said.code == 2
    assert f"underhood[{form}]" in said.err
    assert not (tmp_path / f"card.{form}").exists()


def test_a_site_links_its_documents_for_paper(call: Call, repository: Repository, tmp_path: Path) -> None:
    said = call("build", "-C", repository(), "--no-search", "--with", "docx", "-o", tmp_path / "site")
    assert said.code == 0, said.err
    for language in ("", "fr/"):
        folder = tmp_path / "site" / f"{language}release" / "owl-2"
        assert 'href="model-card.docx"' in (folder / "model-card.html").read_text("utf-8")
        assert docx.Document(str(folder / "model-card.docx")).paragraphs
    assert not list((tmp_path / "site").rglob("*.pdf"))
    assert not (tmp_path / "site" / "release" / "owl-2.docx").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--with", "odt"), "there is no form 'odt'"),
        (("--with", "pdf", "--engine", "folder"), "--with is for the site"),
    ],
)
def test_a_form_that_cannot_be_had(
    options: tuple[str, ...], words: str, call: Call, repository: Repository, tmp_path: Path
) -> None:
    said = call("build", "-C", repository(), "-o", tmp_path / "site", *options)
    assert said.code == 2
    assert words in said.err
    assert not (tmp_path / "site").exists()


def test_a_missing_extra_stops_the_build_before_it_begins(
    call: Call, repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    said = call("build", "-C", repository(), "-o", tmp_path / "site", "--with", "docx")
    assert said.code == 2
    assert "underhood[docx]" in said.err
    assert not (tmp_path / "site").exists()


def test_paper_says_nothing_that_its_readers_may_not_see(call: Call, repository: Repository, tmp_path: Path) -> None:
    leak = "## {{ title }}\nThe private words of an unnamed keeper of owls.\n"
    root = repository(
        {
            "governance/capability/secret.yaml": (
                "title: A capability kept secret\ntype: capability\nvisibility: internal\n"
                "text: The private words of an unnamed keeper of owls.\nevidence: [{source: owl-paper}]\n"
            ),
            "templates/release-notes.md.jinja": leak,
        }
    )
    said = call("build", "-C", root, "--no-search", "--with", "docx", "-o", tmp_path / "site")
    assert said.code != 0
    assert "capability/secret" in said.err
    assert not (tmp_path / "site").exists()
