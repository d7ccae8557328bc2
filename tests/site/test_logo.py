"""The organisation's own logo: a picture, and nothing that could do more."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from tests.making import SETTINGS, SMALL, project

from underhood.records.project import open_project
from underhood.site.logo import LARGEST_LOGO, drawing_fault, own_files
from underhood.values.errors import Stop

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 1 1">'
DRAWING = f'<?xml version="1.0"?>{OPEN}<style>.a {{ fill: url(#b) }}</style><path class="a" d="M0 0h1v1z"/></svg>'
PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + bytes(13) + struct.pack(">I", zlib.crc32(b""))


def repository(folder: Path, logo: str) -> Path:
    for path, text in {**SMALL, "governance/settings.yaml": f"{SETTINGS}appearance: {{logo: {logo}}}\n"}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return folder


def test_without_a_word_there_is_no_file() -> None:
    assert list(own_files(project())) == []


def test_a_drawing_and_colours_become_files_of_the_site(tmp_path: Path) -> None:
    folder = repository(tmp_path, "'site/mark.svg', accent: '#7a1f4b'")
    (folder / "site").mkdir()
    (folder / "site/mark.svg").write_text(DRAWING, "utf-8")
    found = dict(own_files(open_project(folder)))
    assert list(found) == ["assets/own.css", "assets/logo.svg"]
    assert found["assets/logo.svg"] == DRAWING.encode()


def test_a_png_file_is_taken_by_what_it_holds(tmp_path: Path) -> None:
    folder = repository(tmp_path, "mark.png")
    (folder / "mark.png").write_bytes(PNG)
    assert dict(own_files(open_project(folder))) == {"assets/logo.png": PNG}
    (folder / "mark.png").write_bytes(b"<svg/>")
    with pytest.raises(Stop, match="it is not a PNG file"):
        list(own_files(open_project(folder)))


@pytest.mark.parametrize(
    "inner",
    [
        "<script>alert(1)</script>",
        "<foreignObject><p/></foreignObject>",
        "<image href='#a'/>",
        "<animate attributeName='href' to='x'/>",
        "<a href='#x'/>",
        "<path onclick='alert(1)'/>",
        "<use href='https://example.org/x.svg#a'/>",
        "<use xlink:href='data:image/svg+xml,x'/>",
        "<path style='fill: url(https://example.org/x)'/>",
        "<path fill='URL( &quot;//example.org/x&quot;)'/>",
        "<style>@import 'https://example.org/x.css';</style>",
        "<style>.a { background: url(//example.org/x) }</style>",
        "<style>.a { background: u\\72l(//example.org/x) }</style>",
        "<p xmlns='http://www.w3.org/1999/xhtml'/>",
    ],
)
def test_a_drawing_that_can_do_more_is_refused(inner: str) -> None:
    assert drawing_fault(DRAWING.encode()) == ""
    assert drawing_fault(f"{OPEN}{inner}</svg>".encode())


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<svg/>",
        b"<svg",
        b"\x89PNG",
        f'<!DOCTYPE svg [<!ENTITY a "x">]>{OPEN}<text>&a;</text></svg>'.encode(),
        f'<?xml-stylesheet href="x.css"?>{OPEN}</svg>'.encode(),
        f"{OPEN}<script/></svg>".encode("utf-16"),
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
    ],
)
def test_what_is_no_drawing_is_refused(raw: bytes) -> None:
    assert drawing_fault(raw)


def test_a_logo_that_is_missing_too_large_or_elsewhere_is_refused(tmp_path: Path) -> None:
    folder = repository(tmp_path / "here", "site/mark.svg")
    with pytest.raises(Stop, match=r"appearance\.logo: site/mark\.svg cannot be used"):
        list(own_files(open_project(folder)))
    (folder / "site").mkdir()
    (folder / "site/mark.svg").write_text(DRAWING + " " * LARGEST_LOGO, "utf-8")
    with pytest.raises(Stop, match="cannot be used"):
        list(own_files(open_project(folder)))
    (folder / "site/mark.svg").unlink()
    (folder / "site").rmdir()
    (tmp_path / "mark.svg").write_text(DRAWING, "utf-8")
    (folder / "site").symlink_to(tmp_path)
    with pytest.raises(Stop, match="outside of the repository"):
        list(own_files(open_project(folder)))
