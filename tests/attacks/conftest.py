"""The attacks of a stranger's pull request run against the command line, as the tests of the commands do."""

from __future__ import annotations

from tests.cli.conftest import call

__all__ = ["call"]
