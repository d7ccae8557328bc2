"""The code quality report that a merge request on GitLab shows: a JSON list with one entry for each finding.

GitLab reads it from a file (`artifacts: reports: codequality:`), so write it with `--output`; the job's log keeps the
text. An error counts as critical, a warning as major, a note as info. The fingerprint is made of code, path and
message: it stays when lines move, so that GitLab can tell what a merge request added and what it resolved.
"""

from __future__ import annotations

import json

from underhood.reports import Frame, clean, cut, fingerprints, report
from underhood.values.finding import Finding, Severity

SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.NOTE: "info"}


@report("for merge requests on GitLab: the code quality report")
def write(findings: tuple[Finding, ...], frame: Frame) -> str:
    """All findings in their order."""
    entries = [
        {
            "description": _words(finding),
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": SEVERITIES[finding.severity],
            "location": {"path": frame.path(clean(finding.location.path)), "lines": {"begin": finding.location.line}},
        }
        for finding, fingerprint in fingerprints(findings)
    ]
    return json.dumps(entries, indent=2, ensure_ascii=True) + "\n"


def _words(finding: Finding) -> str:
    """One line: GitLab shows no more than the description."""
    return f"{cut(finding.message)} (hint: {cut(finding.hint)})" if finding.hint else cut(finding.message)
