"""A build with the help of an earlier one writes exactly the bytes of a build from nothing, whatever was edited."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from tests.cache.edits import EDITS, Editor
from tests.conftest import FULL, Repository

from underhood.doors import cache, stamps
from underhood.engines.mkdocs import Order, build
from underhood.meaning.audience import Audience, Views
from underhood.records.project import open_project
from underhood.site.kept import store
from underhood.site.kept.memory import Keeping
from underhood.site.kept.units import Misshapen, packed, unpacked
from underhood.site.render import Site, site_files
from underhood.values.errors import Stop

SETTINGS = (
    "schema: 1\ntitle: Test records\nlanguages: [en, fr]\nframeworks: [fmti-2023, nist-ai-600-1]\n"
    "public_repository: true\nrepository_url: https://code.example/owl\npublication: {mode: provider}\n"
)
CATALOGUE = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: fr\\n"

msgctxt "risk/rudeness#text"
msgid "The model may answer rudely."
msgstr "Le modèle peut répondre grossièrement."
"""
SECRET = "title: A thing that is not for everybody\ntext: It is nobody's business.\nvisibility: internal\n"
EARLY = "2025-01-01"
SEEDS = range(12 if FULL else 2)
STEPS = 10 if FULL else 6

Files = Mapping[str, str]


def made(root: Path, day: str, keeping: Keeping | None, audience: Audience = Audience.PUBLIC) -> Files | str:
    """The files of a site, or how making them ends."""
    try:
        site = Site(Views(open_project(root, today=day)), audience=audience)
        return {file.path: file.content for file in site_files(site, keeping)}
    except Stop as stop:
        return f"{stop.message}\n{stop.hint}"


class Builder:
    """Builds a site again and again, through the file that one build leaves for the next."""

    def __init__(self, root: Path, audience: Audience = Audience.PUBLIC) -> None:
        self.root, self.audience = root, audience
        self.fresh = self.units = 0

    def build(self, day: str) -> Files | str:
        """The files of the site, with the help of the last build."""
        key = store.key_of(self.root, str(self.audience))
        kept = store.load(self.root, key)
        keeping = Keeping(kept.memories)
        found = made(self.root, day, keeping, self.audience)
        if not isinstance(found, str):
            self.fresh = sum(memory.fresh for memory in keeping.new.values())
            self.units = sum(len(memory.units) for memory in keeping.new.values())
            kept.after(keeping).save(self.root)
        return found

    def hold(self, day: str, story: object) -> None:
        """Two builds come out as one from nothing does."""
        whole = made(self.root, day, None, self.audience)
        same(self.build(day), whole, story)
        same(self.build(day), whole, f"{story}, and once more")


def same(found: Files | str, whole: Files | str, story: object) -> None:
    """Fail with the names of the files that differ."""
    if isinstance(found, str) or isinstance(whole, str):
        assert found == whole, story
        return
    differing = [path for path in {**whole, **found} if found.get(path) != whole.get(path)]
    assert not differing, story
    assert list(found) == list(whole), story


def translate(editor: Editor) -> None:
    """Another translation."""
    path = editor.root / "governance/_locale/fr/LC_MESSAGES/records.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(CATALOGUE.replace("peut", editor.chance.choice(["peut", "pourrait", "sait"])))


def template(editor: Editor) -> None:
    """A template of the repository's own, or none."""
    path = editor.root / "templates" / "risk.md.jinja"
    path = path.with_name("record.md.jinja")
    if path.exists():
        path.unlink()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text('{% extends "underhood/record.md.jinja" %}\n')


def commit(editor: Editor) -> None:
    """Everything is committed."""
    git(editor.root, "add", "--all")
    git(editor.root, "commit", "--quiet", "--allow-empty", "--message", f"Change {editor.chance.randrange(99)}")


def hide_record(editor: Editor) -> None:
    """A record is for fewer readers, or for all again."""
    path = editor.some()
    text = path.read_text()
    path.write_text(
        text.replace("visibility: internal\n", "") if "visibility" in text else f"{text}visibility: internal\n"
    )


def reword(editor: Editor) -> None:
    """A title is another one."""
    path = editor.some()
    path.write_text(path.read_text().replace("title: ", f"title: {editor.chance.choice('ABC')}", 1))


