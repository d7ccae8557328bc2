"""The seal of a release that was approved or released is not what it was.

**What:** once a release was approved in the base, the file of its seal may not change by a byte, and may not vanish,
whatever became of the release since.

**Why:** people signed what stands in the seal, and its documents are rendered from it.

**Example:** `governance/_sealed/lynx-2.json` is written anew after `release/lynx-2` was released.

**Instead:** restore the file. Records stay editable beside it; an error in what was signed is told with an erratum, and
a new fact with a new release.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Loss, between_repositories
from underhood.doors.tree import Unreadable
from underhood.meaning.release import ever_signed
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.records.seals import LARGEST, path_of
from underhood.values.finding import Fault

HINT = "restore the file from the base; what was signed is corrected with an erratum or a new release"


@between_repositories
def edited(old: Project, new: Project) -> Iterator[Loss]:
    """The seals that were fixed in the older state, and are not the same bytes in the newer one."""
    for id in sorted(old.seals.ids):
        release = old.catalog.get("release", id)
        known = release is not None or any((one.kind, one.id) == ("release", id) for one in old.catalog.broken)
        if not known or (release is not None and not ever_signed(release)):
            continue
        path = path_of(id)
        before, after = (project.tree.read(path, largest=LARGEST) for project in (old, new))
        if isinstance(before, Unreadable) or before == after:
            continue
        gone = isinstance(after, Unreadable) and id not in new.seals.ids
        what = "is gone" if gone else "cannot be read" if isinstance(after, Unreadable) else "was changed"
        message = f"the seal of release/{id} {what}, and the release was approved or released"
        yield Loss(Record("release", id, path, {}), Fault((), message, HINT))
