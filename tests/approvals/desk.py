"""A made-up organisation with real keys of OpenSSH, made when the tests begin, and a release that is sealed."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from tests.making import SMALL

from underhood.doors.tree import MemoryTree
from underhood.judge.approvals import NAMESPACE, Approved, approvals_of
from underhood.judge.seal import sealed
from underhood.records.project import Project, memory_project
from underhood.records.record import Record
from underhood.records.seal_values import Seal
from underhood.records.seals import path_of, written

TODAY = "2026-03-20"
TIME = "2026-03-18T10:00:00Z"
OWL_3 = (
    "title: Owl 3\nmodel: owl\nversion: '3'\npredecessor: owl-2\nrecorded: live\n"
    "history: [{status: candidate, date: '2026-03-01'}]\n"
    "variants: [{id: small, status: released}]\n"
    "prepared_by: [ada]\nparts: [risk/rudeness]\n"
)
SETTINGS = (
    "schema: 1\ntitle: Test records\nlanguages: [en]\npublication: {mode: provider}\n"
    "gates:\n  released:\n    approvals: {safety-lead: 1, legal-lead: 1}\n    minimum: 2\n"
    "    separation_of_duties: [safety-lead, legal-lead]\n"
)
PEOPLE = (
    "title: Owl Works\npeople:\n"
    "  - {id: ada, name: Ada Example, roles: [safety-lead, engineer], git: [ada@owl.example]}\n"
    "  - {id: ben, name: Ben Example, roles: [safety-lead, legal-lead], git: [ben@owl.example], from: '2025-01-01'}\n"
    "  - {id: cleo, name: Cleo Example, roles: [legal-lead], git: [cleo@owl.example]}\n"
)
RELEASE = "governance/release/owl-3.yaml"
ORGANISATION = "governance/organisation/owl-works.yaml"
SIGNERS, REVOKED = "governance/_signers", "governance/_revoked"
FILES: Mapping[str, str | bytes] = {
    **SMALL,
    "governance/settings.yaml": SETTINGS,
    ORGANISATION: PEOPLE,
    RELEASE: OWL_3,
}

Files = Mapping[str, str | bytes | None]


def keygen(*arguments: str, stdin: bytes = b"") -> bytes:
    return subprocess.run(["ssh-keygen", *arguments], input=stdin, capture_output=True, check=True).stdout


def approval(**said: str) -> str:
    """The text of an approval."""
    known = {"release": "owl-3", "role": "safety-lead", "person": "ben", "date": f"'{TIME}'", "decision": "approved"}
    return "".join(f"{name}: {value}\n" for name, value in {"title": "Approval", **known, **said}.items())


@dataclass
class Desk:
    """Keys by name, and the files of a repository."""

    folder: Path
    files: dict[str, str | bytes] = field(default_factory=lambda: dict(FILES))

    def key(self, name: str, kind: str = "ed25519", *, passphrase: str = "") -> Path:
        """A key of this name, made when it is asked for first."""
        path = self.folder / name
        if not path.exists():
            size = ("-b", "2048") if kind == "rsa" else ()
            keygen("-q", "-t", kind, *size, "-N", passphrase, "-C", name, "-f", str(path))
        return path

    def public(self, name: str) -> str:
        return self.key(name).with_suffix(".pub").read_text("utf-8").strip()

    def signers(self, **options: str) -> str:
        """A file of signers: each person with the key of that name, under these options."""
        return "".join(f"{name} {options.get(name, '')} {self.public(name)}\n" for name in ("ada", "ben", "cleo"))

    def signature(self, content: str | bytes, name: str, *, namespace: str = NAMESPACE) -> bytes:
        raw = content.encode() if isinstance(content, str) else content
        return keygen("-Y", "sign", "-q", "-f", str(self.key(name)), "-n", namespace, stdin=raw)

    def project(self, changes: Files | None = None, *, today: str = TODAY) -> Project:
        every = {**self.files, **(changes or {})}
        return memory_project(MemoryTree({path: one for path, one in every.items() if one is not None}), today=today)

    def release(self, project: Project) -> Record:
        found = project.catalog.get("release", "owl-3")
        assert found is not None
        return found

    @cached_property
    def seal(self) -> Seal:
        """The seal of the release, as the files are when it is asked for first."""
        project = self.project()
        assert not project.problems, project.problems
        made = sealed(project, self.release(project), day="2026-03-15")
        self.files[path_of("owl-3")] = written(made)
        return made

    def give(self, name: str = "ok", key: str = "ben", **said: str) -> str:
        """Put an approval and its signature among the files; its path."""
        path = f"governance/approval/{name}.yaml"
        text = approval(**{"manifest": f"'{self.seal.manifest}'", **said})
        self.files[path] = text
        if key:
            self.files[f"{path}.sig"] = self.signature(text, key)
        return path

    def judged(
        self, changes: Files | None = None, *, base: Files | None = None, today: str = TODAY, seal: Seal | None = None
    ) -> tuple[Approved, ...]:
        project = self.project(changes, today=today)
        assert not project.problems, project.problems
        signers = self.project(base, today=today).tree if base is not None else project.tree
        return approvals_of(project, self.release(project), seal or self.seal, signers=signers, today=today)

    def standing(self, changes: Files | None = None, **rest: object) -> str:
        """The standing of the only approval."""
        (one,) = self.judged(changes, **rest)  # type: ignore[arg-type]
        return one.standing.value
