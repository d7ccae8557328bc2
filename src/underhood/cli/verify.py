"""Prove that a document or a site comes from its records."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from underhood.cli.parts import asking
from underhood.cli.parts.levels import Beside, asked_for, levels_of
from underhood.cli.parts.looking import looked_at
from underhood.cli.parts.options import Session, session
from underhood.cli.parts.output import FINDINGS, OK, Output
from underhood.cli.parts.proving import clone_of, envelope_beside, read_subject, sha256
from underhood.doors.machine_keys import available, read_public
from underhood.judge.verify import GATE, LEVELS, Level, State, as_data, outcome
from underhood.reports import clean
from underhood.values.errors import UNREADABLE

VERSION = 1
"""Of the JSON."""

CODES = {State.GOOD: OK, State.BAD: FINDINGS, State.UNCHECKED: UNREADABLE}
STYLES = {State.GOOD: ("green",), State.BAD: ("red", "bold"), State.UNCHECKED: ("yellow",)}
FILE = click.Path(path_type=Path)


@click.command("verify")
@click.argument("path", metavar="PATH", type=FILE)
@click.option("--key", "keys", metavar="FILE", type=FILE, multiple=True, help="A public key to trust (PEM, Ed25519).")
@click.option(
    "--attestation", metavar="FILE", type=FILE, help="The envelope of `attest` (default: PATH.dsse.json, if there)."
)
@click.option("--gate", metavar="FILE", type=FILE, help="The envelope that says that the release passed its gate.")
@click.option("--seal", metavar="FILE", type=FILE, help="A copy of the release's seal, where there is no clone.")
@click.option("--model-digest", metavar="sha256:…", default="", help="The model that must be signed together with it.")
@click.option("--revision", metavar="REV", default="", help="Compare with this commit, not with the one it names.")
@click.option("--folder", is_flag=True, help="Compare with the clone's folder as it lies there, not with a commit.")
@click.option("--require", "required", multiple=True, type=click.Choice(LEVELS), help="Fail unless this was checked.")
@asking.form(["text", "json"])
@session
def command(session: Session, path: Path, **asked: object) -> int:
    """Prove that a document or a site comes from its records.

    PATH is a document that `underhood render` wrote, or the folder of a site. Say where a clone of the records is with
    -C. Each level is good, bad, or not checked, with the reason; nothing is fetched. Exit codes: 0 nothing is bad and
    what was asked for is good; 1 something is bad; 3 what was asked for could not be checked. A clone asks for records
    and bytes, an envelope or a key for the signature, --require for anything else.
    """
    required = [str(one) for one in _list(asked["required"])]
    keys = [one for one in _list(asked["keys"]) if isinstance(one, Path)]
    clone = clone_of(session.start, session.root, str(asked["revision"]), folder=bool(asked["folder"]))
    subject = read_subject(path)
    beside = Beside(
        path,
        _path(asked["attestation"]),
        tuple(map(read_public, keys)) if available() else (),
        bool(keys),
        _path(asked["seal"]),
        sha256(str(asked["model_digest"])),
        _path(asked["gate"]),
    )
    with session.output.working("proving"), looked_at(subject, clone, today=session.day) as looked:
        levels = levels_of(subject, looked, beside, today=session.day)
    envelope = (bool(keys) and beside.gate is None) or envelope_beside(path, beside.attestation) is not None
    required += [GATE] if beside.gate is not None else []
    found = outcome(levels, asked_for(required, clone=clone is not None, envelope=envelope))
    if asked["form"] == "json":
        _write_json(session.output, path, levels, looked.notes, found)
    else:
        _write_text(session.output, levels, looked.notes)
    return CODES[found]


def _write_text(out: Output, levels: Sequence[Level], notes: Sequence[str]) -> None:
    width = max(len(one.name) for one in levels)
    wide = max(len(state.value) for state in State)
    lines = [
        f"{one.name.ljust(width)}  {out.paint(one.state.value.ljust(wide), *STYLES[one.state])}  {clean(one.reason)}"
        for one in levels
    ]
    out.write("\n".join([*lines, *(f"note: {clean(note)}" for note in notes)]))


def _write_json(out: Output, path: Path, levels: Sequence[Level], notes: Sequence[str], found: State) -> None:
    whole = {
        "version": VERSION,
        "path": path.name,
        "result": found.value,
        "levels": list(as_data(levels)),
        "notes": list(notes),
    }
    out.write(json.dumps(whole, ensure_ascii=False, indent=2))


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, tuple) else ()


def _path(value: object) -> Path | None:
    return value if isinstance(value, Path) else None
