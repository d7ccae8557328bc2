"""What the runner reads of us: nothing from outside becomes an output, a command or a summary of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.forge.running import read_outputs

from underhood.forge import outputs
from underhood.values.errors import Stop


def test_outputs_cannot_be_injected(tmp_path: Path) -> None:
    file = tmp_path / "out"
    where = {"GITHUB_OUTPUT": str(file)}
    outputs.set_outputs(where, {"a": "1<<x", "b": "c=2", "d": ""})
    first = file.read_text()
    assert read_outputs(first) == {"a": "1<<x", "b": "c=2", "d": ""}
    outputs.set_outputs(where, {"a": "1"})
    assert first.split("\n")[0] not in file.read_text().removeprefix(first)


@pytest.mark.parametrize("value", ["1\nevil=2", "1\revil=2", "a\x85b", "a\u2028b", "\x00"])
def test_an_output_is_one_line(value: str, tmp_path: Path) -> None:
    with pytest.raises(Stop, match="not a single line"):
        outputs.set_outputs({"GITHUB_OUTPUT": str(tmp_path / "out")}, {"a": value})
    assert not (tmp_path / "out").exists()


def test_without_a_runner_nothing_is_written() -> None:
    outputs.set_outputs({}, {"a": "1"})
    outputs.add_summary({}, "x")


def test_lines_of_the_log_are_no_commands() -> None:
    lines = list(outputs.log("::error::x\n  ::add-mask::y\n##[error]z\n\x1b[2K" + "q\n" * 500))
    assert lines[:2] == ["| ::error::x", "|   ::add-mask::y"]
    assert not any("##[" in line or "\x1b" in line for line in lines)
    assert lines[-1].endswith("more lines")


def test_an_annotation_is_one_command() -> None:
    line = outputs.annotation("warning", "a,b::c", "x\n::error::y%0A\r")
    assert line.count("\n") == 0
    assert line.startswith("::warning title=a%2Cb%3A%3Ac::x%0A::error::y%250A")
