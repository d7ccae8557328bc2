"""The whole release as one JSON file: nothing is lost. Its schema is `schemas/formats/bundle-1.schema.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping

from underhood.exporters import Asked, exporter

SCHEMA = 1


@exporter("Everything, as JSON")
def bundle(asked: Asked) -> Mapping[str, bytes]:
    """All records that concern the release, as the audience sees them."""
    facts = asked.facts
    records = [
        {"kind": one.kind, "id": one.id, "data": {name: facts.tell(one, name) for name in one.data}}
        for one in facts.records
    ]
    told = {
        "schema": SCHEMA,
        "tool": asked.tool,
        "notice": asked.notice,
        "as_of": facts.view.as_of,
        "language": facts.view.language,
        "audience": facts.view.audience.value,
        "release": str(asked.release.address),
        "records": records,
    }
    return {f"{asked.release.id}.json": json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"}
