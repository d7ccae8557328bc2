"""Hosts as they are written in lists and addresses, and the one normal form that they are compared in, through ada.

The normal form is that of the WHATWG URL standard: lower case, internationalised names in their ASCII spelling
(UTS 46), IP addresses as they are usually written; besides, no dot at the end. An address of a corpus that has no
scheme is read as one of the web.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

PLAIN = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII
)
"""What nearly every entry of a list looks like: such a name is its own normal form, if no label is encoded."""

_PLAIN_BYTES = re.compile(PLAIN.pattern.encode())
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?=//)|(?=//)")
_PORT = re.compile(r":[0-9]*\Z")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f]")
_NAME = re.compile(r"[a-z0-9_.-]+", re.ASCII)
_ENCODED = "xn--"
_AROUND = "".join(map(chr, range(33)))
_WITHIN = str.maketrans("", "", "\t\n\r")
_WEB = re.compile(r"(?:https?|ftp|wss?):", re.IGNORECASE)
_OTHER = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_AUTHORITY = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*(?=://[^/\\?#])")
_HOST_AND_PORT = re.compile(r"[A-Za-z0-9.-]+:[0-9]{1,5}(?:[/?#]|\Z)")
_HALF = re.compile("[\ud800-\udfff]")
_ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LONGEST, _LONGEST_LABEL = 253, 63


class Form(StrEnum):
    """How a host is written; the values complete the sentence "this is …"."""

    HOST = "a host in its normal form"
    SPELLING = "a host in another spelling"
    ADDRESS = "an IP address"
    ODD_ADDRESS = "an IP address in an odd notation"
    WORD = "a single word, not the name of a site"
    WILDCARD = "a pattern"
    URL = "a whole web address"
    PATH = "a part of a site, not a host"
    PORT = "a host with a port"
    ACCOUNT = "an account at a host"
    INVALID = "no host"


class Judged(StrEnum):
    """What became of an address of a corpus; only the first two can be compared with a list."""

    HOST = "a host"
    IP = "an IP address"
    MISSING = "no value"
    EMPTY = "an empty address"
    NO_HOST = "an address without a host"
    INVALID = "no valid address"


COMPARED = frozenset({Judged.HOST, Judged.IP})


@dataclass(frozen=True, slots=True)
class Located:
    """Where an address leads: host and port in normal form (no port: the usual one), path and query."""

    judged: Judged
    host: str = ""
    port: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """An entry as it was understood: how it is written, and the host that it names in normal form (may be empty)."""

    form: Form
    name: str


def is_plain(written: bytes) -> bool:
    """Whether an entry looks like nearly every other, and is its own normal form: quicker than understanding it."""
    return _PLAIN_BYTES.fullmatch(written) is not None and b"xn--" not in written


def host(written: str) -> Host:
    """Understand an entry of a list of hosts. What says more than a host is told apart, and its host is still given."""
    text = written.strip()
    if PLAIN.fullmatch(text) and _ENCODED not in text:
        return Host(Form.HOST, text)
    plain = text.lower().removesuffix(".") if text.isascii() else ""
    if PLAIN.fullmatch(plain) and _ENCODED not in plain:
        return Host(Form.SPELLING, plain)
    return _understood(text)


@lru_cache(maxsize=4096)
def _understood(text: str) -> Host:
    """An entry that is not written plainly; in a list made to cost time, the same few come again and again."""
    if not text or _BLANK.search(text):
        return Host(Form.INVALID, "")
    form, bare = _bare(text)
    if form is Form.INVALID:
        return Host(form, "")
    name = _normal(bare)
    spelling = _spelling(bare, name)
    return Host(Form.INVALID, "") if spelling is Form.INVALID else Host(form or spelling, name)


def _bare(text: str) -> tuple[Form | None, str]:
    """What stands around a host, the outermost first, and the host as it is written."""
    form: Form | None = None
    if scheme := _SCHEME.match(text):
        form, text = Form.URL, text[scheme.end() + 2 :]
    head = re.split(r"[/\\?#]", text, maxsplit=1)[0]
    if head != text:
        form, text = form or Form.PATH, head
    if "@" in text:
        form, text = form or Form.ACCOUNT, text.rpartition("@")[2]
    if text.count(":") > 1 and not text.startswith("["):
        text = f"[{text}]"
    elif port := _PORT.search(text):
        form, text = form or Form.PORT, text[: port.start()]
    if text.startswith(("*.", ".")):
        form, text = form or Form.WILDCARD, text.removeprefix("*").removeprefix(".")
    return (Form.INVALID, "") if "*" in text else (form, text)


def _normal(bare: str) -> str:
    """The host in normal form; empty if it can be none."""
    import ada_url  # noqa: PLC0415  (17 ms; only for what is not written plainly)

    with contextlib.suppress(ValueError):
        return _held(str(ada_url.URL(f"http://{bare}/").hostname))
    return ""


def _held(hostname: str) -> str:
    """What the URL standard takes for a host, if it can be one on the network; else empty."""
    import ada_url  # noqa: PLC0415  (as above)

    found = hostname.removesuffix(".")
    if _ENCODED in found and _ENCODED in ada_url.idna_to_unicode(found):
        return ""  # a label that claims to be encoded, and is not
    labels = found.split(".")
    fits = len(found) <= _LONGEST and all(0 < len(label) <= _LONGEST_LABEL for label in labels)
    return found if fits else ""


def _spelling(bare: str, name: str) -> Form:
    """The form of a host with nothing around it."""
    if is_ip(name):
        return Form.ADDRESS if bare == name else Form.ODD_ADDRESS
    if not _NAME.fullmatch(name):
        return Form.INVALID
    if "." not in name:
        return Form.WORD
    return Form.HOST if bare == name else Form.SPELLING


def is_ip(host: str) -> bool:
    """Whether a host in normal form is an IP address: nothing lies below it."""
    return host.startswith("[") or host.rpartition(".")[2].isdecimal()


def judge(url: str | None) -> tuple[str, Judged]:
    """The host of an address of a corpus in normal form, and what became of the address (without a host, why)."""
    found = located(url)
    return found.host, found.judged


def located(url: str | None) -> Located:
    """Where an address of a corpus leads, as a browser would read it."""
    if url is None:
        return Located(Judged.MISSING)
    text = _HALF.sub("\ufffd", url.strip(_AROUND).translate(_WITHIN))
    if not text:
        return Located(Judged.EMPTY)
    whole = _with_scheme(text)
    return _parsed(whole) if whole else Located(Judged.NO_HOST)


def _with_scheme(text: str) -> str:
    """The address as one of the web; empty where it names no host."""
    if _WEB.match(text):
        return text
    if text[0] in "/\\":
        return f"http:{text}" if text[1:2] in {"/", "\\"} else ""
    if text[0] in "?#":
        return ""
    if _OTHER.match(text) and not _HOST_AND_PORT.match(text):
        scheme = _AUTHORITY.match(text)
        return f"http{text[scheme.end() :]}" if scheme else ""
    return f"http://{text}"


def _parsed(text: str) -> Located:
    import ada_url  # noqa: PLC0415  (as above)

    try:
        url = ada_url.URL(text)
    except (ValueError, UnicodeError):
        return Located(Judged.INVALID)
    host = _held(str(url.hostname))
    if not host:
        return Located(Judged.INVALID)
    target = _ESCAPED.sub(_escape, f"{url.pathname}{url.search}")
    return Located(Judged.IP if is_ip(host) else Judged.HOST, host, str(url.port), target)


def _escape(found: re.Match[str]) -> str:
    """A percent sign with its two digits: what needs none is written out, the others in capitals (RFC 3986)."""
    letter = chr(int(found[1], 16))
    return letter if letter in _UNRESERVED else found[0].upper()
