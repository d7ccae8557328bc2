"""A list beside a ledger gives what a loop over every address gives."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from tests.corpus.making import ledger_of

from underhood.corpus.again import addresses, places, stale
from underhood.corpus.domains import rank, rows
from underhood.corpus.entries import Covers, Flaw, Named, Prefix, understood
from underhood.corpus.ledger import Ledger
from underhood.corpus.listed import Source, listed
from underhood.corpus.match import ADDRESS, FIRST_SHARDS, WORDS, Hit, Matched, Offenders, digest, match
from underhood.doors import duck
from underhood.doors.hosts import COMPARED, is_ip, located
from underhood.doors.suffixes import suffixes

RULES = suffixes()
Urls = dict[str, Sequence[str | None]]


def by_match(ledger: Ledger, entries: Iterable[str], folder: Path, *, offenders: Offenders | None = None) -> Matched:
    scratch = folder / "scratch"
    scratch.mkdir(exist_ok=True)
    numbered = ((f"list:{line}", text.encode()) for line, text in enumerate(entries, 1))
    found = listed(numbered, lambda: (Source("list", "0" * 64),), RULES.is_suffix, folder=scratch)
    where = places(ledger)
    with duck.opened(scratch, reads=[folder]) as db:
        return match(db, ledger, found, addresses=addresses(db, ledger, where), offenders=offenders)


def by_loop(shards: Urls, entries: Iterable[str]) -> Matched:
    """Every entry beside every address, one after another."""
    named = set(understood((("", text.encode()) for text in entries), RULES.is_suffix))
    found: dict[Named | Prefix, list[int]] = {}
    first: dict[Named | Prefix, list[str]] = {}
    documents = weight = 0
    for name, urls in sorted(shards.items()):
        for url in urls:
            where = located(url)
            if where.judged not in COMPARED:
                continue
            hits = [
                one for one in named if not isinstance(one, Flaw) and covers(one, where.host, where.port, where.target)
            ]
            documents += bool(hits)
            weight += len(url or "") if hits else 0
            for one in hits:
                count = found.setdefault(one, [0, 0])
                count[0] += 1
                count[1] += len(url or "")
                seen = first.setdefault(one, [])
                if f"corpus/{name}" not in seen and len(seen) < FIRST_SHARDS:
                    seen.append(f"corpus/{name}")
    told = sorted((hit(one, found[one], first[one]) for one in found), key=lambda one: (one.entry, one.covers))
    return Matched(tuple(told), documents, weight, digest(told))


def hit(one: Named | Prefix, counts: list[int], shards: list[str]) -> Hit:
    word = WORDS[one.covers] if isinstance(one, Named) else ADDRESS
    return Hit(one.entry, word, counts[0], counts[1], tuple(shards))


def covers(one: Named | Prefix, host: str, port: str, target: str) -> bool:
    if isinstance(one, Prefix):
        return one.name == host and one.port == port and one.covers(target)
    itself = bool(one.covers & Covers.ITSELF) and host == one.name
    return itself or (bool(one.covers & Covers.BELOW) and not is_ip(host) and host.endswith(f".{one.name}"))


NAMES = ["people.example", "find.people.example", "a.b.people.example", "github.io", "who.github.io", "shop.co.uk"]
NAMES += [
    "bücher.example",
    "PEOPLE.example.",
    "192.0.2.7",
    "0xc0.0.2.7",
    "[2001:db8::1]",
    "other.example",
    "people.example:8080",
]
PATHS = ["", "/", "/a", "/a/b", "/ab", "/a?b=1", "/a?b=1&c", "/%61", "/a#b", "/A"]
ENTRIES = [
    *NAMES,
    ".github.io",
    "*.github.io",
    "*.people.example",
    "*.example",
    "co.uk",
    "people.example/a",
    "people.example/a*",
]
ENTRIES += [
    "who.github.io/a?b=1",
    "192.0.2.7/a",
    "https://shop.co.uk/",
    "peo ple",
    "people",
    "people.example:8080/a",
    "*.uk",
]


@pytest.mark.parametrize("seed", range(12))
def test_match_is_what_the_loop_finds(tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("underhood.corpus.match.PORTION", (0, 2_000, 32 << 20)[seed % 3])
    dice = random.Random(seed)
    schemes = ["http://", "https://", "HTTPS://", "//", "", "http:\\\\", " http://user@"]
    odd: list[str | None] = [None, "", "mailto:a@people.example", "http://", "http://people..example/", "javascript:1"]
    shards: Urls = {
        f"{number}.jsonl": [
            dice.choice(odd) if dice.random() < 0.1 else dice.choice(schemes) + dice.choice(NAMES) + dice.choice(PATHS)
            for _ in range(200)
        ]
        for number in range(5)
    }
    entries = dice.sample(ENTRIES, dice.randint(1, len(ENTRIES)))
    ledger = ledger_of(tmp_path, shards)
    assert by_match(ledger, entries, tmp_path) == by_loop(shards, entries)


def test_a_second_list_finds_the_hosts_put_together(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, {"1.jsonl": ["https://people.example/"]})
    assert by_match(ledger, ["people.example"], tmp_path).documents == 1
    assert len(list(ledger.folder.glob("hosts-*.parquet"))) == 1
    assert by_match(ledger, ["other.example"], tmp_path).documents == 0


def test_offenders_are_written_with_their_shards(tmp_path: Path) -> None:
    ledger = ledger_of(
        tmp_path, {"1.jsonl": ["https://people.example/", "https://other.example/a", "https://other.example/b"]}
    )
    offenders = Offenders()
    by_match(ledger, ["people.example", "other.example/b"], tmp_path, offenders=offenders)
    assert offenders.lines[1:] == [
        '"corpus/1.jsonl","https://people.example/"\n',
        '"corpus/1.jsonl","https://other.example/b"\n',
    ]


def test_a_shard_that_changed_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    ledger = ledger_of(tmp_path, {"1.jsonl": ["https://people.example/a"], "2.jsonl": ["https://people.example/a"]})
    (tmp_path / "corpus" / "1.jsonl").write_text('{"url": "https://people.example/b"}\n')
    found = by_match(ledger, ["people.example/a"], tmp_path)
    assert found.documents == 1
    assert found.unread == ("corpus/1.jsonl has changed since the ledger was made",)
    assert stale(ledger, places(ledger)) == ("corpus/1.jsonl",)


def test_domains_are_ranked_and_ties_go_by_name(tmp_path: Path) -> None:
    urls = ["a.b.example", "b.example", "c.co.uk", "x.c.co.uk", "who.github.io", "192.0.2.7", "github.io", "d.example"]
    ledger = ledger_of(tmp_path, {"1.jsonl": urls, "2.jsonl": ["http://b.example/" + "x" * 50]})
    with duck.opened(tmp_path, reads=[tmp_path]) as db:
        table = rank(db, ledger, RULES, small=False, scratch=tmp_path)
        whole = [name for (name,) in db.run("SELECT name FROM ranked ORDER BY place")]
        assert list(rows(db, table)) == ["domain,tokens,documents\n", "b.example,87,3\n"]
    assert whole == ["b.example", "c.co.uk", "who.github.io", "192.0.2.7", "d.example", "github.io"]
    assert {RULES.registered(name) for name in urls} == set(whole)
