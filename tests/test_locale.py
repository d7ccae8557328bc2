"""The French words: every message that a page can ask for has one, and none is left over.

How they are set is held by `test_french.py`.

`pytest tests/test_locale.py --regenerate` adds new messages (empty, to be filled in) and drops those that nobody asks
for any more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from underhood.documents import documents, offered, render
from underhood.doors import assets, catalogues
from underhood.doors.languages import Messages
from underhood.doors.schemas import read_schemas
from underhood.meaning.audience import Views
from underhood.meaning.localise import record_messages
from underhood.records.kinds import read_kinds
from underhood.records.project import open_project
from underhood.records.record import steps_of
from underhood.site.words import wanted

ROOT = Path(__file__).parents[1]
LAB = ROOT / "examples" / "lab"
FRENCH = ROOT / "templates" / "locale" / "fr" / "LC_MESSAGES" / "underhood.po"

OWN = {"Ticket"}
"""What the lab calls a field of its own."""

PLACEHOLDER = re.compile(r"%\([a-z_]+\)s|%s|\{[a-z_]+\}")


@pytest.fixture(scope="module")
def used() -> dict[str, str]:
    return wanted(read_kinds(read_schemas(assets.directory("schemas"))))


@pytest.fixture(scope="module")
def french(request: pytest.FixtureRequest, used: dict[str, str]) -> dict[str, Message]:
    if request.config.getoption("--regenerate"):
        FRENCH.write_bytes(catalogues.updated(FRENCH.read_bytes(), used, "fr"))
    catalogue = catalogues.read_catalogue(FRENCH.read_bytes(), "fr")
    return {catalogues.message_id(message): message for message in catalogues.messages_of(catalogue)}


def strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def test_every_message_is_translated(used: dict[str, str], french: dict[str, Message]) -> None:
    """With a plural where one is asked for, and checked by somebody (fuzzy ones are not)."""
    missing = [
        one
        for one, many in used.items()
        if one not in french
        or french[one].fuzzy
        or not all(strings(french[one]))
        or isinstance(french[one].id, tuple) != bool(many)
    ]
    assert not missing, "add the French for these to the catalogue (--regenerate makes room for them)"


def test_no_message_is_left_over(used: dict[str, str], french: dict[str, Message]) -> None:
    assert not sorted(set(french) - set(used)), "--regenerate drops these"


@pytest.mark.usefixtures("french")
def test_the_catalogue_is_in_order(used: dict[str, str]) -> None:
    raw = FRENCH.read_bytes()
    assert catalogues.updated(raw, used, "fr") == raw


def test_placeholders_are_the_same_on_both_sides(french: dict[str, Message]) -> None:
    for identity, message in french.items():
        for text in strings(message):
            assert sorted(PLACEHOLDER.findall(text)) == sorted(PLACEHOLDER.findall(identity)), identity


class Recorder:
    """Notes what pages ask to have translated."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def watch(self, monkeypatch: pytest.MonkeyPatch) -> None:
        gettext, ngettext = Messages.gettext, Messages.ngettext

        def one(messages: Messages, message: str) -> str:
            self.asked.add(str(message))
            return gettext(messages, message)

        def many(messages: Messages, one: str, many: str, count: int | Decimal) -> str:
            self.asked.add(one)
            return ngettext(messages, one, many, count)

        monkeypatch.setattr(Messages, "gettext", one)
        monkeypatch.setattr(Messages, "ngettext", many)


def test_pages_ask_for_nothing_else(monkeypatch: pytest.MonkeyPatch, used: dict[str, str]) -> None:
    """Word tables that `wanted` does not know would show as English words on French pages."""
    view = Views(open_project(LAB)).view("fr")
    recorder = Recorder()
    recorder.watch(monkeypatch)
    for record in view:
        page = (
            record.kind if record.kind in documents() and documents()[record.kind].subject == record.kind else "record"
        )
        for name in {page, *(document.name for document in offered(view, record))}:
            render(name, view, record)
    for document in documents().values():
        if document.subject == "repository":
            render(document.name, view)
        elif document.subject == "kind":
            for kind in view.catalog.kinds.values():
                render(document.name, view, kind.name)
    assert not sorted(recorder.asked - set(used) - OWN)


@pytest.mark.parametrize("root", [ROOT, LAB], ids=["records", "lab"])
def test_translations_of_records_stand_at_their_text(
    root: Path, record_property: Callable[[str, object], None]
) -> None:
    """An address that leads nowhere, or a text changed since, is a stale translation; gaps are only counted."""
    project = open_project(root)
    words = record_messages(project.tree, "fr")
    texts = set(texts_of(root))
    stale = sorted(set(words.in_context) - {pair for pairs in texts for pair in pairs})
    missing = sum(not any(pair in words.in_context for pair in pairs) for pairs in texts)
    record_property("texts", len(texts))
    record_property("texts without a translation", missing)
    assert not stale


def texts_of(root: Path) -> Iterator[tuple[tuple[str, str], ...]]:
    """Each text of each record, with the addresses by which a catalogue may name it."""
    catalog = open_project(root).catalog
    for record in catalog.records.values():
        kind = catalog.kinds[record.kind]
        for path, value, field in kind.walk(record.data):
            if isinstance(value, str) and field is not None and field.translatable:
                names = dict.fromkeys(
                    str(record.address.at(*steps_of(record.data, path, parts))) for parts in ("", kind.parts)
                )
                yield tuple((name, value) for name in names)


@pytest.mark.parametrize("root", [ROOT, LAB], ids=["records", "lab"])
def test_a_slice_is_translated_alike_everywhere(root: Path) -> None:
    """Figures are compared only where their slices are the same, in every language."""
    words = record_messages(open_project(root).tree, "fr")
    named = [pairs for pairs in texts_of(root) if pairs[0][0].endswith("/slice")]
    found: dict[str, set[str]] = {}
    for pairs in named:
        text = next((words.in_context[pair] for pair in pairs if pair in words.in_context), pairs[0][1])
        found.setdefault(pairs[0][1], set()).add(text)
    assert {name: texts for name, texts in found.items() if len(texts) > 1} == {}
