"""The files of a site for programs that come from its records one by one: changelogs, feeds, records as data."""

from __future__ import annotations

from collections.abc import Iterator

from underhood.doors.dump import plain_yaml
from underhood.judge.compare import compare_releases
from underhood.passages.sections import Section, sections
from underhood.records.record import Record
from underhood.site import atom, changelog_json
from underhood.site.feeds import model_feed, whole_feed
from underhood.site.kept.units import Made, Maker, Unit, packed
from underhood.values.ids import Address


def changelogs(maker: Maker) -> Iterator[Unit]:
    """The changelogs for programs and the feeds, of one language."""
    view, known = maker.view, dict[Address, list[Section]]()

    def told(model: Record) -> list[Section]:
        if model.address not in known:
            known[model.address] = list(sections(view, model, compare=compare_releases))
        return known[model.address]

    def said(model: Record) -> list[Section]:
        return view.catalog.scoped(f"sections {model.address}", lambda: told(model))

    def of_model(model: Record) -> Iterator[Made]:
        yield _plain(changelog_json.json_path(view, model), changelog_json.write(view, model, said(model)))
        feed = model_feed(view, model, said(model))
        yield _plain(feed.path, atom.write(feed, view))

    def of_all() -> Iterator[Made]:
        feed = whole_feed(view, [section for model in view.of("model") for section in said(model)])
        yield _plain(feed.path, atom.write(feed, view))

    for model in view.of("model"):
        yield maker.unit(f"changes {model.address}", lambda model=model: of_model(model))  # type: ignore[misc]
    yield maker.unit("changes", of_all)


def _plain(path: str, text: str) -> Made:
    return Made(path, content=packed(text))


def raw_records(maker: Maker) -> Iterator[Unit]:
    """The records as data, for download: as the view holds them, so that nothing restricted gets out."""
    notice = maker.view.settings.notice_in(maker.view.language)

    def of(record: Record) -> list[Made]:
        return [_plain(f"{record.address}.yaml", plain_yaml(record.data, f"{record.address}\n{notice}"))]

    for record in maker.view:
        yield maker.unit(f"{record.address}.yaml", lambda record=record: of(record))  # type: ignore[misc]
