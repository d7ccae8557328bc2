"""For programs: JSON with a number of its own, which says what its fields mean.

The schema is `schemas/formats/coverage-1.schema.json`. One framework and one release are one object; else the list
`coverage` holds one for each pair. Every item is there, with the places that stand behind its answer. A program should
accept fields that it does not know.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from underhood.coverages import Asked, Covered, Frame, Told, behind, layout
from underhood.meaning.answering import VALUE, Found

SCHEMA = 1


@layout("for programs, with a number of its own")
def write(told: Told, frame: Frame) -> str:
    """Everything, ending with a line break."""
    head = {"schema": SCHEMA, "tool": frame.tool, "as_of": told.as_of, "audience": told.audience}
    found = [_asked(one) for one in told.asked]
    whole = {**head, **found[0]} if told.whole and len(found) == 1 else {**head, "coverage": found}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _asked(one: Asked) -> Mapping[str, Any]:
    return {
        "framework": one.framework.id,
        "edition": one.framework.edition,
        "release": str(one.release.address),
        "items": [_item(covered) for covered in one.covered],
    }


def _item(one: Covered) -> Mapping[str, Any]:
    return {
        "id": one.item.id,
        "number": one.item.number,
        "title": one.item.title,
        "section": one.item.section,
        "answer": one.answer.value,
        "records": [str(found.address) for found in behind(one)],
        "absences": [_absence(found) for found in one.found if found.state != VALUE],
        "condition": one.condition,
        "undecided": one.undecided,
        "remark": one.remark.value if one.remark else "",
        "differs": [_said(found) for found in one.found] if one.differing else [],
        "hidden": one.hidden,
        "visibility": one.visibility,
    }


def _absence(one: Found) -> Mapping[str, Any]:
    return {"address": str(one.address), "state": one.state, "held_by": one.held_by, "reason": one.reason}


def _said(one: Found) -> Mapping[str, Any]:
    return {"address": str(one.address), "state": one.state, "value": str(one.value) if one.state == VALUE else ""}
