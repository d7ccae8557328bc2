"""A copy of the invented laboratory whose candidate passes its gate: keys, approvals and waiver made in the test."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.approvals.desk import approval, keygen

from underhood.judge.approvals import NAMESPACE
from underhood.judge.gate import Gate, gate
from underhood.judge.seal import sealed
from underhood.records.project import Project, open_project
from underhood.records.record import Record
from underhood.records.seal_values import Seal
from underhood.records.seals import path_of, written

LAB = Path(__file__).resolve().parents[2] / "examples" / "lab"
TODAY = "2026-11-20"
RELEASE = "reedheron-3"
LEADS = {"odran": "safety-lead", "ruben": "legal-lead"}
WAIVER = """\
title: The effect of the notice is not measured
rule: mitigation-without-effect
subjects: [mitigation/reader-notice]
reason: A test with readers is planned.
owner: odran
compensating_measure: Reports of readers are counted each month.
expires: "{}"
release: reedheron-3
"""


class Laboratory:
    """The copy, in a folder of the test."""

    def __init__(self, folder: Path) -> None:
        self.keys = folder / "keys"
        self.keys.mkdir()
        self.root = folder / "lab"
        shutil.copytree(LAB, self.root)
        for waiver in (self.root / "governance/waiver").iterdir():
            waiver.unlink()
        self.edit("governance/organisation/tarn-and-thistle.yaml", r" keys: \[[^\]]*\],", "")
        for name in LEADS:
            keygen("-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(self.keys / name))
        public = (f"{name} {(self.keys / f'{name}.pub').read_text('utf-8').strip()}\n" for name in LEADS)
        self.put("governance/_signers", "".join(public))

    def put(self, path: str, text: str | bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)

    def edit(self, path: str, old: str, new: str | Callable[[re.Match[str]], str]) -> None:
        place = self.root / path
        text, count = re.subn(old, new, place.read_text("utf-8"))
        assert count, (path, old)
        place.write_text(text, "utf-8")

    def project(self) -> Project:
        return open_project(self.root, today=TODAY)

    def release(self, project: Project) -> Record:
        found = project.catalog.get("release", RELEASE)
        assert found is not None, project.problems
        return found

    def waive(self, until: str) -> None:
        self.put("governance/waiver/notice.yaml", WAIVER.format(until))

    def seal(self) -> Seal:
        project = self.project()
        before = project.seals.of(RELEASE)
        known = before if isinstance(before, Seal) else None
        made = sealed(project, self.release(project), before=known, day=TODAY)
        self.put(path_of(RELEASE), written(made))
        return made

    def sign(self, person: str) -> None:
        """Approve the seal of today."""
        manifest = f"'{self.seal().manifest}'"
        text = approval(
            release=RELEASE, role=LEADS[person], person=person, date=f"'{TODAY}T08:00:00Z'", manifest=manifest
        )
        path = f"governance/approval/{RELEASE}-{LEADS[person]}.yaml"
        self.put(path, text)
        key = str(self.keys / person)
        self.put(f"{path}.sig", keygen("-Y", "sign", "-q", "-f", key, "-n", NAMESPACE, stdin=text.encode()))

    def whole(self) -> Laboratory:
        """Everything done that the gate asks for."""
        self.waive("2027-06-30")
        for person in LEADS:
            self.sign(person)
        return self

    def gate(self, to: str = "released") -> Gate:
        project = self.project()
        return gate(project, self.release(project), to, today=TODAY)
