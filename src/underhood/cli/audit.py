"""Compare the addresses of a training corpus with the lists of what was left out."""

from __future__ import annotations

import click

from underhood.cli.parts import auditing_check, auditing_domains, auditing_scan


@click.group("audit")
def command() -> None:
    """Compare the addresses of a training corpus with the lists of what was left out.

    `scan` counts once how many documents came from each host, and writes a ledger. `check` holds the ledger against the
    lists of exclusions; `domains` makes the table of domains. Only `scan` reads the corpus as a whole.
    """


for step in (auditing_scan, auditing_check, auditing_domains):
    command.add_command(step.command)
