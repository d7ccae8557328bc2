"""Every byte of a seal counts, and nothing that somebody puts in its place does any harm."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.seals.making import counted, records, seal, with_seal

from underhood.doors.canonical_json import NotCanonical, canonical, read_canonical
from underhood.judge.check import check
from underhood.judge.seal import restored
from underhood.records.seal_values import Seal
from underhood.records.seals import parse_seal, path_of, written
from underhood.values.errors import Stop

MADE = seal()
RAW = written(MADE)
PUBLIC = written(MADE, "public")
PATH = path_of("owl-3")


def accepted(raw: bytes) -> str:
    """The manifest of what reads as a seal of the release; empty where it does not."""
    found = parse_seal(raw)
    return found.manifest if isinstance(found, Seal) and found.release == MADE.release else ""


@settings(max_examples=400, deadline=None)
@given(st.integers(0, len(RAW) - 1), st.integers(1, 255))
def test_no_byte_can_be_flipped(at: int, by: int) -> None:
    assert accepted(RAW[:at] + bytes([RAW[at] ^ by]) + RAW[at + 1 :]) != MADE.manifest


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(PUBLIC) - 1), st.integers(1, 255))
def test_no_byte_of_a_copy_can_be_flipped(at: int, by: int) -> None:
    flipped = PUBLIC[:at] + bytes([PUBLIC[at] ^ by]) + PUBLIC[at + 1 :]
    assert accepted(flipped) != MADE.manifest


def test_no_single_bit_of_the_whole_file_can_be_flipped() -> None:
    short = written(seal(records({"governance/release/owl-3.yaml": None}), id="owl-1"))
    manifest = parse_seal(short)
    assert isinstance(manifest, Seal)
    for at in range(len(short)):
        found = parse_seal(short[:at] + bytes([short[at] ^ 1]) + short[at + 1 :])
        assert isinstance(found, str) or found.manifest != manifest.manifest or found.release != manifest.release, at


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(RAW)), st.binary(min_size=1, max_size=3))
def test_nothing_can_be_put_in(at: int, more: bytes) -> None:
    assert accepted(RAW[:at] + more + RAW[at:]) != MADE.manifest


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(RAW) - 1), st.integers(1, 200))
def test_nothing_can_be_taken_out(at: int, length: int) -> None:
    assert accepted(RAW[:at] + RAW[at + length :]) != MADE.manifest


def lines(raw: bytes = RAW) -> list[bytes]:
    return raw.split(b"\n")


def with_entry(text: bytes) -> bytes:
    head, first, *rest = lines()
    return b"\n".join([head, text + b",", first, *rest])


DEEP = b"[" * 200_000
HOSTILE = {
    "empty": b"",
    "not JSON": b"\xff\xfe\x00",
    "a list": b"[]\n",
    "pretty": json.dumps(json.loads(RAW), indent=1).encode(),
    "other line ends": RAW.replace(b"\n", b"\r\n"),
    "a byte order mark": b"\xef\xbb\xbf" + RAW,
    "no end": RAW[:-4],
    "deep": with_entry(b'{"nonce":"' + b"0" * 64 + b'","entry":{"data":' + DEEP + b',"name":"record/risk/x"}}'),
    "NaN": with_entry(b'{"nonce":"' + b"0" * 64 + b'","entry":{"data":{"x":NaN},"name":"record/risk/x"}}'),
    "infinite": with_entry(b'{"nonce":"' + b"0" * 64 + b'","entry":{"data":{"x":1e999},"name":"record/risk/x"}}'),
    "a huge number": with_entry(
        b'{"nonce":"' + b"0" * 64 + b'","entry":{"data":{"x":' + b"9" * 10_000 + b'},"name":"record/risk/x"}}'
    ),
    "a name twice in a group": with_entry(
        b'{"nonce":"' + b"0" * 64 + b'","entry":{"data":{"a":1,"a":2},"name":"record/risk/x"}}'
    ),
    "another spelling": with_entry(b'{"nonce":"' + b"0" * 64 + b'","entry":{"data":{"a": 1},"name":"record/risk/x"}}'),
    "an escaped letter": with_entry(
        b'{"nonce":"' + b"0" * 64 + b'","entry":{"data":{"a":"\\u0061"},"name":"record/risk/x"}}'
    ),
    "half a character": with_entry(
        b'{"nonce":"' + b"0" * 64 + b'","entry":{"data":{"a":"\\ud800"},"name":"record/risk/x"}}'
    ),
    "no nonce": with_entry(b'{"entry":{"data":{},"name":"record/risk/x"}}'),
    "a short nonce": with_entry(b'{"nonce":"00","entry":{"data":{},"name":"record/risk/x"}}'),
    "an entry twice": b"\n".join([lines()[0], lines()[1], *lines()[1:]]),
    "entries turned round": b"\n".join([lines()[0], lines()[2], lines()[1], *lines()[3:]]),
    "bare digests": PUBLIC.replace(b'"audience":"public"', b'"audience":"internal"'),
    "a copy": PUBLIC,
    "an unknown number": RAW.replace(b'{"seal":1,', b'{"seal":2,', 1),
    "number nought": RAW.replace(b'{"seal":1,', b'{"seal":0,', 1),
    "of another release": RAW.replace(b"release/owl-3", b"release/owl-2", 1),
    "a million lines": b"\n".join([lines()[0], *[b'{"digest":"' + b"0" * 64 + b'"},'] * 100_000, b"]}", b""]),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_seal_ends_in_a_finding(name: str) -> None:
    project = with_seal(MADE, {PATH: HOSTILE[name]})
    found = check(project, today="2025-06-01", only={"seal-edited", "seal-behind", "unsealed-release"})
    assert [(one.code, str(one.location)) for one in found] == [("seal-edited", f"{PATH}:1:1")]
    assert len(found[0].message) < 400
    assert found[0].message.isprintable()
    assert found[0].hint


def remade(name: str, data: object) -> bytes:
    """A seal whose digests fit, with an entry put in by somebody who knows the form."""
    from underhood.records.seals import entry_of, manifest_of  # noqa: PLC0415

    more = entry_of(name, data, counted(7000)())
    entries = tuple(sorted((*MADE.entries, more), key=lambda one: one.name))
    manifest = manifest_of(one.digest for one in entries)
    return written(Seal(MADE.release, 1, MADE.sealed, entries, manifest))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("record/risk/../../etc/passwd", {}),
        ("record//etc/passwd", {}),
        ("record/risk/x#text", {}),
        ("record/risk/CON", {}),
        ("list/../settings.yaml", {}),
        ("list/_lists/../../x", {}),
        ("release/..", {}),
        ("something else", {}),
        ("record/risk/x", []),
        ("record/risk/x", "text"),
        ("translation/fr/risk/../x", {}),
    ],
)
def test_an_entry_of_no_kind_is_refused_though_its_digest_fits(name: str, data: object) -> None:
    found = check(with_seal(MADE, {PATH: remade(name, data)}), today="2025-06-01", only={"seal-edited"})
    assert [one.code for one in found] == ["seal-edited"]


def test_a_record_that_no_schema_accepts_is_not_rendered() -> None:
    project = with_seal(MADE, {PATH: remade("record/risk/x", {"title": 5})})
    found = parse_seal(remade("record/risk/x", {"title": 5}))
    assert isinstance(found, Seal)
    with pytest.raises(Stop, match="risk/x"):
        restored(project, found)
    other = parse_seal(remade("record/dragon/x", {"title": "Dragon"}))
    assert isinstance(other, Seal)
    with pytest.raises(Stop, match="no kind 'dragon'"):
        restored(project, other)


def test_files_that_are_no_seals_are_named() -> None:
    more: dict[str, str | bytes | None] = {
        "governance/_sealed/README": "x",
        "governance/_sealed/UPPER.json": RAW,
        "governance/_sealed/deep/owl-3.json": RAW,
    }
    found = check(with_seal(MADE, more), today="2025-06-01", only={"unknown-file"})
    assert [str(one.location) for one in found] == [f"{path}:1:1" for path in sorted(more)]


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_canonical_json_comes_back(value: object) -> None:
    try:
        raw = canonical(value)
    except NotCanonical:  # a number beyond what a double can hold
        return
    again = read_canonical(raw)
    assert canonical(again) == raw


@settings(max_examples=300, deadline=None)
@given(VALUES)
def test_no_other_spelling_is_canonical(value: object) -> None:
    try:
        raw = canonical(value)
    except NotCanonical:
        return
    for text in (json.dumps(value), json.dumps(value, ensure_ascii=False, separators=(",", ":"))):
        if text.encode() != raw:
            with pytest.raises(NotCanonical):
                read_canonical(text.encode())


@pytest.mark.parametrize("value", [math.nan, math.inf, "\ud800", {1: 2}, object()])
def test_what_json_cannot_say_has_no_canonical_form(value: object) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"b": 1, "a": 2.0}, '{"a":2,"b":1}'),
        (1e25, "1e+25"),
        (1e18, "1000000000000000000"),
        (10**18, "1000000000000000000"),
        (0.000001, "0.000001"),
        (1e-7, "1e-7"),
        (-0.0, "0"),
        (["\u20ac$\x0f\nA'B\"\\"], '["\u20ac$\\u000f\\nA\'B\\"\\\\"]'),
        ({"\ufb33": 1, "\U0001f600": 2}, '{"\U0001f600":2,"\ufb33":1}'),
    ],
)
def test_canonical_form_is_that_of_rfc_8785(value: object, text: str) -> None:
    assert canonical(value) == text.encode()
    assert canonical(read_canonical(text.encode())) == text.encode()


NUMBERS = st.from_regex(r"-?[0-9]{1,19}(\.[0-9]{1,19})?(e[+-]?[0-9]{1,3})?", fullmatch=True)


@settings(max_examples=500, deadline=None)
@given(NUMBERS | st.floats(allow_nan=False, allow_infinity=False).map(repr))
def test_a_number_has_the_spelling_that_the_library_gives_it(text: str) -> None:
    try:
        right = canonical(json.loads(text)) == text.encode()
    except ValueError:  # no number of JSON, or one beyond what a double can hold
        right = False
    try:
        read_canonical(f'{{"a":{text}}}'.encode())
    except NotCanonical:
        assert not right
    else:
        assert right


@pytest.mark.parametrize("text", ["0.1", "-12.5", "99.999", "0.0001", "123456789012345.6"])
def test_plain_decimals_are_in_canonical_form(text: str) -> None:
    assert canonical(read_canonical(text.encode())) == text.encode()


@pytest.mark.parametrize("text", ["0.10", "1.0", "00.1", "-0.0", "0.1000000000000000055", "0.00001e0", "1e-05", ".5"])
def test_other_spellings_of_decimals_are_refused(text: str) -> None:
    with pytest.raises(NotCanonical):
        read_canonical(text.encode())


@pytest.mark.parametrize("opened", [b'{"a":', b'{"a":[],"b":', b'{"a":{"b":[1]},"b":'])
def test_what_is_nested_deeper_than_any_record_is_refused(opened: bytes) -> None:
    deep = [opened * levels + b"1" + b"}" * levels for levels in (90, 102, 450)]
    assert read_canonical(deep[0])
    for raw in deep[1:]:
        with pytest.raises(NotCanonical, match="nested over 100 levels"):
            read_canonical(raw)
    assert read_canonical(b'["' + b"[" * 500 + b'"]') == ["[" * 500]
