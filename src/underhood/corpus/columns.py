"""Which columns of a shard hold its addresses and its weights, and how they are read."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from underhood.corpus.intact import Damaged
from underhood.corpus.ledger import Asked
from underhood.corpus.shards import Format, Packing
from underhood.corpus.unlike import look, no_lines
from underhood.doors.duck import Duck, name, text

ADDRESSES = ("url_host_name", "url", "metadata.url", "meta.url", "source_url", "uri")
"""Where corpora keep addresses: Common Crawl's index, FineWeb and C4, Dolma, others."""

HOSTS = frozenset({"url_host_name"})
WEIGHTS = ("token_count", "num_tokens", "n_tokens", "tokens", "metadata.token_count", "metadata.tokens")
LENGTH = "length(text)"
TOKENS, CHARACTERS, UNITS = "tokens", "characters", "units"
SAMPLE = 100
HEAVIEST = 1 << 48
"""No document weighs so much: a weight from here on is counted as none."""

_LENGTH = re.compile(r"length\((.+)\)")
_WORDS = frozenset({"VARCHAR", "JSON"})


@dataclass(frozen=True, slots=True)
class Lying:
    """A shard as it lies on this machine, and the name that the corpus has for it."""

    path: Path
    format: Format
    packing: Packing
    name: str = ""


def chosen(duck: Duck, lying: Lying, asked: Asked) -> Asked:
    """What was asked, with the columns found that were not named. Raises Damaged or Trouble."""
    known = _known(duck, lying)
    column = asked.column or next((one for one in ADDRESSES if one in known), "")
    if not column:
        raise Damaged(f"no column of addresses was found; it has: {_few(known)}", "name it with --column")
    weight = asked.weight
    if not weight:
        readable = LENGTH if lying.format is Format.JSONL and known.get("text") in _WORDS else ""
        weight = next((one for one in WEIGHTS if one in known), readable)
    elif weight == "none":
        weight = ""
    elif weight in known and known[weight] in _WORDS and lying.format is Format.PARQUET:
        weight = f"length({weight})"
    hosts = asked.hosts or column in HOSTS
    return Asked(asked.corpus, column, hosts, weight, asked.unit or _unit(weight))


def table(duck: Duck, lying: Lying, asked: Asked) -> str:
    """A statement that gives the columns `url` and `weight` of a shard. Raises Damaged or Trouble."""
    known = _known(duck, lying)
    weight = unmeasured(asked.weight)
    for column in (asked.column, weight):
        if column and column not in known:
            message = f"there is no column '{column}'; it has: {_few(known)}"
            raise Damaged(message, "scan shards of another shape into a ledger of their own")
    if lying.format is not Format.JSONL and known[asked.column] not in _WORDS:
        raise Damaged(f"the column '{asked.column}' holds {known[asked.column]}, not text", "name another: --column")
    columns = [one for one in (asked.column, weight) if one]
    source = read(lying, _typed(columns, known) if lying.format is Format.JSONL else None)
    url = _path(asked.column, known)
    if not weight:
        return f"SELECT {url} AS url, 0::BIGINT AS weight FROM {source}"  # noqa: S608  (quoted names)
    value = _path(weight, known)
    number = f"length({value})" if weight != asked.weight else f"TRY_CAST({value} AS BIGINT)"
    sound = f"CASE WHEN {number} BETWEEN 0 AND {HEAVIEST} THEN {number} END"
    return f"SELECT {url} AS url, {sound} AS weight FROM {source}"  # noqa: S608  (quoted names)


def unmeasured(weight: str) -> str:
    """The column whose values, or their lengths, are the weights."""
    return _LENGTH.sub(r"\1", weight)


