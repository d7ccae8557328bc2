"""`underhood seal`, `show --closure`, and a check with seals."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.seals.making import FILES, RELEASED

from underhood.judge.outcome import unkept
from underhood.records.seals import Seal, parse_seal

DAY = ("--today", "2025-01-01")
CANDIDATE = "governance/release/owl-3.yaml"
RISK = "governance/risk/rudeness.yaml"
SEAL = "governance/_sealed/owl-3.json"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The repository on disk."""
    write(tmp_path / "records", FILES)
    return tmp_path / "records"


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode() if isinstance(text, str) else text)


def manifest(root: Path) -> str:
    found = parse_seal((root / SEAL).read_bytes())
    assert isinstance(found, Seal)
    return found.manifest


def test_it_says_what_it_sealed(call: Call, root: Path) -> None:
    said = call("seal", "release/owl-3", "-C", root, *DAY)
    assert said.code == 0
    assert said.out.splitlines() == [
        "sealed release/owl-3: 8 records, 2 translations, 1 list, 1 other release",
        f"manifest {manifest(root)}",
        SEAL,
    ]


def test_a_second_time_changes_nothing(call: Call, root: Path) -> None:
    call("seal", "release/owl-3", "-C", root, *DAY)
    before = (root / SEAL).read_bytes()
    said = call("seal", "release/owl-3", "-C", root, "--today", "2025-02-02")
    assert said.code == 0
    assert said.out.splitlines()[0] == "the seal of 2025-01-01 holds: nothing changed since"
    assert (root / SEAL).read_bytes() == before


def test_it_says_what_changed_since_the_seal_before(call: Call, root: Path) -> None:
    call("seal", "release/owl-3", "-C", root, *DAY)
    before = manifest(root)
    write(root, {RISK: FILES[RISK].replace("severity: low", "severity: high")})
    said = call("seal", "release/owl-3", "-C", root, "--today", "2025-02-02")
    assert "changed since the seal of 2025-01-01:" in said.out
    assert "risk/rudeness#ratings/two/severity" in said.out
    assert manifest(root) != before


def test_check_tells_whether_it_is_behind(call: Call, root: Path) -> None:
    assert call("seal", "release/owl-3", "--check", "-C", root, *DAY).code == 1
    call("seal", "release/owl-3", "-C", root, *DAY)
    assert call("seal", "release/owl-3", "--check", "-C", root, *DAY).code == 0
    write(root, {RISK: FILES[RISK].replace("rudely", "very rudely")})
    said = call("seal", "release/owl-3", "--check", "-C", root, *DAY)
    assert said.code == 1
    assert "risk/rudeness#text" in said.out


def test_check_is_content_with_a_fixed_seal_and_says_what_is_behind(call: Call, root: Path) -> None:
    call("seal", "release/owl-3", "-C", root, *DAY)
    write(root, {RISK: FILES[RISK].replace("rudely", "very rudely"), "templates/model-card.md.jinja": "# Ours"})
    assert call("seal", "release/owl-3", "--check", "-C", root, *DAY).code == 1
    write(root, {CANDIDATE: RELEASED})
    said = call("seal", "release/owl-3", "--check", "-C", root, *DAY)
    assert said.code == 0
    assert "3 changes since; it was approved or released, so its seal stays as it is" in said.out
    assert "risk/rudeness#text" in said.out
    assert "the templates: not as it was sealed" in said.out


def test_check_fails_for_a_damaged_seal_of_a_released_release(call: Call, root: Path) -> None:
    call("seal", "release/owl-3", "-C", root, *DAY)
    write(root, {CANDIDATE: RELEASED, SEAL: (root / SEAL).read_bytes().replace(b"rudely", b"kindly")})
    said = call("seal", "release/owl-3", "--check", "-C", root, *DAY)
    assert said.code == 1
    assert "its entries do not fit its manifest" in said.out
    (root / SEAL).unlink()
    assert call("seal", "release/owl-3", "--check", "-C", root, *DAY).code == 1


