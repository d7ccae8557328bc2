"""The programming interfaces of GitHub and GitLab: single calls, bounded in time and size.

This is the only place that speaks to another machine. The token goes to the address that the job names, and nowhere
else: no redirection is followed with it.
"""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from underhood import __version__
from underhood.values.errors import USAGE, Stop

LARGEST_ANSWER = 1 << 23
LARGEST_DOWNLOAD = 1 << 21
WAITS = (1.0, 3.0)
"""Seconds before a call that can be repeated is made again."""

_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_REPEATABLE = frozenset({"GET", "PUT", "PATCH", "DELETE"})
_PASSING = frozenset({500, 502, 503, 504})


class ForgeFailed(Stop):
    """A call to a forge failed; `status` is the answer's, 0 where there was none."""

    def __init__(self, message: str, hint: str, *, status: int = 0) -> None:
        super().__init__(message, hint)
        self.status = status


@dataclass(frozen=True, slots=True)
class Api:
    """Where a forge answers, and what opens it. `header` carries the token, after `scheme`."""

    address: str
    token: str = field(repr=False)
    header: str = "Authorization"
    scheme: str = "Bearer "
    seconds: float = 20.0

    def __post_init__(self) -> None:
        if not _safe(self.address):
            raise Stop("the forge's address must begin with https://", "see the variables of the job", code=USAGE)
        if not self.token.isascii() or not self.token.isprintable():
            raise Stop("the token holds characters that no token has", "give the secret as it is", code=USAGE)


def call(api: Api, method: str, path: str, *, body: Mapping[str, Any] | None = None) -> Any:
    """The forge's answer as plain data; None where it has no words. Raises ForgeFailed."""
    for wait in (*WAITS, None):
        try:
            raw = _answer(api, f"{api.address.rstrip('/')}{path}", method, _written(body))
        except ForgeFailed as failure:
            passing = failure.status in _PASSING or not failure.status
            if wait is None or not passing or method not in _REPEATABLE:
                raise
            time.sleep(min(wait, api.seconds))
            continue
        try:
            return json.loads(raw) if raw.strip() else None
        except (ValueError, RecursionError) as error:
            raise ForgeFailed("the forge answers with something that is no JSON", _AGAIN) from error
    raise AssertionError


def download(api: Api, path: str) -> bytes:
    """A file that the forge keeps elsewhere: the way there is asked with the token, the file without."""
    where = f"{api.address.rstrip('/')}{path}"
    try:
        return _answer(api, where, "GET", None, largest=LARGEST_DOWNLOAD)
    except _Elsewhere as elsewhere:
        if not _safe(elsewhere.where):
            raise ForgeFailed("the forge sends us to an address without https", _AGAIN) from elsewhere
        return _answer(Api(elsewhere.where, "", seconds=api.seconds), elsewhere.where, "GET", None, LARGEST_DOWNLOAD)


_AGAIN = "run the job again; where it stays so, the forge's status page may know more"


class _Elsewhere(ForgeFailed):
    """The answer lies at another address."""

    def __init__(self, where: str, status: int) -> None:
        super().__init__("the forge sends us to another address", _AGAIN, status=status)
        self.where = where


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing: a redirected request would carry its headers along."""

    def redirect_request(self, *_args: Any, **_named: Any) -> None:
        return None


def _safe(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE))


def _written(body: Mapping[str, Any] | None) -> bytes | None:
    return None if body is None else json.dumps(body).encode("ascii")


def _answer(api: Api, where: str, method: str, body: bytes | None, largest: int = LARGEST_ANSWER) -> bytes:
    request = urllib.request.Request(where, data=body, method=method)  # noqa: S310  (https, see Api)
    request.add_header("Accept", "application/json")
    request.add_header("User-Agent", f"underhood/{__version__}")
    if body is not None:
        request.add_header("Content-Type", "application/json; charset=utf-8")
    if api.token:
        request.add_unredirected_header(api.header, f"{api.scheme}{api.token}")
    end = time.monotonic() + api.seconds
    try:
        with urllib.request.build_opener(_Stay).open(request, timeout=api.seconds) as answer:
            return _read(answer, end, largest)
    except urllib.error.HTTPError as error:
        with error:
            raise _refused(error) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        slow = isinstance(error, TimeoutError) or isinstance(getattr(error, "reason", None), TimeoutError)
        words = f"no answer within {api.seconds:.0f} seconds" if slow else str(getattr(error, "reason", error))[:200]
        raise ForgeFailed(f"the forge cannot be reached: {words}", _AGAIN) from error


def _read(answer: Any, end: float, largest: int) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(1 << 16):
        pieces.append(piece)
        size += len(piece)
        if size > largest:
            raise ForgeFailed(f"the forge answers with more than {largest >> 20} MiB", _AGAIN, status=1)
        if time.monotonic() > end:
            raise TimeoutError
    if getattr(answer, "length", None):
        raise ForgeFailed("the forge's answer breaks off", _AGAIN)
    return b"".join(pieces)


def _refused(error: urllib.error.HTTPError) -> ForgeFailed:
    """What an answer other than a good one means, and the cure."""
    status = error.code
    where = error.headers.get("Location", "") if 300 <= status < 400 else ""
    if where:
        return _Elsewhere(where, status)
    limited = error.headers.get("Retry-After") or error.headers.get("X-RateLimit-Remaining") == "0"
    if status == 429 or (status == 403 and limited):
        return ForgeFailed("the forge takes no more calls for now", "run the job again later", status=status)
    return ForgeFailed(*_MEANING.get(status, (f"the forge answers {status}", _AGAIN)), status=status)


_MEANING: Mapping[int, tuple[str, str]] = {
    401: ("the forge does not know the token (401)", "give one that is valid, or none"),
    403: (
        "the token may not do this (403)",
        "give the job `pull-requests: write`; where that cannot be, let a second workflow write (`comment: hand-over`)",
    ),
    404: ("the forge has no such thing, or hides it from this token (404)", "see the token's permissions"),
    410: ("this thing is gone (410)", "nothing is to be done"),
    422: ("the forge does not take the text (422)", "please report it: the text should have been cut"),
}
