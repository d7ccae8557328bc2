"""The pages of the rules are true: each example gives the finding, and what the page writes instead does not.

A block of an example holds one file or more, each under a line with its path. Needed fields that an example leaves out
are filled in from the example of the kind's schema, and what it refers to stands in `base.yaml`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from underhood.doors import marked
from underhood.doors.tree import LARGEST, MemoryTree
from underhood.judge.check import check
from underhood.records.project import Project, memory_project
from underhood.rules import rules

BASE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "base.yaml").read_text("utf-8"))
KINDS = memory_project(MemoryTree({}))
PATH = re.compile(r"^# ((?:governance|frameworks)/[^\n>]+?)(?: -> .+)?\n", re.MULTILINE)
BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
TODAY = "2026-01-15"


def files_of(block: str) -> dict[str, str | bytes]:
    """The files of an example; one that is a link to elsewhere stands as one that is too large to be read."""
    _, *parts = PATH.split(block)
    return {
        path: b"#" * (LARGEST + 1) if f"{path} ->" in block else filled(path, text)
        for path, text in zip(parts[::2], parts[1::2], strict=True)
    }


def filled(path: str, text: str) -> str:
    """A file of an example with the needed fields that the page leaves out."""
    kind = path.split("/")[1]
    if kind == "settings.yaml":
        return settings_with(text)
    document = marked.read(text.encode())
    if kind not in KINDS.schemas.kinds or document.problems or (document.data is None and text.strip()):
        return text
    schema = KINDS.schemas.documents[kind]
    missing = {name: schema["examples"][0][name] for name in schema["required"] if name not in (document.data or {})}
    return text + (yaml.safe_dump(missing, allow_unicode=True) if missing else "")


def settings_with(text: str) -> str:
    """The settings of an example, with what every settings file says."""
    lines = str(BASE["settings"]["content"]).splitlines(keepends=True)
    return text + "".join(line for line in lines if f"{line.partition(':')[0]}:" not in text)


def section(page: str, name: str) -> str:
    """The words under a heading of a page."""
    return page.partition(f"## {name}\n")[2].partition("\n## ")[0]


def project(block: str) -> Project:
    """The files of an example among those that they refer to."""
    files: dict[str, str | bytes] = {one["path"]: one["content"] for name, one in BASE.items() if name != "compiled"}
    return memory_project(MemoryTree({**files, **files_of(block)}))


def codes(block: str) -> set[str]:
    """What is found in an example."""
    return {finding.code for finding in check(project(block), today=TODAY) if finding.location.path in block}


def blocks(name: str) -> list[tuple[str, str]]:
    """The examples that stand under a heading, over all rules, each with the code of its rule."""
    return sorted((code, block) for code, rule in rules().items() for block in BLOCK.findall(section(rule.page, name)))


EXAMPLES, INSTEAD = blocks("Example"), blocks("Instead")
READING = frozenset({"schema-violation", "unknown-field", "invalid-yaml"})
ELSEWHERE = frozenset(
    {"released-record-deleted", "unreasoned-weakening", "idle-reason", "not-compared"}
    | {"stale-baseline", "unused-allow", "bad-allow", "orphan-waiver"}
    | {"unsigned-approval", "seal-behind", "unsealed-release"}
)
"""Found by a comparison, by what comes after the rules, or beside a seal; their own tests run them."""


@pytest.mark.parametrize(("code", "block"), EXAMPLES, ids=[code for code, _ in EXAMPLES])
def test_example(code: str, block: str) -> None:
    if code in ELSEWHERE:
        return
    assert PATH.match(block), "the first line of an example is the path of its file"
    found = codes(block)
    assert code in found
    assert code in READING or not found & READING


@pytest.mark.parametrize(("code", "block"), INSTEAD, ids=[code for code, _ in INSTEAD])
def test_instead(code: str, block: str) -> None:
    assert PATH.match(block), "the first line of an example is the path of its file"
    assert not codes(block) & {code, *READING}
