"""Show the site on this machine while records are edited."""

from __future__ import annotations

import socket

import click

from underhood.cli.parts.options import Session, session
from underhood.cli.parts.output import OK
from underhood.values.errors import USAGE, Stop

HOST = "127.0.0.1"


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port to listen on.")
@click.option("--drafts", is_flag=True, help="Include releases that are not out yet.")
@click.option("--no-cache", is_flag=True, help="Read everything anew, and keep nothing for the next time.")
@session
def command(session: Session, port: int, *, drafts: bool, no_cache: bool) -> int:
    """Show the site on this machine while records are edited.

    It is built again whenever one changes. Only this machine can reach it. Stop it with Ctrl-C.
    """
    root = session.project().root
    assert root is not None
    _free(port)
    from underhood.engines import mkdocs  # noqa: PLC0415  (300 ms, and only needed where records were found)

    session.output.tell(f"http://{HOST}:{port}/ shows {root.absolute().name}; Ctrl-C ends it")
    mkdocs.serve(root.absolute(), port=port, today=session.today, drafts=drafts, keep=not no_cache)
    return OK


def _free(port: int) -> None:
    """Raise Stop if somebody else listens there already."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((HOST, port))
        except OSError as error:
            raise Stop(
                f"port {port} cannot be used: {(error.strerror or str(error)).lower()}",
                f"name another one: --port {port + 1 if port < 65535 else port - 1}",
                code=USAGE,
            ) from error