def git(root: Path, *words: str) -> None:
    """Run git as somebody."""
    who = ("-c", "user.name=A", "-c", "user.email=a@lab.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


OURS = (translate, template, commit, hide_record, reword)


@pytest.fixture
def root(repository: Repository) -> Path:
    """A small repository with a past."""
    found = repository({"governance/settings.yaml": SETTINGS, "governance/risk/secret.yaml": SECRET})
    git(found, "init", "--quiet")
    git(found, "add", "--all")
    git(found, "commit", "--quiet", "--message", "Begin")
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_random_edits(root: Path, seed: int) -> None:
    builder, editor, story = Builder(root), Editor(root, seed), []
    builder.build(editor.day)
    least = 1.0
    for _ in range(STEPS):
        edit = editor.chance.choice(OURS)
        if editor.chance.random() < 0.4:
            edit(editor)
            story.append(edit.__name__)
        else:
            story.append(editor.step())
        whole = made(root, editor.day, None)
        same(builder.build(editor.day), whole, story)
        least = min(least, builder.fresh / builder.units)
        same(builder.build(editor.day), whole, f"{story}, and once more")
    assert least < 0.5, "everything was made anew each time: this tests nothing"


@pytest.mark.parametrize("edit", [*OURS, *(one for one, _ in EDITS)], ids=lambda edit: edit.__name__)
def test_every_edit(root: Path, edit: Callable[[Editor], None]) -> None:
    """Each edit, so that none is left to chance, for readers who see everything and for those who do not."""
    editor = Editor(root, random.Random(edit.__name__).randrange(99))
    builder = Builder(root, Audience.INTERNAL if editor.chance.random() < 0.3 else Audience.PUBLIC)
    for _ in range(3 if FULL else 1):
        builder.build(editor.day)
        edit(editor)
        builder.hold(editor.day, edit.__name__)


def test_a_change_touches_few(root: Path) -> None:
    """After a change of one text, the pages that show it are made again, and no others."""
    builder = Builder(root)
    builder.build(EARLY)
    assert builder.build(EARLY) == made(root, EARLY, None)
    assert builder.fresh == 0
    path = root / "governance/organisation/owl-works.yaml"
    path.write_text(path.read_text() + "summary: They keep owls.\n")
    assert builder.build(EARLY) == made(root, EARLY, None)
    assert 0 < builder.fresh < builder.units / 2


def _cut(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def _bent(raw: bytes) -> bytes:
    return raw[:-9] + b"?" + raw[-8:]


def _other_version(raw: bytes) -> bytes:
    return raw.replace(b"underhood-cache-1", b"underhood-cache-2", 1)


def _emptied(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("harm", [_cut, _bent, _other_version, _emptied])
def test_whatever_lies_there(root: Path, harm: Callable[[bytes], bytes]) -> None:
    """A file that is cut, bent or foreign is as if it were not there."""
    Builder(root).build(EARLY)
    place = cache.place(root, store.PAGES)
    assert place is not None
    place.write_bytes(harm(place.read_bytes()))
    assert not store.load(root, store.key_of(root, "public")).memories
    assert Builder(root).build(EARLY) == made(root, EARLY, None)


@pytest.mark.parametrize("shape", ["[]", "{}", '{"en": 1}', '{"en": {"facts": 1}}', '{"en": {"units": -1}}'])
def test_another_shape_is_as_none(root: Path, shape: str) -> None:
    """A sound file that holds something else is as if it were not there."""
    key = store.key_of(root, "public")
    place = cache.place(root, store.PAGES)
    assert place is not None
    cache.write(place, {"key": key, "languages": json.loads(shape)}, "x")
    assert not store.load(root, key).memories
    assert Builder(root).build(EARLY) == made(root, EARLY, None)


def test_what_is_no_text_is_found_out(root: Path, tmp_path: Path) -> None:
    """A forged file in which a page is no page leads to a build from nothing."""
    build(Order(root, tmp_path / "first", EARLY, search=False))
    place = cache.place(root, store.PAGES)
    assert place is not None
    raw = place.read_bytes()
    first, _, rest = raw.partition(b"\n")
    length = int(first.split()[1])
    head = json.loads(rest[:length])
    lines = [json.loads(line) for line in rest[length:].decode().split("\n")]
    for line in lines:
        line[2] = [[path, "AAAA", *others] for path, _, *others in line[2]]
    cache.write(place, head, "\n".join(map(json.dumps, lines)))
    with pytest.raises(Misshapen):
        unpacked("AAAA")
    build(Order(root, tmp_path / "second", EARLY, search=False))
    assert _tree(tmp_path / "second") == _tree(tmp_path / "first")


def test_a_site_is_the_same_with_and_without(root: Path, tmp_path: Path) -> None:
    """Through MkDocs too; `--no-cache` reads nothing and keeps nothing."""
    order = Order(root, tmp_path / "cold", EARLY, search=False)
    build(Order(root, tmp_path / "plain", EARLY, search=False, keep=False))
    place = cache.place(root, store.PAGES)
    assert place is not None
    assert not place.exists()
    build(order)
    assert place.exists()
    written = place.stat().st_mtime_ns
    build(Order(root, tmp_path / "warm", EARLY, search=False))
    assert place.stat().st_mtime_ns == written, "nothing was new, and it was written all the same"
    assert _tree(tmp_path / "cold") == _tree(tmp_path / "plain") == _tree(tmp_path / "warm")


def test_another_program_starts_anew(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of another state of the program, or for other readers, are not taken."""
    key = store.key_of(root, "public")
    assert key == store.key_of(root, "public")
    assert key != store.key_of(root, "internal")
    monkeypatch.setattr(stamps, "print_of", lambda _: "another")
    assert key != store.key_of(root, "public")


def test_a_text_comes_back() -> None:
    assert unpacked(packed("Où ? Là\u202f!")) == "Où ? Là\u202f!"
    for wrong in ("", "A", "é", packed("words")[:-4], packed("words") + "AAAA"):
        with pytest.raises(Misshapen):
            unpacked(wrong)


def _tree(folder: Path) -> Mapping[str, bytes]:
    """All files of a site; a packed one tells when it was packed."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".gz")
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}
