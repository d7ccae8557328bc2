"""`build`, `render` and `show` for an audience: what they write, how it is marked, and when nothing is written."""

from __future__ import annotations

import gzip
import importlib.util
import json
from pathlib import Path

import pytest
from tests.cli.conftest import Call, call
from tests.conftest import Repository

__all__ = ["call"]  # the fixture

SECRET = "The night watch of owls counts the mice that nobody sees."
FILES = {
    "governance/risk/night-watch-of-owls.yaml": f"title: Night watch\ntext: {SECRET}\nvisibility: authority\n",
    "governance/risk/rudeness.yaml": (
        "title: Rude answers\ntext: It is rude, see [[risk/night-watch-of-owls]].\n"
        "summary: The summary is for firms that build on it.\nvisibility_of: {summary: downstream}\n"
    ),
}
LEAK = {"site/about/owls.md": f"# Owls\n\n{SECRET}\n"}


def everything(folder: Path) -> bytes:
    """All bytes of a site, names of files and unpacked search data among them."""
    found = b""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            raw = path.read_bytes()
            found += str(path.relative_to(folder)).encode() + b"\n" + raw
            found += gzip.decompress(raw) if raw.startswith(b"\x1f\x8b") else b""
    return found


@pytest.mark.skipif(importlib.util.find_spec("pagefind") is None, reason="the search index is an extra")
def test_a_public_site_with_its_search_says_nothing(call: Call, repository: Repository) -> None:
    root = repository(FILES)
    said = call("build", "-C", root)
    assert said.code == 0, said.err
    whole = everything(root / "build" / "site")
    for secret in (SECRET.encode(), b"night-watch-of-owls", b"Night watch", b"firms that build on it"):
        assert secret not in whole
    assert b"noindex" not in whole
    assert b"a record that is not public" in whole


def test_a_site_for_authorities_says_for_whom_it_is_on_every_page(call: Call, repository: Repository) -> None:
    root = repository({**FILES, "site/about/by-hand.md": "# By hand\n\nWords.\n"})
    said = call("build", "-C", root, "--audience", "authority", "--no-search")
    assert said.code == 0, said.err
    site = root / "build" / "site"
    for page in site.rglob("*.html"):
        text = page.read_text("utf-8")
        words = "Pour les autorités" if '<html lang="fr"' in text else "For authorities: not for publication."
        assert words in text, page
        assert '<meta name="robots" content="noindex' in text, page
    assert (site / "risk" / "night-watch-of-owls.html").is_file()
    assert "For authorities" in (site / "feed.atom").read_text("utf-8")
    assert "For authorities" in (site / "risk" / "night-watch-of-owls.yaml").read_text("utf-8")
    assert (site / "robots.txt").read_text("utf-8") == "User-agent: *\nDisallow: /\n"
    assert json.loads((site / "provenance.json").read_text("utf-8"))["audience"] == "authority"
    proved = call("verify", "-C", root, site, "--folder")
    assert proved.code == 0, proved.out


