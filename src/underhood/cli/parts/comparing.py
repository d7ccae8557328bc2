"""Which two states are compared, and how what changed is written: the options of `underhood diff`."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from underhood.cli.parts import asking
from underhood.cli.parts.asking import AUTO
from underhood.diffs import formats as views
from underhood.reports import formats as reports
from underhood.values.change import Weight
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import Severity

PLAIN = re.compile(r"[\w.][\w./@^~-]*")
"""A name of a revision that a person may be told to type; git allows odder ones."""
FORMATS = (AUTO, *dict.fromkeys((*views(), *reports())))


@dataclass(frozen=True, slots=True)
class Compared:
    """The two states that were asked for; `head` None: the files as they lie here, or the index.

    `policy`: whose settings and schemas weigh; None: the older state's.
    """

    base: str = "HEAD"
    head: str | None = None
    merge_base: bool = False
    index: bool = False
    policy: str | None = None

    @property
    def command(self) -> str:
        """How a person compares the same two states."""
        options = ["--merge-base"] * self.merge_base + ["--index"] * self.index
        names = [self.base] * (self.base != "HEAD" or bool(self.head)) + [self.head] * bool(self.head)
        plain = [name if name and PLAIN.fullmatch(name) else "REV" for name in names]
        return " ".join(["underhood diff", *options, *plain])


@dataclass(frozen=True, slots=True)
class Shown:
    """How it is written: a format, a file, the least weight that is listed for people, what makes the exit code 1."""

    form: str = AUTO
    file: Path | None = None
    show: str = Weight.ROUTINE.value
    fail_on: str = Severity.ERROR.value


@dataclass(frozen=True, slots=True)
class Named:
    """What the two states are called where a job knows it better: the names of branches; empty: as git found them."""

    base: str = ""
    head: str = ""

    def older(self, found: str) -> str:
        """The name of the older state."""
        return self.base or found

    def newer(self, found: str, compared: Compared, environment: Mapping[str, str]) -> str:
        """The name of the newer state. In a pull request the files are those of its branch."""
        lying = compared.head is None and not compared.index
        return self.head or (environment.get("GITHUB_HEAD_REF", "") if lying else "") or found


def naming(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that name the two states, as its `named`."""

    @click.option("--base-name", metavar="NAME", default="", help="What the older state is called in what is written.")
    @click.option(
        "--head-name",
        metavar="NAME",
        default="",
        help="What the newer state is called; in a pull request on GitHub, its branch.",
    )
    @functools.wraps(command)
    def run(*args: Any, base_name: str, head_name: str, **rest: Any) -> Any:
        return command(*args, named=Named(base_name, head_name), **rest)

    return run


def comparing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the arguments and options that name two states, as its `compared`."""

    @click.argument("base", default="HEAD", metavar="[BASE]")
    @click.argument("head", required=False, metavar="[HEAD]")
    @click.option(
        "--merge-base", is_flag=True, help="Compare with the point where the two parted, not with BASE itself."
    )
    @click.option("--index", is_flag=True, help="Compare what git has in its index, not the files as they lie here.")
    @click.option(
        "--policy",
        metavar="REV",
        help="Weigh by the settings and schemas of this revision, not by BASE's: in a pull request, by those of the "
        "branch that it is to be merged into.",
    )
    @functools.wraps(command)
    def run(*args: Any, base: str, head: str | None, merge_base: bool, index: bool, **rest: Any) -> Any:
        policy = rest.pop("policy")
        if index and head is not None:
            raise Stop("--index compares the index with BASE", "leave HEAD or --index out", code=USAGE)
        _dotted(base, head)
        return command(*args, compared=Compared(base, head, merge_base, index, policy), **rest)

    return run


def _dotted(base: str, head: str | None) -> None:
    """Raise Stop for two revisions in one word, as git takes them."""
    for word, other in ((base, head), (head or "", None)):
        old, dots, new = word.partition("...")
        if not dots:
            old, dots, new = word.partition("..")
        if dots and other is None:
            names = " ".join(name if PLAIN.fullmatch(name) else "REV" for name in (old or "HEAD", new or "HEAD"))
            option = "--merge-base " if dots == "..." else ""
            raise Stop(f"{ascii(word)[:80]} are two revisions", f"`underhood diff {option}{names}`", code=USAGE)


def showing(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that say how changes are written, as its `shown`."""

    @asking.form(
        FORMATS,
        default=AUTO,
        about="How to write it: the changes as text, markdown or json; or what must be acted on, for a forge. "
        "auto: text, and annotations in a job of GitHub Actions.",
    )
    @asking.file("Write to this file as well; its ending tells the format, unless --format does.")
    @asking.show(
        [weight.value for weight in Weight],
        default=Weight.ROUTINE.value,
        about="The least weight that is listed in text; the rest is counted.",
    )
    @asking.fail_on()
    @functools.wraps(command)
    def run(*args: Any, form: str, file: Path | None, show: str, fail_on: str, **rest: Any) -> Any:
        return command(*args, shown=Shown(form, file, show, fail_on), **rest)

    return run
