"""The comment: ours is kept up to date, nobody else's is touched, and a forge that fails is a sentence."""

from __future__ import annotations

import json

import pytest
from tests.forge.serving import BOT, Forge

from underhood.doors import forge as door
from underhood.doors.forge import Api, ForgeFailed, call
from underhood.forge.sticky import AT_ONCE, keep, on_github, on_gitlab
from underhood.forge.texts import marker
from underhood.values.errors import Stop

MARK = marker()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "WAITS", (0.0,))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def api(forge: Forge, seconds: float = 5) -> Api:
    return Api(forge.address, "ghs_token", seconds=seconds)


def test_the_first_is_written_then_changed_then_left(forge: Forge) -> None:
    thread = on_github(api(forge), "northlab/records", 5)
    done = [keep(thread, text, marker=MARK, author=BOT).done for text in ("one", "two", "two")]
    assert done == ["written", "updated", "unchanged"]
    assert forge.bodies() == [f"{MARK}\ntwo"]
    assert {path.partition("?")[0] for _, path, _ in forge.calls} == {
        "/repos/northlab/records/issues/5/comments",
        "/repos/northlab/records/issues/comments/101",
    }
    assert {token for *_, token in forge.calls} == {"Bearer ghs_token"}


def test_nothing_to_tell_begins_no_comment_but_ends_one(forge: Forge) -> None:
    thread = on_github(api(forge), "northlab/records", 5)
    assert keep(thread, "all well", marker=MARK, author=BOT, quiet=True).done == "left out"
    forge.add(f"{MARK}\nbad")
    assert keep(thread, "all well", marker=MARK, author=BOT, quiet=True).done == "updated"
    assert forge.bodies() == [f"{MARK}\nall well"]


def test_what_others_wrote_is_never_touched(forge: Forge) -> None:
    theirs = [
        forge.add(f"{MARK}\nmine now", by="mallory"),
        forge.add(f"{MARK}\nx", by="github-actions"),
        forge.add(f"quoting {MARK}"),
        forge.add(f"\n{MARK}"),
        forge.add(f"{marker('models/lynx')}\nanother folder"),
        forge.add(f"{MARK} \nwith a space"),
    ]
    forge.comments.append({"id": 900, "body": f"{MARK}\n", "user": None})
    forge.comments.append({"id": "901", "body": f"{MARK}\n", "user": {"login": BOT}})
    before = [dict(one) for one in forge.comments]
    assert keep(on_github(api(forge), "a/b", 5), "text", marker=MARK, author=BOT).done == "written"
    assert forge.comments[: len(before)] == before
    assert forge.comments[-1]["body"] == f"{MARK}\ntext"
    assert theirs


def test_a_second_one_of_ours_goes(forge: Forge) -> None:
    for number in range(3):
        forge.add(f"{MARK}\n{number}")
    forge.add(f"{MARK}\nhers", by="mallory")
    kept = keep(on_github(api(forge), "a/b", 5), "text", marker=MARK, author=BOT)
    assert (kept.done, kept.id, kept.removed) == ("updated", 101, 2)
    assert [one["body"] for one in forge.comments] == [f"{MARK}\ntext", f"{MARK}\nhers"]


def test_a_second_one_that_cannot_go_stays(forge: Forge) -> None:
    forge.add(f"{MARK}\n1")
    forge.add(f"{MARK}\n2")
    forge.refuse["DELETE"] = 403
    assert keep(on_github(api(forge), "a/b", 5), "text", marker=MARK, author=BOT).removed == 0
    assert forge.bodies() == [f"{MARK}\ntext", f"{MARK}\n2"]


def test_ours_is_found_on_a_later_page(forge: Forge) -> None:
    for number in range(2 * AT_ONCE):
        forge.add(str(number), by="somebody")
    forge.add(f"{MARK}\nold")
    assert keep(on_github(api(forge), "a/b", 5), "new", marker=MARK, author=BOT).done == "updated"


def test_lines_end_as_the_forge_ends_them(forge: Forge) -> None:
    forge.add(f"{MARK}\r\na\r\nb\r\n")
    assert keep(on_github(api(forge), "a/b", 5), "a\nb\n", marker=MARK, author=BOT).done == "unchanged"


def test_notes_of_gitlab(forge: Forge) -> None:
    thread = on_gitlab(Api(forge.address, "glpat", "PRIVATE-TOKEN", ""), "northlab/records", 5)
    assert [keep(thread, text, marker=MARK, author="project-bot").done for text in ("a", "b")] == ["written", "updated"]
    assert forge.bodies("project-bot") == [f"{MARK}\nb"]
    assert {path.partition("?")[0] for _, path, _ in forge.calls} == {
        "/projects/northlab%2Frecords/merge_requests/5/notes",
        "/projects/northlab%2Frecords/merge_requests/5/notes/101",
    }
    assert {token for *_, token in forge.calls} == {"glpat"}


