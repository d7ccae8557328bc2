"""The laboratory and the desk that tests of gates share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.approvals.desk import Desk
from tests.gates.laboratory import Laboratory


@pytest.fixture
def laboratory(tmp_path: Path) -> Laboratory:
    return Laboratory(tmp_path).whole()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)
