"""The command line for these tests, as in those of the commands."""

from __future__ import annotations

from tests.cli.conftest import call

__all__ = ["call"]