@pytest.mark.parametrize(
    ("method", "status", "says"),
    [
        ("GET", 401, "does not know the token"),
        ("GET", 403, "the token may not do this"),
        ("POST", 403, "the token may not do this"),
        ("GET", 429, "takes no more calls for now"),
        ("GET", 404, "no such thing"),
        ("GET", 500, "answers 500"),
        ("POST", 502, "answers 502"),
        ("POST", 422, "does not take the text"),
    ],
)
def test_refusals_are_sentences(forge: Forge, method: str, status: int, says: str) -> None:
    forge.refuse[method] = status
    with pytest.raises(ForgeFailed, match=says) as failed:
        keep(on_github(api(forge), "a/b", 5), "text", marker=MARK, author=BOT)
    assert failed.value.hint
    tries = [one for one, *_ in forge.calls if one == method]
    assert len(tries) == (2 if status >= 500 and method != "POST" else 1)


def test_a_slow_forge_is_not_waited_for(forge: Forge) -> None:
    forge.slow = 1
    with pytest.raises(ForgeFailed, match="no answer within 0 seconds"):
        call(api(forge, seconds=0.2), "POST", "/x/comments", body={"body": ""})


@pytest.mark.parametrize("answer", [b"<html>", b'"x"', b"{}", b"[" * 100_000, b"\xff"])
def test_nonsense_is_no_list_of_comments(forge: Forge, answer: bytes) -> None:
    forge.nonsense = answer
    with pytest.raises(ForgeFailed, match=r"no JSON|no list of comments"):
        keep(on_github(api(forge), "a/b", 5), "text", marker=MARK, author=BOT)


def test_an_endless_answer_is_broken_off(forge: Forge) -> None:
    forge.nonsense = b" " * (9 << 20)
    with pytest.raises(ForgeFailed, match="more than"):
        call(api(forge), "GET", "/x")


def test_an_answer_that_breaks_off_is_no_answer(forge: Forge) -> None:
    """What was read may be sound in itself: a list without the comment that is ours."""
    forge.cut = 10
    with pytest.raises(ForgeFailed, match="breaks off"):
        keep(on_github(api(forge), "a/b", 5), "text", marker=MARK, author=BOT)


def test_a_forge_without_an_end_of_comments_is_given_up(forge: Forge) -> None:
    forge.nonsense = json.dumps([{"id": 1}] * AT_ONCE).encode()
    with pytest.raises(ForgeFailed, match="more than 5,000 comments"):
        keep(on_github(api(forge), "a/b", 5), "text", marker=MARK, author=BOT)
    assert {method for method, *_ in forge.calls} == {"GET"}


@pytest.mark.parametrize(
    "where",
    [
        b"//evil.example/x",
        b"file:" + b"///etc/passwd",
        b"http://evil.example/",
        b"https://[::1",
        b"https:///x",
        b"https://h:x/",
    ],
)
def test_a_file_that_lies_at_an_odd_place_is_not_fetched(forge: Forge, where: bytes) -> None:
    forge.elsewhere = where
    with pytest.raises(ForgeFailed, match=r"without https|cannot be reached"):
        door.download(api(forge), "/repos/a/b/actions/artifacts/1/zip")


def test_nobody_there() -> None:
    with pytest.raises(ForgeFailed, match="cannot be reached"):
        call(Api("http://127.0.0.1:9", "t", seconds=1), "GET", "/x")


@pytest.mark.parametrize("address", ["http://api.example", "file:/etc/passwd", "ftp://x", "", "https:", "https://[::1"])
def test_the_token_travels_encrypted(address: str) -> None:
    with pytest.raises(Stop, match="https"):
        Api(address, "t")


@pytest.mark.parametrize("token", ["a\nb", "a\r\nX: y", "é"])
def test_a_token_cannot_add_headers(token: str) -> None:
    with pytest.raises(Stop, match="token"):
        Api("https://api.example", token)


def test_the_token_is_not_shown() -> None:
    assert "ghs_secret" not in repr(Api("https://api.example", "ghs_secret"))


def test_a_redirection_is_not_followed_with_the_token(forge: Forge) -> None:
    forge.archive = b"zip"
    assert door.download(api(forge), "/repos/a/b/actions/artifacts/1/zip") == b"zip"
    assert [(path, token) for _, path, token in forge.calls] == [
        ("/repos/a/b/actions/artifacts/1/zip", "Bearer ghs_token"),
        ("/storage", ""),
    ]
    with pytest.raises(ForgeFailed, match="another address"):
        call(api(forge), "GET", "/repos/a/b/actions/artifacts/1/zip")


def test_which_pull_request_is_asked_first() -> None:
    with pytest.raises(Stop, match="which pull request"):
        on_github(Api("https://api.example", "t"), "", 5)
    with pytest.raises(Stop, match="which merge request"):
        on_gitlab(Api("https://api.example", "t"), "7", 0)
