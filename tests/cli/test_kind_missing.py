"""An id without its kind, where kind/id belongs."""

from __future__ import annotations

import pytest
from tests.cli.conftest import Call
from tests.conftest import Repository

from underhood.values.errors import USAGE


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("owl-paper", "did you mean evidence/owl-paper?"),
        ("owl-2#small", "did you mean release/owl-2#small or training/owl-2#small?"),
        ("nothing", "write kind/id, such as risk/toxic-output"),
    ],
)
def test_the_hint_names_the_kind(written: str, hint: str, call: Call, repository: Repository) -> None:
    said = call("show", "-C", repository(), written)
    assert (said.code, said.out) == (USAGE, "")
    assert f"'{written}' is not the address of a record" in said.err
    assert hint in said.err


def test_a_file_that_cannot_be_read_is_named_too(call: Call, repository: Repository) -> None:
    said = call("show", "-C", repository({"governance/risk/broken.yaml": "title: [\n"}), "broken")
    assert "did you mean risk/broken?" in said.err
