"""Sign where a document or a site comes from, for others to verify."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path

import click

from underhood.cli.parts import asking
from underhood.cli.parts.levels import made_of
from underhood.cli.parts.looking import looked_at
from underhood.cli.parts.options import Session, found, session
from underhood.cli.parts.output import OK
from underhood.cli.parts.proving import (
    ENDING,
    Card,
    Clone,
    Folder,
    Looked,
    clone_of,
    digests,
    read_file,
    read_subject,
    sha256,
)
from underhood.doors import writing
from underhood.doors.envelope import Broken, read_json, written
from underhood.doors.machine_keys import MAKE, exposed, new_key, read_private
from underhood.judge.attest import BUILDER, Made, provenance, result, signed
from underhood.judge.verify import BYTES, FILES, RECORDS, State
from underhood.records.places import SETTINGS_FILE
from underhood.records.seals import Seal
from underhood.site.provenance import TOOL, uncommitted
from underhood.values.errors import UNREADABLE, USAGE, Stop

FILE = click.Path(path_type=Path)
LARGEST_SIGNATURE = 1 << 26
WHOLE = "bring the whole history: `git fetch --unshallow` (in a workflow: fetch-depth: 0)"


@click.command("attest")
@click.argument("path", metavar="[PATH]", type=FILE, required=False)
@click.option("--key", "keys", metavar="FILE", type=FILE, multiple=True, help="The private key (PEM, Ed25519).")
@asking.file("Where to put the envelope (default: PATH.dsse.json; of a gate, ID.STATUS.dsse.json).")
@click.option("--model-digest", metavar="sha256:…", default="", help="The digest of the weights that it is about.")
@click.option("--model", metavar="FILE", type=FILE, help="The OpenSSF signature of the weights: its digest is taken.")
@click.option(
    "--builder", metavar="URI", default=BUILDER, help="Who makes the statement, such as a workflow's address."
)
@click.option("--gate", metavar="release/ID", help="Sign that a release passed its gate, in place of PATH.")
@click.option("--to", "status", metavar="STATUS", default="released", show_default=True, help="Of that gate.")
@click.option("--new-key", metavar="FILE", type=FILE, help="Make a key: FILE, for your eyes only, and FILE.pub.")
@session
def command(session: Session, path: Path | None, **asked: object) -> int:
    """Sign where a document or a site comes from, for others to verify.

    Makes PATH again from its records first, and signs nothing that is not the same to the byte. Writes an in-toto
    statement (SLSA provenance, version 1) in a DSSE envelope: the files with their digests, the commit, every record,
    the templates and the schemas. For a gate that holds, a Simple Verification Result about the seal of the release.
    `underhood verify` reads both.
    """
    fresh = asked["new_key"]
    if isinstance(fresh, Path):
        public = new_key(fresh)
        session.output.write(f"{fresh}.pub\n{public.id}")
        session.output.tell(f"{fresh} is for your eyes only: keep it out of the repository")
        return OK
    named, gated = asked["file"], asked["gate"]
    if (path is None) is (gated is None):
        raise click.UsageError("name either PATH or --gate", click.get_current_context())
    keys = [read_private(key) for key in _paths(asked["keys"])]
    if not keys:
        raise Stop("nothing can be signed without a key", f"name it with --key; {MAKE}", code=USAGE)
    for key in filter(exposed, _paths(asked["keys"])):
        session.output.tell(f"{key} may be read by others: `chmod 600` makes it yours alone")
    if path is None:
        statement, place = _passed(session, str(gated), str(asked["status"]))
        out = named if isinstance(named, Path) else Path(place)
    else:
        statement, out = _comes_from(session, path, asked)
    writing.write(out.absolute(), written(signed(statement, keys)))
    session.output.write(str(out))
    return OK


def _passed(session: Session, named: str, status: str) -> tuple[Mapping[str, object], str]:
    """The statement that a release passed its gate, and where it goes. Raises Stop where it does not pass."""
    from underhood.judge.gate import gate  # noqa: PLC0415  (imports every rule)
    from underhood.judge.preparers import untold  # noqa: PLC0415  (only for this)

    project = session.project()
    release, _ = found(project, named)
    if release.kind != "release":
        raise Stop(f"{release.address} is no release", "only a release has a gate", code=USAGE)
    if project.root is None or project.head is None or uncommitted(project.root, project.head.commit):
        words = "commit the records first: what no commit holds, nobody else can judge"
        raise Stop(f"the gate of {release.address} would be judged by what no commit holds", words, code=USAGE)
    seal = project.seals.of(release.id)
    if not isinstance(seal, Seal):
        raise Stop(f"{release.address} has no seal that a statement could be about", "seal it first", code=USAGE)
    if lacking := untold(project, release, base=project.tree)[1]:
        raise Stop(f"the gate of {release.address} is not attested: {lacking}", WHOLE, code=UNREADABLE)
    judged = gate(project, release, status, today=session.day)
    settings = project.tree.read(SETTINGS_FILE)
    policy = hashlib.sha256(settings if isinstance(settings, bytes) else b"").hexdigest()
    now = dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    time = f"{session.today}T00:00:00Z" if session.today else now
    statement = result(judged, str(release.address), seal.manifest, time=time, policy=policy)
    return statement, f"{release.id}.{status}{ENDING}"


def _comes_from(session: Session, path: Path, asked: Mapping[str, object]) -> tuple[Mapping[str, object], Path]:
    """The statement where a document or a site comes from, and where it goes."""
    model, named = _model(asked), asked["file"]
    subject = read_subject(path)
    clone = clone_of(session.start, session.root, "", folder=False)
    if clone is None:
        raise Stop("there are no records here", "say where they are with -C", code=USAGE)
    statement = _statement(session, path, subject, clone=clone, facts=(model, str(asked["builder"])))
    whole = path if path.name else path.resolve()
    out = named if isinstance(named, Path) else whole.with_name(f"{whole.name}{ENDING}")
    if path.is_dir() and out.resolve().is_relative_to(path.resolve()):
        raise Stop(f"{out} lies in the site that it is about", "put it beside the folder", code=USAGE)
    return statement, out


def _statement(
    session: Session, path: Path, subject: Card | Folder, *, clone: Clone, facts: tuple[str, str]
) -> Mapping[str, object]:
    """What is signed. Raises Stop where the subject is not what its records make."""
    if not subject.commit:
        words = "commit the records first, then render or build again: what no commit holds, nobody else can check"
        raise Stop(f"{path} was not made from a commit", words, code=USAGE)
    with session.output.working("making it again"), looked_at(subject, clone, today=session.day) as looked:
        for level in made_of(subject, looked):
            needed = level.name in {RECORDS, BYTES} and level.state is not State.GOOD
            if needed or (level.name == FILES and level.state is State.BAD):
                words = f"{path} is not attested: {level.name} {level.state.value}: {level.reason}"
                raise Stop(words, "render or build it again from a commit, then attest that", code=1)
        return _made(path, subject, looked, facts=facts)


def _made(path: Path, subject: Card | Folder, looked: Looked, *, facts: tuple[str, str]) -> Mapping[str, object]:
    assert looked.project is not None
    model, builder = facts
    if isinstance(subject, Card):
        origin = subject.origin
        how: Mapping[str, object] = {
            "document": origin.document,
            "subject": origin.subject,
            "language": origin.language,
            "form": origin.form,
            "drafts": origin.drafts,
            "as_of": origin.as_of,
        }
        records = origin.names.keys()
    else:
        how = {"site": True, "drafts": subject.facts["drafts"], "as_of": subject.as_of}
        records = subject.facts["records"].keys()
    made = Made(how, subject.commit, TOOL, list(records), builder)
    return provenance(digests(subject, path.name), looked.project, made, model=model)


def _model(asked: Mapping[str, object]) -> str:
    """The digest of the weights: as given, else that which their signature is about."""
    named, file = sha256(str(asked["model_digest"])), asked["model"]
    if not isinstance(file, Path):
        return named
    found = _signed_model(file)
    if named and named != found:
        raise Stop(f"{file} is about another model than --model-digest says", "give one of them", code=USAGE)
    return found


def _signed_model(path: Path) -> str:
    """The root digest that an OpenSSF model signature is about. The signature itself is not checked here."""
    raw = read_file(path, "the signature of the model", largest=LARGEST_SIGNATURE)
    try:
        bundle = read_json(raw)
        statement = read_json(base64.b64decode(bundle["dsseEnvelope"]["payload"], validate=True))
        (subject,) = statement["subject"]
        return sha256(f"sha256:{subject['digest']['sha256']}")
    except (Broken, KeyError, TypeError, ValueError, binascii.Error) as error:
        words = "`model_signing sign` of OpenSSF writes one; or give the digest itself with --model-digest"
        raise Stop(f"{path} is not a signature of a model", words, code=USAGE) from error


def _paths(value: object) -> list[Path]:
    return [one for one in value if isinstance(one, Path)] if isinstance(value, tuple) else []
