"""Writing files whole or not at all: beside their place first, then renamed into it."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from underhood.values.errors import Stop


def write_all(root: Path, files: Mapping[str, bytes], *, remove: Iterable[str] = ()) -> None:
    """Write these files below `root`, then remove others. Nothing has changed if it raises Stop.

    A path that leads out of `root` through a symbolic link is refused.
    """
    waiting: dict[Path, Path] = {}
    made: list[Path] = []
    try:
        for path, content in files.items():
            target = _inside(root, path)
            made += _make_folder(target.parent)
            waiting[target] = _beside(target, content)
        _exchange(waiting, [_inside(root, path) for path in remove])
    except OSError as error:
        _sweep(waiting.values(), made)
        raise Stop(
            f"cannot write {error.filename2 or error.filename or root}: {(error.strerror or str(error)).lower()}",
            "nothing was changed; check the folder's permissions and the free space",
        ) from error
    except BaseException:
        _sweep(waiting.values(), made)
        raise


def write(path: Path, content: bytes) -> None:
    """Write one file, replacing what is there only when all of it is on the disk."""
    write_all(path.parent, {path.name: content})


def write_new(root: Path, files: Mapping[str, bytes]) -> None:
    """Write files that are not there yet, below `root`: all, or none. Raises Stop where one is there.

    For many files made of others that stay: nothing waits for the disk, and a new folder is put in place as a whole.
    """
    for folder in {path.rpartition("/")[0] for path in files}:
        _inside(root, f"{folder}/new" if folder else "new")
    moved: list[Path] = []
    made: list[Path] = []
    try:
        with tempfile.TemporaryDirectory(prefix=".new-", dir=root) as scratch:
            _stage(Path(scratch), files)
            _settle(Path(scratch), root, moved, made)
    except OSError as error:
        _take_back(moved, made)
        there = isinstance(error, FileExistsError)
        raise Stop(
            f"cannot write {error.filename2 or error.filename or root}: "
            f"{'it is there already' if there else (error.strerror or str(error)).lower()}",
            "nothing was changed; check the folder's permissions and the free space",
        ) from error
    except BaseException:
        _take_back(moved, made)
        raise


def _stage(scratch: Path, files: Mapping[str, bytes]) -> None:
    base, made = f"{scratch}/", set[str]()
    for path, content in files.items():
        folder = path.rpartition("/")[0]
        if folder not in made:
            Path(scratch, folder).mkdir(parents=True, exist_ok=True)
            made.add(folder)
        handle = os.open(base + path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(handle, "wb", 0) as stream:
            stream.write(content)


def _settle(here: Path, root: Path, moved: list[Path], made: list[Path]) -> None:
    """Move what is staged to its place; what was moved is noted, file by file or as a folder that was not there."""
    for entry in sorted(os.scandir(here), key=lambda one: one.name):
        target = root / entry.name
        if entry.is_dir() and target.is_dir():
            _settle(Path(entry.path), target, moved, made)
        elif os.path.lexists(target):
            raise FileExistsError(17, "it is there already", str(target))
        else:
            Path(entry.path).rename(target)
            (made if entry.is_dir() else moved).append(target)


def _take_back(moved: Iterable[Path], made: Iterable[Path]) -> None:
    for path in moved:
        path.unlink(missing_ok=True)
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(temporary: Iterable[Path], folders: Sequence[Path]) -> None:
    """Remove what was only made on the way."""
    for path in temporary:
        path.unlink(missing_ok=True)
    for folder in reversed(folders):
        with contextlib.suppress(OSError):  # somebody else has put something there
            folder.rmdir()


def _inside(root: Path, path: str) -> Path:
    target = root / path
    if not target.parent.resolve().is_relative_to(root.resolve()):
        raise Stop(f"{path} leads out of {root}", "remove the symbolic link or the '..' in it")
    return target


def _make_folder(folder: Path) -> list[Path]:
    missing = [above for above in (folder, *folder.parents) if not above.exists()]
    made: list[Path] = []
    for above in reversed(missing):
        above.mkdir(exist_ok=True)
        made.append(above)
    return made


def _beside(target: Path, content: bytes) -> Path:
    if target.is_dir():
        raise IsADirectoryError(21, "a folder stands there", str(target))
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:  # name the file that was wanted, not the temporary one
        raise OSError(error.errno, error.strerror, str(target)) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(target.stat().st_mode if target.exists() else 0o666 & ~_umask())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _exchange(waiting: Mapping[Path, Path], removed: Iterable[Path]) -> None:
    """Put all in place; on failure put back what stood there."""
    undo: list[tuple[Path, bytes | None]] = []
    try:
        for target, temporary in waiting.items():
            before = target.read_bytes() if target.exists() else None
            temporary.replace(target)
            undo.append((target, before))
        for target in removed:
            before = target.read_bytes()
            target.unlink()
            undo.append((target, before))
    except BaseException:  # an interruption, too, leaves nothing half done
        for target, before in reversed(undo):
            if before is None:
                target.unlink(missing_ok=True)
            else:
                target.write_bytes(before)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
