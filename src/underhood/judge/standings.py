"""Whether an approval counts, and what it is judged by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from underhood.doors.tree import Tree
from underhood.judge.preparers import Preparers
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.records.seal_values import Seal
from underhood.records.trust import Trust
from underhood.values.change import Change


class Standing(StrEnum):
    """Whether an approval counts; all but `valid`, and `unsigned` where a gate allows it, do not."""

    VALID = "valid"
    STALE = "stale"
    UNSIGNED = "unsigned"
    BAD_SIGNATURE = "bad signature"
    WRONG_ROLE = "wrong role"
    EXPIRED = "expired"
    REVOKED = "revoked"
    NOT_YET = "not yet"
    NO_KEY = "no key"
    OWN_WORK = "own work"
    TWICE = "twice"
    REFUSED = "refused"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Approved:
    """One approval, whether it counts, and why; `since`: what changed since it was signed, where that can be told."""

    record: Record
    standing: Standing
    reason: str
    since: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What approvals of a release are judged by."""

    project: Project
    release: Record
    seal: Seal | None
    base: Tree
    trust: Trust
    today: str
    preparers: Preparers


def moment(record: Record) -> dt.datetime | None:
    """When an approval says that it was given, in UTC; a bare day counts as its noon. None: no such time."""
    text = str(record.data["date"])
    try:
        found = dt.datetime.fromisoformat(text if "T" in text else f"{text}T12:00:00Z")
        return found.astimezone(dt.UTC)
    except (ValueError, OverflowError):
        return None
