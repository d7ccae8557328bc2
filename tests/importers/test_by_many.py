"""Files that several processes read make what one process makes of them; a part of a file is used as the whole is."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from benchmarks.importing import log

from tests.cli.conftest import Call, call
from tests.making import SETTINGS
from underhood.doors import forked
from underhood.importers import Given

__all__ = ["call"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="copies of processes are made on Linux only")
def test_as_by_one(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    logs = tmp_path / "logs"
    logs.mkdir()
    for number in range(12):
        (logs / f"log-{number}.json").write_text(json.dumps(log(number)))
    (logs / "log-5.json").write_text('{"schema_version": "0.3.0", "evaluation_results": [')
    made: list[tuple[Any, dict[str, bytes], str]] = []
    forks: list[int] = []
    fork = os.fork

    def counted() -> int:
        forks.append(1)
        return fork()

    monkeypatch.setattr(os, "fork", counted)
    for name, processes in (("one", 1), ("many", 3)):
        monkeypatch.setattr(forked, "_processes", lambda _items, processes=processes: processes)
        monkeypatch.setattr(forked, "SMALLEST", 2)
        root, report = tmp_path / name, tmp_path / f"{name}.md"
        (root / "governance").mkdir(parents=True)
        (root / "governance" / "settings.yaml").write_text(SETTINGS)
        code = call("import", "every-eval-ever", str(logs), "-C", str(root), "--report", str(report)).code
        files = {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*.yaml"))}
        made.append((code, files, report.read_text()))
    assert len(forks) >= 2  # the records that are there are read by many, too
    assert made[0] == made[1]
    assert len(made[0][1]) > 30
    assert "log-5.json" in made[0][2]


def test_what_is_used_of_a_part_is_used_of_the_file() -> None:
    given = Given("a.json", "0", {"list": [{"a": 1, "b": {"c": 2, "d": 3}}, {"a": 4}]})
    part = given.below("list", 0)
    assert part.take("a") == 1
    assert part.below("b").take("c") == 2
    assert part.below("nothing", "there").take("x") is None
    assert given.left() == ((("list", 0, "b", "d"), 3), (("list", 1, "a"), 4))
    assert given.counts() == (2, 2)
