"""Compare the addresses of a training corpus with the lists of what was left out."""

from __future__ import annotations

import importlib

import click

SUBCOMMANDS = {"scan": "auditing_scan", "check": "auditing_check", "domains": "auditing_domains"}
"""Each with its module under `cli/parts/`, which is imported when it is called."""


class Audit(click.Group):
    """The three steps of an audit."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """The steps, the first one first."""
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (as above)
        """The step of this name."""
        if cmd_name not in SUBCOMMANDS:
            return None
        found = importlib.import_module(f"underhood.cli.parts.{SUBCOMMANDS[cmd_name]}").command
        assert isinstance(found, click.Command)
        return found


@click.group("audit", cls=Audit)
def command() -> None:
    """Compare the addresses of a training corpus with the lists of what was left out.

    `scan` counts once how many documents came from each host, and writes a ledger. `check` holds the ledger against the
    lists of exclusions; `domains` makes the table of domains. Only `scan` reads the corpus.
    """
