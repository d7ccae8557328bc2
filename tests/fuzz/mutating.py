"""Records as fuzzing bends them: real files, changed by characters and lines, or by values, under a seed."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from underhood.doors import marked

ROOT = Path(__file__).parents[2]
FOLDERS = (ROOT / "governance", ROOT / "examples/lab/governance")
SMALL = 4_000
"""Files over this many bytes are left to the slower tests: what breaks a long file breaks a short one."""

PIECES: tuple[str, ...] = (
    *"\n\r\t :-?,[]{}#&*!|>'\"%@`~<=./\\0e\0\x1b\x85\u2028\ufeffé\U0001f600",
    *(
        "\r\n",
        "  ",
        ": ",
        " #",
        "- ",
        "---\n",
        "...\n",
        "{{",
        "}}",
        "<<: ",
        "&a ",
        "*a",
        "!!str ",
        "null",
        "no",
        "1e999",
    ),
    *(
        "012",
        "1:30",
        "99999999999999999999",
        "2025-02-31",
        "[[risk/",
        "]]",
        "| ",
        ">-\n",
        '""',
        "\\u2028",
        "x_",
        "#a/b",
    ),
)
VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 1.5, 1.0, 2**53 - 1, 1e300, "", " ", "a", "A b", "a\n", "\n", "é", "٣", "1", "no"),
    *(
        "2025-04-31",
        "2025",
        "2025\n",
        "risk/x",
        "risk/x\n",
        "#a",
        "a" * 81,
        "https://x\n",
        [],
        {},
        [[]],
        [{}],
        ["a", "a"],
    ),
    *([1, True], {"absent": "not-found"}, {"absent": "?"}, {"value": 3, "unit": "percent"}, {"": 1}, {"x_own": [1]}),
)


def samples() -> list[Path]:
    """Two files of each kind, the shortest and the longest under the bound, and the settings."""
    found = [ROOT / "governance/settings.yaml"]
    for kind in sorted((ROOT / "governance").iterdir()):
        files = sorted(
            (path for path in kind.rglob("*.yaml") if path.stat().st_size <= SMALL) if kind.is_dir() else (),
            key=lambda path: (path.stat().st_size, path.name),
        )
        found += dict.fromkeys((files[0], files[-1])) if files else ()
    return found


def records() -> list[Path]:
    """Every YAML file of the repository's own records and of the laboratory."""
    return sorted(path for folder in FOLDERS for path in folder.rglob("*.yaml"))


def mutated(text: str, random: Random) -> str:
    """A text with one to four changes of characters or lines."""
    for _ in range(random.choice((1, 1, 1, 2, 4))):
        text = _lines(text, random) if random.randrange(3) == 0 else _characters(text, random)
    return text


def _characters(text: str, random: Random) -> str:
    start = random.randrange(len(text) + 1)
    end = min(len(text), start + random.choice((1, 1, 2, 9)))
    match random.choice(("insert", "delete", "replace", "duplicate", "swap", "cut")):
        case "insert":
            return text[:start] + random.choice(PIECES) + text[start:]
        case "delete":
            return text[:start] + text[end:]
        case "replace":
            return text[:start] + random.choice(PIECES) + text[end:]
        case "duplicate":
            return text[:end] + text[start:end] + text[end:]
        case "swap":
            return text[:start] + text[start:end][::-1] + text[end:]
        case _:
            return text[:end]


def _lines(text: str, random: Random) -> str:
    lines = text.splitlines(keepends=True) or ["\n"]
    one, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.choice(("delete", "duplicate", "swap", "indent", "move")):
        case "delete":
            del lines[one]
        case "duplicate":
            lines.insert(other, lines[one])
        case "swap":
            lines[one], lines[other] = lines[other], lines[one]
        case "indent":
            lines[one] = random.choice(("  ", " ", "- ", "\t")) + lines[one]
        case _:
            lines.insert(other, lines.pop(one))
    return "".join(lines)


def bent(data: Any, random: Random) -> Any:
    """Data with one value replaced, removed, added or written twice."""
    data = copy.deepcopy(data)
    holder, step = random.choice(list(_places(data)) or [(None, None)])
    if holder is None:
        return random.choice(VALUES)
    match random.choice(("replace", "replace", "remove", "add", "twice")):
        case "replace":
            holder[step] = random.choice(VALUES)
        case "remove":
            del holder[step]
        case "add" if isinstance(holder, dict):
            holder[random.choice(("titel", "x_own", "", "evidence", "id", "value"))] = random.choice(VALUES)
        case _ if isinstance(holder, list):
            holder.insert(step, copy.deepcopy(holder[step]))
        case _:
            holder[f"{step}s"] = holder[step]
    return data


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Every entry inside data: what holds it, and by which name or number."""
    steps = data if isinstance(data, Mapping) else range(len(data)) if isinstance(data, list) else ()
    for step in list(steps):
        yield data, step
        yield from _places(data[step])


def data_of(path: Path) -> Any:
    """What a file says."""
    return marked.read(path.read_bytes()).data
