"""Ledgers for tests, made by the loop over every address that the rest is held against."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from underhood.corpus.ledger import Asked, Ledger, Shard, begin, keep, open_ledger
from underhood.doors import duck
from underhood.doors.hosts import COMPARED, Judged, judge


def ledger_of(folder: Path, shards: Mapping[str, Sequence[str | None]]) -> Ledger:
    """The ledger of a corpus of JSON lines, written beside it; a document weighs the length of its address."""
    corpus = folder / "corpus"
    corpus.mkdir(parents=True)
    begin(
        folder / "ledger", Asked((str(corpus),), "url", weight="n", unit="tokens"), [f"corpus/{one}" for one in shards]
    )
    for number, (name, urls) in enumerate(sorted(shards.items())):
        raw = "".join(json.dumps({"url": url, "n": len(url or "")}) + "\n" for url in urls).encode()
        (corpus / name).write_bytes(raw)
        counts, weights, nulls, unjudged = Counter[str](), Counter[str](), 0, 0
        for url in urls:
            host, judged = judge(url)
            nulls += judged is Judged.MISSING
            unjudged += judged not in COMPARED and judged is not Judged.MISSING
            if judged in COMPARED:
                counts[host] += 1
                weights[host] += len(url or "")
        table = folder / "table.parquet"
        with duck.opened(folder) as db:
            db.run("CREATE TABLE t (host VARCHAR, documents BIGINT, weight BIGINT)")
            for host in sorted(counts):
                db.run("INSERT INTO t VALUES (?, ?, ?)", host, counts[host], weights[host])
            db.run(f"COPY (SELECT * FROM t ORDER BY host) TO {duck.text(str(table))} (FORMAT parquet)")
        shard = Shard(
            name=f"corpus/{name}",
            number=number,
            sha256=hashlib.sha256(raw).hexdigest(),
            bytes=len(raw),
            format="jsonl",
            column="url",
            rows=len(urls),
            documents=counts.total(),
            nulls=nulls,
            unjudged=unjudged,
            weight=weights.total(),
            unweighed=0,
            hosts=len(counts),
            digest="0" * 64,
            versions="",
        )
        keep(folder / "ledger", shard, table)
    return open_ledger(folder / "ledger")
