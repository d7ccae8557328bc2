"""The translations that were sealed with a release: they stand in for those of today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from underhood.doors.languages import Messages


@dataclass(frozen=True, slots=True)
class SealedWords:
    """The records that come from a seal, and their translations by language, each by its place and its original."""

    records: frozenset[str] = frozenset()
    texts: Mapping[str, Mapping[tuple[str, str], str]] = field(default_factory=dict)

    def within(self, messages: Messages) -> Messages:
        """The translations of today, with those that were sealed in the place of their records' own."""
        if not self.records:
            return messages
        kept = {at: text for at, text in messages.in_context.items() if at[0].partition("#")[0] not in self.records}
        return replace(messages, in_context={**kept, **self.texts.get(messages.language, {})})


NO_WORDS = SealedWords()
