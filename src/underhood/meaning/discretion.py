"""Records without the names of what an audience may not see."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping

from underhood.meaning.restricting import RESTRICTED
from underhood.records.project import Project
from underhood.records.record import Record, data_path, value_at
from underhood.records.references import PROSE_REFERENCE, Link
from underhood.values.ids import Address, parse_address

NOT_SHOWN = "record/not-shown"
"""Stands where a record is named that the audience may not see."""

QUOTED = frozenset({"at", "quote", "quote_language", "note"})
"""What a citation says of its source."""


def discreet(project: Project, record: Record, seen: Mapping[Address, Record]) -> Record:
    """The record without the names of records, and of places in them, that are not among those seen."""
    same = record is project.catalog.records.get(record.address)
    kind = project.catalog.kinds[record.kind]
    made = project.catalog.links(record) if same else record.references(kind)
    hidden = [link for link in made if isinstance(link, Link) and _hides(project, link.target, seen)]
    if not hidden:
        return record
    data = copy.deepcopy(record.data)
    for link in sorted(hidden, key=lambda link: [str(step).zfill(6) for step in link.data_path], reverse=True):
        owner, step = value_at(data, link.data_path[:-1]), link.data_path[-1]
        if isinstance(step, int):
            del owner[step]
        elif link.prose:
            owner[step] = _without(owner[step], link)
        else:
            owner[step] = NOT_SHOWN
            for name in QUOTED & owner.keys() if step == "source" else ():  # what stands there is as little for them
                del owner[name]
    return record.saying(data)


def _hides(project: Project, target: Address, seen: Mapping[Address, Record]) -> bool:
    """Whether a place is known and not seen; what is not known at all, check tells."""
    whole, found = project.catalog.records.get(target.record), seen.get(target.record)
    if whole is None or found is None:
        return whole is not None
    if not target.steps or not whole.has(RESTRICTED) or not whole.get(RESTRICTED):
        return False
    parts = project.catalog.kinds[whole.kind].parts
    return data_path(whole.data, target.steps, parts) is not None and data_path(found.data, target.steps, parts) is None


def _without(text: str, link: Link) -> str:
    """A text that no longer names a place."""

    def put(match: re.Match[str]) -> str:
        return f"[[{NOT_SHOWN}]]" if parse_address(match[1].strip(), here=link.source) == link.target else match[0]

    return PROSE_REFERENCE.sub(put, text)
