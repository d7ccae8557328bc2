"""Keys are made once; each test gets the organisation's files anew."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.approvals.desk import SIGNERS, Desk


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def desk(keys: Path) -> Desk:
    made = Desk(keys)
    made.files[SIGNERS] = made.signers()
    return made
