"""Every engine gives the same ledger, also when it loses a worker."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from tests.corpus.test_scan import ROWS, scan, write

from underhood.corpus import engines
from underhood.corpus.ledger import open_ledger

JAVA = shutil.which("java")
SHARDS = 12
spark_here = pytest.mark.skipif(find_spec("pyspark") is None or JAVA is None, reason="pyspark or Java is not installed")
ray_here = pytest.mark.skipif(find_spec("ray") is None, reason="ray is not installed")
noisy = pytest.mark.filterwarnings("ignore")  # of libraries that are not ours


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shards of several formats, one of which is damaged."""
    folder = tmp_path_factory.mktemp("engines") / "corpus"
    for number in range(SHARDS):
        rows = [{"url": f"https://s{n * number % 97}.Example/{n}", "token_count": n} for n in range(4_000)]
        write(
            folder / f"{number:02}.{'parquet' if number % 2 else 'json.gz'}", [*rows, *ROWS], shape="url, token_count"
        )
    whole = (folder / "01.parquet").read_bytes()
    (folder / "99.parquet").write_bytes(whole[:-5_000])
    return folder


@pytest.fixture(scope="module")
def expected(corpus: Path) -> str:
    ledger = corpus.parent / "one-thread"
    assert scan(ledger, corpus, "--jobs", "1") == 1
    return open_ledger(ledger).digest


def same(folder: Path, expected: str) -> None:
    ledger = open_ledger(folder)
    assert [one.name for one in ledger.faults] == ["corpus/99.parquet"]
    assert len(ledger.shards) == SHARDS
    assert ledger.digest == expected


@pytest.mark.parametrize("jobs", [2, 40])
def test_local(tmp_path: Path, corpus: Path, expected: str, jobs: int) -> None:
    assert scan(tmp_path, corpus, "--jobs", jobs) == 1
    same(tmp_path, expected)


def test_the_engines_are_these(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert engines.names() == ("local", "ray", "spark")
    assert scan(tmp_path, tmp_path, "--engine", "dask://x") == 2
    assert "local, spark://…, ray://…" in capsys.readouterr().err


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A standalone cluster on this machine: a master and two workers."""
    import pyspark  # noqa: PLC0415

    here = {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}
    for key, value in here.items():
        monkeypatch.setenv(key, value)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"spark://127.0.0.1:{port}"
    program = Path(pyspark.__file__).parent / "bin" / "spark-class"
    deploy = "org.apache.spark.deploy"
    master = [f"{deploy}.master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0"]
    work = [f"{deploy}.worker.Worker", "--cores", "1", "--memory", "1g", "--webui-port", "0", "--host", "127.0.0.1"]
    started: list[subprocess.Popen[bytes]] = []
    with (tmp_path / "spark.log").open("wb") as log:
        try:
            for words in (master, *([*work, "--work-dir", str(tmp_path / f"work-{n}"), address] for n in range(2))):
                command = [str(program), *words]
                started.append(subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True))
            limit = time.monotonic() + 60
            while (tmp_path / "spark.log").read_text("utf-8", "replace").count("Successfully registered") < 2:
                assert time.monotonic() < limit, (tmp_path / "spark.log").read_text("utf-8", "replace")[-2000:]
                time.sleep(0.2)
            yield address, started
        finally:
            for one in started:
                kill(one)


def kill(program: subprocess.Popen[bytes]) -> None:
    """End a program that was started here, with all that it started."""
    if program.poll() is None:
        os.killpg(program.pid, signal.SIGKILL)
    program.wait()


@pytest.mark.java
@spark_here
@noisy
def test_spark(tmp_path: Path, corpus: Path, expected: str, cluster: tuple[str, list[subprocess.Popen[bytes]]]) -> None:
    """One of the two workers is killed while it reads."""
    address, (_, first, _) = cluster
    command = [sys.executable, "-m", "underhood", "audit", "scan", str(corpus), "-q", "--engine", address]
    ledger = tmp_path / "ledger"
    program = subprocess.Popen([*command, "-o", str(ledger)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    limit = time.monotonic() + 60
    while not any("Running task" in one.read_text() for one in (tmp_path / "work-0").glob("app-*/*/stderr")):
        assert program.poll() is None
        assert time.monotonic() < limit
        time.sleep(0.05)
    kill(first)
    assert program.wait(120) == 1
    same(ledger, expected)


@ray_here
@noisy
def test_ray(tmp_path: Path, corpus: Path, expected: str) -> None:
    command = [sys.executable, "-m", "underhood", "audit", "scan", str(corpus), "-q", "--engine", "ray://local"]
    run = subprocess.run([*command, "-o", str(tmp_path)], capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stderr
    same(tmp_path, expected)
