"""What a check says of approvals, of their signatures, and of the file of signers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from underhood.doors import marked
from underhood.doors.tree import Tree, Unreadable
from underhood.judge.standings import Approved, Standing
from underhood.meaning.release import ever_out, pointing, released_on
from underhood.records.project import Project
from underhood.records.reading import locate
from underhood.records.record import Record
from underhood.records.seal_values import Seal
from underhood.records.trust import REVOKED, SIGNERS, signature_problems, trust_of
from underhood.rules import rules
from underhood.values.change import Change
from underhood.values.finding import Finding, Severity

INVALID, STALE, UNSIGNED, OF_SIGNERS = "approval-invalid", "approval-stale", "unsigned-approval", "invalid-signers"

CODES: Mapping[Standing, str] = {
    Standing.STALE: STALE,
    Standing.EXPIRED: STALE,
    Standing.UNSIGNED: UNSIGNED,
    Standing.UNCHECKED: UNSIGNED,
    **dict.fromkeys((Standing.BAD_SIGNATURE, Standing.WRONG_ROLE, Standing.REVOKED), INVALID),
    **dict.fromkeys((Standing.NOT_YET, Standing.NO_KEY, Standing.OWN_WORK, Standing.TWICE), INVALID),
}
FIELDS: Mapping[Standing, str] = {
    Standing.STALE: "manifest",
    Standing.EXPIRED: "expires",
    Standing.NOT_YET: "date",
    Standing.WRONG_ROLE: "role",
    **dict.fromkeys((Standing.NO_KEY, Standing.REVOKED, Standing.OWN_WORK, Standing.TWICE), "person"),
}
HINTS: Mapping[Standing, str] = {
    Standing.STALE: "read what changed and approve anew: `underhood approve`",
    Standing.EXPIRED: "ask for a new approval: `underhood approve`",
    Standing.UNSIGNED: "sign it: `underhood approve` writes an approval with its signature",
    Standing.UNCHECKED: "install OpenSSH 8.9 or newer, and check again",
    Standing.BAD_SIGNATURE: "restore both files as they were signed, or approve anew",
    Standing.WRONG_ROLE: "whoever has the role approves; people and roles stand in the organisation's record",
    Standing.NOT_YET: "approve once the day has come",
    Standing.NO_KEY: f"each signs with a key of their own, which has a line in {SIGNERS}: ID ssh-ed25519 AAAA…",
    Standing.REVOKED: "approve anew with another key",
    Standing.OWN_WORK: "somebody who did not prepare the release approves it",
    Standing.TWICE: "another person gives the other approval",
}
TOLD = 5
"""So many changes since an approval are named."""


def signer_findings(tree: Tree) -> Iterator[Finding]:
    """What is wrong with the file of signers, and signatures that lie beside no approval."""
    problems = list(signature_problems(tree))
    if any(entry.path == path for path in (SIGNERS, REVOKED) for entry in tree.walk(path)):
        problems += trust_of(tree).problems
    for problem in problems:
        yield Finding(problem.code, rules()[problem.code].severity, problem.location, problem.message, problem.hint)


def approval_findings(project: Project, release: Record, today: str) -> Iterator[Finding]:
    """Approvals of a release that do not count. Git is not asked who wrote what."""
    if not today or project.settings.compiled or not pointing(project.catalog, release, "approval"):
        return
    from underhood.judge.approvals import known_approvals  # noqa: PLC0415  (most repositories have no approvals)

    seal = project.seals.of(release.id)
    found = known_approvals(project, release, today=judging_day(project, release, today))
    holding = {_who(one) for one in found if one.standing not in CODES or CODES[one.standing] == UNSIGNED}
    for one in found:
        if _worth_telling(one, holding, sealed=isinstance(seal, Seal)):
            yield _finding(project, one)


def judging_day(project: Project, release: Record, today: str) -> str:
    """The day to judge by: of a release that is out, the day that it came out, or of the last word on it."""
    if not ever_out(release):
        return today
    words = [str(record.data["date"])[:10] for record in pointing(project.catalog, release, "approval")]
    return min(today, max([released_on(release)[:10], *words]))


def _worth_telling(one: Approved, holding: set[tuple[str, str]], *, sealed: bool) -> bool:
    if one.standing not in CODES:
        return False
    if one.standing is Standing.STALE and not sealed:
        return False  # that there is no seal is told of the release
    replaceable = CODES[one.standing] == STALE or one.standing is Standing.TWICE
    return not replaceable or _who(one) not in holding  # replaced by a later word


def _who(one: Approved) -> tuple[str, str]:
    return str(one.record.data["person"]), str(one.record.data["role"])


def _finding(project: Project, one: Approved) -> Finding:
    code, path = CODES[one.standing], one.record.path
    severity = rules()[code].severity
    if one.standing is Standing.TWICE or (one.standing is Standing.UNSIGNED and project.trust.unsigned):
        severity = Severity.NOTE
    raw = project.tree.read(path)
    marks = {} if isinstance(raw, Unreadable) else marked.marks(raw)
    field = FIELDS.get(one.standing, "")
    place = locate(path, marks, (field,) if field and field in one.record.data else ())
    message = f"{one.standing.value}: {one.reason}{_since(one.since)}"
    return Finding(code, severity, place, message, HINTS[one.standing])


def _since(changes: tuple[Change, ...]) -> str:
    if not changes:
        return ""
    named = "; ".join(f"{change.address}: {' '.join(change.message.split())}" for change in changes[:TOLD])
    return f": {named}" + (f"; and {len(changes) - TOLD:,} more" if len(changes) > TOLD else "")
