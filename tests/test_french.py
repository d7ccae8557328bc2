"""Every French text that ships is set as French is: catalogues and hand-written pages. First, what the lint finds."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.french import NARROW, faults
from tests.playing import ROOT
from underhood.doors.po_entries import read

CATALOGUES = sorted(
    path for folder in ("templates", "governance", "examples") for path in (ROOT / folder).rglob("locale/fr/*/*.po")
) + sorted(path for folder in ("governance", "examples") for path in (ROOT / folder).rglob("_locale/fr/*/*.po"))
PAGES = sorted((ROOT / "site" / "fr").rglob("*.md"))
HOLES = re.compile(r"%\([a-z_]+\)s|%s|\{[a-z_]+\}|\[\[[^\]]+\]\]")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Oui ; non", "before ; ! ? »"),
        ("Pourquoi?", "before ; ! ? »"),
        (f"«{NARROW}non »", "before ; ! ? »"),
        ("« non »", "after «"),
        ("Total : 3", "before a colon"),
        ("Total: 3", "before a colon"),
        ("Total\N{NO-BREAK SPACE}: 3", "wide no-break space"),
        ("20 %", "before %"),
        ("20% de plus", "before %"),
        ("les %s %% de tête", "before %"),
        ("32 000 entrées", "in a number"),
        ("2920903 comparaisons", "a long number"),
        ('Dit "ouvert"', "quotation mark"),
        ("Dit “ouvert”", "quotation mark"),
        ("l’article", "apostrophe"),
        ("Recherche …", "before …"),
        ("Recherche...", "three full stops"),
        ("deux  espaces", "two spaces"),
    ],
)
def test_what_is_found(text: str, name: str) -> None:
    assert any(name in fault for fault in faults(text)), faults(text)


@pytest.mark.parametrize(
    "text",
    [
        f"Oui{NARROW}; non{NARROW}! Pourquoi{NARROW}?",
        f"Total{NARROW}: 20{NARROW}%, soit 1{NARROW}234,5",
        f"«{NARROW}l'article{NARROW}» (arXiv:2307.09288), 12:30, https://example.org/?a=1",
        f"Appeler `underhood check --format json: x`{NARROW}: voir [la page](a.html?b;c).",
        "les %(name)s, [[risk/a#title]] et v1.0 du 18 juillet 2023, en 2048…",
        f"```\nan: 'English' ; block  of code\n```\nfin{NARROW}!",
    ],
)
def test_what_is_right(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_catalogues_look_french(path: Path) -> None:
    entries = read(path.read_bytes(), "fr").entries
    assert {entry.id: bad for entry in entries for text in entry.strings if (bad := faults(text))} == {}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_catalogues_fill_the_same_holes(path: Path) -> None:
    """Values and references of a message are those of its translation; only their order may differ."""
    for entry in read(path.read_bytes(), "fr").entries:
        for text in (text for text in entry.strings if text):
            assert sorted(HOLES.findall(text)) == sorted(HOLES.findall(entry.id)), entry.context or entry.id


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_pages_look_french(path: Path) -> None:
    """Fields of the front matter are YAML, where a colon stands behind each name."""
    text = re.sub(r'^[a-z_]+: "?(.*?)"?$', r"\1", path.read_text("utf-8"), flags=re.MULTILINE)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    assert {line: bad for line in prose.split("\n") if (bad := faults(line))} == {}