def read(lying: Lying, typed: str | None = None, *, numbered: bool = False) -> str:
    """The function that reads a shard, as a statement has it; `numbered`: with the numbers of its rows (Parquet)."""
    path, packed = text(str(lying.path)), text(lying.packing.value or "none")
    match lying.format:
        case Format.PARQUET:
            return f"read_parquet({path}, binary_as_string = true, file_row_number = {str(numbered).lower()})"
        case Format.JSONL:
            shape = f"columns = {typed}, auto_detect = false, records = true"
            return f"read_json({path}, format = 'newline_delimited', compression = {packed}, {shape})"
        case Format.CSV | Format.TSV:
            mark = "\t" if lying.format is Format.TSV else ","
            marks = f"delim = {text(mark)}, quote = '\"', escape = '\"', header = true, all_varchar = true"
            return f"read_csv({path}, compression = {packed}, {marks}, strict_mode = true)"


def _known(duck: Duck, lying: Lying) -> Mapping[str, str]:
    """The columns with their types; those inside others with a dot. Raises Damaged or Trouble."""
    look(lying.path, lying.name or lying.path.name, lying.format, packed=lying.packing)
    if lying.format is Format.JSONL:
        return _sampled(duck, lying)
    found: dict[str, str] = {}
    for column, kind, *_ in duck.run(f"DESCRIBE SELECT * FROM {read(lying)}"):  # noqa: S608  (a quoted path)
        found[column] = kind
        if kind.startswith("STRUCT("):
            source = f"(SELECT unnest({name(column)}) FROM {read(lying)})"  # noqa: S608  (a quoted name)
            for inner, inner_kind, *_rest in duck.run(f"DESCRIBE SELECT * FROM {source}"):  # noqa: S608  (as above)
                found.setdefault(f"{column}.{inner}", inner_kind)
    return found


def _sampled(duck: Duck, lying: Lying) -> Mapping[str, str]:
    """The names in the first lines, of text where one holds text."""
    packed = text(lying.packing.value or "none")
    shape = f"format = 'newline_delimited', compression = {packed}, ignore_errors = true"
    first = f"SELECT json FROM read_json_objects({text(str(lying.path))}, {shape}) LIMIT {SAMPLE}"  # noqa: S608
    found: dict[str, str] = {}
    objects = 0
    for (line,) in duck.run(first):
        try:
            value = json.loads(line or "null")
        except (ValueError, RecursionError):
            continue  # whoever reads the rows names the line
        objects += isinstance(value, dict)
        for column, inner in _within(value):
            if found.get(column) in {None, "NULL"}:
                found[column] = "NULL" if inner is None else "VARCHAR" if isinstance(inner, str) else "OTHER"
    if not objects:
        raise no_lines(lying.name or lying.path.name, lying.packing)
    return found


def _within(value: Any) -> list[tuple[str, Any]]:
    """What an object holds, and what the objects in it hold."""
    if not isinstance(value, dict):
        return []
    inner = [(f"{key}.{low}", one) for key, up in value.items() if isinstance(up, dict) for low, one in up.items()]
    return [*value.items(), *inner]


def _path(column: str, known: Mapping[str, str]) -> str:
    """The name of a column in a statement; a plain name with a dot in it comes before a path."""
    upper, dot, lower = column.partition(".")
    return f"{name(upper)}.{name(lower)}" if dot and upper in known else name(column)


def _typed(columns: Sequence[str], known: Mapping[str, str]) -> str:
    """Of which types the columns are read from JSON."""
    plain: list[str] = []
    within: dict[str, list[str]] = {}
    for column in dict.fromkeys(columns):
        upper, dot, lower = column.partition(".")
        if dot and upper in known:
            within.setdefault(upper, []).append(f"{name(lower)} VARCHAR")
        else:
            plain.append(f"{text(column)}: 'VARCHAR'")
    groups = [f"{text(upper)}: {_struct(inner)}" for upper, inner in within.items()]
    return "{" + ", ".join([*plain, *groups]) + "}"


def _unit(weight: str) -> str:
    if not weight:
        return ""
    if _LENGTH.fullmatch(weight) or "char" in weight:
        return CHARACTERS
    return TOKENS if "token" in weight else UNITS


def _few(known: Mapping[str, str]) -> str:
    names = list(known)
    return ", ".join(names[:12]) + (f" and {len(names) - 12} more" if len(names) > 12 else "")


def _struct(inner: Sequence[str]) -> str:
    return text(f"STRUCT({', '.join(inner)})")
