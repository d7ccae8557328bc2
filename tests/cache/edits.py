"""Random edits of a repository, as people and merges make them: sound ones and others."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

Edit = Callable[["Editor"], None]

DAYS = ("2024-01-01", "2025-06-30", "2026-11-23", "2031-01-01")
NONSENSE = "nonsense: 1\n"
CODES = ("missing-evidence", "review-overdue", "unresolved-reference", "no-such-rule")


class Editor:
    """Somebody with a repository and dice."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.chance, self.day = root, random.Random(seed), "2026-11-23"
        self.ids = [path.stem for path in self.records()]

    def records(self) -> Sequence[Path]:
        """The files of records."""
        found = (path for path in (self.root / "governance").rglob("*.yaml") if path.name != "settings.yaml")
        return sorted(path for path in found if not any(part.startswith("_") for part in path.parts))

    def some(self) -> Path:
        """One of them."""
        return self.chance.choice(self.records())

    def step(self) -> str:
        """Make one edit, and say which."""
        edit = self.chance.choices([one for one, _ in EDITS], [weight for _, weight in EDITS])[0]
        edit(self)
        return edit.__name__


def change_number(editor: Editor) -> None:
    """Another digit somewhere."""
    path = editor.some()
    text = path.read_text()
    places = [match.start() for match in re.finditer(r"[0-9]", text)]
    if places:
        at = editor.chance.choice(places)
        path.write_text(f"{text[:at]}{editor.chance.randrange(10)}{text[at + 1 :]}")


def delete_line(editor: Editor) -> None:
    """A line is gone; the rest may hold or not."""
    path = editor.some()
    lines = path.read_text().splitlines(keepends=True)
    del lines[editor.chance.randrange(len(lines)) if lines else slice(0)]
    path.write_text("".join(lines))


def swap_reference(editor: Editor) -> None:
    """An id becomes another one."""
    path = editor.some()
    words = [word for word in editor.ids if word in path.read_text()]
    if words:
        path.write_text(path.read_text().replace(editor.chance.choice(words), editor.chance.choice(editor.ids), 1))


def add_comment(editor: Editor) -> None:
    """Every line moves down by one."""
    path = editor.some()
    path.write_text(f"# a word\n{path.read_text()}")


def allow(editor: Editor) -> None:
    """A comment that may allow something."""
    path = editor.some()
    lines = path.read_text().splitlines(keepends=True)
    lines.insert(editor.chance.randrange(len(lines) + 1), f"# underhood: allow {editor.chance.choice(CODES)} for now\n")
    path.write_text("".join(lines))


def rename(editor: Editor) -> None:
    """A record gets another id, and nobody who refers to it is told."""
    path = editor.some()
    path.rename(path.with_name(f"{editor.chance.choice(editor.ids)}-{editor.chance.randrange(9)}.yaml"))


def move(editor: Editor) -> None:
    """A record moves into another folder of its kind."""
    path = editor.some()
    folder = path.parent / editor.chance.choice(["here", "there"])
    folder.mkdir(exist_ok=True)
    path.rename(folder / path.name)


def remove(editor: Editor) -> None:
    """A record is gone."""
    editor.some().unlink()


def copy(editor: Editor) -> None:
    """A record is there twice, under two names, under one, or under one that differs in case."""
    path = editor.some()
    name = editor.chance.choice([f"{path.stem}-copy.yaml", path.name, f"{path.stem}.yaml"])
    folder = path.parent / "copies"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(path.read_text())


def break_file(editor: Editor) -> None:
    """A file that is no YAML any more."""
    path = editor.some()
    path.write_text(f"{path.read_text()}\n]: [")


def mend(editor: Editor) -> None:
    """Broken files are mended, and copies removed."""
    for path in editor.records():
        path.write_text(path.read_text().replace("\n]: [", ""))
        if path.parent.name == "copies" and not path.stem.endswith("-copy"):
            path.unlink()


def touch(editor: Editor) -> None:
    """A file looks new and says the same."""
    editor.some().touch()


def hide(editor: Editor) -> None:
    """An edit of the same length, dated back."""
    path = editor.some()
    before = path.stat()
    change_number(editor)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def settle(editor: Editor) -> None:
    """Time passes: every file is an old one."""
    for path in editor.root.rglob("*"):
        os.utime(path, ns=(10**18, 10**18))


def another_day(editor: Editor) -> None:
    """The same files on another day."""
    editor.day = editor.chance.choice(DAYS)


def settings(editor: Editor) -> None:
    """The settings change."""
    path = editor.root / "governance" / "settings.yaml"
    word, other = editor.chance.choice([("provider", "compiled"), ("compiled", "provider"), ("fiction", "fixion")])
    path.write_text(path.read_text().replace(word, other) if path.exists() else "schema: 1\n")


def break_settings(editor: Editor) -> None:
    """Settings that cannot be taken, or that are whole again."""
    path = editor.root / "governance" / "settings.yaml"
    text = path.read_text() if path.exists() else "schema: 1\n"
    if NONSENSE in text:
        path.write_text(text.replace(NONSENSE, ""))
    else:
        path.write_text(text + NONSENSE)


def note(editor: Editor) -> None:
    """A file that is no record."""
    name = editor.chance.choice(["risk/notes.md", "stray.yaml", "risk/odd.txt2", "riks/x.yaml", "_lists/a.txt"])
    path = editor.root / "governance" / name
    if path.exists():
        path.unlink()
    else:
        path.parent.mkdir(exist_ok=True)
        path.write_text("words\n")


EDITS: Sequence[tuple[Edit, int]] = (
    (change_number, 8),
    (delete_line, 2),
    (swap_reference, 8),
    (add_comment, 3),
    (allow, 4),
    (rename, 3),
    (move, 2),
    (remove, 3),
    (copy, 3),
    (break_file, 1),
    (mend, 4),
    (touch, 2),
    (hide, 3),
    (settle, 2),
    (another_day, 3),
    (settings, 1),
    (break_settings, 1),
    (note, 1),
)
