"""Plain data to YAML that our own reader takes back unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import yaml

from underhood.doors.scalars import LARGEST_INTEGER, is_number

_GUESSED = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|~|[-+.0-9].*|")
"""Text that some YAML reader would take for something else: written between quotes."""

WIDTH, LONGEST, SHORT = 120, 60, 40
_PLAIN = re.compile(r"[A-Za-z](?:[^\s:#\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\uffff]|:(?=[^\s:])|(?<![ :])#| (?=[^ ]))*")
_LINE = r"[^\s\x00-\x1f\x7f-\xa0\u2028\u2029\ud800-\uffff](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\uffff]*\S)?"
_BLOCK = re.compile(rf"{_LINE}(?:\n+ *{_LINE})+")
"""A text of several lines that can stand in its file as it is, line by line."""
_UNSEEN = re.compile("[\t\x85\u2028\u2029]")
"""What our reader takes as an escape only."""
_OPEN = re.compile(r"(?:.*\n)?\n", re.DOTALL)
"""What the library would write as an open block, with a mark of the document's end behind it, wherever it stands."""
_DECIMAL = re.compile(r"-?[0-9]+[.][0-9]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGEST = re.compile(r"[0-9][0-9a-f]{63}")
_QUOTED = re.compile(r"[0-9][0-9A-Za-z.+/-]{0,60}")


class _Dumper(yaml.SafeDumper):
    """Block style, quotes where a reader of YAML 1.1 or 1.2 could guess wrong, no anchors."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Write repeated values out."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    quoted = _GUESSED.fullmatch(text) or _UNSEEN.search(text) or _OPEN.fullmatch(text)
    style = '"' if quoted else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _own(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """An ordinary text: the library quotes what YAML 1.1 takes for a number, and we what our own reader does."""
    style = '"' if _UNSEEN.search(text) else "'" if text and is_number(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _number(dumper: yaml.SafeDumper, number: Decimal | int) -> yaml.Node:
    text = _digits(number)
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in text else 'int'}", text)


def _digits(number: Decimal | int) -> str:
    """A number as it may stand in a record: what is too large to be exact everywhere has a point and a power."""
    if -LARGEST_INTEGER < number < LARGEST_INTEGER:
        return f"{number:f}" if isinstance(number, Decimal) else str(number)
    sign, digits, _ = Decimal(number).as_tuple()
    rest = "".join(map(str, digits[1:])) or "0"
    return f"{'-' * sign}{digits[0]}.{rest}e+{Decimal(number).adjusted()}"


_Dumper.add_multi_representer(str, _text)
_Dumper.add_representer(str, _own)
_Dumper.add_representer(int, _number)
_Dumper.add_representer(Decimal, _number)


def plain_yaml(data: Mapping[str, Any], comment: str = "") -> str:
    """A record as YAML, below a comment. Decimals keep their digits."""
    return _comment(comment) + ("".join(_entry(name, value) for name, value in data.items()) or _dumped({}))


def yaml_list(entries: Sequence[Mapping[str, Any]], comment: str = "") -> str:
    """A list of mappings as YAML, below a comment."""
    return _comment(comment) + _dumped(list(entries))


def _comment(text: str) -> str:
    return "".join(f"# {line}\n" for line in text.splitlines() if line)


def _entry(name: str, value: Any) -> str:
    """An entry of a record; what is not quite ordinary is left to the library, which takes twenty times as long."""
    try:
        out: list[str] = []
        _mapping({name: value}, "", out)
        return "".join(out)
    except _Strange:
        return _dumped({name: value})


def _dumped(data: dict[str, Any] | list[Any]) -> str:
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH))


class _Strange(Exception):
    """A value that the library has to write."""


@lru_cache(1 << 12)
def _head(name: str) -> str:
    """The name of a field with its colon: few names stand in many records."""
    if not _PLAIN.fullmatch(name) or _GUESSED.fullmatch(name) or len(name) > LONGEST:
        raise _Strange
    return f"{name}:"


def _mapping(data: Mapping[str, Any], indent: str, out: list[str]) -> None:
    """Write the fields of a group; an indent holds a bar where it is the first line of an entry of a list."""
    rest = indent.replace("-", " ")
    for name, value in data.items():
        head = _head(name)
        kind = type(value)
        if (kind is dict or kind is list) and value:
            out.append(f"{indent}{head}\n")
            if kind is dict:
                _mapping(value, f"{rest}  ", out)
            else:
                _sequence(value, rest, out)
        elif kind is str and (short := _short(value)) and len(indent) + len(head) + len(short) < WIDTH:
            out.append(f"{indent}{head} {short}\n")
        else:
            out.extend(_scalar(value, indent + head, f"{rest}  "))
        indent = rest


def _sequence(data: Sequence[Any], indent: str, out: list[str]) -> None:
    for one in data:
        if type(one) is dict and one:
            _mapping(one, f"{indent}- ", out)
        else:
            out.extend(_scalar(one, f"{indent}-", f"{indent}  "))


@lru_cache(1 << 12)
def _short(text: str) -> str:
    """A text as it may stand behind any name; empty for what has to be looked at, or folded."""
    return text if len(text) <= SHORT and _PLAIN.fullmatch(text) and not _GUESSED.fullmatch(text) else ""


def _scalar(value: Any, head: str, indent: str) -> Iterator[str]:
    if isinstance(value, str):
        if "\n" in value:
            yield from _lines(value, head, indent)
            return
        quote = "'" if type(value) is str else '"'  # the library quotes its own kind of text, we quote all others
        if (_DATE if type(value) is str else _QUOTED).fullmatch(value) and len(head) <= LONGEST:
            yield f"{head} {quote}{value}{quote}\n"
            return
        if _GUESSED.fullmatch(value):
            if not _DIGEST.fullmatch(value):
                raise _Strange
            yield f"{head} {quote}{value}{quote}\n"
            return
        if not _PLAIN.fullmatch(value):
            raise _Strange
        yield from _folded(f"{head} {value}", len(head) + 1, indent)
    elif type(value) is bool:
        yield f"{head} {str(value).lower()}\n"
    elif type(value) is int or type(value) is Decimal:
        yield f"{head} {_digits(value)}\n"
    elif type(value) is float and _DECIMAL.fullmatch(repr(value)):
        yield f"{head} {value!r}\n"
    else:
        raise _Strange


def _lines(value: str, head: str, indent: str) -> Iterator[str]:
    """A text of several lines, as it is; the library folds its own kind of text."""
    if type(value) is str or not _BLOCK.fullmatch(value):
        raise _Strange
    yield f"{head} |-\n"
    for line in value.split("\n"):
        yield f"{indent}{line}\n" if line else "\n"


def _folded(line: str, start: int, indent: str) -> Iterator[str]:
    """A text, broken at the first space behind the width."""
    while (end := line.find(" ", max(WIDTH + 1, start))) != -1:
        yield f"{line[:end]}\n"
        line, start = indent + line[end + 1 :], len(indent)
    yield f"{line}\n"
