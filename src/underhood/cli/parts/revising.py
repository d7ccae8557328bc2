"""Which state a check judges, which earlier one it is compared with, and whether it may remember."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import click


@dataclass(frozen=True, slots=True)
class States:
    """The revisions that were asked for; None: the working tree, and nothing to compare with.

    `policy`: whose rules and schemas judge; None: those of the judged state.
    `no_cache`: what an earlier check kept is not used, and nothing is kept.
    """

    rev: str | None = None
    base: str | None = None
    policy: str | None = None
    no_cache: bool = False


def revising(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that name revisions, as its `states`."""

    @click.option(
        "--rev",
        metavar="REV",
        help="Judge this revision (a branch, a tag, a commit) as git keeps it, instead of the files as they lie here.",
    )
    @click.option(
        "--base",
        metavar="REV",
        help="Compare with this revision too, and tell what was lost that must be kept. Usually the point where a "
        "branch began: $(git merge-base main HEAD).",
    )
    @click.option(
        "--policy",
        metavar="REV",
        help="Judge by the settings of rules, the schemas, people and signers of this revision: in a pull request, by "
        "those of the branch that it is to be merged into, which it cannot soften.",
    )
    @click.option("--no-cache", is_flag=True, help="Read everything anew, and keep nothing for the next time.")
    @functools.wraps(command)
    def run(*args: Any, rev: str | None, base: str | None, policy: str | None, no_cache: bool, **rest: Any) -> Any:
        return command(*args, states=States(rev, base, policy, no_cache), **rest)

    return run
