"""What an approval says: the options of `underhood approve`, and the file that comes of them."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from underhood.doors.dump import plain_yaml
from underhood.records.people import Person
from underhood.records.record import Record
from underhood.records.seal_values import Seal


@dataclass(frozen=True, slots=True)
class Word:
    """What somebody wants to say of a release, in which role, and with which key."""

    role: str
    person: str | None = None
    key: Path | None = None
    unsigned: bool = False
    refuse: bool = False
    conditions: tuple[str, ...] = ()
    statement: str | None = None
    expires: str | None = None
    yes: bool = False

    @property
    def decision(self) -> str:
        """The decision, as records have it."""
        return "refused" if self.refuse else "approved-with-conditions" if self.conditions else "approved"

    def written(self, release: Record, seal: Seal, person: Person, *, moment: str) -> bytes:
        """The approval as a file."""
        what = "Refusal" if self.refuse else "Approval"
        said: dict[str, Any] = {
            "title": f"{what} of {release.title} by {person.name or person.id} as {self.role}",
            "release": release.id,
            "manifest": seal.manifest,
            "role": self.role,
            "person": person.id,
            "date": moment,
            "decision": self.decision,
        }
        if self.statement:
            said["statement"] = self.statement
        if self.conditions:
            said["conditions"] = [
                {"id": f"condition-{number}", "text": text} for number, text in enumerate(self.conditions, 1)
            ]
        if self.expires:
            said["expires"] = self.expires
        return plain_yaml(said).encode()


def moment(today: str) -> str:
    """Now, to the second, in UTC; noon of a day that was told."""
    return f"{today}T12:00:00Z" if today else dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def speaking(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that make up an approval, as its `word`."""

    @click.option("--role", metavar="ROLE", required=True, help="In what role you speak, such as safety-lead.")
    @click.option("--person", metavar="ID", help="Who you are, if several people have the role.")
    @click.option(
        "--key",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="Your private key, or the public half of one that an agent or a device holds. Without it, an agent is "
        "asked for a key that governance/_signers has for you.",
    )
    @click.option("--unsigned", is_flag=True, help="Do without a signature, where a gate allows it.")
    @click.option("--refuse", is_flag=True, help="Refuse the release instead.")
    @click.option("--condition", "conditions", metavar="TEXT", multiple=True, help="Approve on this condition.")
    @click.option("--statement", metavar="TEXT", help="What you want to say.")
    @click.option("--expires", metavar="DAY", help="The last day on which it holds.")
    @click.option("--yes", is_flag=True, help="Ask nothing.")
    @functools.wraps(command)
    def run(*args: Any, **options: Any) -> Any:
        said = {name: options.pop(name) for name in Word.__dataclass_fields__}
        return command(*args, word=Word(**said), **options)

    return run
