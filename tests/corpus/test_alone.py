"""Two scans do not write into one ledger; one that was killed keeps nobody out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from underhood.cli.main import run
from underhood.corpus.ledger import open_ledger
from underhood.corpus.scanning import SCRATCH

HOLDS = """\
import sys
from pathlib import Path
from underhood.doors.alone import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nobody is kept out there")
def test_one_scan_at_a_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, folder = tmp_path / "corpus", tmp_path / "ledger"
    corpus.mkdir()
    (corpus / "a.jsonl").write_text(json.dumps({"url": "https://example.org/", "text": "word"}) + "\n")
    scratch = folder / f"{SCRATCH}other"
    scratch.mkdir(parents=True)
    scan = ["audit", "scan", str(corpus), "-o", str(folder)]
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        code = run(scan)
        said = capsys.readouterr().err
        assert code == 3, said
        assert "another scan is writing into" in said
        assert "hint: wait until it is done, or name another folder" in said
        assert scratch.is_dir()
        assert sorted(path.name for path in folder.iterdir()) == [".lock", scratch.name]
        other.kill()
    assert run(scan) == 0
    assert open_ledger(folder).rows == 1
    assert not scratch.exists()
    assert run(scan) == 0
