"""Whatever bytes come: read, or refused with a reason, and nothing else."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from underhood.doors.envelope import Broken, Envelope, Signature, parse, pre_authentication, written
from underhood.values.origin import MARK, Origin, read
from underhood.values.origin import written as line_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["version", "document", "subject", "form", "records", "count", "names", "commit", "as_of"])
TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@given(st.dictionaries(NAMES, JSON) | JSON)
def test_any_footer_is_read_or_refused(said: object) -> None:
    found = read(f"text\n<!-- {MARK} {json.dumps(said)} -->\n".encode())
    assert found is None or isinstance(found, str | Origin)


@given(st.binary())
def test_any_bytes_of_a_footer_are_read_or_refused(raw: bytes) -> None:
    assert isinstance(read(b"<!-- " + MARK.encode() + b" {" + raw + b"} -->"), str | Origin)


@given(TEXT.filter(bool), TEXT, st.dictionaries(TEXT, TEXT, max_size=4))
def test_a_footer_that_is_written_is_read(document: str, subject: str, names: dict[str, str]) -> None:
    origin = Origin(document, subject, count=len(names), names=names)
    line = line_of(origin)
    assert read(f"# Text\n\n{line}\n".encode()) == origin
    assert line.count("-->") == 1
    assert "--" not in line.removeprefix("<!--").removesuffix("-->")


@given(st.binary() | JSON.map(lambda said: json.dumps(said).encode()))
def test_any_envelope_is_read_or_refused(raw: bytes) -> None:
    try:
        found = parse(raw)
    except Broken:
        return
    assert written(found) == raw


@given(st.binary(), st.lists(st.tuples(TEXT, st.binary(max_size=80)), min_size=1, max_size=4))
def test_an_envelope_that_is_written_is_read(payload: bytes, signatures: list[tuple[str, bytes]]) -> None:
    envelope = Envelope(payload, tuple(Signature(*one) for one in signatures))
    assert parse(written(envelope)) == envelope


@given(st.tuples(TEXT, st.binary()), st.tuples(TEXT, st.binary()))
def test_what_is_signed_is_never_the_same_for_two(one: tuple[str, bytes], other: tuple[str, bytes]) -> None:
    assert (pre_authentication(*one) == pre_authentication(*other)) is (one == other)
