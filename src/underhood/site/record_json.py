"""A record for programs: what its readers may see of it, with its state, its sources, and who refers to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from underhood.meaning.audience import View
from underhood.passages.marks import last_change, read_by
from underhood.passages.status import status
from underhood.records.record import Record
from underhood.site.links import record_path

VERSION = 1


def data_path(record: Record, form: str) -> str:
    """Where a record lies as data."""
    return f"{record.kind}/{record.id}.{form}"


def write(view: View, record: Record, linked_data: Mapping[str, Any]) -> str:
    """The file of a record; `linked_data` is the JSON-LD of its page."""
    sources = sorted(set(read_by(view, record)))
    last = last_change(view, [record.address])
    facts: dict[str, Any] = {
        "version": VERSION,
        "notice": view.settings.notice_in(view.language),
        "fiction": view.settings.fiction,
        "as_of": view.as_of,
        **entry(view, record),
        "language": view.language,
        "partial": record.address in view.hidden,
        "changed": last.day if last is not None and last.day else None,
        "sources": [
            {"record": str(address), "standing": view.catalog.records[address].data["standing"], "read": reading}
            for address, reading in sources
        ],
        "cited_by": [str(one.address) for one in view.cited_by(record.address)],
        "data": record.data,
        "json_ld": linked_data,
    }
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def entry(view: View, record: Record) -> Mapping[str, Any]:
    """A record by its name, with where it is told: what lists of records say of it too."""
    return {
        "record": str(record.address),
        "kind": record.kind,
        "id": record.id,
        "title": str(record.title),
        "status": [badge.text for badge in status(view, record)],
        "path": record_path(record.address),
        "json": data_path(record, "json"),
        "yaml": data_path(record, "yaml"),
        "sha256": record.digest,
    }
