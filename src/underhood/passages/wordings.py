"""In whose words something is told: a quotation with its language, or our paraphrase."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from underhood.meaning.audience import View
from underhood.meaning.localise import Text
from underhood.passages.shown import Citation
from underhood.records.record import Record


@dataclass(frozen=True, slots=True)
class Wording:
    """What a source says: `quoted` exactly, in the language named if not the page's, or `told` in our words."""

    anchor: str
    quoted: str
    language: str
    told: Text | None
    at: str
    evidence: tuple[Citation, ...]


def claim_wording(view: View, claim: Record) -> Wording:
    """How a public statement reads."""
    words = claim.get("words", {})
    return Wording(
        anchor="",
        quoted=str(words.get("text", "")),
        language=_foreign(view, words),
        told=claim.get("paraphrase"),
        at="",
        evidence=(),
    )


def wordings(view: View, record: Record) -> tuple[Wording, ...]:
    """How each source of a record says it."""
    prefix = "" if view.catalog.kinds[record.kind].parts == "wordings" else "wordings/"
    return tuple(
        Wording(
            anchor=f"{prefix}{entry['id']}",
            quoted=str(entry.get("words", "")),
            language=_foreign(view, entry),
            told=entry.get("paraphrase"),
            at=str(entry.get("at", "")),
            evidence=tuple(entry["evidence"]),
        )
        for entry in record.get("wordings", ())
    )


def _foreign(view: View, words: Mapping[str, Any]) -> str:
    """The language of a quotation, where it is not that of the page."""
    language = str(words.get("language", ""))
    return "" if language == view.language else language
