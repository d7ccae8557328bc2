"""Numbers and dates as each language writes them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from underhood.doors.languages import Messages, date, interface_messages, number, read_messages, spaced
from underhood.meaning.units import difference, measure, quantity
from underhood.values.quantity import Quantity

EN, FR = (
    Messages("en"),
    Messages(
        "fr",
        {
            "token": ("token", "tokens"),
            "%(figure)s billion %(unit)s": ("%(figure)s milliard de %(unit)s", "%(figure)s milliards de %(unit)s"),
        },
    ),
)


@pytest.mark.parametrize(
    ("value", "decimals", "en", "fr"),
    [
        ("1234.5", 1, "1,234.5", "1\u202f234,5"),
        ("1418091", None, "1,418,091", "1\u202f418\u202f091"),
        ("26.1", 2, "26.10", "26,10"),
        ("-0.5", None, "\u22120.5", "\u22120,5"),
        ("0.00", 2, "0.00", "0,00"),
    ],
)
def test_numbers(value: str, decimals: int | None, en: str, fr: str) -> None:
    assert number(Decimal(value), "en", decimals) == en
    assert number(Decimal(value), "fr", decimals) == fr


@pytest.mark.parametrize(
    ("written", "en", "fr"),
    [
        ("2023-07-18", "18 July 2023", "18 juillet 2023"),
        ("2023-03-01", "1 March 2023", "1er mars 2023"),
        ("2023-07", "July 2023", "juillet 2023"),
        ("2023", "2023", "2023"),
        ("2022-12/2023-02", "December 2022 \u2013 February 2023", "décembre 2022 \u2013 février 2023"),
    ],
)
def test_dates(written: str, en: str, fr: str) -> None:
    assert date(written, "en") == en
    assert date(written, "fr") == fr


@pytest.mark.parametrize(
    ("value", "unit", "en"),
    [
        ("2.0e12", "token", "2.0\u00a0trillion\u00a0tokens"),
        ("1.4e12", "token", "1.4\u00a0trillion\u00a0tokens"),
        ("7e10", "parameter", "70\u00a0billion\u00a0parameters"),
        ("1.25e8", "parameter", "125\u00a0million\u00a0parameters"),
        ("4096", "token", "4,096\u00a0tokens"),
        ("23.08", "percent", "23.08\u00a0%"),
        ("1", "day", "1\u00a0day"),
        ("31.22", "tCO2eq", "31.22\u00a0t CO₂eq"),
    ],
)
def test_measures(value: str, unit: str, en: str) -> None:
    assert measure(Decimal(value), unit, EN) == en


def test_french_counts_in_milliards() -> None:
    assert measure(Decimal("2.0e12"), "token", FR) == "2\u202f000\u00a0milliards\u00a0de\u00a0tokens"
    assert measure(Decimal(40), "percent", FR) == "40\u202f%"


def test_differences_of_percentages_are_points() -> None:
    assert difference(Decimal("3.02"), "percent", EN) == "+3.02\u00a0points"
    assert difference(Decimal("-1.5"), "percent", EN) == "\u22121.5\u00a0points"


def test_a_large_number_is_singular_below_two_in_french() -> None:
    assert measure(Decimal("1.3e9"), "token", FR) == "1,3\u00a0milliard\u00a0de\u00a0tokens"
    assert measure(Decimal("2e9"), "token", FR) == "2\u00a0milliards\u00a0de\u00a0tokens"
    assert measure(Decimal("1.3e9"), "token", EN) == "1.3\u00a0billion\u00a0tokens"


def test_bounds_and_approximation_are_said() -> None:
    assert quantity(Quantity(Decimal(350), "person", bound="more-than"), EN) == "more than 350\u00a0people"
    assert quantity(Quantity(Decimal("0.2"), "percent", approximate=True), EN) == "about 0.2\u00a0%"


def test_printed_precision_is_a_minimum() -> None:
    assert quantity(Quantity(Decimal("26.1"), "percent", decimals=2), EN) == "26.10\u00a0%"
    assert quantity(Quantity(Decimal("6.24"), "percent", decimals=1), EN) == "6.24\u00a0%"


PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgctxt "risk/x#title"
msgid "Rude answers"
msgstr "Réponses grossières"

#, fuzzy
msgctxt "risk/x#text"
msgid "Old"
msgstr "Vieux"

msgid "day"
msgid_plural "days"
msgstr[0] "jour"
msgstr[1] "jours"
"""


def test_catalogues() -> None:
    found = read_messages(PO.encode(), "fr")
    assert found.text("risk/x#title", "Rude answers") == "Réponses grossières"
    assert found.text("risk/x#title", "Changed since") is None
    assert found.text("risk/x#text", "Old") is None
    assert [found.ngettext("day", "days", count) for count in (0, 1, 2)] == ["jour", "jour", "jours"]
    assert EN.ngettext("day", "days", 0) == "days"


@pytest.mark.parametrize("raw", [b"garbage here\n", b'msgid "a"\nmsgid "b"\n', b"\xff\xfe"])
def test_a_broken_catalogue_is_told(raw: bytes) -> None:
    with pytest.raises(ValueError, match=r"keyword|msgstr|decode"):
        read_messages(raw, "fr")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Tarn &amp; Thistle", "Tarn &amp; Thistle"),
        ("Tarn &amp; Thistle: oui", "Tarn &amp; Thistle\u202f: oui"),
        ("Quoi?", "Quoi\u202f?"),
        ("`a: b`; c", "`a: b`; c"),
    ],
)
def test_the_spaces_that_french_has(written: str, shown: str) -> None:
    assert spaced(written, "fr") == shown
    assert spaced(written, "en") == written


def test_what_editors_write_beside_the_messages_is_read() -> None:
    """Old words of an entry out of use (`#~|`), and plurals that nobody has filled in yet."""
    raw = PO + '\nmsgid "%s owl"\nmsgid_plural "%s owls"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    raw += '\n#~| msgid "Older"\n#~ msgid "Gone"\n#~ msgstr "Parti"\n'
    found = read_messages(raw.encode(), "fr")
    assert found.text("risk/x#title", "Rude answers") == "Réponses grossières"
    assert "%s owl" not in found.plain
    assert "Gone" not in found.plain


def test_an_empty_plural_of_ones_own_hides_no_word(tmp_path: Path) -> None:
    """A catalogue that a command has just begun breaks no page, nor does one with one form of a plural."""
    path = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "underhood.po"
    path.parent.mkdir(parents=True)
    begun = 'msgid "%s release"\nmsgid_plural "%s releases"\nmsgstr[0] "{}"\nmsgstr[1] ""\n'
    for one in ("", "%s version"):
        path.write_text(begun.format(one), "utf-8")
        assert interface_messages((tmp_path,), "fr").ngettext("%s release", "%s releases", 2) == "%s releases"
