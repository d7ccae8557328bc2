"""The made records that the benchmarks measure are records that hold, and the page says what was measured."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from benchmarks import coverage, promises, rebuild
from benchmarks import site as beside
from benchmarks.generate import SET_UP, SETTINGS, generate, texts
from benchmarks.measure import BARE, CHANGED, COLD, HELP, WARM, made
from benchmarks.page import Results, page
from benchmarks.peers import Peer, bundle
from benchmarks.plan import SHARES, Plan
from benchmarks.timing import Case, Timing, interleaved, timed
from benchmarks.yaml_text import yaml_text

from underhood.doors import assets
from underhood.doors.tree import MemoryTree
from underhood.judge.check import check
from underhood.records.project import memory_project, open_project
from underhood.rules import rules

SIZE = 60


@pytest.mark.parametrize(("size", "seed"), [(SIZE, 1), (SIZE, 2), (300, 3)])
def test_made_records_give_no_finding(size: int, seed: int) -> None:
    files = dict(texts(Plan(size, seed)))
    project = memory_project(MemoryTree({**files, "governance/settings.yaml": SETTINGS}), today="2026-11-01")
    excused = {"mitigation-without-effect", "orphan-waiver"}  # waivers are weighed by the command, see below
    assert check(project, today="2026-11-01", only={*rules()} - excused) == ()
    assert len(files) == len(project.catalog.records) == size
    assert {record.kind for record in project.catalog} == set(SHARES)


def test_the_command_has_nothing_to_say_of_made_records(tmp_path: Path) -> None:
    generate(SIZE, tmp_path / "made")
    command = [sys.executable, "-m", "underhood", "check", "-q", "-C", str(tmp_path / "made"), "--today", "2026-11-01"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"{SIZE} records read: nothing to say\n")


def test_every_kind_of_the_schemas_is_made() -> None:
    names = {path.name.removesuffix(".schema.json") for path in assets.directory("schemas").glob("*.schema.json")}
    assert names - {"common", "settings"} == set(SHARES)


def test_same_size_and_seed_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        generate(SIZE, tmp_path / name)
    first, second = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in (tmp_path / name).rglob("*.yaml")}
        for name in ("one", "two")
    )
    assert first == second
    assert dict(texts(Plan(SIZE, 1))) != dict(texts(Plan(SIZE, 2)))


def test_set_up_of_the_site_names_a_folder_that_is_there(tmp_path: Path) -> None:
    generate(SIZE, tmp_path / "made")
    assert (tmp_path / "made" / yaml.safe_load(SET_UP)["docs_dir"]).is_dir()


def test_records_are_about_as_large_as_real_ones() -> None:
    sizes = [len(text) for _, text in texts(Plan(1000, 1))]
    assert 2_400 < sum(sizes) / len(sizes) < 3_200


def test_too_few_records_for_all_kinds_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 56 records"):
        assert Plan(20, 1).counts


@pytest.mark.parametrize(
    "value",
    [
        {"a": "plain words"},
        {"a": "yes", "b": "No", "c": "null", "d": "a: b", "e": "# no comment", "f": "a #b", "g": ""},
        {"a": "long words " * 30 + '[[risk/one]] "quoted" it\'s: so'},
        {"a": "first paragraph " * 20 + "end.\n\nsecond one."},
        {"a": [{"id": "x", "text": "long words " * 20 + "end", "n": 1.5}, {"id": "y", "flag": True}]},
        {"a": {"b": {"c": "long words " * 20 + "end"}}, "d": [], "e": [1, 2], "f": "2024-11"},
    ],
)
def test_written_yaml_is_read_as_it_was_meant(value: dict[str, object]) -> None:
    assert yaml.safe_load(yaml_text(value)) == value


def test_schemas_for_the_peers_refer_to_themselves_only(tmp_path: Path) -> None:
    for path in bundle(tmp_path).glob("*.json"):
        assert "schema.json#" not in path.read_text(), path.name


def test_cases_take_turns(tmp_path: Path) -> None:
    said: list[str] = []
    cases = [Case(name, [["true"]], folder=tmp_path) for name in ("one", "two")]
    assert set(interleaved(cases, 2, say=said.append)) == {"one", "two"}
    assert [line.split(": ")[1] for line in said] == ["one", "two", "one", "two"]


def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="ended with 1"):
        interleaved([Case("fails", [["false"]], folder=tmp_path)], 1, say=lambda _: None)


def test_page_has_ratios_and_names_what_was_left_out(tmp_path: Path) -> None:
    repository = made(SIZE, tmp_path)
    timings = {COLD: 2.0, WARM: 0.1, CHANGED: 0.2, "peer 1": 20.0}
    results = Results(
        checks=[(repository, {name: Timing(wall, wall, 50) for name, wall in timings.items()})],
        alone=[],
        sites=[],
        start={BARE: Timing(0.01, 0.01, 9), HELP: Timing(0.09, 0.09, 20)},
        peers=[Peer("peer 1"), Peer("peer 2", "not installed")],
        rounds={SIZE: 3},
        machine="Measured on a machine.",
    )
    text = page(results)
    assert "warm check reads what it kept" in text
    assert "| peer 1 | 20.0 | 333.333 | 10 × | 200 × | 50 |" in text
    assert "- peer 2: not installed" in text
    assert "80 ms more than" in text


def test_page_is_silent_about_a_second_run_that_is_no_faster(tmp_path: Path) -> None:
    timings = {COLD: Timing(2, 2, 50), "peer 1": Timing(20, 20, 50)}
    start = {BARE: Timing(0.01, 0.01, 9), HELP: Timing(0.09, 0.09, 20)}
    results = Results([(made(SIZE, tmp_path), timings)], [], [], start, [Peer("peer 1")], {SIZE: 1}, "A machine.")
    assert "warm" not in page(results)


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the system does not tell")
def test_memory_counts_what_a_process_started(tmp_path: Path) -> None:
    grow = "import os, time; a = bytearray({} << 20); {}; time.sleep(1)"
    code = grow.format(60, f"os.fork() or exec({grow.format(60, 'pass')!r}) or os._exit(0)") + "; os.wait()"
    assert timed([[sys.executable, "-c", code]], tmp_path).memory > 110


def test_gates_seals_own_rules_and_proofs_can_be_measured(tmp_path: Path) -> None:
    """A command that failed would end the measuring."""
    costs = promises.measured(tmp_path, 1, sizes=(SIZE, SIZE, SIZE))
    assert costs.closure > SIZE // 2
    assert costs.judged == 10 * SIZE
    assert costs.pages > SIZE
    assert set(costs.timings) == {
        promises.READ,
        promises.SEAL,
        promises.GATE,
        promises.READ_RULED,
        promises.OWN,
        promises.VERIFY,
    }
    assert (tmp_path / f"closure-{SIZE}" / "governance" / "_sealed" / "whole.json").is_file()


def test_own_rules_are_judged_of_every_made_record(tmp_path: Path) -> None:
    folder = promises.made_ruled(SIZE, tmp_path)
    settings = folder / "governance" / "settings.yaml"
    rules = {"own-rule"}
    assert check(open_project(folder), today="2026-11-01", only=rules) == ()
    settings.write_text(settings.read_text().replace("size(record.title) > 0", "size(record.title) > 99"))
    assert len(check(open_project(folder), today="2026-11-01", only=rules)) == SIZE


def test_page_tells_own_rules_apart_from_reading() -> None:
    seconds = {promises.READ: 1.0, promises.GATE: 1.5, promises.READ_RULED: 0.5, promises.OWN: 0.9}
    costs = promises.Costs(2_000, 10_000, 200, {name: Timing(wall, wall, 50) for name, wall in seconds.items()})
    text = promises.section(costs)
    assert "| underhood gate | 1.50 | 1.50 | 50 MiB |" in text
    assert "10,000 judgements by rules of one's own take 0.40 s" in text
    assert "2,000 records in its closure" in text
    assert "200 pages" in text


def test_coverage_is_told_of_every_made_release(tmp_path: Path) -> None:
    costs = coverage.measured(tmp_path, 1, releases=2)
    assert costs.releases == 2
    assert set(costs.timings) == {coverage.READ, coverage.COVER}


def test_page_tells_coverage_apart_from_reading() -> None:
    seconds = {coverage.READ: 4.0, coverage.COVER: 6.5}
    costs = coverage.Costs(10_000, 100, {name: Timing(wall, wall, 50) for name, wall in seconds.items()})
    text = coverage.section(costs)
    assert "Coverage alone takes 2.50 s" in text
    assert "10,000 records of 100 releases" in text


def test_building_again_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each build is there, and so is what it took; a record that is edited stays a record."""
    monkeypatch.setenv("UNDERHOOD_CACHE", str(tmp_path / "cache"))
    timings = rebuild.builds(SIZE, tmp_path, 1)
    assert list(timings) == [rebuild.COLD, rebuild.SAME, rebuild.CHANGED]
    assert timings[rebuild.SAME].cpu < timings[rebuild.COLD].cpu
    assert open_project(tmp_path / f"rebuild-{SIZE}").problems == ()
    text = rebuild.section(rebuild.Costs(SIZE, timings, SIZE, 1.25))
    assert "60 records" in text
    assert "1.2 s after the save" in text


def test_the_site_stands_beside_others() -> None:
    timings = {beside.OURS: Timing(9, 8, 400), beside.HUGO: Timing(2, 4, 500), beside.MATERIAL: Timing(40, 40, 100)}
    text = beside.section(beside.Costs(100, 140, timings))
    assert "| hugo | 2.0 | 4.0 | 2.00 | 500 MiB |" in text
    assert "| mkdocs-material | 40.0 | 40.0 | 0.20 | 100 MiB |" in text
    assert "left out:" not in text


def test_the_site_alone_says_why() -> None:
    text = beside.section(beside.Costs(100, 0, {beside.OURS: Timing(9, 8, 400)}, "no network"))
    assert "The others are left out: no network." in text
