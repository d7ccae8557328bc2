"""What a seal says by today's schemas: a field that lives on since is left out of an older seal, in memory only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from underhood.meaning.closure import without_living
from underhood.records.kinds import Kind
from underhood.records.record import steps_of
from underhood.records.seal_values import RECORD, TRANSLATION, VIEW, Seal
from underhood.values.ids import parse_address


def lasting(seal: Seal, name: str, kinds: Mapping[str, Kind]) -> Any:
    """What an entry of a seal says without what lives on today; None: there is no such entry, or nothing is left."""
    entry = seal.by_name.get(name)
    if entry is None or entry.data is None or not name.startswith((RECORD, VIEW, TRANSLATION)):
        return entry.data if entry is not None else None
    whose = name.removeprefix(RECORD) if name.startswith(RECORD) else name.split("/", 2)[2]
    address = parse_address(whose)
    kind = kinds.get(address.kind) if address is not None else None
    if address is None or kind is None or not kind.root.living:
        return entry.data
    if not name.startswith(TRANSLATION):
        return without_living(entry.data, kind.root)
    record = lasting(seal, f"{RECORD}{whose}", kinds)
    if record is None:
        return entry.data
    texts = kind.walked(record).prose
    places = {str(address.at(*steps_of(record, path, parts))) for path, _, _ in texts for parts in ("", kind.parts)}
    return {place: text for place, text in entry.data.items() if place in places} or None
