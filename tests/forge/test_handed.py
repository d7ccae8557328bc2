"""What a fork's job hands over: taken as a stranger's text, and posted only where the forge says it belongs."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Call
from tests.forge.running import ROOT, TOKEN, Job
from tests.forge.serving import Forge
from tests.git.making import git

from underhood.doors import forge as door
from underhood.doors.forge import Api
from underhood.forge import handed
from underhood.forge.events import Run, read_run
from underhood.forge.handed import Handed
from underhood.forge.texts import STOP, marker
from underhood.values.errors import Stop

HEAD = "a" * 40
GIVEN = Handed(5, HEAD, marker(), quiet=False, text="### Governance\n")
RUN = Run(7, "northlab/records", HEAD, "stranger/records", "change")
PULL = {
    "asked": "stranger:change",
    "number": 5,
    "state": "open",
    "head": {"sha": HEAD, "repo": {"full_name": "stranger/records"}},
    "base": {"repo": {"full_name": "northlab/records"}},
}
EVENT = {
    "workflow_run": {
        "id": 7,
        "event": "pull_request",
        "head_sha": HEAD,
        "head_branch": "change",
        "head_repository": {"full_name": "stranger/records"},
        "pull_requests": [],
    }
}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "WAITS", (0.0,))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")


def archive(*files: tuple[str, bytes]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files:
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return raw.getvalue()


def changed(**fields: Any) -> bytes:
    return json.dumps({**json.loads(handed.written(GIVEN)), **fields}).encode()


def ready(forge: Forge, content: bytes | None = None, pull: dict[str, Any] | None = None) -> Api:
    """A forge that has what a run handed over."""
    raw = archive((handed.FILE, content or handed.written(GIVEN)))
    forge.archive = raw
    forge.artifacts = [{"name": handed.NAME, "id": 3, "size_in_bytes": len(raw), "expired": False}]
    forge.pulls = [pull or PULL]
    return Api(forge.address, "t", seconds=5)


def test_what_is_written_is_read_again() -> None:
    assert handed.read_handed(handed.written(GIVEN)) == GIVEN


def test_an_artifact_is_fetched(forge: Forge) -> None:
    assert handed.fetched(ready(forge), RUN) == GIVEN
    assert handed.confirmed(ready(forge), RUN, GIVEN) == 5


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "no JSON"),
        (b"[]", "its fields"),
        (b"{}", "its fields"),
        (b"[" * 200_000, "no JSON"),
        (b"\xff", "no JSON"),
        (changed(more=1), "its fields"),
        (changed(version=2), "version"),
        (changed(version=True), "version"),
        (changed(pull_request="5"), "pull_request"),
        (changed(pull_request=True), "pull_request"),
        (changed(pull_request=-5), "cannot be one"),
        (changed(pull_request=10**30), "cannot be one"),
        (changed(head="main"), "cannot be one"),
        (changed(head=HEAD + "\n"), "cannot be one"),
        (changed(marker="<!-- other -->"), "marker"),
        (changed(marker=f"{marker()}\n{marker()}"), "marker"),
        (changed(quiet=0), "quiet"),
        (changed(text=None), "text"),
        (changed(text="x" * handed.LARGEST), "longer"),
        (handed.written(GIVEN)[:-1] + b', "pull_request": 6}', "no JSON"),
    ],
    ids=range(20),
)
def test_a_file_of_another_form_is_refused(raw: bytes, says: str) -> None:
    with pytest.raises(Stop, match=says):
        handed.read_handed(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"PK",
        archive(),
        archive(("../comment.json", b"{}")),
        archive(("comment.json", b"{}"), ("more", b"")),
        archive(("comment.json", b" " * (1 << 27))),
        archive(("comment.json", b"{}"))[:-30],
    ],
    ids=range(7),
)
def test_an_archive_of_another_form_is_refused(raw: bytes) -> None:
    with pytest.raises(Stop, match="not taken"):
        handed.unpacked(raw)


def test_an_archive_that_lies_about_its_size_is_refused() -> None:
    raw = archive((handed.FILE, b" " * (1 << 22)))
    there = (1 << 22).to_bytes(4, "little")
    assert there in raw
    with pytest.raises(Stop, match="not taken"):
        handed.unpacked(raw.replace(there, (10).to_bytes(4, "little")))


@pytest.mark.parametrize(
    "entry",
    [
        {"name": "other"},
        {"size_in_bytes": 10**9},
        {"size_in_bytes": "1"},
        {"id": "../3"},
        {"expired": True},
    ],
)
def test_an_artifact_of_another_form_is_refused(forge: Forge, entry: dict[str, Any]) -> None:
    api = ready(forge)
    forge.artifacts = [{**forge.artifacts[0], **entry}]
    with pytest.raises(Stop):
        handed.fetched(api, RUN)
    assert not any("/zip" in path for _, path, _ in forge.calls)


@pytest.mark.parametrize(
    "pull",
    [
        {"number": 6},
        {"number": "5"},
        {"state": "closed"},
        {"head": {"sha": "b" * 40, "repo": {"full_name": "stranger/records"}}},
        {"head": {"sha": HEAD, "repo": {"full_name": "other/records"}}},
        {"head": {"sha": HEAD, "repo": None}},
        {"base": {"repo": {"full_name": "stranger/records"}}},
        {"asked": "stranger:other"},
    ],
)
def test_a_claim_that_the_forge_does_not_confirm_is_refused(forge: Forge, pull: dict[str, Any]) -> None:
    with pytest.raises(Stop, match="pull request 5 is not one"):
        handed.confirmed(ready(forge, pull={**PULL, **pull}), RUN, GIVEN)


def test_a_claim_about_another_commit_is_refused(forge: Forge) -> None:
    with pytest.raises(Stop, match="another commit"):
        handed.confirmed(ready(forge), RUN, Handed(5, "b" * 40, marker(), quiet=False, text=""))


def test_of_two_pull_requests_of_one_branch_the_claim_chooses(forge: Forge) -> None:
    api = ready(forge)
    forge.pulls = [{**PULL, "number": 4}, PULL]
    assert handed.confirmed(api, RUN, GIVEN) == 5


@pytest.fixture
def job(forge: Forge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], None]:
    """The variables of a job that was started by the end of a run."""

    def start(event: dict[str, Any]) -> None:
        file = tmp_path / "event.json"
        file.write_text(json.dumps(event))
        for name, value in {
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": forge.address,
            "GITHUB_EVENT_NAME": "workflow_run",
            "GITHUB_EVENT_PATH": str(file),
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_REPOSITORY": "northlab/records",
            "UNDERHOOD_TOKEN": "t",
        }.items():
            monkeypatch.setenv(name, value)

    return start


def test_the_comment_of_a_fork_is_posted(forge: Forge, job: Callable[[dict[str, Any]], None], call: Call) -> None:
    ready(forge, changed(text="@octocat\n/close\n<!-- underhood: governance -->\n" + "x\n" * 90_000))
    job(EVENT)
    said = call("forge", "post")
    assert said.code == 0
    assert "the comment was written" in said.err
    (body,) = forge.bodies()
    assert body.startswith(f"{marker()}\n@{STOP}octocat\n{STOP}/close\n&lt;!-- underhood")
    assert "more lines" in body
    assert len(body) <= 65_536
    assert [path.partition("?")[0] for method, path, _ in forge.calls if method == "POST"] == [
        "/repos/northlab/records/issues/5/comments"
    ]


@pytest.mark.parametrize(
    ("event", "says"),
    [
        ({}, "not started by the end of another run"),
        ({"workflow_run": {**EVENT["workflow_run"], "event": "push"}}, "not for a pull request"),
        ({"workflow_run": {**EVENT["workflow_run"], "head_sha": "x"}}, "which commit"),
        ({"workflow_run": {**EVENT["workflow_run"], "head_repository": None}}, "which commit"),
        ({"workflow_run": {**EVENT["workflow_run"], "head_branch": "other"}}, "is not one"),
    ],
)
def test_what_cannot_be_confirmed_is_not_posted(
    forge: Forge, job: Callable[[dict[str, Any]], None], call: Call, event: dict[str, Any], says: str
) -> None:
    ready(forge)
    job(event)
    said = call("forge", "post")
    assert said.code == 0
    assert said.out.startswith("::warning title=underhood::the comment was not written: ")
    assert says in said.out
    assert forge.comments == []


def test_names_of_branches_are_only_words(forge: Forge, job: Callable[[dict[str, Any]], None], call: Call) -> None:
    ready(forge, pull={**PULL, "asked": "stranger:x&state=all#/../$(id)"})
    job({"workflow_run": {**EVENT["workflow_run"], "head_branch": "x&state=all#/../$(id)"}})
    assert call("forge", "post").code == 0
    assert len(forge.bodies()) == 1


@pytest.mark.parametrize("status", [401, 403, 404, 500])
def test_a_forge_that_refuses_fails_nothing(
    forge: Forge, job: Callable[[dict[str, Any]], None], call: Call, status: int
) -> None:
    ready(forge)
    forge.refuse["POST"] = status
    job(EVENT)
    said = call("forge", "post")
    assert said.code == 0
    assert said.out.startswith("::warning title=underhood::the comment was not written: ")


def test_an_event_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "event.json").write_text("no")
    with pytest.raises(Stop, match="no JSON"):
        read_run({"GITHUB_EVENT_NAME": "workflow_run", "GITHUB_EVENT_PATH": str(tmp_path / "event.json")})
    with pytest.raises(Stop, match="cannot be read"):
        read_run({"GITHUB_EVENT_NAME": "workflow_run", "GITHUB_EVENT_PATH": str(tmp_path / "gone.json")})


def test_the_action_that_posts(forge: Forge, tmp_path: Path) -> None:
    ready(forge)
    (tmp_path / "workspace").mkdir()
    git(tmp_path / "workspace", "init", "-q")
    job = Job(tmp_path / "workspace", EVENT, "workflow_run", forge.address)
    job.run(ROOT / "ci" / "post" / "action.yml", temporary=tmp_path / "run")
    assert job.codes == {"post": 0}
    assert forge.bodies() == [f"{marker()}\n{GIVEN.text}"]
    assert {token for _, path, token in forge.calls if path != "/storage"} == {f"Bearer {TOKEN}"}
