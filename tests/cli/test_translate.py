"""`underhood translate`: catalogues follow the records, no translation is lost, pages say whether they are current."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.cli.conftest import Call
from tests.conftest import Repository

from underhood.doors import assets, po_entries
from underhood.doors.languages import read_messages
from underhood.doors.po_entries import Entry
from underhood.meaning.cataloguing import Asked, brought_up

PO = "governance/_locale/fr/LC_MESSAGES/records.po"
WORDS = "templates/locale/fr/LC_MESSAGES/underhood.po"
RISK = "governance/risk/rudeness.yaml"
SETTINGS = {"governance/settings.yaml": "schema: 1\ntitle: T\nlanguages: [en, fr]\npublication: {mode: provider}\n"}
HEAD = (
    '# Ours.\nmsgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'
)
TITLE = (
    '# The translator says: keep it short.\nmsgctxt "risk/rudeness#title"\nmsgid "Rude answers"\nmsgstr "Grossier"\n'
)


@pytest.fixture
def records(repository: Repository) -> Path:
    return repository({**SETTINGS, PO: HEAD + TITLE})


def entries(root: Path, path: str = PO) -> dict[str, Entry]:
    found = po_entries.read((root / path).read_bytes(), "fr").entries
    return {entry.context or entry.id: entry for entry in found}


def counted(call: Call, root: Path, *asked: str) -> dict[str, object]:
    said = call("translate", "status", "-C", root, "--format", "json", *asked)
    assert said.code == 0, said.err
    told = json.loads(said.out)
    schema = json.loads((assets.directory("schemas") / "formats/translation-1.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(told)
    return {"releases": told["releases"], **told["languages"][0]}


# update


def test_what_is_missing_is_added_and_what_is_there_stays(call: Call, records: Path) -> None:
    said = call("translate", "update", "-C", records)
    assert said.code == 0, said.err
    text = (records / PO).read_text("utf-8")
    assert text.startswith(HEAD)
    assert TITLE in text
    assert 'msgctxt "risk/rudeness#text"\nmsgid "The model may answer rudely."\nmsgstr ""\n' in text
    assert "evidence/owl-paper#title" not in text, "titles of sources stay as they are"
    before = (records / PO).read_bytes()
    said = call("translate", "update", "-C", records)
    assert said.out == f"{PO}: nothing to do\n"
    assert (records / PO).read_bytes() == before


def test_a_changed_original_marks_its_translation(call: Call, records: Path) -> None:
    path = records / RISK
    path.write_text(path.read_text("utf-8").replace("title: Rude answers", "title: Rude words"), "utf-8")
    assert "1 marked fuzzy, since the text changed" in call("translate", "update", "-C", records).out
    assert (
        '# The translator says: keep it short.\n#, fuzzy\n#| msgid "Rude answers"\nmsgctxt "risk/rudeness#title"\n'
        'msgid "Rude words"\nmsgstr "Grossier"\n'
    ) in (records / PO).read_text("utf-8")
    path.write_text(path.read_text("utf-8").replace("title: Rude words", "title: Coarse words"), "utf-8")
    call("translate", "update", "-C", records)
    assert entries(records)["risk/rudeness#title"].previous == "Rude answers", "the words that were translated"
    found = counted(call, records)
    assert {"address": "risk/rudeness#title", "state": "fuzzy"} in found["records"]["open"]  # type: ignore[index]


def test_a_gone_text_is_kept_and_comes_back(call: Call, records: Path) -> None:
    path = records / RISK
    whole = path.read_text("utf-8")
    call("translate", "update", "-C", records)
    before = (records / PO).read_bytes()
    path.unlink()
    assert "1 out of use" in call("translate", "update", "-C", records).out
    text = (records / PO).read_text("utf-8")
    assert text.endswith(
        '# The translator says: keep it short.\n#~ msgctxt "risk/rudeness#title"\n'
        '#~ msgid "Rude answers"\n#~ msgstr "Grossier"\n'
    )
    assert counted(call, records)["records"]["obsolete"] == 1  # type: ignore[index]
    path.write_text(whole, "utf-8")
    assert "1 in use again" in call("translate", "update", "-C", records).out
    assert (records / PO).read_bytes() == before


def test_entries_of_a_record_that_cannot_be_read_stay(call: Call, records: Path) -> None:
    (records / RISK).write_text("title: [", "utf-8")
    said = call("translate", "update", "-C", records)
    assert TITLE in (records / PO).read_text("utf-8")
    assert "1 record cannot be read" in said.err


def test_check_says_and_writes_nothing(call: Call, records: Path) -> None:
    before = (records / PO).read_bytes()
    said = call("translate", "update", "--check", "-C", records)
    assert (said.code, (records / PO).read_bytes()) == (1, before)
    assert "would change" in said.out
    call("translate", "update", "-C", records)
    assert call("translate", "update", "--check", "-C", records).code == 0


def test_the_same_words_elsewhere_are_offered(call: Call, records: Path) -> None:
    (records / "governance/risk/other.yaml").write_text("title: Rude answers\ntext: Others.\n", "utf-8")
    call("translate", "update", "-C", records)
    found = entries(records)["risk/other#title"]
    assert (found.strings, found.fuzzy) == (("Grossier",), True)


def test_layout_of_the_file_is_kept(call: Call, records: Path) -> None:
    """Wrapped lines, references of programs, an old `#~| msgid` and the ends of lines are as editors wrote them."""
    odd = (
        HEAD + '#. for the register\n#: risk:1\n#, no-wrap\nmsgctxt "risk/rudeness#title"\nmsgid ""\n"Rude "\n'
        '"answers"\nmsgstr "Grossier"\n\n\n#~| msgid "Old"\n#~ msgctxt "risk/gone#title"\n#~ msgid "Gone"\n'
        '#~ msgstr "Parti"\n'
    ).replace("\n", "\r\n")
    (records / PO).write_bytes(odd.encode())
    assert call("translate", "update", "-C", records).code == 0
    found = (records / PO).read_bytes().decode()
    assert found.count("\n") == found.count("\r\n")
    for part in odd.split("\r\n\r\n"):
        assert part.strip("\r\n") in found
    assert read_messages(found.encode(), "fr").text("risk/rudeness#title", "Rude answers") == "Grossier"


def test_a_new_language_gets_a_catalogue_and_all_words(call: Call, records: Path) -> None:
    said = call("translate", "update", "pt-BR", "-C", records)
    assert said.code == 0, said.err
    assert "'pt-BR' is no language of the site yet" in said.err
    assert '"Language: pt-BR\\n"' in (records / PO.replace("fr", "pt-BR")).read_text("utf-8")
    assert "Model card" in entries(records, WORDS.replace("fr", "pt-BR"))


def test_words_of_own_templates(call: Call, records: Path) -> None:
    own = records / "templates" / "risk.md.jinja"
    own.parent.mkdir()
    own.write_text("{{ _('Ticket of the owl') }} {{ _('Sources') }} {{ ngettext('%s owl', '%s owls', 2) }}", "utf-8")
    (records / WORDS).parent.mkdir(parents=True)
    override = 'msgid "Sources"\nmsgstr "Nos sources"\n'
    (records / WORDS).write_text(HEAD + override, "utf-8")
    call("translate", "update", "-C", records)
    found = entries(records, WORDS)
    assert override in (records / WORDS).read_text("utf-8")
    assert found["Ticket of the owl"].strings == ("",)
    assert found["%s owl"].strings == ("", "")
    own.write_text("{{ _('Sources'", "utf-8")
    said = call("translate", "update", "-C", records)
    assert said.code == 2
    assert "risk.md.jinja:1" in said.err


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (HEAD.encode() + b'msgid "a\0"\nmsgstr ""\n', "zero byte in line 7"),
        (HEAD.encode() + b'msgid "\xff"\nmsgstr ""\n', "line 7 is not UTF-8"),
        ((HEAD + TITLE + "\n" + TITLE).encode(), "line 13: the message of 'risk/rudeness#title' stands in line 8"),
        ((HEAD + 'msgid "a" b"\nmsgstr ""\n').encode(), "line 7: a text is not in quotation marks"),
        (HEAD.replace("utf-8", "latin-1").encode() + TITLE.encode(), "written in latin-1"),
        (HEAD.replace("nplurals=2", "nplurals=999999999").encode(), "no language has more than"),
        ((HEAD + 'msgid "lost"\n').encode(), "missing msgstr"),
        (b"x" * ((1 << 26) + 1), "over 65,536 KiB"),
    ],
    ids=["nul", "bytes", "twice", "quotes", "charset", "plurals", "half", "huge"],
)
def test_a_hostile_catalogue_is_left_alone(call: Call, records: Path, raw: bytes, says: str) -> None:
    (records / PO).write_bytes(raw)
    said = call("translate", "update", "-C", records)
    assert said.code in {2, 3}
    assert PO in said.err
    assert says in said.err
    assert "hint:" in said.err
    assert (records / PO).read_bytes() == raw


@pytest.mark.parametrize("code", ["xx-yy", "../../etc", "français", "en"])
def test_a_language_that_is_none(call: Call, records: Path, code: str) -> None:
    said = call("translate", "update", code, "-C", records)
    assert said.code == 2
    assert "hint:" in said.err


def test_a_read_only_catalogue_is_not_replaced(call: Call, records: Path) -> None:
    (records / PO).chmod(0o444)
    before = (records / PO).read_bytes()
    said = call("translate", "update", "-C", records)
    assert (said.code, (records / PO).read_bytes()) == (3, before)
    assert "is read-only" in said.err


def test_without_another_language(call: Call, repository: Repository) -> None:
    said = call(
        "translate",
        "update",
        "-C",
        repository(
            {"governance/settings.yaml": "schema: 1\ntitle: T\nlanguages: [en]\npublication: {mode: provider}\n"}
        ),
    )
    assert said.code == 2
    assert "no language besides English" in said.err


# status


def test_status_counts_by_kind_and_by_release(call: Call, records: Path) -> None:
    found = counted(call, records)
    kinds = found["records"]["kinds"]  # type: ignore[index]
    assert kinds["risk"]["translated"] == 1
    assert found["records"]["translated"] == 1  # type: ignore[index]
    assert found["words"]["translated"] > found["words"]["total"] / 2  # type: ignore[index]
    fewer = counted(call, records, "--release", "release/owl-1")
    assert fewer["releases"] == ["release/owl-1"]
    assert fewer["records"]["total"] < found["records"]["total"]  # type: ignore[index]
    text = call("translate", "status", "-C", records).out
    assert "1 of 2 translated, 1 missing" in text
    assert "missing  risk/rudeness#text" in text
    assert call("translate", "status", "-C", records, "--release", "risk/rudeness").code == 2


# Pages written by hand


def test_pages_are_missing_stale_or_current(call: Call, records: Path) -> None:
    site = records / "site"
    for path in ("fr/about", "about"):
        (site / path).mkdir(parents=True)
    (site / "about/a.md").write_text("# A\n", "utf-8")
    (site / "about/b.md").write_text("# B\n", "utf-8")
    (site / "about/made.md").write_text("---\ngenerated: true\n---\n\n# Made\n", "utf-8")
    (site / "fr/about/a.md").write_text("---\ntitle: A\n---\n\n# A\n", "utf-8")

    def states() -> dict[str, str]:
        return {page["original"]: page["state"] for page in counted(call, records)["pages"]}  # type: ignore[attr-defined]

    assert states() == {"site/about/a.md": "stale", "site/about/b.md": "missing"}
    said = call("translate", "confirm", "site/fr/about/a.md", "-C", records)
    assert said.out == "site/fr/about/a.md: confirmed\n", said.err
    text = (site / "fr/about/a.md").read_text("utf-8")
    assert text.startswith("---\ntitle: A\ntranslated_from: ")
    assert text.endswith("\n---\n\n# A\n")
    assert states()["site/about/a.md"] == "current"
    assert "current already" in call("translate", "confirm", site / "fr/about/a.md", "-C", records).out
    (site / "about/a.md").write_text("# A, changed\n", "utf-8")
    assert "the English page changed since" in call("translate", "status", "-C", records).out
    assert call("translate", "confirm", "site/fr/about/a.md", "-C", records).code == 0
    assert (site / "fr/about/a.md").read_text("utf-8").count("translated_from") == 1
    assert states()["site/about/a.md"] == "current"


@pytest.mark.parametrize("page", ["site/fr/about/none.md", "site/about/a.md", "../x.md", "governance/settings.yaml"])
def test_what_is_no_translated_page(call: Call, records: Path, page: str) -> None:
    (records / "site/about").mkdir(parents=True)
    (records / "site/about/a.md").write_text("# A\n", "utf-8")
    said = call("translate", "confirm", page, "-C", records)
    assert said.code == 2
    assert "hint:" in said.err


# Whatever the catalogue and the texts

NAMES = st.sampled_from(["risk/a#title", "risk/a#text", "risk/a-b#title", "risk/b#parts/x/text"])
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=12)
FEW = st.sampled_from(["One", "Two", "Three\nlines\n", 'with "quotes" \\n and é\u202f:'])
ASKED = st.lists(st.tuples(NAMES, FEW | TEXTS), unique_by=lambda pair: pair[0], max_size=4)
WRITTEN = st.lists(
    st.builds(
        Entry,
        NAMES,
        FEW | TEXTS,
        strings=st.tuples(FEW | TEXTS | st.just("")),
        flags=st.sampled_from([(), ("fuzzy",), ("no-wrap",)]),
        comments=st.sampled_from([(), ("# note",)]),
        obsolete=st.booleans(),
        previous=st.just("") | FEW,
    ),
    unique_by=lambda entry: (entry.context, entry.id),
    max_size=6,
)


def texts_of(found: po_entries.PoFile) -> set[tuple[str, str]]:
    return {(entry.context, text) for entry in found.entries for text in entry.strings if text}


@settings(deadline=None, max_examples=300)
@given(WRITTEN, ASKED, st.booleans())
def test_twice_is_once_and_no_translation_is_lost(
    written: list[Entry], wanted: list[tuple[str, str]], windows: bool
) -> None:
    """Also after the file was read by those who show it, and with the line ends of another system."""
    raw = po_entries.PoFile(tuple(HEAD.rstrip("\n").split("\n")), tuple(written)).write()
    raw = raw.replace(b"\n", b"\r\n") if windows else raw
    file = po_entries.read(raw, "fr")
    assert file.write() == raw, "what nobody changes stays to the byte"
    assert texts_of(file) == {(entry.context, text) for entry in written for text in entry.strings if text}
    asked = [Asked(text, names=(name,)) for name, text in wanted]
    new, counts = brought_up(file, asked)
    again = po_entries.read(new.write(), "fr")
    assert texts_of(file) <= texts_of(again)
    assert {(one.names[0], one.text) for one in asked} == {
        (entry.context, entry.id) for entry in again.entries if not entry.obsolete
    }
    assert not brought_up(again, asked)[1].any
    assert brought_up(again, asked)[0].write() == new.write()
    assert counts.any == (new.write() != raw)
    shown, before = read_messages(new.write(), "fr"), read_messages(raw, "fr")
    kept = {key: text for key, text in before.in_context.items() if key in {(one.names[0], one.text) for one in asked}}
    assert kept.items() <= shown.in_context.items(), "what was shown, and is still asked for, is still shown"
