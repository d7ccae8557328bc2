"""Hosts as lists write them, and their normal form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underhood.doors.hosts import PLAIN, Form, host

CASES = [
    ("people.example", Form.HOST, "people.example"),
    ("a_b.example", Form.HOST, "a_b.example"),
    ("xn--bcher-kva.example", Form.HOST, "xn--bcher-kva.example"),
    ("People.EXAMPLE", Form.SPELLING, "people.example"),
    ("people.example.", Form.SPELLING, "people.example"),
    (" people.example\t", Form.HOST, "people.example"),
    ("bücher.example", Form.SPELLING, "xn--bcher-kva.example"),
    ("BÜCHER.example.", Form.SPELLING, "xn--bcher-kva.example"),
    ("faß.example", Form.SPELLING, "xn--fa-hia.example"),
    ("☃.example", Form.SPELLING, "xn--n3h.example"),
    ("日本。example", Form.SPELLING, "xn--wgv71a.example"),
    ("a\u00adb.example", Form.SPELLING, "ab.example"),
    ("ex%41mple.example", Form.SPELLING, "example.example"),
    ("192.0.2.7", Form.ADDRESS, "192.0.2.7"),
    ("[2001:db8::1]", Form.ADDRESS, "[2001:db8::1]"),
    ("2001:db8::1", Form.ADDRESS, "[2001:db8::1]"),
    ("2001:0db8::0001", Form.ODD_ADDRESS, "[2001:db8::1]"),
    ("0x7f.1", Form.ODD_ADDRESS, "127.0.0.1"),
    ("0300.0.2.7", Form.ODD_ADDRESS, "192.0.2.7"),
    ("3221225991", Form.ODD_ADDRESS, "192.0.2.7"),
    ("localhost", Form.WORD, "localhost"),
    ("*.people.example", Form.WILDCARD, "people.example"),
    (".people.example", Form.WILDCARD, "people.example"),
    ("https://People.example:8080/a?b", Form.URL, "people.example"),
    ("//people.example", Form.URL, "people.example"),
    ("ftp://people.example", Form.URL, "people.example"),
    ("people.example/directory", Form.PATH, "people.example"),
    ("people.example?a", Form.PATH, "people.example"),
    ("people.example\\a", Form.PATH, "people.example"),
    ("people.example/@other.example", Form.PATH, "people.example"),
    ("people.example:8080", Form.PORT, "people.example"),
    ("people.example:", Form.PORT, "people.example"),
    ("[2001:db8::1]:80", Form.PORT, "[2001:db8::1]"),
    ("somebody@people.example", Form.ACCOUNT, "people.example"),
    ("mailto:somebody@people.example", Form.ACCOUNT, "people.example"),
]
NONE = [
    *("", " ", ".", "..", "*", "a..example", "people.example..", "peo ple.example", "peo\0ple.example", "a\tb.example"),
    *(
        "xn--.example",
        "xn--a.example",
        "192.0.2.256",
        "people.123",
        "people*.example",
        "http://",
        "https:///a",
        "@",
        ":",
    ),
    *(
        "\u0661.example",
        "a\u200db.example",
        "\ud800.example",
        "<b>.example",
        "[::g]",
        "[",
        "people.example,other.example",
    ),
    *("a" * 64 + ".example", "a." * 127 + "example", "b" * 5000, "javascript:alert(1)", "-", "\ufffd"),
]


@pytest.mark.parametrize(("written", "form", "name"), CASES, ids=[ascii(written) for written, _, _ in CASES])
def test_form_and_name(written: str, form: Form, name: str) -> None:
    assert (host(written).form, host(written).name) == (form, name)


@pytest.mark.parametrize("written", NONE, ids=[ascii(written)[:40] for written in NONE])
def test_no_host(written: str) -> None:
    assert host(written).form in {Form.INVALID, Form.WORD}
    assert not PLAIN.fullmatch(host(written).name)


@given(st.text(max_size=60) | st.text("aB.:/@*[]%x-ü0129#?\\ \n", max_size=30))
def test_a_normal_form_is_its_own(written: str) -> None:
    name = host(written).name
    assert bool(name) == (host(written).form is not Form.INVALID)
    if name:
        again = host(name)
        assert again.name == name
        assert again.form in {Form.HOST, Form.ADDRESS, Form.WORD}
