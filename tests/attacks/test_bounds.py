"""What a hostile file may cost: five seconds and half a gibibyte, whatever it holds, and a finding at the end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECONDS = 5
LARGEST = 512 << 20

CHILD = """
import resource, sys, threading
from underhood.cli.main import run
code = run(["check", "-C", sys.argv[1], "--color", "never"])
usage = resource.getrusage(resource.RUSAGE_SELF)
factor = 1 if sys.platform == "darwin" else 1024
print(f"\\n{code} {usage.ru_utime + usage.ru_stime:.3f} {usage.ru_maxrss * factor}")
"""

MEBIBYTE = 1 << 20
RISK = b"title: A\ntext: B\n"
BOMB = b"".join(
    b"%c: &%c [%s]\n" % (97 + n, 97 + n, b", ".join([b"*%c" % (96 + n) if n else b"x"] * 9)) for n in range(26)
)
HOSTILE = {
    "brackets": b"[" * (MEBIBYTE - 1),
    "braces": b"{a: " * (MEBIBYTE // 4 - 1),
    "dashes": b"- " * (MEBIBYTE // 2 - 1),
    "question-marks": b"? " * (MEBIBYTE // 2 - 1),
    "indentation": b"".join(b" " * n + b"a:\n" for n in range(1400)),
    "an alias bomb": BOMB,
    "an alias of itself": b"a: &a [*a]\n",
    "anchors": b"a: &a 1\n" * (MEBIBYTE // 8 - 1),
    "tabs": b"\t" * (MEBIBYTE - 1),
    "tabs in lines": b"a:\tb\n" * (MEBIBYTE // 5 - 1),
    "control characters": b"\x1b" * (MEBIBYTE - 1),
    "nothing but NUL": b"\x00" * (MEBIBYTE - 1),
    "line breaks": b"\n" * (MEBIBYTE - 1),
    "carriage returns": b"\r" * (MEBIBYTE - 1),
    "no text at all": bytes(range(256)) * 4000,
    "half a character": RISK + b"\xc3",
    "UTF-16": ("title: A\n" * 50_000).encode("utf-16"),
    "a field again and again": b"a: 1\n" * (MEBIBYTE // 5 - 1),
    "fields that nobody knows": b"".join(b"field_%d: 1\n" % n for n in range(60_000)),
    "fields nearly known": b"".join(b"titl%d: 1\n" % n for n in range(60_000)),
    "a long field": b"%s: 1\n" % (b"a" * (MEBIBYTE - 10)),
    "a long text": b"title: A\ntext: %s\n" % (b"a" * (MEBIBYTE - 30)),
    "a long line of words": b"title: A\ntext: %s\n" % (b"a " * (MEBIBYTE // 2 - 30)),
    "a long number": b"title: %s\n" % (b"9" * (MEBIBYTE - 10)),
    "a long fraction": b"title: 1.%se9\n" % (b"9" * (MEBIBYTE - 30)),
    "long lists": b"title: A\ntext: B\ntags: [%s]\n" % (b"a," * (MEBIBYTE // 2 - 30)),
    "wrong entries": b"title: A\ntext: B\nevidence: [%s]\n" % (b"1," * (MEBIBYTE // 2 - 30)),
    "wrong groups": b"title: A\ntext: B\nratings: [%s]\n" % (b"{x: 1}," * (MEBIBYTE // 7 - 30)),
    "references": b"title: A\ntext: '%s'\n" % (b"[[risk/x]] " * (MEBIBYTE // 11 - 30)),
    "open references": b"title: A\ntext: '%s'\n" % (b"[[" * (MEBIBYTE // 2 - 30)),
    "near misses": b"title: A\ntext: B\nratings: [{id: a, for: [%s]}]\n" % (b"release/y," * (MEBIBYTE // 10 - 30)),
    "comments": b"#" * (MEBIBYTE - 1),
    "allowances": b"# underhood: allow x\n" * (MEBIBYTE // 22),
    "documents": b"---\n" * (MEBIBYTE // 4 - 1),
    "a large file": b"a" * (200 << 20),
    "quotes": b"title: '" + b"'" * (MEBIBYTE - 20),
    "escapes": b'title: "%s"' % (b"\\x41" * (MEBIBYTE // 4 - 20)),
    "a folded text": b"title: A\ntext: >\n" + b"  a\n" * (MEBIBYTE // 4 - 20),
}


@pytest.mark.skipif(sys.platform == "win32", reason="this system does not tell what a process has used")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "governance" / "risk"
    folder.mkdir(parents=True)
    (folder / "hostile.yaml").write_bytes(HOSTILE[name])
    (folder / "sound.yaml").write_bytes(RISK)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(tmp_path)],
        capture_output=True,
        timeout=3 * SECONDS,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "NO_COLOR": "1"},
    )
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in out + err
    assert "fault of underhood" not in err
    code, seconds, peak = out.splitlines()[-1].split()
    assert code in {"0", "1"}, err
    assert float(seconds) < SECONDS
    assert int(peak) < LARGEST
    assert "governance/risk/hostile.yaml" in out
    assert len(out) < 4 * MEBIBYTE
