"""List files, from bytes to what is known of them."""

from __future__ import annotations

import gzip
import hashlib
import tracemalloc
from io import BytesIO
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from underhood.doors.hosts import Form, host
from underhood.doors.tree import MemoryTree, WorkingTree
from underhood.records import lists
from underhood.records.lists import Flaw, ListFacts, read_list, unlisted

PATH = "_lists/a.txt"


def read(raw: bytes, written: str = PATH) -> ListFacts:
    return read_list(MemoryTree({f"governance/{written}": raw}), written)


def test_a_list() -> None:
    raw = b"\xef\xbb\xbfpeople.example\r\nPeople.example.\n\n# a remark\nhttps://who.example/a\n\xff\n192.0.2.7"
    found = read(raw)
    assert found == ListFacts(
        PATH,
        hashlib.sha256(raw).hexdigest(),
        entries=5,
        hosts=3,
        respelled=1,
        flawed=2,
        flaws=(
            Flaw(5, "https://who.example/a", Form.URL, "who.example"),
            Flaw(6, "\N{REPLACEMENT CHARACTER}", Form.INVALID, ""),
        ),
        doubled=1,
        doubles=((2, 1),),
    )


def test_nothing_in_it() -> None:
    assert read(b"") == ListFacts(PATH, hashlib.sha256(b"").hexdigest())
    assert read(b"\n \r\n#\n").entries == 0


def test_a_table_has_a_heading() -> None:
    found = read(b'\ndomain,bytes\n"people.example",1\nwho.example,"2,3"\n', "_lists/a.csv")
    assert (found.entries, found.hosts, found.flawed) == (2, 2, 0)


def test_packed_is_the_same_but_for_its_digest() -> None:
    raw = b"".join(b"site-%d.example\n" % number for number in range(50_000)) + b"site-7.example\nno host\n"
    packed = gzip.compress(raw[:1000]) + gzip.compress(raw[1000:]) + b"\0\0"
    plain, found = read(raw), read(packed, "_lists/a.txt.gz")
    assert found.digest == hashlib.sha256(packed).hexdigest()
    assert plain.entries == 50_002
    assert plain.doubles == ((50_001, 8),)
    assert (found.entries, found.hosts, found.flaws, found.doubles) == (
        plain.entries,
        plain.hosts,
        plain.flaws,
        plain.doubles,
    )


def test_only_the_first_faults_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "CHUNK", 1000)
    found = read(b"no host\nwho.example\n" * 4_000)
    assert (found.flawed, [flaw.line for flaw in found.flaws]) == (4_000, [1, 3, 5, 7, 9])
    assert (found.doubled, found.doubles[0], len(found.doubles)) == (3_999, (4, 2), 5)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (gzip.compress(b"a.example\n" * 3_000_000), "unpacks to far more"),
        (gzip.compress(b"\n" * 30_000_000), "unpacks to far more"),
        (gzip.compress(gzip.compress(b"\0" * 60_000_000) * 50), "entries"),
        (gzip.compress(b"people.example\n")[:-6], "ends too early"),
        (b"\x1f\x8b", "ends too early"),
        (b"\x1f\x8bno", "damaged"),
        (gzip.compress(b"people.example\n") + b"more", "damaged"),
        (b"\n" * (lists.LINES + lists.CHUNK), "lines"),
    ],
    ids=["bomb", "bomb-of-nothing", "bomb-in-bomb", "cut", "two-bytes", "damaged", "trailing", "empty-lines"],
)
def test_a_trap_is_refused_at_once(raw: bytes, says: str) -> None:
    start = process_time()
    found = read(raw, "_lists/a.gz")
    assert process_time() - start < 5
    assert says in found.problem or (says == "entries" and found.flawed == found.entries)
    assert found.hint or not found.problem


def test_too_many_entries_and_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "ENTRIES", 3)
    assert read(b"a.example\n" * 3).problem == ""
    assert read(b"a.example\n" * 4).problem == "the list has more than 3 entries"
    monkeypatch.setattr(lists, "LARGEST", 20)
    assert "KiB" in read(b"a.example\n" * 3).problem


def test_a_long_line_is_one_entry_and_costs_little() -> None:
    raw = b"x" * (64 << 20) + b"\nwho.example\n"
    tracemalloc.start()
    found = next(iter([lists._counted(PATH, lists.lines(iter(raw[i : i + 1024] for i in range(0, len(raw), 1024))))]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 << 20
    assert (found.entries, found.hosts, found.flaws[0].line, len(found.flaws[0].text)) == (2, 1, 1, 80)


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("_lists/../settings.yaml", "lists lie under"),
        ("/etc/passwd", "lists lie under"),
        ("_lists//a.txt", "lists lie under"),
        ("_lists/./a.txt", "lists lie under"),
        ("_lists\\a.txt", "lists lie under"),
        ("a.txt", "lists lie under"),
        ("_lists/", "lists lie under"),
        ("_lists/b.txt", "is not there"),
        ("_lists/A.TXT", "is not there"),
        ("_lists/folder", "is not there"),
        ("_lists/link.txt", "symbolic links are not followed"),
        ("_lists/way/passwd", "is not there"),
        ("_lists/a\0.txt", "is not there"),
    ],
)
def test_paths_stay_inside(tmp_path: Path, written: str, says: str) -> None:
    here = tmp_path / "governance" / "_lists"
    (here / "folder").mkdir(parents=True)
    (here / "a.txt").write_text("people.example\n")
    (here / "link.txt").symlink_to("/etc/passwd")
    (here / "way").symlink_to("/etc")
    assert read_list(WorkingTree(tmp_path), "_lists/a.txt").entries == 1
    found = read_list(WorkingTree(tmp_path), written)
    assert says in found.problem
    assert found.hint
    assert found.digest == ""


def test_a_file_that_cannot_be_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaking(BytesIO):
        def read(self, _: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    monkeypatch.setattr(lists, "stream", lambda *_, **__: Breaking())
    assert read(b"").problem == "the list cannot be read (Input/output error)"


def test_where_nobody_can_look() -> None:
    assert unlisted(PATH).problem


@given(
    st.lists(st.sampled_from(["a.example", "A.example", "b.example.", "*.c.example", "no", "", "# x"]), max_size=40),
    st.integers(1, 30),
)
def test_chunks_do_not_matter(words: list[str], size: int) -> None:
    raw = "\n".join(words).encode()
    chunked = lists._counted(PATH, lists.lines(raw[i : i + size] for i in range(0, len(raw), size)))
    entries = [(number, word) for number, word in enumerate(words, 1) if word and not word.startswith("#")]
    names = [host(word).name for _, word in entries]
    assert (chunked.entries, chunked.hosts, chunked.doubled) == (
        len(entries),
        len(set(names)),
        len(names) - len(set(names)),
    )
    assert (
        chunked.doubles
        == tuple(
            (number, entries[names.index(name)][0])
            for (number, _), name, index in zip(entries, names, range(len(names)), strict=True)
            if names.index(name) != index
        )[:5]
    )
