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
