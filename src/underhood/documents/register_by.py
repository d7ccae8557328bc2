"""The register of a kind by one of its columns: lists that need no script to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.registers import Grouping, grouping_of, groupings
from underhood.values.errors import USAGE, Stop

MARK = "by-"
LISTED = 500
"""About so many records stand on such a page; of long groups, the register shows the rest."""
FEWEST = 20


@dataclass(frozen=True, slots=True)
class Page:
    """What the page shows: the groups, and how many records of each at most."""

    title: str
    summary: str
    kind: str
    register: str
    grouping: Grouping
    others: tuple[Grouping, ...]
    most: int
    lacking: bool


@document("grouping", "Register, in groups")
def register_by(view: View, named: str) -> Page:
    """The records of a kind by a column: `risk/by-status`."""
    kind, _slash, column = named.partition("/")
    found = grouping_of(view, kind, column.removeprefix(MARK)) if kind in view.catalog.kinds else None
    if found is None:
        hint = "name a kind and a column, such as evidence/by-type; the page of the register links what there is"
        raise Stop(f"there is no register '{named[:80]}'", hint, code=USAGE)
    _ = view.messages.gettext
    title = _(view.catalog.kinds[kind].plural)
    return Page(
        title=_("%(title)s, by %(column)s") % {"title": title, "column": found.label[:1].lower() + found.label[1:]},
        summary=_(view.catalog.kinds[kind].description),
        kind=kind,
        register=title,
        grouping=found,
        others=tuple(one for one in groupings(view, kind) if one.name != found.name),
        most=max(FEWEST, LISTED // len(found.groups)),
        lacking=kind in view.lacking,
    )
