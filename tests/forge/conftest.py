"""A forge to speak to, and jobs on real repositories."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.cli.conftest import call
from tests.forge.serving import Forge, serving

__all__ = ["call"]


@pytest.fixture
def forge() -> Iterator[Forge]:
    with serving() as one:
        yield one
