"""Which files changed since a check, and what of that others can have asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from underhood.doors import stamps
from underhood.judge.kept.recall import Look
from underhood.judge.kept.rows import Row
from underhood.records.watched import ALL_NAMES, ALL_WORDS


@dataclass(frozen=True, slots=True)
class Files:
    """Files that must be read, that only look different, and that are gone."""

    read: list[str]
    same: list[str]
    gone: set[str]


def changes(rows: Mapping[str, Row], racy: Collection[str], seen: Look) -> Files | None:
    """What is to be read. None when a file changed that is no record, or was none: everything may depend on it."""
    files = Files([], [], {path for path in rows if path not in seen.stamps})
    if any(not rows[path].address for path in files.gone):
        return None
    for path, stamp in seen.stamps.items():
        row = rows.get(path)
        if row is not None and row.stamp == stamp and path not in racy:
            continue
        if row is not None and row.digest and stamps.digest(seen.tree, path) == row.digest:
            files.same.append(path)
        elif row is not None and not row.address:
            return None
        else:
            files.read.append(path)
    return files


def dirty(old: Mapping[str, Row], new: Mapping[str, Row], changed: Iterable[str]) -> set[str]:
    """The words for everything that is no longer the same."""
    found = {ALL_WORDS}
    for path in changed:
        before, after = old.get(path), new.get(path)
        for one in (before, after):
            if one is not None:
                found |= {one.address, f"*{one.name.kind}"}
        if before is None or after is None:
            one = before or after
            assert one is not None
            found |= {f"?{one.address}", ALL_NAMES}
        if before is None or after is None or before.referring != after.referring:
            found |= {f"<{target}" for one in (before, after) if one for target in one.targets.split()}
    return found
