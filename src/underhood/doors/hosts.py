"""Hosts as they are written in lists and addresses, and the one normal form that they are compared in, through ada.

The normal form is that of the WHATWG URL standard: lower case, internationalised names in their ASCII spelling
(UTS 46), IP addresses as they are usually written; besides, no dot at the end.
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

    found = ""
    with contextlib.suppress(ValueError):
        found = str(ada_url.URL(f"http://{bare}/").hostname).removesuffix(".")
        if _ENCODED in found and _ENCODED in ada_url.idna_to_unicode(found):
            return ""  # a label that claims to be encoded, and is not
    labels = found.split(".")
    fits = len(found) <= _LONGEST and all(0 < len(label) <= _LONGEST_LABEL for label in labels)
    return found if fits else ""


def _spelling(bare: str, name: str) -> Form:
    """The form of a host with nothing around it."""
    if name.startswith("[") or name.rpartition(".")[2].isdecimal():
        return Form.ADDRESS if bare == name else Form.ODD_ADDRESS
    if not _NAME.fullmatch(name):
        return Form.INVALID
    if "." not in name:
        return Form.WORD
    return Form.HOST if bare == name else Form.SPELLING
