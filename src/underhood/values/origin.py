"""Where a document comes from, as its footer says it to programs: one line, the last of its kind in the file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from underhood.values.days import DAY

FACTS = "provenance.json"
"""Where a site says it of itself."""

MARK = "underhood-origin"
VERSION = 1
LONGEST = 1 << 22
SHORT = 16
"""So many digits of a digest are printed for people."""
NAMING = 8
"""So many digits of a record's digest stand beside its name: to find the one that differs, never to prove it."""

FORMS = ("markdown", "html", "page")
COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
"""A full id: a name of a branch would be no commit that somebody can hold on to."""

_LINE = re.compile(rb"<!-- " + MARK.encode() + rb" (\{[^\r\n]*\}) -->")


@dataclass(frozen=True, slots=True)
class Origin:
    """What a document was made from.

    `document` and `subject` say which it is, `form` as what it was written (`page`: of a site); `records` is the digest
    over `count` records, and `names` has each with the first digits of its own; `manifest`: of the seal it shows.
    `changed`: files lay there that the commit does not hold. `audience`: for whom it is; empty: the public.
    """

    document: str
    subject: str = ""
    language: str = "en"
    form: str = "markdown"
    records: str = ""
    count: int = 0
    templates: str = ""
    drafts: bool = False
    audience: str = ""
    as_of: str = ""
    commit: str = ""
    changed: bool = False
    tool: str = ""
    manifest: str = ""
    names: Mapping[str, str] = field(default_factory=dict)


def written(origin: Origin) -> str:
    """The line. No word in it can end the comment that it stands in."""
    said = {name: value for name, value in asdict(origin).items() if value}
    text = json.dumps({"version": VERSION, **said}, ensure_ascii=True, separators=(",", ":"))
    return f"<!-- {MARK} {text.replace('-', chr(92) + 'u002d') if '--' in text else text} -->"


def read(raw: bytes) -> Origin | str | None:
    """What a file says of its origin; why that cannot be read; None where it says nothing."""
    count = raw.count(MARK.encode())
    if not count:
        return None
    found = _LINE.findall(raw)
    if len(found) != 1 or count != 1:
        return "its footer stands there more than once, or is broken"
    if len(found[0]) > LONGEST:
        return f"its footer is longer than {LONGEST >> 20} MiB"
    try:
        said = json.loads(found[0], object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        return f"its footer is broken: {str(error) or type(error).__name__}"[:200]
    return _origin(said) if isinstance(said, dict) else "its footer is broken"


def records_digest(digests: Mapping[str, str]) -> str:
    """One digest over records, by the names and digests of their files."""
    lines = "".join(f"{address} {digest}\n" for address, digest in sorted(digests.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands there twice")
    return found


def _origin(said: dict[str, Any]) -> Origin | str:
    version = said.pop("version", None)
    if type(version) is not int or version < 1:
        return "its footer is broken: it names no version"
    if version > VERSION:
        return f"its footer has version {version}; this underhood reads {VERSION}"
    known = {one.name: one.default for one in fields(Origin)}
    strange = next((name for name in said if name not in known), None)
    if strange is not None:
        return f"its footer is broken: '{ascii(strange)[1:-1][:40]}' is no part of it"
    wrong = next((name for name, value in said.items() if not _fits(name, value, known[name])), None)
    if wrong is not None or not said.get("document"):
        return f"its footer is broken: '{wrong or 'document'}' cannot be read"
    origin = Origin(**said)
    if origin.form not in FORMS or (origin.commit and not COMMIT.fullmatch(origin.commit)):
        return "its footer is broken: its form or its commit is none"
    return "its footer is broken: its day is none" if origin.as_of and not DAY.fullmatch(origin.as_of) else origin


def _fits(name: str, value: Any, default: Any) -> bool:
    if name == "names":
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    return type(value) is (str if name == "document" else type(default))
