"""The Public Suffix List: below which names others register theirs; that of the package publicsuffixlist, or a file.

Both parts of the list count, that of the registries (ICANN) and that of those who let others have names (private).
The list is data under the Mozilla Public Licence 2.0; it is read here, and not altered.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from underhood.doors.hosts import host, is_ip
from underhood.values.errors import Stop

PACKAGE, FILE = "publicsuffixlist", "public_suffix_list.dat"
INSTALL = "pip install 'underhood[audit]'"
_VERSION = re.compile(r"^// VERSION: (\S+)", re.MULTILINE)
_FEWEST = 1000
"""A list with fewer rules is none: it was cut off, or is another file."""


@dataclass(frozen=True, slots=True)
class Suffixes:
    """The rules of one edition of the list, by what they do; names in their ASCII spelling."""

    digest: str
    version: str
    exact: frozenset[str]
    below: frozenset[str]
    except_for: frozenset[str]

    def is_suffix(self, name: str) -> bool:
        """Whether a host in normal form is itself a name below which others register."""
        if name in self.except_for or is_ip(name):
            return False
        return name in self.exact or "." not in name or name.partition(".")[2] in self.below

    def registered(self, name: str) -> str:
        """The registered domain of a host in normal form; an IP address or a public suffix stands for itself."""
        if is_ip(name):
            return name
        longer, rest = name, name
        while rest not in self.except_for and not self.is_suffix(rest):
            longer, rest = rest, rest.partition(".")[2]
        return rest if rest in self.except_for else longer


def suffixes(path: Path | None = None) -> Suffixes:
    """The list in a file, or the one that is installed. Raises Stop where there is none."""
    if path is not None:
        return _read(path)
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise Stop("the Public Suffix List is not installed", INSTALL)
    return _read(Path(spec.origin).with_name(FILE))


@lru_cache(maxsize=2)
def _read(path: Path) -> Suffixes:
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(f"{path}: the Public Suffix List cannot be read", "name another file, or none") from error
    exact, below, except_for = set[str](), set[str](), set[str]()
    for line in text.splitlines():
        rule = line.partition(" ")[0].strip()
        if not rule or rule.startswith("//"):
            continue
        if rule.startswith("!"):
            except_for.add(_ascii(rule[1:]))
        elif rule.startswith("*."):
            below.add(_ascii(rule[2:]))
        else:
            exact.add(_ascii(rule))
    if len(exact) < _FEWEST:
        raise Stop(f"{path} is not the Public Suffix List", "it is published at publicsuffix.org")
    version = found[1] if (found := _VERSION.search(text)) else ""
    return Suffixes(hashlib.sha256(raw).hexdigest(), version, frozenset(exact), frozenset(below), frozenset(except_for))


def _ascii(rule: str) -> str:
    return rule if rule.isascii() else host(rule).name
