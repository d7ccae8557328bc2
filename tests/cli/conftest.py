"""Running the command line inside the test, as a person would: arguments in, exit code and words out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from underhood.cli.main import run


@dataclass(frozen=True, slots=True)
class Said:
    """What one call of the command said, and its exit code."""

    code: int
    out: str
    err: str


Call = Callable[..., Said]


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    """Call the command line; whatever happens, it must not end in a traceback."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("UNDERHOOD_DEBUG", raising=False)

    def underhood(*arguments: object) -> Said:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        said = Said(code, *capsys.readouterr())
        assert "Traceback" not in said.err + said.out
        return said

    return underhood
