"""The command `underhood`: imports only the command asked for, and turns every failure into a sentence."""

from __future__ import annotations

import ast
import difflib
import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from importlib.util import find_spec

import click

from underhood import __version__, cli
from underhood.cli.parts import output
from underhood.doors import members
from underhood.values.errors import UNREADABLE, USAGE, Stop

SELDOM = 100_000
"""Objects between two looks for garbage: records are trees, in which there is none, and each look takes time."""

REPORT = "please report it, with what you did and with the lines that UNDERHOOD_DEBUG=1 prints"
ORDER = ("init", "new", "check", "diff", "fix", "seal", "build", "serve", "render", "show", "explain", "rename")
"""How people meet the commands; what is not named here follows by name."""


class Commands(click.Group):
    """The commands: the modules beside this one, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """The names of all commands, the first steps first."""
        names = set(members.names(cli.__name__)) - {"main"}
        return [name for name in ORDER if name in names] + sorted(names - set(ORDER))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = members.member(cli.__name__, cmd_name).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments name. Raises Stop with the nearest name."""
        name = args[0]
        if not name.startswith("-") and name not in (names := self.list_commands(ctx)):
            near = difflib.get_close_matches(name, names, 1, 0.5)
            hint = f"did you mean `underhood {near[0]}`?" if near else f"the commands are: {', '.join(names)}"
            raise Stop(f"there is no command '{name}'", hint, code=USAGE)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands by the first line of their modules, which are not imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _summary(name)) for name in self.list_commands(ctx)])


def _summary(command: str) -> str:
    spec = find_spec(f"{cli.__name__}.{members.module(command)}")
    source = spec.loader.get_source(spec.name) if spec and spec.loader and hasattr(spec.loader, "get_source") else None
    page = ast.get_docstring(ast.parse(source or "")) or ""
    return page.split("\n")[0]


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean · 1 findings · 2 wrong usage or settings · 3 could not read or write.",
)
@click.version_option(__version__, message="underhood %(version)s")
@click.option("-C", "--root", "start", metavar="DIR", help="The folder that holds governance/ (also after COMMAND).")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors (also after COMMAND).")
@click.pass_context
def group(ctx: click.Context, start: str | None, *, quiet: bool) -> None:
    """Keep the governance records of AI-model releases as YAML in git, check them, and publish them.

    Start with `underhood init`; `underhood COMMAND --help` tells more.
    """
    before: dict[str, object] = {
        **({"start": start} if start is not None else {}),
        **({"quiet": True} if quiet else {}),
    }
    if before:
        ctx.default_map = {ctx.invoked_subcommand or "": before}
    if ctx.invoked_subcommand is None:
        output.complain(ctx.get_help())
        ctx.exit(USAGE)


def main() -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(SELDOM, 50, 50)
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except OSError:
        output.silence()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command; the exit code. Every failure ends in a sentence on stderr."""
    output.prepare_streams()
    try:
        result = group.main(list(arguments), prog_name="underhood", standalone_mode=False)
        return result if isinstance(result, int) else output.OK
    except Stop as stop:
        output.failure(stop.message, stop.hint)
        return stop.code
    except SystemExit:  # click's answer to a reader of stdout that has gone, which is no failure
        return output.OK
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  (the last net: a sentence instead of a traceback)
        return _failed(error)


def _failed(error: BaseException) -> int:
    """Say what went wrong; the exit code."""
    match error:
        case click.ClickException():
            output.failure(*_usage(error))
            return USAGE
        case KeyboardInterrupt() | click.Abort():
            output.complain("interrupted")
            return output.INTERRUPTED
        case OSError():
            return _system(error)
        case _:
            return _fault(error)


def _usage(error: click.ClickException) -> tuple[str, str]:
    """Our words for what click found wrong with the arguments."""
    message = " ".join(error.format_message().split())
    command = getattr(getattr(error, "ctx", None), "command_path", "underhood")
    hint = f"`{command} --help` lists what can be said"
    if isinstance(error, click.NoSuchOption):
        message = f"there is no option '{error.option_name}'"
        if error.possibilities:
            hint = f"did you mean '{min(error.possibilities)}'? {hint}"
    return message[:1].lower() + message[1:].rstrip("."), hint


def _system(error: OSError) -> int:
    """The machine refused something; that the reader of our output has gone is no failure at all."""
    if error.errno == errno.EPIPE:
        output.silence()
        return output.OK
    where = f"{error.filename}: " if error.filename else ""
    output.failure(
        f"{where}{(error.strerror or str(error)).lower()}", "check the path, its permissions and the free space"
    )
    _trace()
    return UNREADABLE


def _fault(error: BaseException) -> int:
    words = str(error).strip().split("\n")[0][:300]
    output.failure(
        f"this is a fault of underhood {__version__}: {type(error).__name__}{f': {words}' if words else ''}", REPORT
    )
    _trace()
    return UNREADABLE


def _trace() -> None:
    if os.environ.get("UNDERHOOD_DEBUG") == "1":
        output.complain(traceback.format_exc())
