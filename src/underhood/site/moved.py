"""What stands at addresses without a record: a page at each earlier id, and the page for any other address."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from underhood.doors.markup import attribute
from underhood.meaning.audience import View
from underhood.records.record import Record
from underhood.site.frame import MISSING, Frame, framed
from underhood.site.links import in_language, record_path
from underhood.values.ids import Address
from underhood.values.page import Page, Reference

_PLACES = ("releases.html", "claims.html", "registers.html", "compare.html", "glossary.html", "about.html")


def moved_pages(view: View) -> Iterator[Page]:
    """A page at each earlier id of a record, unless another record stands there now."""
    for record in view:
        for id in record.get("formerly", ()):
            address = Address(record.kind, id)
            if view.at(address) is None:
                yield _moved(view, record, address)


def _moved(view: View, record: Record, old: Address) -> Page:
    _ = view.messages.gettext
    kind = view.catalog.kinds[record.kind]
    now = f'<a href="record:{attribute(str(record.address))}">{attribute(str(record.title))}</a>'
    names = (
        f"{attribute(_('Earlier name:'))} <code>{attribute(str(old))}</code>. "
        f"{attribute(_('Name now:'))} <code>{attribute(str(record.address))}</code>."
    )
    sentences = (
        f"{attribute(_('The record that stood at this address has another name now:'))} {now}.",
        attribute(_("Nothing was taken away: its fields, its sources and its past stand on that page.")),
        names,
    )
    crumbs = [Reference(_("Registers"), in_language("registers.html", view.language))] if kind.register else []
    if kind.register:
        crumbs.append(Reference(_(kind.plural), in_language(f"registers/{record.kind}.html", view.language)))
    return Page(
        path=in_language(record_path(old), view.language),
        language=view.language,
        kind="record",
        title=_("Renamed: %s") % old.id,
        body="".join(f"<p>{sentence}</p>\n" for sentence in sentences),
        crumbs=tuple(crumbs),
        search=False,
    )


def missing(frames: Sequence[Frame]) -> str:
    """The page for an address at which nothing stands: it says so, and where to look, in every language.

    A server shows it at any depth; the frame knows the way from there.
    """
    first = frames[0]
    parts = [_part(frame, apart=frame is not first) for frame in frames]
    page = Page(MISSING, first.language, "about", first.messages.gettext("Page not found"), "", search=False)
    return framed(page, "\n".join(parts), first)


def _part(frame: Frame, *, apart: bool) -> str:
    _ = frame.messages.gettext
    language = frame.language
    known = [(title, in_language(path, language)) for title, path in _titles(frame)]
    links = "".join(
        f'<li><a href="{attribute(frame.way(path, MISSING))}">{attribute(title)}</a></li>'
        for title, path in known
        if path in frame.paths
    )
    field, search = f"missing-{language}", attribute(frame.way(in_language("search.html", language), MISSING))
    form = (
        f'<form class="search" role="search" action="{search}" method="get" aria-label="{attribute(_("Search"))}"><p>'
        f'<label for="{field}">{attribute(_("Words to look for"))}</label> '
        f'<input id="{field}" name="q" type="search" autocomplete="off"> '
        f'<button type="submit">{attribute(_("Search"))}</button></p></form>'
    )
    sentences = (
        _("There is no page at this address. It may have been typed or copied with a mistake."),
        _(
            "Records keep their address: a renamed one leads on to its new place, and one that is not public has no "
            "page. Look for it by a word or in the registers."
        ),
    )
    words = "".join(f"<p>{attribute(sentence)}</p>" for sentence in sentences)
    if not apart:
        return f"{words}{form}<ul>{links}</ul>"
    heading = f'<h2 id="{language}">{attribute(_("Page not found"))}</h2>'
    return f'<section lang="{language}">{heading}{words}{form}<ul>{links}</ul></section>'


def _titles(frame: Frame) -> Iterator[tuple[str, str]]:
    names = ("Releases", "Public statements", "Registers", "Compare two releases", "Glossary", "About these records")
    yield frame.messages.gettext("Home"), "index.html"
    for name, path in zip(names, _PLACES, strict=True):
        yield frame.messages.gettext(name), path
