"""`underhood fix`: what is safe is mended, the rest stays byte for byte, and what remains is said."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.conftest import Call
from tests.conftest import SOUND, Repository

from underhood.doors import marked
from underhood.doors.tree import MemoryTree
from underhood.records.mending import mended
from underhood.records.project import memory_project
from underhood.records.typos import meant

RISK = "governance/risk/extra.yaml"
SCHEMA = "# yaml-language-server: $schema=../../.schemas/risk.schema.json\n"
GOOD = """\
# a comment
title: Extra   # another
text: >
  A harm; see [[mitigation/manners]],
  and [[mitigation/manners#effects]].

summary: "12"
owner: 'organisation/owl-works'
ratings:
- {id: all, for: ['release/owl-1#small', release/owl-2], mitigations: [ manners ]} # x
evidence: [{source: owl-paper,
            at: "1.10"}]
"""

# How a record is written, and how it is to be.
MENDED: dict[str, tuple[str, str]] = {
    "a field": ("sumary:", "summary:"),
    "a field with swapped letters": ("sumamry:", "summary:"),
    "a field between quotes": ("'sumary':", "'summary':"),
    "a field in capitals": ("Summary:", "summary:"),
    "a field within brackets": ("{sorce: owl-paper", "{source: owl-paper"),
    "a bare id": ("source: owl-papr,", "source: owl-paper,"),
    "a bare id in a list": ("[ maners ]", "[ manners ]"),
    "an address": ("release/owl-1#smal'", "release/owl-1#small'"),
    "an address of a record": ("'organisation/owl-work'", "'organisation/owl-works'"),
    "an address within text": ("see [[mitigation/maners]]", "see [[mitigation/manners]]"),
    "a place within text": ("[[mitigation/manners#efects]]", "[[mitigation/manners#effects]]"),
}

# What stays as it is, since nobody can be certain.
KEPT = {
    "another number": ("release/owl-2]", "release/owl-3]"),
    "far from everything": ("source: owl-paper,", "source: cow-journal,"),
    "a field far from everything": ("summary:", "abstract:"),
    "a field that is there already": ("summary:", "title2: x\nsummary:"),
    "the kind of another field": ("[ manners ]", "[ risk/rudeness ]"),
    "text that cannot be YAML": ("summary:", "summary: [\nx:"),
    "a list where text belongs": ('summary: "12"', "summary: [12]"),
    "true where text belongs": ('summary: "12"', "summary: true"),
}


def fixed(files: dict[str, str]) -> dict[str, str]:
    project = memory_project(MemoryTree({**SOUND, **files}))
    done = mended(project, holds=lambda path: path in files)
    assert set(done.before) == set(done.after)
    return {path: done.after.get(path, content.encode()).decode() for path, content in files.items()}


@pytest.mark.parametrize("name", MENDED)
def test_a_slip_is_mended_and_nothing_else(name: str) -> None:
    wrong, right = MENDED[name]
    assert right in GOOD or name == "a field between quotes"
    good = GOOD if right in GOOD else GOOD.replace("summary:", right)
    assert fixed({RISK: good.replace(right, wrong)}) == {RISK: good}
    windows = good.replace("\n", "\r\n")
    assert fixed({RISK: "\ufeff" + windows.replace(right, wrong)}) == {RISK: "\ufeff" + windows}


@pytest.mark.parametrize(("number", "text"), [("1.10", '"1.10"'), ("12", '"12"'), ("0x1F", '"0x1F"'), ("1e3", '"1e3"')])
def test_a_number_keeps_its_digits(number: str, text: str) -> None:
    assert fixed({RISK: GOOD.replace('"1.10"', number)}) == {RISK: GOOD.replace('"1.10"', text)}


def test_a_version_in_a_release() -> None:
    path = "governance/release/owl-2.yaml"
    written = SOUND[path].replace("version: '2'", "version: 2 # the second")
    assert fixed({path: written}) == {path: SOUND[path].replace("version: '2'", 'version: "2" # the second')}


@pytest.mark.parametrize("name", KEPT)
def test_what_is_not_certain_stays(name: str) -> None:
    right, wrong = KEPT[name]
    assert right in GOOD
    content = GOOD.replace(right, wrong)
    assert fixed({RISK: content}) == {RISK: content}


def test_two_that_are_near_are_no_answer() -> None:
    twin = "governance/mitigation/mannerz.yaml"
    both = {twin: SOUND["governance/mitigation/manners.yaml"], RISK: GOOD.replace("[ manners ]", "[ manner ]")}
    assert fixed(both) == both


def test_all_at_once() -> None:
    wrong = GOOD
    for one, right in MENDED.values():
        wrong = wrong.replace(right, one) if "ummary" not in right else wrong
    wrong = wrong.replace('summary: "12"', "sumary: 12").replace('"1.10"', "1.10")
    assert fixed({RISK: wrong}) == {RISK: GOOD}


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("sumary", ["summary", "title"], "summary"),
        ("summaryy", ["summary"], "summary"),
        ("sumnary", ["summary"], "summary"),
        ("summray", ["summary"], "summary"),
        ("Safety_Tuning", ["safety-tuning"], "safety-tuning"),
        ("summary", ["summary"], ""),
        ("smary", ["summary"], ""),
        ("lynx-1", ["lynx-2"], ""),
        ("lynx-12", ["lynx-1"], ""),
        ("lynx", ["lynx-1"], ""),
        ("cat", ["car"], ""),
        ("large", ["larger", "larges"], ""),
        ("", ["a"], ""),
    ],
)
def test_slips(word: str, known: list[str], expected: str) -> None:
    assert meant(word, known) == expected


@st.composite
def slips(draw: st.DrawFn) -> str:
    """The good record with letters lost, doubled, changed or swapped anywhere."""
    text = GOOD
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text) - 2))
        match draw(st.integers(0, 3)):
            case 0:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + text[at] + text[at:]
            case 2:
                text = text[:at] + draw(st.sampled_from("aZ2-'\"#:[ \n")) + text[at + 1 :]
            case _:
                text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text


@given(slips())
def test_mending_twice_is_mending_once(text: str) -> None:
    project = memory_project(MemoryTree({**SOUND, RISK: text}))
    done = mended(project, holds=lambda path: path == RISK)
    assert bool(done.after) == bool(done.mends)
    after = done.after.get(RISK, text.encode())
    assert fixed({RISK: after.decode()}) == {RISK: after.decode()}
    if done.after:
        assert not marked.read(after).problems
        lines = {mend.location.line for mend in done.mends if mend.location.path == RISK}
        assert len(lines) >= sum(
            one != two
            for one, two in zip(text.splitlines(), after.decode().splitlines(), strict=True)
            if "[[" not in one  # a block of text is told at its first line
        )


@pytest.mark.parametrize("line", ["- {source: owl-papr}\n", "- {source: no-%d}\n", "- {sorce: owl-paper, at: 3}\n"])
def test_many_slips_take_no_long_time(line: str) -> None:
    lines = "".join(line % number if "%" in line else line for number in range(2_000))
    files = {RISK: f"title: A\ntext: A harm.\nevidence:\n{lines}"}
    began = time.monotonic()
    fixed(files)
    assert time.monotonic() - began < 30


# The command


def test_what_is_mended_and_what_remains(call: Call, repository: Repository) -> None:
    wrong = GOOD.replace("summary:", "sumary:").replace("owl-2]", "owl-3]")
    root = repository({RISK: wrong})
    said = call("fix", "-C", root, "--today", "2025-01-01")
    assert said.code == 1
    assert f"{RISK}:7:1 field 'sumary' is now 'summary'" in said.out
    assert f"{RISK}:10:42 error unresolved-reference" in said.out
    assert "mended 1 in 1 file" in said.err
    assert (root / RISK).read_text() == GOOD.replace("owl-2]", "owl-3]")
    said = call("fix", "-C", root, "--today", "2025-01-01")
    assert "nothing to mend" in said.err


def test_a_sound_repository(call: Call, repository: Repository) -> None:
    root = repository()
    said = call("fix", "-C", root, "--today", "2025-01-01")
    assert said.code == 0
    assert "nothing to mend" in said.err
    assert {path: (root / path).read_text() for path in SOUND} == dict(SOUND)
    assert (call("fix", "-C", root, "--diff").code, call("fix", "-C", root, "--diff").out) == (0, "")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_diff_is_a_patch(end: str, call: Call, repository: Repository) -> None:
    good = GOOD.replace("\n", end)
    wrong = good.replace("summary:", "sumary:").replace('1.10"', '1.10"').removesuffix(end)
    root = repository({RISK: wrong.encode()})
    said = call("fix", "-C", root, "--diff")
    assert said.code == 1
    assert (root / RISK).read_bytes() == wrong.encode()
    assert said.out.startswith(f"--- a/{RISK}\n+++ b/{RISK}\n")
    subprocess.run(["git", "apply", "-"], cwd=root, input=said.out.encode(), check=True)
    assert (root / RISK).read_bytes() == good.removesuffix(end).encode()


def test_a_diff_obeys_no_text(call: Call, repository: Repository) -> None:
    root = repository({RISK: GOOD.replace("summary:", "sumary:").replace("owner:", "# \u202e\nowner:")})
    said = call("fix", "-C", root, "--diff")
    assert "\u202e" not in said.out
    assert "\\u202e" in said.out


def test_only_the_files_that_are_named(call: Call, repository: Repository) -> None:
    other = "governance/risk/other.yaml"
    wrong = GOOD.replace("summary:", "sumary:")
    root = repository({RISK: wrong, other: wrong})
    said = call("fix", "-C", root, root / RISK)
    assert (root / RISK).read_text() == GOOD
    assert (root / other).read_text() == wrong
    assert other not in said.out
    assert call("fix", "-C", root, "/etc/passwd").code == 2


def test_the_line_that_names_the_schema(call: Call, repository: Repository) -> None:
    deep = "governance/risk/a/b/deep.yaml"
    root = repository({RISK: GOOD, deep: GOOD})
    (root / ".schemas").mkdir()
    (root / ".schemas" / "risk.schema.json").write_text("{}")
    call("fix", "-C", root, root / RISK, root / deep)
    assert (root / RISK).read_text() == SCHEMA + GOOD
    assert (root / deep).read_text() == SCHEMA.replace("../../", "../../../../") + GOOD
    said = call("fix", "-C", root, root / RISK, root / deep)
    assert "nothing to mend" in said.err


def test_a_text_that_speaks_of_the_line_is_no_such_line(call: Call, repository: Repository) -> None:
    text = GOOD.replace('"12"', '"# yaml-language-server: x"')
    root = repository({RISK: text})
    (root / ".schemas").mkdir()
    (root / ".schemas" / "risk.schema.json").write_text("{}")
    call("fix", "-C", root, root / RISK)
    assert (root / RISK).read_text() == SCHEMA + text


def test_settings_are_mended_too(call: Call, repository: Repository) -> None:
    path = "governance/settings.yaml"
    root = repository({path: SOUND[path].replace("title: Test records", "titel: 7")})
    call("fix", "-C", root)
    assert (root / path).read_text() == SOUND[path].replace("title: Test records", 'title: "7"')


def test_a_full_disk(call: Call, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = GOOD.replace("summary:", "sumary:")
    root = repository({RISK: wrong})

    def refuse(self: Path, _: object) -> None:
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "replace", refuse)
    said = call("fix", "-C", root)
    assert said.code == 3
    assert "nothing was changed" in said.err
    assert (root / RISK).read_text() == wrong
    assert sorted(path.name for path in (root / RISK).parent.iterdir()) == ["extra.yaml", "rudeness.yaml"]
