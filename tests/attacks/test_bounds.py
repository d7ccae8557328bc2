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
import os, resource, sys
from pathlib import Path
from underhood.cli.main import run

for root in sorted(Path(sys.argv[1]).iterdir()):
    if os.fork():
        os.wait()
        continue
    resource.setrlimit(resource.RLIMIT_CPU, (15, 15))
    sys.stdout = open(root / "out", "w", encoding="utf-8")
    sys.stderr = open(root / "err", "w", encoding="utf-8")
    code = run(["check", "-C", str(root), "--color", "never"])
    used = resource.getrusage(resource.RUSAGE_SELF)
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    (root / "used").write_text(f"{code} {used.ru_utime + used.ru_stime:.3f} {peak}")
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
"""
"""One process reads the program and splits once for each file, so that each is measured alone."""

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


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all checks: below it one folder for each file, with what was said and used."""
    top = tmp_path_factory.mktemp("hostile")
    for name, content in HOSTILE.items():
        folder = top / name / "governance" / "risk"
        folder.mkdir(parents=True)
        (folder / "hostile.yaml").write_bytes(content)
        (folder / "sound.yaml").write_bytes(RISK)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "NO_COLOR": "1"}
    subprocess.run([sys.executable, "-c", CHILD, str(top)], env=environment, timeout=300, check=True)
    return top


@pytest.mark.skipif(sys.platform == "win32", reason="this system does not tell what a process has used")
@pytest.mark.xdist_group("hostile")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little(name: str, measured: Path) -> None:
    root = measured / name
    out, err = ((root / file).read_text("utf-8") for file in ("out", "err"))
    assert "Traceback" not in out + err
    assert "fault of underhood" not in err
    assert (root / "used").is_file(), "broken off after 15 seconds"
    code, seconds, peak = (root / "used").read_text().split()
    assert code in {"0", "1"}, err
    assert float(seconds) < SECONDS
    assert int(peak) < LARGEST
    assert "governance/risk/hostile.yaml" in out
    assert len(out) < 4 * MEBIBYTE
