"""Seal a release: write down what is to be signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from underhood.cli.parts import asking
from underhood.cli.parts.options import Session, found, session
from underhood.cli.parts.output import FINDINGS, OK, Output
from underhood.doors import writing
from underhood.judge.seal import behind, sealed, withheld
from underhood.meaning.audience import Audience
from underhood.meaning.closure import unresolved
from underhood.meaning.release import ever_signed
from underhood.records.project import Project
from underhood.records.reading import Problem
from underhood.records.record import Record
from underhood.records.seal_values import LIST, RECORD, RELEASE, TRANSLATION, Seal
from underhood.records.seals import path_of, written
from underhood.reports import clean
from underhood.values.errors import UNREADABLE, USAGE, Stop

COUNTED = ((RECORD, "record"), (TRANSLATION, "translation"), (LIST, "list"), (RELEASE, "other release"))
AUDIENCES = ("public", "downstream", "authority")


@click.command("seal")
@click.argument("release", metavar="release/ID")
@click.option(
    "--check",
    "checking",
    is_flag=True,
    help="Write nothing; exit with 1 where the seal is missing or damaged, or has to be written anew.",
)
@click.option(
    "--copy-for",
    "audience",
    type=click.Choice(AUDIENCES),
    help="Write nothing to governance/; give a copy of the seal for an audience, with digests for what it may not see.",
)
@asking.file("Write the copy to this file.")
@session
def command(session: Session, release: str, *, checking: bool, audience: str | None, file: Path | None) -> int:
    """Seal a release: write down what is to be signed.

    Writes governance/_sealed/ID.json: every record behind the release, translations, digests of lists and templates,
    the gates. Approvals name its manifest. Says what is in it, and what changed since the seal before. Once a release
    was approved or released, its seal is fixed.
    """
    if file is not None and audience is None:
        raise Stop("--output is for a copy", "add --copy-for public, or leave --output out", code=USAGE)
    project = session.project()
    record, _ = found(project, release)
    if record.kind != "release":
        raise Stop(f"{record.address} is no release", "only a release is sealed", code=USAGE)
    before = project.seals.of(record.id)
    if audience is not None:
        whole = _there(before, record)
        hidden = withheld(project, whole, Audience(audience))
        return _copy(session.output, written(whole, audience, hidden=hidden), file)
    if checking:
        return _checked(session.output, project, record, before)
    refuse_sealing(project, record)
    with session.output.working("sealing"):
        known = before if isinstance(before, Seal) else None
        made = sealed(project, record, before=known, day=session.day)
    if isinstance(before, Problem):
        session.output.tell(f"{before.location.path}: {before.message}; it is written anew, with new nonces")
    if made is not before:
        writing.write_all(_root(project), {path_of(record.id): written(made)})
    session.output.write("\n".join(_told(session.output, project, made, known)))
    return OK


def refuse_sealing(project: Project, release: Record) -> None:
    """Raise Stop where a release must not be sealed, or cannot be."""
    if release.get("recorded") != "live" or project.settings.compiled:
        raise Stop(
            f"{release.address} is recorded afterwards from public sources, and is never sealed",
            "a seal is what an organisation signs of its own release",
            code=USAGE,
        )
    if ever_signed(release):
        raise Stop(
            f"{release.address} was approved or released: its seal is fixed",
            "correct what was signed with an erratum (`underhood new erratum/<id>`); a new fact is a new release",
            code=USAGE,
        )
    if project.problems:
        count = len(project.problems)
        raise Stop(
            f"{count:,} place{'' if count == 1 else 's'} of the repository cannot be read; what is sealed is whole",
            "`underhood check` names them",
        )
    if missing := unresolved(project.catalog, release):
        names = ", ".join(map(str, missing[:5])) + (" …" if len(missing) > 5 else "")
        raise Stop(f"{release.address} leads to what is not there: {names}", "`underhood check` names the places")


def _there(seal: Seal | Problem | None, release: Record) -> Seal:
    if isinstance(seal, Seal):
        return seal
    if isinstance(seal, Problem):
        raise Stop(f"{seal.location.path}: {seal.message}", seal.hint, code=UNREADABLE)
    raise Stop(f"{release.address} has no seal", f"`underhood seal {release.address}` writes it", code=USAGE)


def _copy(out: Output, content: bytes, file: Path | None) -> int:
    if file is None:
        out.write(content.decode())
    else:
        writing.write(file.absolute(), content)
        out.tell(f"wrote {file}")
    return OK


def _checked(out: Output, project: Project, release: Record, seal: Seal | Problem | None) -> int:
    """Say what the seal is behind of; that of a release that was signed has to stay as it is."""
    if not isinstance(seal, Seal):
        out.write(f"{seal.location.path}: {seal.message}" if seal is not None else f"{release.address} has no seal")
        return FINDINGS
    changes, fixed = list(_changes(out, project, seal)), ever_signed(release)
    words = f"{len(changes):,} change{'' if len(changes) == 1 else 's'} since" if changes else "nothing changed since"
    if changes and fixed:
        words += "; it was approved or released, so its seal stays as it is, and its documents show that"
    out.write("\n".join([f"{release.address} was sealed on {seal.sealed}; {words}", *changes]))
    return FINDINGS if changes and not fixed else OK


def _told(out: Output, project: Project, made: Seal, before: Seal | None) -> Iterator[str]:
    counts = Counter(prefix for name in made.by_name for prefix, _ in COUNTED if name.startswith(prefix))
    parts = (
        f"{counts[prefix]:,} {word}{'' if counts[prefix] == 1 else 's'}" for prefix, word in COUNTED if counts[prefix]
    )
    if made is before:
        yield f"the seal of {made.sealed} holds: nothing changed since"
    else:
        yield f"sealed {made.release}: {', '.join(parts)}"
    yield f"manifest {made.manifest}"
    if made is before:
        return
    yield path_of(made.release.partition("/")[2])
    if before is not None:
        yield f"changed since the seal of {before.sealed}:"
        yield from _changes(out, project, before)


def _changes(out: Output, project: Project, seal: Seal) -> Iterator[str]:
    for change in behind(project, seal):
        weight = out.paint(f"{change.weight.value:<9}", "dim")
        yield f"  {weight}  {clean(change.message)}  {out.paint(str(change.address), 'dim')}"


def _root(project: Project) -> Path:
    assert project.root is not None  # a command reads a folder
    return project.root
