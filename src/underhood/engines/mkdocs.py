"""MkDocs carries the site: it gets our pages finished, and renders only those that people wrote by hand."""

from __future__ import annotations

import io
import logging
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mkdocs.commands import build as mkdocs_build
from mkdocs.commands import serve as mkdocs_serve
from mkdocs.config import base, load_config
from mkdocs.config import config_options as options
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from underhood.doors.languages import SOURCE_LANGUAGE
from underhood.doors.tree import LARGEST, too_large
from underhood.engines.placing import look_through, put_in_place
from underhood.engines.searching import index_for_search
from underhood.meaning.audience import Audience, Views
from underhood.records.places import FOLDER
from underhood.records.project import Project, open_project
from underhood.site.catalogue import MAP, sitemap
from underhood.site.frame import Frame
from underhood.site.kept.memory import Keeping
from underhood.site.kept.store import PAGES, PREVIEW, Kept, key_of, load
from underhood.site.kept.units import Misshapen
from underhood.site.links import root
from underhood.site.logo import own_files
from underhood.site.render import File as Made
from underhood.site.render import Site, frames_of, papers, site_files
from underhood.values.errors import USAGE, Stop

CONFIG = "mkdocs.yml"
DEFAULT = b"site_name: Governance records\nuse_directory_urls: false\ntheme: {name: underhood}\nplugins: [underhood]\n"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be built: the repository's folder, where the site goes, and for whom and when.

    `today` is the day that pages speak of (empty: as the project says); `search` asks for the search index, `paper`
    for documents in these forms besides; `keep`: pages may come from an earlier build, and are kept for the next one.
    `project`: the repository, where it has been read already.
    """

    folder: Path
    out: Path
    today: str = ""
    drafts: bool = False
    search: bool = True
    audience: Audience = Audience.PUBLIC
    paper: tuple[str, ...] = ()
    keep: bool = True
    project: Project | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was built: the folder, how many pages, and whether search was indexed."""

    folder: Path
    pages: int
    search: bool


class Options(base.Config):  # type: ignore[no-untyped-call]
    """What may be set under `plugins: - underhood:` in mkdocs.yml."""

    tool_pages = options.Type(bool, default=False)


class Finished(File):
    """A file of the site that is finished, and unpacked when it is written."""

    made: Made

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  (as MkDocs has it)
        """Write the file."""
        place = Path(self.abs_dest_path)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(self.made.content, "utf-8", newline="\n")


class UnderhoodPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]
    """Puts the pages of a governance repository into a MkDocs site."""

    frames: Mapping[str, Frame]
    serving = False
    generated = 0
    pages: list[str]
    days: Mapping[str, str]
    site: Site | None = None
    asked: Order | None = None  # what a command of ours wants; None where MkDocs was started by itself
    kept: Kept | None = None  # while serving, from one build to the next
    saved = False  # while serving, once is enough
    stopped: Stop | None = None  # MkDocs shows a plugin's failure in its own words and keeps no cause

    def on_startup(self, *, command: str, **_: Any) -> None:
        """Keep this one instance while serving."""
        self.serving = command == "serve"

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add every page of records and documents as a finished file."""
        folder = self._folder(config)
        self._hold_inside(files, Path(config.docs_dir).resolve())
        written = {file.dest_uri for file in files.documentation_pages()}
        try:
            asked = self.asked or Order(folder, Path(config.site_dir))
            project = asked.project or open_project(folder, today=asked.today, keep=asked.keep)
            views = Views(project, drafts=asked.drafts)
            site = Site(views, self.serving, self.config.tool_pages, frozenset(written), asked.audience, asked.paper)
            self.site = site
            keeping = self._keeping(asked, folder)
            made = list(site_files(site, keeping))
            printed = [*papers(site), *own_files(views.project)]
            self.frames = frames_of(site, {file.path for file in made} | written)
            self.pages = sorted({file.path for file in made if file.path.endswith(".html")} | written)
            self.days = {file.path: file.day for file in made if file.day}
        except Stop as error:
            raise self._refusal(error) from error
        if keeping is not None and self.kept is not None:
            self.kept = self.kept.after(keeping)
        for file in made:
            if file.path not in written:  # a page that somebody wrote by hand takes the place of ours
                name = f"{file.path}.txt" if file.path.endswith(".md") else file.path  # no page for MkDocs to render
                finished = Finished(
                    name, None, config.site_dir, False, dest_uri=file.path, inclusion=InclusionLevel.INCLUDED
                )
                finished.generated_by, finished.made = "underhood", file
                files.append(finished)
        for path, content in printed:
            files.append(File.generated(config, path, content=content))
        self.generated = sum(file.path.endswith(".html") for file in made)
        return files

    def on_page_context(self, context: Any, *, page: Page, **_: Any) -> Any:
        """Give a hand-written page the frame of the others."""
        path = page.file.dest_uri
        first = path.split("/", 1)[0]
        frame = self.frames.get(first if first in self.frames else SOURCE_LANGUAGE) or next(iter(self.frames.values()))
        context["frame"] = {**frame.by_hand(path), "root": root(path)}
        return context

    def on_post_template(self, output: str, *, template_name: str, **_: Any) -> str:
        """Name all pages in the map for search engines, of which MkDocs knows only those that it rendered."""
        if template_name != MAP or self.site is None:
            return output
        settings = self.site.views.project.settings
        site = "" if settings.circle else settings.site_url
        return sitemap(self.pages, site, languages=settings.languages, days=self.days)

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, **_: Any) -> LiveReloadServer:
        """Build again when a record, a template or a schema changes."""
        folder = self._folder(config)
        for name in (FOLDER, "templates", "schemas"):
            if (folder / name).is_dir():
                server.watch(str(folder / name))
        return server

    def on_post_build(self, *, config: MkDocsConfig, **_: Any) -> None:
        """Take out what holds the clock; where MkDocs was started by itself, look through what it wrote, and fail."""
        Path(config.site_dir, f"{MAP}.gz").unlink(missing_ok=True)  # the packed copy of the map tells when it was made
        if self.kept is not None and not (self.serving and self.saved):
            self.kept.save(self._folder(config))
            self.saved = True
        if self.asked is None and self.site is not None:
            try:
                look_through(self.site, Path(config.site_dir))
            except Stop as stop:
                raise self._refusal(stop) from stop

    def _keeping(self, asked: Order, folder: Path) -> Keeping | None:
        """What an earlier build kept; None where nothing is to be kept. Drafts show what no question names."""
        if not asked.keep or asked.drafts:
            self.kept = None
            return None
        key = key_of(folder, str(asked.audience), self.serving, self.config.tool_pages, asked.paper)
        if self.kept is None or self.kept.key != key:
            what = PREVIEW if self.serving else PAGES
            self.kept = load(folder, key, what=what, whole=self.serving or self.asked is None)
        return Keeping(self.kept.memories)

    def _hold_inside(self, files: Files, docs: Path) -> None:
        """Refuse a symbolic link that would publish a file from elsewhere, and what reading would wait for."""
        for file in files:
            path = Path(file.abs_src_path or docs)
            if Path(file.src_dir or docs).resolve() == docs and not path.resolve().is_relative_to(docs):
                stop = Stop(f"{path} is a symbolic link to elsewhere", "put the file in its place", code=USAGE)
                raise self._refusal(stop)
            if file.abs_src_path and path.exists() and not path.is_file():
                stop = Stop(f"{path} is not an ordinary file", "put an ordinary file in its place", code=USAGE)
                raise self._refusal(stop)

    def _refusal(self, stop: Stop) -> PluginError:
        """Our failure as MkDocs takes it; our own commands tell it themselves."""
        self.stopped = stop
        return PluginError("" if self.asked else str(stop))

    def _folder(self, config: MkDocsConfig) -> Path:
        return self.asked.folder if self.asked else Path(config.config_file_path or CONFIG).resolve().parent


def build(order: Order, *, say: Say = lambda _: None) -> Report:
    """Build a site.

    Everything is made beside the place it goes to and renamed at the end, so that an earlier site stays whole until the
    new one is complete. Raises Stop when it cannot be built.
    """
    out = order.out
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent, ignore_cleanup_errors=True) as scratch:
            fresh = Path(scratch) / "site"
            say("rendering pages")
            try:
                pages, site = _mkdocs(order, fresh)
            except Misshapen:  # what was kept is not what it says that it is
                pages, site = _mkdocs(replace(order, keep=False), fresh)
            if order.search:
                say("indexing for search")
                index_for_search(fresh, Path(scratch), folder=order.folder)
            look_through(site, fresh)
            put_in_place(fresh, out)
    except OSError as error:
        place = f" ({error.filename})" if error.filename else ""
        raise Stop(
            f"the site cannot be written: {error.strerror}{place}", "check the space and the permissions there"
        ) from error
    return Report(out, pages, order.search)


def serve(folder: Path, *, port: int, today: str = "", drafts: bool = False, keep: bool = True) -> None:
    """Serve the site on this machine, building it again whenever a file changes. Ends with an interrupt."""
    config = str(folder / CONFIG)
    if not Path(config).is_file():
        raise Stop(f"there is no {CONFIG} in {folder}", "`underhood init` writes one; the preview needs it", code=USAGE)
    UnderhoodPlugin.asked = Order(folder, folder, today, drafts, keep=keep)
    mkdocs_serve.serve(config, dev_addr=f"127.0.0.1:{port}", livereload=True, watch_theme=False)


def _mkdocs(order: Order, fresh: Path) -> tuple[int, Site]:
    logging.getLogger("mkdocs").setLevel(logging.WARNING)
    config = _configuration(order.folder, fresh)
    plugin = config.plugins.get("underhood")
    if not isinstance(plugin, UnderhoodPlugin):
        raise Stop(f"{CONFIG} does not name the plugin 'underhood'", "add it under `plugins:`", code=USAGE)
    plugin.asked = order
    try:
        config.plugins.on_startup(command="build", dirty=False)
        mkdocs_build.build(config)
    except (MkDocsException, Abort) as error:
        if plugin.stopped is not None:
            raise plugin.stopped from error
        raise Stop(f"the site could not be built: {error}", f"check {CONFIG} and the pages under site/") from error
    except (UnicodeDecodeError, LookupError) as error:  # not UTF-8, or `template:` names none
        raise Stop(f"a page under site/ cannot be used: {error}", "see the lines above", code=USAGE) from error
    finally:
        config.plugins.on_shutdown()
    assert plugin.site is not None
    return plugin.generated, plugin.site


def _configuration(folder: Path, fresh: Path) -> MkDocsConfig:
    """The configuration of the site: the repository's own, else ours."""
    own = folder / CONFIG
    try:
        if own.is_file():
            if own.stat().st_size > LARGEST:
                raise Stop(f"{CONFIG} cannot be used: {too_large(LARGEST).message}", "shorten it", code=USAGE)
            return load_config(str(own), site_dir=str(fresh))
        pages = folder / "site"
        if not pages.is_dir():
            pages = fresh.with_name("no-pages")
            pages.mkdir()
        return load_config(io.BytesIO(DEFAULT), config_file_path=str(own), site_dir=str(fresh), docs_dir=str(pages))
    except (MkDocsException, Abort) as error:
        raise Stop(f"{CONFIG} cannot be used: {error}", "see the lines above", code=USAGE) from error
