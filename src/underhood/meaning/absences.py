"""What the words for an absence say to readers."""

from __future__ import annotations

ABSENCES = {
    "none": "none, as a source states",
    "not-applicable": "not applicable",
    "not-found": "not found in the sources read",
    "unknown": "unknown to the holder, as it says",
    "withheld": "withheld, as the holder says",
    "pending": "announced, not yet published",
    "not-public": "not public",
}
