"""A server that answers as a forge does, as far as we speak to one."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

BOT = "github-actions[bot]"


@dataclass(slots=True)
class Forge:
    """What the server knows and does.

    `refuse`: a status for every call of a method; `slow`: in seconds; `cut`: so many bytes of each answer are promised
    and never sent; `elsewhere`: where a file is said to lie.
    """

    comments: list[dict[str, Any]] = field(default_factory=list)
    pulls: list[dict[str, Any]] = field(default_factory=list)
    artifacts: list[dict[str, Any]] = field(default_factory=list)
    archive: bytes = b""
    refuse: dict[str, int] = field(default_factory=dict)
    slow: float = 0
    nonsense: bytes = b""
    cut: int = 0
    elsewhere: bytes = b""
    calls: list[tuple[str, str, str]] = field(default_factory=list)
    address: str = ""
    largest: int = 65_536

    def add(self, body: str, by: str = BOT) -> dict[str, Any]:
        user = {"login": by, "username": by}
        number = 1 + max((one["id"] for one in self.comments if isinstance(one["id"], int)), default=100)
        made = {"id": number, "body": body, "user": user, "author": user, "html_url": f"https://github.com/c/{number}"}
        self.comments.append(made)
        return made

    def bodies(self, by: str = BOT) -> list[str]:
        return [one["body"] for one in self.comments if one["user"]["login"] == by]


@contextmanager
def serving() -> Iterator[Forge]:
    forge = Forge()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def handle_any(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length) or b"null")
            token = self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN") or ""
            forge.calls.append((self.command, self.path, token))
            time.sleep(forge.slow)
            status, answer = _answer(forge, self.command, self.path, body)
            self.send_response(status)
            if status == 302:
                self.send_header("Location", answer.decode())
                answer = b""
            self.send_header("Content-Length", str(len(answer) + forge.cut))
            if forge.cut:
                self.close_connection = True
            self.end_headers()
            self.wfile.write(answer)

    for method in ("GET", "POST", "PATCH", "PUT", "DELETE"):
        setattr(Handler, f"do_{method}", Handler.handle_any)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    forge.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(forge: Forge, method: str, path: str, body: Any) -> tuple[int, bytes]:
    if method in forge.refuse:
        return forge.refuse[method], b'{"message": "::error::no"}'
    if forge.nonsense:
        return 200, forge.nonsense
    parts = urlsplit(path)
    query = {key: one[0] for key, one in parse_qs(parts.query).items()}
    last = parts.path.rpartition("/")[2]
    if last in _FIXED:
        status, answer = _FIXED[last](forge, query)
    else:
        status, answer = _commented(forge, method, parts.path, body, query)
    return status, answer if isinstance(answer, bytes) else json.dumps(answer).encode()


_FIXED: dict[str, Callable[[Forge, dict[str, str]], tuple[int, Any]]] = {
    "user": lambda _forge, _query: (200, {"username": "project-bot"}),
    "zip": lambda forge, _query: (302, forge.elsewhere or f"{forge.address}/storage".encode()),
    "storage": lambda forge, _query: (200, forge.archive),
    "artifacts": lambda forge, _query: (200, {"artifacts": forge.artifacts}),
    "pulls": lambda forge, query: (200, [one for one in forge.pulls if one["asked"] == query["head"]]),
}


def _commented(forge: Forge, method: str, path: str, body: Any, query: dict[str, str]) -> tuple[int, Any]:
    if method == "GET":
        size, page = int(query["per_page"]), int(query["page"])
        return 200, forge.comments[(page - 1) * size : page * size]
    if method != "DELETE" and len(body["body"]) > forge.largest:
        return 422, {"message": "body is too long"}
    if method == "POST":
        return 201, forge.add(body["body"], "project-bot" if "merge_requests" in path else BOT)
    found = next((one for one in forge.comments if str(one["id"]) == path.rpartition("/")[2]), None)
    if found is None:
        return 404, {}
    if method == "DELETE":
        forge.comments.remove(found)
        return 204, b""
    found["body"] = body["body"]
    return 200, found
