"""The steps of a job on GitHub or GitLab: what to compare with, the summary, the comment."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import click

from underhood.cli.parts.options import Session, session
from underhood.cli.parts.output import OK
from underhood.cli.parts.reporting import folder as below
from underhood.doors import writing
from underhood.doors.forge import Api, call
from underhood.forge import bases, handed, outputs, report, sticky, texts
from underhood.forge.events import Event, read_event, read_run
from underhood.values.errors import Stop

TOKEN = "UNDERHOOD_TOKEN"  # noqa: S105  (the name of a variable)
BOT = "github-actions[bot]"
TELLS = "underhood"


@click.group("forge")
def command() -> None:
    """The steps of a job on GitHub or GitLab: what to compare with, the summary, the comment.

    They are what `action.yml` and `ci/gitlab.yml` run. What they need to know comes from the variables and the event of
    the job, the token from UNDERHOOD_TOKEN; nothing of it is an argument. `base` says which commit to compare with,
    `policy` whose rules judge: those of the branch that is to be changed, as it is now;
    `report FOLDER` makes comment and summary of what `check` and `diff` left in a folder; `comment FOLDER` brings the
    comment of the pull request up to date; `post` does so for what the run of a fork handed over. A forge that refuses
    or keeps silent is told in a warning, and makes no step fail.
    """


@command.command("base")
@session
def base(session: Session) -> int:
    """Say which commit a change is to be compared with."""
    found, policy = _judging(session)
    outputs.set_outputs(os.environ, {"base": found, "policy": policy})
    session.output.write(found)
    session.output.tell(f"the state before: {found[:12]}" if found else "there is no earlier state to compare with")
    if policy:
        session.output.tell(f"the rules are those of {policy[:12]}")
    return OK


@command.command("policy")
@session
def policy(session: Session) -> int:
    """Say whose rules judge a change: the tip of the branch that it is to be merged into."""
    session.output.write(_judging(session)[1])
    return OK


def _judging(session: Session) -> tuple[str, str]:
    """The commit to compare with, and that whose rules judge; without the first, there is no second."""
    event, asked = read_event(os.environ), os.environ.get("UNDERHOOD_BASE", "")
    head = os.environ.get("UNDERHOOD_HEAD") or "HEAD"
    try:
        found = bases.base_of(session.root, event, asked=asked, head=head)
        return found, bases.policy_of(session.root, event, asked=asked, head=head) if found else ""
    except Stop as stop:
        _warn("error", f"{stop.message}\nhint: {stop.hint}")
        raise


@command.command("report")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@session
def make(session: Session, folder: Path) -> int:
    """Make comment, summary and outputs of what `check` and `diff` left in FOLDER."""
    event, results = read_event(os.environ), report.read_results(folder)
    where = below(session.root, os.environ)
    around = report.Around(
        os.environ.get("UNDERHOOD_BASE", ""),
        event.head,
        _run(os.environ),
        where,
        os.environ.get("UNDERHOOD_POLICY", ""),
        _home(os.environ),
    )
    for line in outputs.log(results.log):
        session.output.tell(line)
    text = report.comment(results, around)
    writing.write(folder.absolute() / "comment.md", text.encode("utf-8", "backslashreplace"))
    outputs.add_summary(os.environ, report.summary(results, around))
    made = {**report.numbers(results), "comment-file": str(folder / "comment.md"), "hand-over": "false"}
    if event.number and event.head and os.environ.get("UNDERHOOD_COMMENT", "auto") != "none":
        given = handed.Handed(event.number, event.head, texts.marker(where), report.is_quiet(results), text)
        writing.write(folder.absolute() / handed.FILE, handed.written(given))
        made["hand-over"] = str(_hands_over(event)).lower()
    writing.write(folder.absolute() / "code", f"{made['code']}\n".encode())
    outputs.set_outputs(os.environ, made)
    return OK


@command.command("comment")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@session
def comment(session: Session, folder: Path) -> int:
    """Bring the comment of the pull request up to date with what `report` made in FOLDER."""
    event = read_event(os.environ)
    if not event.number:
        session.output.tell("no comment: this job is not for a pull request")
    elif event.fork:
        session.output.tell("no comment: the change comes from a fork, and may only hand its comment over")
    elif not os.environ.get(TOKEN):
        session.output.tell(f"no comment: there is no token in {TOKEN}")
    else:
        _told(session, lambda: _posted(handed.read_handed((folder / handed.FILE).read_bytes()), event.number))
    return OK


@command.command("post")
@session
def post(session: Session) -> int:
    """Post the comment that the run of a pull request handed over, once the forge has confirmed whose it is."""

    def posted() -> sticky.Kept:
        api, run = _github(os.environ), read_run(os.environ)
        given = handed.fetched(api, run)
        return _posted(given, handed.confirmed(api, run, given))

    _told(session, posted)
    return OK


def _posted(given: handed.Handed, number: int) -> sticky.Kept:
    """Bring the comment up to date. Whatever was handed over is made harmless once more, and cut."""
    text = texts.comment(texts.harmless(given.text, home=_home(os.environ)))
    if os.environ.get("GITLAB_CI") == "true":
        api = Api(os.environ.get("CI_API_V4_URL", ""), os.environ.get(TOKEN, ""), "PRIVATE-TOKEN", "")
        user = call(api, "GET", "/user")
        author = str(user.get("username", "")) if isinstance(user, dict) else ""
        thread = sticky.on_gitlab(api, os.environ.get("CI_PROJECT_ID", ""), number)
    else:
        author = os.environ.get("UNDERHOOD_AUTHOR") or BOT
        thread = sticky.on_github(_github(os.environ), read_event(os.environ).repository, number)
    return sticky.keep(thread, text, marker=given.marker, author=author, quiet=given.quiet)


def _told(session: Session, act: Callable[[], sticky.Kept]) -> None:
    """Do it and say what was done; what the forge refuses is a warning."""
    try:
        kept = act()
    except (Stop, OSError) as error:
        stop = error if isinstance(error, Stop) else Stop(f"the comment cannot be read: {error.strerror}", "see above")
        _warn("warning", f"the comment was not written: {stop.message}\nhint: {stop.hint}")
        return
    more = f"; {kept.removed} more of ours removed" if kept.removed else ""
    session.output.tell(f"the comment was {kept.done}{f': {kept.url}' if kept.url else ''}{more}")
    outputs.set_outputs(os.environ, {"comment-id": str(kept.id or ""), "comment": kept.done})


def _hands_over(event: Event) -> bool:
    return event.fork or os.environ.get("UNDERHOOD_COMMENT") == "hand-over"


def _github(environment: Mapping[str, str]) -> Api:
    seconds = environment.get("UNDERHOOD_SECONDS", "")
    address = environment.get("GITHUB_API_URL") or "https://api.github.com"
    return Api(address, environment.get(TOKEN, ""), seconds=float(seconds) if seconds.isdecimal() else 20.0)


def _home(environment: Mapping[str, str]) -> str:
    """The address of the repository."""
    if environment.get("GITLAB_CI") == "true":
        return environment.get("CI_PROJECT_URL", "")
    server, repository = (environment.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"))
    return f"{server}/{repository}" if server and repository else ""


def _run(environment: Mapping[str, str]) -> str:
    """The address of the job's page."""
    if environment.get("GITLAB_CI") == "true":
        return environment.get("CI_JOB_URL", "")
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    server, repository, run = (environment.get(name, "") for name in names)
    return f"{server}/{repository}/actions/runs/{run}" if server and repository and run else ""


def _warn(level: str, message: str) -> None:
    """Show it with the job on GitHub, in the log elsewhere."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        sys.stdout.write(outputs.annotation(level, TELLS, message) + "\n")
    elif level == "warning":
        sys.stderr.write(f"{level}: {outputs.clean_lines(message)}\n")