@pytest.mark.parametrize("engine", ["mkdocs", "folder"])
def test_a_leak_stops_the_build_and_the_earlier_site_stays(
    engine: str, call: Call, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = repository({**FILES, **LEAK})
    front = root / "build" / "site" / "index.html"
    if engine == "mkdocs":
        front.parent.mkdir(parents=True)
        front.write_text("earlier")
        front.with_name("provenance.json").write_text("{}")
    else:
        monkeypatch.setattr("underhood.engines.folder.resolved_markdown", lambda *_, **__: SECRET)
    said = call("build", "-C", root, "--no-search", "--engine", engine)
    assert said.code == 3
    assert "text of risk/night-watch-of-owls" in said.err
    assert "hint: " in said.err
    if engine == "mkdocs":
        assert "about/owls.html says what is not for the audience 'public'" in said.err
        assert front.read_text() == "earlier"
        assert [path.name for path in front.parent.iterdir()] == ["index.html", "provenance.json"]
    else:
        assert not (root / "build" / "site").exists()
    assert not list((root / "build").glob(".site-*"))


def test_render_is_for_the_public_unless_asked(call: Call, repository: Repository) -> None:
    root = repository(FILES)
    public = call("render", "-C", root, "record", "risk/rudeness")
    assert public.code == 0, public.err
    assert "firms that build" not in public.out
    assert "a record that is not public" in public.out
    assert "not public" in public.out
    inside = call("render", "-C", root, "record", "risk/rudeness", "--audience", "downstream", "--format", "html")
    assert "For firms that build on the model: not for publication." in inside.out
    assert "The summary is for firms that build on it." in inside.out
    assert "noindex" in inside.out
    refused = call("render", "-C", root, "record", "risk/night-watch-of-owls")
    assert refused.code == 2
    assert "is not for the audience 'public'" in refused.err
    assert SECRET in call("render", "-C", root, "record", "risk/night-watch-of-owls", "--audience", "authority").out


def test_show_tells_what_an_audience_sees(call: Call, repository: Repository) -> None:
    root = repository(FILES)
    whole = json.loads(call("show", "-C", root, "risk/rudeness", "--json").out)
    assert whole["value"]["summary"].startswith("The summary")
    said = call("show", "-C", root, "risk/rudeness", "--json", "--audience", "public")
    assert said.code == 0, said.err
    public = json.loads(said.out)
    assert "firms that build" not in said.out
    assert "night-watch" not in said.out
    assert public["value"]["text"] == "It is rude, see [[record/not-shown]]."
    hidden = call("show", "-C", root, "risk/night-watch-of-owls", "--json", "--audience", "downstream")
    assert hidden.code == 2
    assert "Night watch" not in hidden.err


def test_registers_do_not_say_that_nothing_exists(call: Call, repository: Repository) -> None:
    root = repository({**FILES, "governance/risk/rudeness.yaml": "title: Rude\ntext: Rude.\nvisibility: internal\n"})
    register = call("render", "-C", root, "register", "risk").out
    assert "No record of this kind exists yet" not in register
    assert "Records of this kind that are not public are neither listed nor counted here." in register
    assert "No record that is public: Risks" in call("render", "-C", root, "registers").out
    assert "Records that are not public are not counted." in call("render", "-C", root, "home").out
    record = call("render", "-C", root, "model", "model/owl").out
    assert "Some records or fields are not public" in record


def test_no_file_for_programs_says_what_a_page_may_not(call: Call, repository: Repository) -> None:
    root = repository(FILES)
    said = call("build", "-C", root, "--no-search")
    assert said.code == 0, said.err
    site = root / "build" / "site"
    endings = (".json", ".csv", ".md", ".txt", ".atom")
    written = (path for path in site.rglob("*.*") if path.suffix in endings)
    files = {path.relative_to(site).as_posix(): path.read_text("utf-8") for path in written}
    for ending in endings:
        found = {path: text for path, text in files.items() if path.endswith(ending)}
        assert found, ending
        for path, text in found.items():
            for secret in (SECRET, "night-watch-of-owls", "Night watch", "firms that build on it"):
                assert secret not in text, path
            assert "night-watch" not in path
    record = json.loads(files["risk/rudeness.json"])
    assert record["partial"] is True
    assert "[[record/not-shown]]" in record["data"]["text"]
    assert {entry["record"] for entry in json.loads(files["index.json"])["records"]} >= {"risk/rudeness"}


def test_authorities_get_the_same_files_with_more_in_them(call: Call, repository: Repository) -> None:
    root = repository(FILES)
    assert call("build", "-C", root, "--no-search", "--audience", "authority").code == 0
    site = root / "build" / "site"
    record = json.loads((site / "risk" / "night-watch-of-owls.json").read_text("utf-8"))
    assert record["notice"].startswith("For authorities: not for publication.")
    assert record["json_ld"]["creditText"].startswith("For authorities")
    assert "Night watch" in (site / "registers" / "risk.csv").read_text("utf-8")
    assert "For authorities" in (site / "risk" / "night-watch-of-owls.md").read_text("utf-8")
