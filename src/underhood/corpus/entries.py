"""What a list of left-out addresses names, entry by entry, in normal form; what names nothing, with its line.

An entry covers what it says, and no more:

- a host covers itself and every host below it; a name below which anybody may register one (a public suffix, such as
  that of a provider of web pages) covers itself alone, since those below are others' sites; an IP address itself;
- `*.name` covers every host below the name, not the name itself; `.name` covers both;
- the address of a page covers the addresses of that host and port that begin with its path, up to the end of a step
  (`/people` covers `/people`, `/people/a` and `/people?a`, not `/peoples`); one that ends in `*` covers what begins so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntFlag

from underhood.doors.hosts import COMPARED, Form, host, is_ip, is_plain, located

LONGEST_ENTRY = 4096
_HOSTS = frozenset({Form.HOST, Form.SPELLING, Form.ADDRESS, Form.ODD_ADDRESS})
_ADDRESSES = frozenset({Form.URL, Form.PATH, Form.PORT})


class Covers(IntFlag):
    """Which hosts an entry covers: the host itself, those below it."""

    NONE = 0
    ITSELF = 1
    BELOW = 2
    BOTH = 3


@dataclass(frozen=True, slots=True)
class Named:
    """An entry that names hosts: the host in normal form, and which hosts it covers."""

    name: str
    covers: Covers

    @property
    def entry(self) -> str:
        """How the entry is written in results."""
        return f"*.{self.name}" if self.covers is Covers.BELOW else self.name


@dataclass(frozen=True, slots=True)
class Prefix:
    """An entry that names addresses: host and port in normal form, and how their path and query begin.

    `open`: what follows may begin in the middle of a step.
    """

    name: str
    port: str
    target: str
    open: bool = False

    @property
    def entry(self) -> str:
        """How the entry is written in results."""
        port = f":{self.port}" if self.port else ""
        return f"{self.name}{port}{self.target}{'*' if self.open else ''}"

    def covers(self, target: str) -> bool:
        """Whether a path and query, in normal form, are covered."""
        if not target.startswith(self.target):
            return False
        rest = target[len(self.target) :]
        return self.open or not rest or self.target[-1] in "/?&=" or rest[0] in ("&" if "?" in self.target else "/?")


@dataclass(frozen=True, slots=True)
class Flaw:
    """An entry that names nothing that can be looked for: where it stands, its beginning, why."""

    where: str
    text: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: '{self.text}' is {self.why}"


IsSuffix = Callable[[str], bool]
"""Whether a host is a name below which others register."""


def entry(written: str, is_suffix: IsSuffix) -> Named | Prefix | str:
    """What an entry names; for one that names nothing, what it is instead, as in "this is …"."""
    text = written.strip()
    if len(text) > LONGEST_ENTRY:
        return "longer than any address"
    found = host(text.removesuffix("*") if _is_address(text) else text)
    if found.form is Form.WILDCARD and found.name:
        return Named(found.name, Covers.BELOW if text.startswith("*") else Covers.BOTH)
    if text.startswith(("*", ".")):
        return str(Form.WILDCARD) + " that cannot be looked for"
    if found.form in _HOSTS:
        return whole(found.name, is_suffix)
    if found.form in _ADDRESSES:
        return _address(text, is_suffix)
    return str(found.form)


def whole(name: str, is_suffix: IsSuffix) -> Named:
    """What a host names that stands alone."""
    return Named(name, Covers.ITSELF if is_ip(name) or is_suffix(name) else Covers.BOTH)


def _is_address(text: str) -> bool:
    return "/" in text or "?" in text


def _address(text: str, is_suffix: IsSuffix) -> Named | Prefix | str:
    """A whole address; that of a whole site, at the usual port, stands for the site."""
    open_end = text.endswith("*")
    bare = text.removesuffix("*")
    if "*" in bare:
        return str(Form.WILDCARD) + " that cannot be looked for"
    found = located(bare)
    if found.judged not in COMPARED:
        return str(found.judged)
    if found.target == "/" and not found.port:
        return whole(found.host, is_suffix)
    return Prefix(found.host, found.port, found.target, open_end)


def understood(numbered: Iterable[tuple[str, bytes]], is_suffix: IsSuffix) -> Iterable[Named | Prefix | Flaw]:
    """What the entries name; each comes with the place where it stands."""
    for where, raw in numbered:
        if is_plain(raw):
            yield whole(raw.decode("ascii"), is_suffix)
            continue
        text = raw[: LONGEST_ENTRY + 1].decode("utf-8", "replace")
        found = entry(text, is_suffix)
        yield found if not isinstance(found, str) else Flaw(where, text[:80], found)
