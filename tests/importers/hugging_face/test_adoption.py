"""Two hundred cards to a repository in one command; a card to begin with; what an export wrote, read again."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.conftest import Call, call
from tests.importers.imported import drafts, numbers, reads
from underhood.cli.main import run
from underhood.doors import marked
from underhood.importers._hugging_face_card import parse, parse_entries
from underhood.records.project import open_project
from underhood.values.quantity import exact

__all__ = ["call"]

CARDS = Path(__file__).parent / "cards"
LAB = Path(__file__).resolve().parents[3] / "examples" / "lab"


def test_two_hundred_cards_are_a_repository(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = sorted(CARDS.rglob("README.md"))
    for number in range(200):
        source = sources[number % len(sources)]
        target = tmp_path / "cards" / source.parent.parent.name / f"{source.parent.name}-{number}"
        shutil.copytree(source.parent, target)
    root = tmp_path / "repository"
    root.mkdir()
    monkeypatch.chdir(root)
    said = call("import", "hugging-face", tmp_path / "cards")
    assert said.code == 0, said.err
    assert "baseline.json" in said.out.splitlines()
    assert "200 files of 200 made" in said.err
    assert len(open_project(root).catalog.of("release")) == 200
    checked = call("check", "--baseline", "baseline.json")
    assert checked.code == 0
    assert "nothing to say" in checked.out
    assert call("check", "--write-baseline", "again.json").code == 0
    assert Path("again.json").read_bytes() == Path("baseline.json").read_bytes()
    for path in ("mkdocs.yml", "site/about/collection.md", ".gitignore", ".schemas/release.schema.json"):
        assert (root / path).is_file()
    again = call("import", "hugging-face", tmp_path / "cards")
    assert (again.code, again.out) == (0, "")


def test_a_small_adoption_builds(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(CARDS, tmp_path / "cards")
    assert call("import", "hugging-face", "cards").code == 0
    built = call("build", "--drafts")
    assert built.code == 0, built.err
    page = (tmp_path / "build/site/release/mistral-7b-instruct-v0.2.html").read_text()
    assert "Mistral-7B-Instruct-v0.2" in page


def test_a_folder_that_holds_other_things_is_no_place_for_it(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    monkeypatch.chdir(tmp_path)
    said = call("import", "hugging-face", CARDS)
    assert said.code == 2
    assert "there is no governance/ folder" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


@pytest.mark.parametrize("mode", ["provider", "compiled"])
def test_a_repository_begins_with_a_card(call: Call, tmp_path: Path, mode: str) -> None:
    source = CARDS / "google/gemma-2b/README.md"
    said = call("init", tmp_path / "new", "--from", source, "--mode", mode, "--title", "My cards")
    assert said.code == 0, said.err
    project = open_project(tmp_path / "new")
    assert [record.id for record in project.catalog.of("release")] == ["gemma-2b"]
    assert project.settings.title == "My cards"
    assert not project.problems
    assert call("check", "-C", tmp_path / "new", "--baseline", tmp_path / "new/baseline.json").code == 0
    assert call("init", tmp_path / "new", "--from", source).code == 2


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Cards of a release of the laboratory, as our own exporter writes them."""
    out = tmp_path_factory.mktemp("export") / "cards"
    assert run(["export", "hugging-face", "release/reedheron-2", "-C", str(LAB), "-o", str(out), "-q"]) == 0
    return out


def test_what_was_exported_comes_back_with_every_number(exported: Path) -> None:
    for file in reads("hugging-face", exported):
        held = sorted(number for draft in file.drawn.drafts for number in numbers(draft.data))
        folder = Path(file.name).parent
        metadata = parse((folder / "README.md").read_bytes())["metadata"]
        values = [metadata["model-index"], metadata.get("co2_eq_emissions", {})]
        values += [parse_entries(path.read_bytes()) for path in folder.glob(".eval_results/*.yaml")]
        assert not [one for one in numbers(values) if one not in held]


def test_what_was_exported_comes_back_as_it_was(exported: Path) -> None:
    """Languages, task, and every measure with its unit."""
    records = {str(one.address): one for one in open_project(LAB).catalog}
    files = {Path(file.name).parent.name: file for file in reads("hugging-face", exported)}
    made = drafts([files["large-chat"]])
    (release,) = [data for address, data in made.items() if address.startswith("release/")]
    (model,) = [data for address, data in made.items() if address.startswith("model/")]
    old = records["model/reedheron"]
    spoken = records["release/reedheron-2"].get("languages", old.get("languages"))
    assert release["languages"] == [str(code) for code in spoken]
    assert model.get("pipeline_tag") == old.get("pipeline_tag")
    measures = {(metric["title"], metric["unit"]) for data in made.values() for metric in data.get("metrics", ())}
    assert measures == {
        ("Right answers", "percent"),
        ("Mean", "percent"),
        ("Toxic answers", "percent"),
        ("Toxic answers", "count"),
        ("Needless refusals", "percent"),
        ("Share of all prompts", "percent"),
        ("Prompts", "prompt"),
    }


def test_import_and_export_again_are_stable(call: Call, exported: Path, tmp_path: Path) -> None:
    """A second round loses nothing that the first one kept: the same figures stand in the index."""
    root = tmp_path / "repository"
    assert call("init", root, "--from", exported / "large-chat/README.md", "-q").code == 0
    (release,) = [path.stem for path in (root / "governance/release").iterdir()]
    said = call("export", "hugging-face", f"release/{release}", "-C", root, "-o", tmp_path / "again", "--drafts")
    assert said.code == 0, said.err

    def figures(path: Path) -> list[Decimal]:
        metadata = parse(path.read_bytes())["metadata"]
        return sorted(
            exact(one["value"]) for entry in metadata["model-index"][0]["results"] for one in entry["metrics"]
        )

    before, after = figures(exported / "large-chat/README.md"), figures(tmp_path / "again/model/README.md")
    assert set(before) == set(after)
    losses = json.loads((tmp_path / "again/losses.json").read_text())
    assert not [one for one in losses["lost"] if one["path"][:1] == ["rows"] and "values" in one["path"]]
    assert marked.read((root / f"governance/release/{release}.yaml").read_bytes()).problems == ()
