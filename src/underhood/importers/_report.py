"""What an import did: what was used, what was not, what is in the way, and what a person has to add."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from underhood.importers import Trouble
from underhood.importers._merging import Merged
from underhood.importers._reading import Read
from underhood.values.finding import DataPath
from underhood.values.printable import clean

SCHEMA = 1
LONGEST = 80
"""So many characters of a value are shown to people; programs get all of it."""


@dataclass(frozen=True, slots=True)
class Import:
    """One import: the format, the program, its files, and what became of their drafts. `dry`: nothing was written."""

    form: str
    tool: str
    files: Sequence[Read]
    merged: Merged
    dry: bool = False

    @property
    def bad(self) -> list[Read]:
        """The files that could not be used."""
        return [file for file in self.files if file.error]

    @property
    def troubles(self) -> list[tuple[str, Trouble]]:
        """What could not be used as it stands, with the name of its file."""
        return [(file.name, one) for file in self.files for one in file.drawn.troubles] + self.merged.troubles


def as_json(made: Import) -> str:
    """For programs; the schema is `schemas/formats/imported-1.schema.json`."""
    merged = made.merged
    whole: Mapping[str, Any] = {
        "schema": SCHEMA,
        "tool": made.tool,
        "format": made.form,
        "dry": made.dry,
        "files": [_file(file) for file in made.files],
        "records": [str(address) for address in merged.drafts],
        "same": [str(address) for address in merged.same],
        "different": [{"record": str(address), "there": there} for address, there in merged.different],
        "refused": [{"record": str(address), "file": name} for name, address in merged.refused],
        "troubles": [
            {"file": name, "path": list(one.path), "message": one.message, "hint": one.hint}
            for name, one in made.troubles
        ],
        "to_add": [{"record": str(one), "path": list(path), "text": text} for one, path, text in merged.todos()],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _file(file: Read) -> Mapping[str, Any]:
    return {
        "name": file.name,
        "sha256": file.digest,
        "used": file.held,
        "error": file.error,
        "not_used": [{"path": list(path), "value": _plain(value)} for path, value in file.lost],
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) or not isinstance(value, str | int | bool) else value


def as_markdown(made: Import) -> str:
    """For people."""
    return "\n".join(_lines(made)) + "\n"


def _lines(made: Import) -> Iterator[str]:
    yield f"# What was imported from {made.form}"
    yield ""
    yield from (f"{line}." for line in summary(made))
    merged = made.merged
    yield from _section("Files that could not be used", (f"{_code(one.name)}: {_text(one.error)}" for one in made.bad))
    yield from _section(
        "What is in the way",
        (f"{_code(name)} {_at(one.path)}{_text(one.message)}; {_text(one.hint)}" for name, one in made.troubles),
    )
    yield from _section(
        "Records that two files make in different ways; the first was kept",
        (f"{address} in {_code(name)}" for name, address in merged.refused),
    )
    yield from _section(
        "Records that say something else already, and stay as they are",
        (f"{address} in {_text(there)}" for address, there in merged.different),
    )
    yield from _section("Records", (str(address) for address in merged.drafts))
    yield from _section(
        "What a person has to add", (f"{one} {_at(path)}{_text(text)}" for one, path, text in merged.todos())
    )
    for file in made.files:
        if file.lost:
            yield from _section(
                f"Not used in {_code(file.name)}",
                (f"{_at(path)}{_code(_short(value))}" for path, value in file.lost),
            )


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    told = list(lines)
    if told:
        yield from ("", f"## {title}", "")
        yield from (f"- {line}" for line in told)


def summary(made: Import) -> Iterator[str]:
    """What was done, in a few sentences without a stop."""
    merged, good = made.merged, len(made.files) - len(made.bad)
    used, left = sum(file.held for file in made.files), sum(file.left for file in made.files)
    would = "would make" if made.dry else "made"
    files, records = (_many(good, "file"), _many(len(merged.drafts), "record"))
    yield f"{files} of {len(made.files):,} {would} {records}; {used:,} of {_many(used + left, 'value')} were used"
    if made.bad:
        yield f"{_many(len(made.bad), 'file')} could not be used"
    if merged.refused:
        yield f"{_many(len(merged.refused), 'draft')} left out, since another file makes the record in another way"
    if merged.same:
        yield f"{_many(len(merged.same), 'record')} there already, with the same words"
    if merged.different:
        yield f"{_many(len(merged.different), 'record')} there already and saying something else: left as they are"
    if made.troubles:
        yield f"{_many(len(made.troubles), 'value')} could not be used unchanged"
    if count := sum(1 for _ in merged.todos()):
        yield f"{_many(count, 'text')} begin with TODO: a person has to add what no file says"


def _many(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def place(path: DataPath) -> str:
    """A place in a file, in words."""
    return clean("/".join(map(str, path)))


def _at(path: DataPath) -> str:
    return f"{_code(place(path))}: " if path else ""


def _short(value: object) -> str:
    text = " ".join(str(_plain(value)).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _code(text: str) -> str:
    """Words of others, with nothing that Markdown would act on."""
    text = clean(" ".join(text.split()))
    fence = "`"
    while fence in text:
        fence += "`"
    return f"`{text}`" if fence == "`" else f"{fence} {text} {fence}"


def _text(text: str) -> str:
    for sign in "\\`*_[]<>|":
        text = text.replace(sign, f"\\{sign}")
    return clean(" ".join(text.split()))
