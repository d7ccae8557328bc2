"""The documentation says what the code does: its commands run, its links lead somewhere, its reference is whole."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path

import click
import pytest

from tests.conftest import Golden
from tests.playing import BLOCK, FILE, ROOT, TOOL, blocks, play, underhood
from underhood.cli.main import group
from underhood.doors.tree import MemoryTree
from underhood.judge.check import check
from underhood.meaning.audience import View, Views
from underhood.records.project import memory_project, open_project
from underhood.rules import rules
from underhood.site.plan import plan
from underhood.site.reference import tool_pages
from underhood.values.finding import Severity

PAGES = ROOT / "site"
COMMANDS = TOOL / "commands.md"
TUTORIAL = TOOL / "tutorial.md"
COMMON = ("start", "today", "quiet", "color")
WRITTEN = sorted(PAGES.rglob("*.md"))

_LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)")
_IMAGE = re.compile(r"!\[[^\]]+\]\(([^)\s]+)\)")


def name_of(path: Path) -> str:
    return path.relative_to(PAGES).as_posix()


@pytest.fixture(scope="module")
def view() -> View:
    return Views(open_project(ROOT)).view()


# Commands


def commands_page() -> str:
    """The reference of the commands, out of their help texts."""
    context = click.Context(group, info_name="underhood")
    names = group.list_commands(context)
    assert group.epilog
    parts = [
        "---\ntitle: Commands\nsummary: What each command does, and its options; made from the help texts.",
        "# Commands",
        f"`underhood COMMAND --help` prints the same in a terminal. {group.epilog}",
        *(section(name, context) for name in names),
        "## Options of every command",
    ]
    first = group.get_command(context, names[0])
    assert first is not None
    whole = "\n\n".join([*parts, options(first, click.Context(first), common=True)]) + "\n"
    return whole.replace("help texts.\n", "help texts.\ngenerated: true\n---\n", 1)


def section(name: str, parent: click.Context, prefix: str = "") -> str:
    assert isinstance(parent.command, click.Group)
    command = parent.command.get_command(parent, name)
    assert command is not None
    name = f"{prefix}{name}"
    context = click.Context(command, info_name=f"underhood {name}")
    usage = " ".join([f"underhood {name}", *command.collect_usage_pieces(context)])
    told = "\n\n".join(" ".join(part.split()) for part in (command.help or "").split("\n\n"))
    listed = options(command, context, common=False)
    whole = f"{'#' * (2 + name.count(' '))} {name}\n\n`{usage}`\n\n{told}\n\n{listed}".strip()
    steps = command.commands if isinstance(command, click.Group) else {}
    return "\n\n".join([whole, *(section(step, context, prefix=f"{name} ") for step in steps)])


def options(command: click.Command, context: click.Context, *, common: bool) -> str:
    found = [
        record
        for parameter in command.get_params(context)
        if (parameter.name in COMMON) is common
        and (record := parameter.get_help_record(context))
        and record[1]  # an argument is explained in the text
        and "--help" not in record[0]
    ]
    rows = [f"| `{names.replace('|', ' or ')}` | {' '.join(told.split())} |" for names, told in found]
    return "\n".join(["| Option | What it does |", "|---|---|", *rows]) if rows else ""


def test_commands_are_documented(golden: Golden) -> None:
    golden(commands_page(), COMMANDS)


@pytest.mark.parametrize("path", [path for path in WRITTEN if path != COMMANDS], ids=name_of)
def test_commands_named_exist(path: Path) -> None:
    known = group.list_commands(click.Context(group))
    named = re.findall(r"(?:`|^\$ |^)underhood ([a-z]+)\b", path.read_text("utf-8"), re.MULTILINE)
    assert sorted(set(named) - set(known)) == []


def test_readme_commands_exist() -> None:
    text = "\n".join((ROOT / name).read_text("utf-8") for name in ("README.md", "CONTRIBUTING.md"))
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`|&& |=1 )make ([a-z]+)\b", text, re.MULTILINE))
    assert {"site", "test"} <= named <= targets
    assert set(re.findall(r"(?:^|`)underhood ([a-z]+)\b", text, re.MULTILINE)) <= set(
        group.list_commands(click.Context(group))
    )


# Links


@cache
def addresses() -> frozenset[str]:
    """Every page of the site: hand-written, of records and documents, and of the reference."""
    views = Views(open_project(ROOT))
    generated = {
        planned.path for language in views.project.settings.languages for planned in plan(views.view(language))
    }
    reference = {page.path for language in ("en", "fr") for page in tool_pages(views.view(language), language)}
    written = {path.relative_to(PAGES).with_suffix(".html").as_posix() for path in WRITTEN}
    return frozenset(generated | reference | written)


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    text = BLOCK.sub("", path.read_text("utf-8"))
    broken = []
    for target in _LINK.findall(text) + _IMAGE.findall(text):
        if "://" in target or target.startswith("mailto:"):
            continue
        name, _, anchor = target.partition("#")
        there = Path(os.path.normpath(path.parent / name)) if name else path
        if there.suffix == ".md" or not name:
            if not there.is_file() or (anchor and anchor not in anchors(there)):
                broken.append(target)
        elif not there.is_file() and there.relative_to(PAGES).as_posix() not in addresses():
            broken.append(target)
    assert broken == []


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", BLOCK.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"])
def test_links_of_the_repository_lead_somewhere(name: str) -> None:
    text = BLOCK.sub("", (ROOT / name).read_text("utf-8"))
    targets = [target for target in _LINK.findall(text) + _IMAGE.findall(text) if "://" not in target]
    assert [target for target in targets if not (ROOT / target.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("path", WRITTEN, ids=name_of)
def test_pages_have_title_and_summary(path: Path) -> None:
    front = r"---\ntitle: .+\nsummary: .+\n(generated: true\n|translated_from: [0-9a-f]{12}\n)?---\n\n# "
    assert re.match(front, path.read_text("utf-8"))


# Reference


def test_every_kind_has_a_page(view: View) -> None:
    pages = {page.path: page for page in tool_pages(view, "en")}
    for name, kind in view.catalog.kinds.items():
        page = pages[f"about/tool/kinds/{name}.html"]
        assert page.title == kind.title
        assert all(f"<code>{field}</code>" in page.body for field in kind.schema["properties"])


def test_every_setting_is_described(view: View) -> None:
    page = {page.path: page for page in tool_pages(view, "en")}["about/tool/settings.html"]
    for name, schema in (
        next(iter(view.catalog.kinds.values())).root.schemas.documents["settings"]["properties"].items()
    ):
        assert f"<code>{name}</code>" in page.body
        assert all(f"<code>{inner}</code>" in page.body for inner in schema.get("properties", ())), name


def test_every_rule_has_a_page(view: View) -> None:
    pages = {page.path: page for page in tool_pages(view, "en")}
    for code in rules():
        page = pages[f"about/tool/rules/{code}.html"]
        assert [entry.title for entry in page.contents] == ["What", "Why", "Example", "Instead", "Settings"]
        assert f'"doc:about/tool/rules/{code}"' in pages["about/tool/rules/index.html"].body


def test_links_of_the_reference_lead_somewhere(view: View) -> None:
    pages = {page.path: page for page in tool_pages(view, "en")}
    for page in pages.values():
        for target, anchor in re.findall(r'href="doc:([^"#]+)(?:#([^"]*))?"', page.body):
            assert f"{target}.html" in pages, (page.path, target)
            assert not anchor or f' id="{anchor}"' in pages[f"{target}.html"].body, (page.path, target, anchor)
        for anchor in re.findall(r'href="#([^"]*)"', page.body):
            assert f' id="{anchor}"' in page.body, (page.path, anchor)


# Examples


NORTHLAB = {
    "governance/settings.yaml": "schema: 1\ntitle: Lynx\nlanguages: [en]\npublication: {mode: provider}\n",
    "governance/organisation/northlab.yaml": "title: Northlab\n",
    "governance/evidence/northlab-paper.yaml": (
        "title: Paper\ntype: paper\nstanding: primary\nread: original\nissued_by: northlab\nversion: '1'\n"
    ),
    "governance/model/lynx.yaml": "title: Lynx\nprovider: northlab\n",
    "governance/data-source/lynx-2-web.yaml": "title: Web pages\ncategory: crawled\n",
    "governance/release/lynx-2.yaml": (
        "title: Lynx 2\nmodel: lynx\nversion: '2'\nrecorded: live\nhistory: [{status: released, date: '2025-07-01'}]\n"
        "variants: [{id: large, status: released}]\n"
    ),
}
"""What the examples of the how-to pages refer to."""


@pytest.mark.parametrize("path", sorted((TOOL / "how-to").glob("*.md")), ids=lambda path: path.stem)
def test_examples_are_valid(path: Path) -> None:
    files: dict[str, bytes | str] = {
        found[1]: block.text
        for block in blocks(path.read_text("utf-8"))
        if block.language == "yaml" and (found := FILE.match(block.text))
    }
    findings = check(memory_project(MemoryTree({**NORTHLAB, **files})), today="2026-01-31")
    errors = [finding for finding in findings if finding.location.path in files and finding.severity is Severity.ERROR]
    assert errors == []


# Tutorial


def test_tutorial_runs(tmp_path: Path, golden: Golden) -> None:
    """Each command prints what the page says."""
    golden("".join(play(TUTORIAL.read_text("utf-8"), tmp_path, answer=underhood)), TUTORIAL)
