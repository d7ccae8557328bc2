"""Who may sign, or which keys are revoked, is no longer the same.

**What:** the keys of `governance/_signers` and of `governance/_revoked` that differ, each by its person and its
fingerprint. That a key holds for another person, for a longer time, for other purposes, or vouches for other keys, and
that it is no longer revoked, is a weakening: signatures count that did not. A key that is new, gone, held narrower or
revoked is notable. Comments, order and spelling of lines say nothing, nor do the names that one person goes by.

**Why:** these two files say whose word counts, and no record shows that they changed. A pull request is judged by the
files of its base; the next one by what this one leaves behind.

**Example:** Key of ben, SHA256:…, until 2026-03-01 → without limit.

**Instead:** a decision whose `weakens` names the key as `signer/<digits>` or `revoked-key/<digits>`, and the value that
the difference shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.values.change import REVOKED_KEY, Change, Kind

REVOKED = "revoked"
"""What is said of a key in the list of revoked ones."""


@weighing("**/trusted key")
def moved(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A key that one of the two files has otherwise."""
    whose, old, new = difference.wording, difference.old_value, difference.new_value
    if difference.record.kind == REVOKED_KEY or difference.kind is Kind.CHANGED:
        nothing = "not revoked" if REVOKED in (old, new) else "none"
        message = f"{whose}: {old or nothing} → {new or nothing}"
    else:
        message = f"{whose} {difference.kind.value}: {old or new}"
    yield change(difference, comparison, message=message)
