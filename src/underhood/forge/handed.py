"""What the job of a pull request from a fork hands over to one that may write: a comment, and nothing that is believed.

A stranger can change the workflow that makes the file, so that all of it is their text: it may come out as a comment
under their own pull request, made harmless, and cannot do more. Which pull request that is, the forge says.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from underhood.doors.forge import Api, ForgeFailed, call, download
from underhood.forge.events import Run
from underhood.values.errors import USAGE, Stop

VERSION = 1
NAME = "underhood-comment"
FILE = "comment.json"
LARGEST = 1 << 19
_MARKER = re.compile(r"<!-- underhood: (?:governance|[0-9a-f]{12}) -->")
_FIELDS = {"version": int, "pull_request": int, "head": str, "marker": str, "quiet": bool, "text": str}
_OTHERWISE = "it is not taken; was it made by another version, or changed by the pull request?"


@dataclass(frozen=True, slots=True)
class Handed:
    """A comment as a job hands it over; what it says of its pull request is a claim."""

    pull_request: int
    head: str
    marker: str
    quiet: bool
    text: str


def written(handed: Handed) -> bytes:
    """The file that is handed over."""
    data = {"version": VERSION, **{name: getattr(handed, name) for name in _FIELDS if name != "version"}}
    return json.dumps(data, ensure_ascii=True).encode("ascii")


def fetched(api: Api, run: Run) -> Handed:
    """What a run handed over. Raises Stop for anything but one small file of the right form."""
    query = urlencode({"name": NAME, "per_page": 10})
    listed = call(api, "GET", f"/repos/{run.repository}/actions/runs/{run.id}/artifacts?{query}")
    entries = listed.get("artifacts") if isinstance(listed, dict) else None
    ours = [one for one in entries or () if isinstance(one, dict) and one.get("name") == NAME]
    if not ours:
        raise Stop(f"the run handed nothing over under the name {NAME}", "see its log", code=USAGE)
    number, size = ours[0].get("id"), ours[0].get("size_in_bytes")
    if not isinstance(number, int) or not isinstance(size, int) or size > LARGEST or ours[0].get("expired"):
        raise _refused("it is too large, or gone")
    return read_handed(unpacked(download(api, f"/repos/{run.repository}/actions/artifacts/{number}/zip")))


def unpacked(raw: bytes) -> bytes:
    """The one file of an archive, read in memory and no further than it may be long. Nothing is written."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if archive.namelist() != [FILE]:
                raise _refused(f"the archive does not hold the file {FILE} alone")
            with archive.open(FILE) as file:
                found = file.read(LARGEST + 1)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as error:
        raise _refused("it is no archive that can be read") from error
    if len(found) > LARGEST:
        raise _refused(f"it is longer than {LARGEST >> 10} KiB")
    return found


def read_handed(raw: bytes) -> Handed:
    """A file that was handed over, held against its form. Raises Stop."""
    if len(raw) > LARGEST:
        raise _refused(f"it is longer than {LARGEST >> 10} KiB")
    try:
        data = json.loads(raw.decode("utf-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise _refused("it is no JSON") from error
    if not isinstance(data, dict) or set(data) != set(_FIELDS):
        raise _refused(f"its fields are not {', '.join(_FIELDS)}")
    for name, form in _FIELDS.items():
        if type(data[name]) is not form:
            raise _refused(f"{name} is not of the right type")
    if data.pop("version") != VERSION:
        raise _refused(f"its version is not {VERSION}")
    if not 0 < data["pull_request"] < 10**18 or not re.fullmatch(r"[0-9a-f]{40}(?:[0-9a-f]{24})?", data["head"]):
        raise _refused("pull_request or head cannot be one")
    if not _MARKER.fullmatch(data["marker"]):
        raise _refused("marker is not one of ours")
    return Handed(**data)


def confirmed(api: Api, run: Run, claimed: Handed) -> int:
    """The number of the pull request that a run was for, as the forge knows it. Raises Stop where it knows none.

    A pull request counts whose head is the commit that the run ran on, in the repository that it came from, and which
    is open towards this repository. The claim chooses where there are several, and adds none.
    """
    if not (run.id and run.repository and run.head and run.head_repository and run.branch):
        raise Stop("the event does not say which commit of which repository was run", "run the job again", code=USAGE)
    if claimed.head != run.head:
        raise _refused("it speaks of another commit than the one that was run")
    owner = run.head_repository.partition("/")[0]
    query = urlencode({"state": "open", "head": f"{owner}:{run.branch}", "per_page": 100})
    found = call(api, "GET", f"/repos/{run.repository}/pulls?{query}")
    if not isinstance(found, list):
        raise ForgeFailed("the forge answers with something that is no list of pull requests", "run the job again")
    numbers = [number for one in found if isinstance(one, dict) and (number := _matching(one, run))]
    if claimed.pull_request not in numbers:
        raise Stop(
            f"pull request {claimed.pull_request} is not one whose newest commit is {run.head[:12]}",
            "nothing is to be done where a newer commit came meanwhile: its own run will comment",
            code=USAGE,
        )
    return claimed.pull_request


def _matching(pull: Mapping[str, Any], run: Run) -> int:
    """The number of a pull request that a run was for; else 0."""
    number = pull.get("number")
    there = (_at(pull, "head", "sha"), _at(pull, "head", "repo", "full_name"), _at(pull, "base", "repo", "full_name"))
    fits = there == (run.head, run.head_repository, run.repository) and pull.get("state") == "open"
    return number if fits and type(number) is int else 0


def _at(data: Any, *names: str) -> Any:
    for name in names:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a name stands twice")
    return dict(pairs)


def _refused(why: str) -> Stop:
    return Stop(f"what the run handed over is not taken: {why}", _OTHERWISE, code=USAGE)