REFUSED = {
    "afterwards": (
        {CANDIDATE: FILES[CANDIDATE].replace("recorded: live", "recorded: retrospective")},
        "afterwards",
    ),
    "released": ({CANDIDATE: RELEASED}, "its seal is fixed"),
    "broken": ({"governance/risk/broken.yaml": "title: [\n"}, "cannot be read"),
    "missing": ({CANDIDATE: FILES[CANDIDATE].replace("risk/secret", "risk/sacred")}, "risk/sacred"),
    "compiled": (
        {
            "governance/settings.yaml": "schema: 1\ntitle: T\nlanguages: [en]\npublication: {mode: compiled, "
            "compiler: us, notice: {en: Compiled.}, contact: us, right_of_reply: {en: Write.}, "
            'sources_read_until: "2026-01-01"}\n'
        },
        "afterwards",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_refuses(name: str, call: Call, root: Path) -> None:
    files, words = REFUSED[name]
    write(root, files)
    said = call("seal", "release/owl-3", "-C", root, *DAY)
    assert said.code in {2, 3}
    assert words in said.err
    assert "hint:" in said.err
    assert not (root / SEAL).exists()


def test_only_a_release_is_sealed(call: Call, root: Path) -> None:
    assert "is no release" in call("seal", "risk/rudeness", "-C", root).err
    assert call("seal", "release/owl-33", "-C", root).code == 2
    assert call("seal", "release/../x", "-C", root).code == 2


def test_a_seal_that_cannot_be_read_is_written_anew_while_it_is_a_candidate(call: Call, root: Path) -> None:
    write(root, {SEAL: "{}"})
    said = call("seal", "release/owl-3", "-C", root, *DAY)
    assert said.code == 0
    assert "written anew" in said.err
    assert manifest(root)


def test_nothing_is_half_written(call: Call, root: Path) -> None:
    (root / SEAL).parent.mkdir()
    (root / SEAL).mkdir()
    said = call("seal", "release/owl-3", "-C", root, *DAY)
    assert said.code == 3
    assert [path.name for path in (root / "governance/_sealed").iterdir()] == ["owl-3.json"]


def test_a_seal_does_not_follow_a_link_out_of_the_folder(call: Call, root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (root / "governance/_sealed").symlink_to(tmp_path / "elsewhere")
    assert call("seal", "release/owl-3", "-C", root, *DAY).code == 3
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_copy_for_the_public(call: Call, root: Path, tmp_path: Path) -> None:
    assert call("seal", "release/owl-3", "--copy-for", "public", "-C", root).code == 2
    call("seal", "release/owl-3", "-C", root, *DAY)
    said = call("seal", "release/owl-3", "--copy-for", "public", "-C", root)
    assert json.loads(said.out)["manifest"] == manifest(root)
    assert "risk/secret" not in said.out
    call("seal", "release/owl-3", "--copy-for", "public", "-C", root, "-o", tmp_path / "copy.json")
    assert (tmp_path / "copy.json").read_text() == said.out
    assert call("seal", "release/owl-3", "-C", root, "-o", tmp_path / "copy.json").code == 2


def test_a_copy_does_not_show_what_became_restricted(call: Call, root: Path) -> None:
    call("seal", "release/owl-3", "-C", root, *DAY)
    before = call("seal", "release/owl-3", "--copy-for", "public", "-C", root).out
    write(root, {RISK: f"{FILES[RISK]}visibility: internal\n"})
    after = call("seal", "release/owl-3", "--copy-for", "public", "-C", root).out
    assert "answer rudely" in before
    assert "impoli" in before
    assert "answer rudely" not in after
    assert "impoli" not in after
    assert json.loads(after)["manifest"] == json.loads(before)["manifest"] == manifest(root)


def test_the_closure_for_people_and_for_programs(call: Call, root: Path) -> None:
    said = call("show", "release/owl-3", "--closure", "-C", root)
    assert said.err == "not sealed\n"
    assert "organisation/owl-works" in said.out.splitlines()
    call("seal", "release/owl-3", "-C", root, *DAY)
    said = call("show", "release/owl-3", "--closure", "-C", root)
    assert said.err == f"manifest {manifest(root)}, sealed on 2025-01-01; nothing changed since\n"
    whole = json.loads(call("show", "release/owl-3", "--closure", "--json", "-C", root).out)
    assert whole["manifest"] == manifest(root)
    assert whole["records"]["risk/rudeness"]["ratings"][0]["severity"] == "low"
    assert whole["paths"]["risk/rudeness"] == RISK
    assert whole["releases"] == ["release/owl-2"]
    assert whole["missing"] == whole["changed"] == []


def test_a_check_that_remembers_finds_the_same_beside_seals(call: Call, root: Path) -> None:
    def told() -> list[str]:
        said = call("check", "-C", root, "--today", "2025-06-01", "--format", "json")
        found = json.loads(said.out)["findings"]
        assert len(found) == len(unkept(root, "2025-06-01").findings)
        return [one["code"] for one in found if "seal" in one["code"]]

    assert told() == []
    call("seal", "release/owl-3", "-C", root, *DAY)
    write(root, {CANDIDATE: RELEASED})
    assert told() == []
    write(root, {RISK: FILES[RISK].replace("rudely", "very rudely")})
    assert told() == ["seal-behind"]
    write(root, {RISK: FILES[RISK]})
    assert told() == []
    whole = (root / SEAL).read_bytes()
    write(root, {SEAL: whole.replace(b"rudely", b"kindly")})
    assert told() == ["seal-edited"]
    write(root, {SEAL: whole})
    released = (root / CANDIDATE).read_bytes()
    (root / CANDIDATE).unlink()
    assert told() == ["seal-without-release"]
    write(root, {CANDIDATE: released})
    assert told() == []
    (root / SEAL).unlink()
    assert told() == []  # nothing is sealed here, as far as one state can tell
    write(root, {SEAL: whole, "governance/_lists/nests.txt": "nests.example\neggs.example\n"})
    assert told() == ["seal-behind"]


def test_settings_do_not_silence_an_edited_seal(call: Call, root: Path) -> None:
    write(root, {SEAL: "{}"})
    words = "checks: {rules: {seal-edited: {severity: 'off', reason: We know.}}}\n"
    write(root, {"governance/settings.yaml": f"{FILES['governance/settings.yaml']}{words}"})
    assert call("check", "-C", root).code in {1, 2}


def git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


def test_against_a_base_a_seal_may_not_change_or_vanish(call: Call, root: Path) -> None:
    call("seal", "release/owl-3", "-C", root, *DAY)
    write(root, {CANDIDATE: RELEASED})
    git(root, "init", "-b", "main")
    git(root, "add", "-A")
    git(root, "commit", "-m", "out")

    def told() -> list[str]:
        said = call("check", "-C", root, "--base", "HEAD", "--today", "2025-06-01", "--format", "json", "--no-cache")
        return [
            f"{one['code']} {one['message']}"
            for one in json.loads(said.out)["findings"]
            if one["code"] == "seal-edited"
        ]

    assert told() == []
    back = RELEASED.replace(", {status: released, date: '2025-01-02'}", "")
    write(root, {CANDIDATE: back, RISK: FILES[RISK].replace("rudely", "kindly")})
    assert call("seal", "release/owl-3", "-C", root, *DAY).code == 0  # one state cannot tell that it was released
    assert told() == ["seal-edited the seal of release/owl-3 was changed, and the release was approved or released"]
    (root / SEAL).unlink()
    assert told() == ["seal-edited the seal of release/owl-3 is gone, and the release was approved or released"]
    retro = RELEASED.replace("recorded: live", "recorded: retrospective")
    write(root, {CANDIDATE: retro})
    assert len(told()) == 1
