"""Files on other machines, through fsspec: listed, and fetched whole. The library is an extra."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from underhood.values.errors import USAGE, Stop

EXTRA = "remote"
CHUNK = 1 << 20
Found = TypeVar("Found")

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_PATTERN = re.compile(r"[*?\[]")


class Unreachable(Exception):
    """Why a file or folder on another machine cannot be read, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True)
class Far:
    """A file on another machine; `stamp` changes when it is written anew, as far as that machine tells."""

    name: str
    place: str
    bytes: int
    stamp: str


def is_remote(place: str) -> bool:
    """Whether a path is the address of something on another machine."""
    return _SCHEME.match(place) is not None


def listed(address: str) -> list[Far]:
    """The files that an address names: itself, those of a pattern, or all below a folder. Raises Unreachable."""
    return _reached(address, lambda: _listed(address))


def fetch(place: str, target: Path, seen: Callable[[bytes], object]) -> int:
    """Copy a file here, and show its bytes to `seen` on the way; their number. Raises Unreachable, or OSError."""

    def opened() -> Any:
        system, path = _library().core.url_to_fs(place)
        return system.open(path, "rb", block_size=CHUNK, cache_type="readahead")

    size = 0
    with _reached(place, opened) as source, target.open("wb") as out:
        while chunk := _reached(place, lambda: source.read(CHUNK)):
            seen(chunk)
            out.write(chunk)
            size += len(chunk)
    return size


def _listed(address: str) -> list[Far]:
    system, path = _library().core.url_to_fs(address)
    base = _base(path)
    if _PATTERN.search(path):
        found = system.glob(path, detail=True)
    elif system.isdir(path):
        found, base = system.find(path, detail=True), PurePosixPath(path).parent
    else:
        found, base = {path: system.info(path)}, PurePosixPath(path).parent
    files = [(str(name), about) for name, about in sorted(found.items()) if about.get("type") != "directory"]
    return [_far(system, name, about, base) for name, about in files]


def _base(path: str) -> PurePosixPath:
    """The folder above the last one that a pattern names plainly."""
    plain: list[str] = []
    for part in PurePosixPath(path).parts[:-1]:
        if _PATTERN.search(part):
            break
        plain.append(part)
    return PurePosixPath(*plain).parent


def _far(system: Any, name: str, about: dict[str, Any], base: PurePosixPath) -> Far:
    pure = PurePosixPath(name)
    short = pure.relative_to(base) if pure.is_relative_to(base) else pure
    tag = next((about[key] for key in ("ETag", "etag", "md5Hash", "mtime", "created") if about.get(key)), "")
    size = int(about.get("size") or 0)
    return Far(short.as_posix().lstrip("/"), system.unstrip_protocol(name), size, f"{size}-{tag}")


def _reached(address: str, work: Callable[[], Found]) -> Found:
    """What the work gives; whatever the driver of that kind of address raises becomes a sentence."""
    try:
        return work()
    except (Stop, Unreachable):
        raise
    except ImportError as error:
        scheme = address.partition(":")[0]
        raise Unreachable(f"{scheme}:// needs another package", " ".join(str(error).split())[:200]) from error
    except FileNotFoundError as error:
        raise Unreachable("it is not there", "check the address") from error
    except Exception as error:  # drivers raise what their libraries raise
        words = " ".join(str(error).split())[:200] or type(error).__name__
        hint = "check the credentials in the environment, as the library of this kind of address reads them"
        raise Unreachable(f"it cannot be read: {words}", hint) from error


def _library() -> Any:
    try:
        import fsspec  # noqa: PLC0415  (an extra)
    except ImportError as error:
        hint = f"pip install 'underhood[{EXTRA}]'"
        raise Stop("files on other machines need the extra 'remote'", hint, code=USAGE) from error
    return fsspec
