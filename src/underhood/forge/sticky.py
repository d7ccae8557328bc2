"""One comment that is kept up to date: found by its marker and its author, so that nobody else's is ever touched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from underhood.doors.forge import Api, ForgeFailed, call
from underhood.values.errors import USAGE, Stop

AT_ONCE = 100
PAGES = 50


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments of a pull request (GitHub) or the notes of a merge request (GitLab).

    `name` is the field of a comment's author that holds the login, `update` the method that changes a comment.
    """

    api: Api
    all: str
    one: str
    name: str
    update: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What was done: "written", "updated", "unchanged", or "left out" where there was nothing to tell; and where."""

    done: str
    id: int = 0
    url: str = ""
    removed: int = 0


def on_github(api: Api, repository: str, number: int) -> Thread:
    """The comments of a pull request."""
    if not repository or not number:
        raise Stop("it is not known which pull request this is", "run it for the event pull_request", code=USAGE)
    here = f"/repos/{repository}/issues"
    return Thread(api, f"{here}/{number}/comments", f"{here}/comments/{{}}", "login", "PATCH")


def on_gitlab(api: Api, project: str, number: int) -> Thread:
    """The notes of a merge request."""
    if not project or not number:
        raise Stop("it is not known which merge request this is", "run it in a merge request's pipeline", code=USAGE)
    notes = f"/projects/{quote(project, safe='')}/merge_requests/{number}/notes"
    return Thread(api, notes, f"{notes}/{{}}", "username", "PUT")


def keep(thread: Thread, text: str, *, marker: str, author: str, quiet: bool = False) -> Kept:
    """Bring our comment to this text: the first of ours is changed, later ones of ours go, others stay untouched.

    `quiet`: there is nothing to tell, so that none is begun. Raises ForgeFailed.
    """
    body = f"{marker}\n{text}"
    ours = [one for one in _comments(thread) if _is_ours(one, thread, marker, author)]
    if not ours and quiet:
        return Kept("left out")
    if not ours:
        return _kept("written", call(thread.api, "POST", thread.all, body={"body": body}))
    first, *others = ours
    removed = sum(_removed(thread, one) for one in others)
    if _same(first.get("body"), body):
        return _kept("unchanged", first, removed)
    return _kept(
        "updated", call(thread.api, thread.update, thread.one.format(first["id"]), body={"body": body}), removed
    )


def _comments(thread: Thread) -> Iterator[Mapping[str, Any]]:
    """Every comment, the oldest first."""
    order = {"sort": "asc", "order_by": "created_at"} if thread.update == "PUT" else {}
    for page in range(1, PAGES + 1):
        query = urlencode({"per_page": AT_ONCE, "page": page, **order})
        found = call(thread.api, "GET", f"{thread.all}?{query}")
        if not isinstance(found, list):
            raise ForgeFailed("the forge answers with something that is no list of comments", "run the job again")
        yield from (one for one in found if isinstance(one, dict))
        if len(found) < AT_ONCE:
            return
    raise ForgeFailed(
        f"there are more than {PAGES * AT_ONCE:,} comments", "ours is not looked for there; see the summary of the job"
    )


def _is_ours(one: Mapping[str, Any], thread: Thread, marker: str, author: str) -> bool:
    user, body = one.get("user") or one.get("author"), one.get("body")
    number = isinstance(one.get("id"), int) and not isinstance(one.get("id"), bool)
    name = user.get(thread.name) if isinstance(user, dict) else None
    by_us = isinstance(name, str) and name.casefold() == author.casefold() and author != ""
    return number and by_us and isinstance(body, str) and body.split("\n", 1)[0].rstrip("\r") == marker


def _removed(thread: Thread, one: Mapping[str, Any]) -> int:
    try:
        call(thread.api, "DELETE", thread.one.format(one["id"]))
    except ForgeFailed:
        return 0  # a second comment that stays is untidy, and no reason to leave the first one old
    return 1


def _same(there: Any, body: str) -> bool:
    return isinstance(there, str) and there.replace("\r\n", "\n").strip() == body.strip()


def _kept(done: str, answer: Any, removed: int = 0) -> Kept:
    data = answer if isinstance(answer, dict) else {}
    number, url = data.get("id"), data.get("html_url")
    return Kept(done, number if isinstance(number, int) else 0, url if isinstance(url, str) else "", removed)
