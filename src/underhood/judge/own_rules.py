"""Rules of an organisation's own: held against the schemas when the settings are read."""

from __future__ import annotations

from underhood.records.project import Project
from underhood.records.settings import place_in_settings
from underhood.values.errors import USAGE, Stop

MOST_TOLD = 20


def check_own(project: Project) -> None:
    """Compile the own rules of the settings. Raises Stop with line and cure of each that is wrong."""
    settings = project.settings
    if not settings.own:
        return
    from underhood.meaning.expression import Compiled, ready  # noqa: PLC0415  (many have no rules of their own)

    found = ready(settings.own, project.catalog.kinds, own=settings.extensions)
    if isinstance(found, Compiled):
        return
    told = []
    for one in found[:MOST_TOLD]:
        place = place_in_settings(project.tree, one.place)
        told.append(f"{place}: own rule '{one.of.id}', {one.place[-1]}: {one.message}")
    more = [f"and {len(found) - MOST_TOLD} more"] if len(found) > MOST_TOLD else []
    hint = next((one.hint for one in found if one.hint), "`underhood explain expressions` lists what they may name")
    raise Stop("\n".join([*told, *more]), hint, code=USAGE)
