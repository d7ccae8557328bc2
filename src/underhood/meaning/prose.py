"""Words on a page: what templates use to write the values of records as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from underhood.doors import languages, markup, templating
from underhood.doors.markup import Markdown, Piece, Pieces
from underhood.meaning import units
from underhood.meaning.absences import ABSENCES
from underhood.meaning.audience import View
from underhood.meaning.discretion import NOT_SHOWN
from underhood.meaning.errata import Errata
from underhood.meaning.localise import Text
from underhood.meaning.locators import located
from underhood.records.record import Place, Record, cell_unit, is_absence
from underhood.records.references import PROSE_REFERENCE
from underhood.values.errors import Stop
from underhood.values.ids import Address, Spot, parse_address
from underhood.values.quantity import Quantity, exact, is_quantity

CHARTS = "macros/charts.svg.jinja"

READINGS = {
    "original": "read in the original",
    "copy": "read in a copy",
    "transcription": "read in a transcription",
    "abstract": "abstract read",
    "summary": "read in a summary",
    "not-read": "not read",
}

OFFERED = (
    *("inline", "block", "value", "quantity", "cell", "link", "doc", "cite", "date", "language", "badge", "absence"),
    *("anchor", "chart", "corrected", "figure", "html", "fold", "verbatim"),
)
"""The methods of a writer that templates may call."""

WEAK = frozenset({"abstract", "summary", "not-read"})
"""Readings that leave most of a source unread."""


@dataclass(slots=True)
class Writer:
    """Writes for one document: knows the view, and collects the pieces; `texts`: the records', with their language."""

    view: View
    pieces: Pieces = field(default_factory=Pieces)
    shown: set[Address] = field(default_factory=set)
    read: set[tuple[Address, str]] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)
    errata: Errata = field(init=False)

    def __post_init__(self) -> None:
        self.pieces.table, self.errata = self.view.messages.gettext("Table"), Errata(self.view)

    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """What templates may call, as filter or function."""
        words = self.view.messages
        return {"_": words.gettext, "ngettext": words.ngettext, **{name: getattr(self, name) for name in OFFERED}}

    def finalize(self, value: Any) -> str:
        """What a value of a template becomes: Markdown stays, a record's text is shown inline, all else is escaped."""
        if isinstance(value, Markdown):
            return value
        if isinstance(value, Text):
            return self.inline(value)
        if value is None:
            raise Stop("a template shows a value that is nothing", "guard it with {% if %}", code=2)
        return markup.escape(str(value))

    def inline(self, text: str) -> Markdown:
        """A record's text where only a line fits."""
        expanded = self._expand(text)
        return self._marked(text, markup.inline(expanded), markup.inline_markdown(expanded), "span")

    def line(self, text: str) -> str:
        """A record's text as one line of safe HTML, for the frame of a page."""
        html = markup.inline(self._expand(text)) if isinstance(text, Text) else markup.attribute(text)
        return self._in_language(text, html, "span")

    def block(self, text: str) -> Markdown:
        """A record's text as paragraphs of its own."""
        expanded = self._expand(text)
        return self._marked(text, markup.fragment(expanded), markup.block_markdown(expanded), "div")

    def value(self, value: Any) -> Markdown:
        """Any value of a record: quantity, absence, text, date, list, yes or no."""
        if isinstance(value, Text):
            return self.inline(value)
        if is_quantity(value):
            return self.quantity(value)
        if is_absence(value):
            return self.absence(value)
        if isinstance(value, list | tuple):
            return Markdown(", ".join(self.value(entry) for entry in value))
        return markup.escape(self._scalar(value))

    def _scalar(self, value: Any) -> str:
        if isinstance(value, bool):
            return self.view.messages.gettext("yes" if value else "no")
        return units.cell(value, None, self.view.messages) if isinstance(value, int | float) else str(value)

    def quantity(self, data: Mapping[str, Any] | Quantity) -> Markdown:
        """A quantity with its unit; a disputed one is marked."""
        found = data if isinstance(data, Quantity) else Quantity.read(data)
        text = markup.escape(units.quantity(found, self.view.messages))
        return Markdown(f"{text} {self.disputed(found.disputed)}") if found.disputed else text

    def cell(self, value: Any, decimals: int | None = None, reason: str = "") -> Markdown:
        """A number of a table at its printed precision; `reason` says why it is disputed."""
        if is_absence(value):
            return self.absence(value)
        text = markup.escape(units.cell(value, decimals, self.view.messages))
        if decimals and not value:
            text = Markdown(f"{text} {markup.escape(self.view.messages.gettext('(rounded)'))}")
        return Markdown(f"{text} {self.disputed(reason)}") if reason else text

    def disputed(self, reason: str) -> Markdown:
        """The mark beside a figure that disagrees with another, with the reason."""
        _ = self.view.messages.gettext
        note = markup.inline(self._expand(reason))
        html = f'<span class="disputed"><strong>{markup.attribute(_("disputed:"))}</strong> {note}</span>'
        return self.pieces.put(html, f"({_('disputed:')} {markup.inline_markdown(self._expand(reason))})")

    def absence(self, data: Mapping[str, Any]) -> Markdown:
        """Why there is no value: the word, the reason, who holds it, what was searched."""
        _ = self.view.messages.gettext
        text: str = markup.escape(_(ABSENCES[data["absent"]]))
        if until := data.get("until"):
            text += ", " + markup.escape(_("until %s") % self.date(until))
        if reason := data.get("reason"):
            text += ": " + self.inline(reason)
        if searched := data.get("searched"):
            text += " (" + markup.escape(_("searched")) + ": " + self.cite(searched) + ")"
        before, after = self.pieces.put('<span class="absence">', "*"), self.pieces.put("</span>", "*")
        return Markdown(before + text + after)

    def link(self, target: Address | Record | str, label: str = "") -> Markdown:
        """A link to a record by its title; a record that the audience may not see is not named."""
        given = target.address if isinstance(target, Record) else target
        address = given if isinstance(given, Address) else parse_address(str(given))
        record = self.view.at(address) if address else None
        if address is None or record is None:
            return markup.escape(self.view.messages.gettext("a record that is not public"))
        self.shown.add(record.address)
        words = self._label(label) if label else self._name(address, record)
        return Markdown(f"[{words}](record:{address})")

    def doc(self, name: str, record: Record, label: str) -> Markdown:
        """A link to a document of a record: `doc('model-card', release, 'Model card')`."""
        return Markdown(f"[{markup.escape(label)}](doc:{record.address}/{name})")

    def cite(self, citations: Iterable[Mapping[str, Any]]) -> Markdown:
        """The sources of a fact: each linked, with place, and with how it was read where the document first cites it.

        A weak reading is said each time.
        """
        return Markdown("; ".join(self._citation(citation) for citation in citations))

    def date(self, text: str) -> Markdown:
        """A date in words."""
        return markup.escape(languages.date(str(text), self.view.language))

    def language(self, code: str) -> Markdown:
        """A language by its name."""
        return markup.escape(languages.name(code, self.view.language))

    def badge(self, words: str, tone: str = "neutral") -> Markdown:
        """A short word in a box."""
        return self.pieces.put(
            f'<span class="badge badge-{markup.attribute(tone)}">{markup.attribute(words)}</span>',
            f"**{markup.escape(words)}**",
        )

    def anchor(self, name: str) -> Markdown:
        """A place in the page that a link can name."""
        return self.pieces.put(f'<span class="place" id="{markup.attribute(name)}"></span>', "")

    def chart(self, kind: str, chart: Any, words: str = "") -> Markdown:
        """A chart, drawn by the macro of that kind; a plain Markdown file has `words`, or the table below it."""
        drawn = templating.macro(self.view.templates, CHARTS, kind, chart)
        return self.pieces.put(drawn, str(markup.escape(words)))

    def html(self, opening: str) -> Markdown:
        """A block element of the theme around what follows: `html('<div class="glance">')` … `html('</div>')`."""
        return self.pieces.put(opening, "")

    def fold(self, words: str) -> Markdown:
        """The line that opens what is folded below it, up to `html('</details>')`; a Markdown file shows it all."""
        return self.pieces.put(f"<details><summary>{markup.attribute(words)}</summary>", f"**{markup.escape(words)}**")

    def verbatim(self, text: str, language: str = "") -> Markdown:
        """Somebody's words exactly as they are: no markup, no typography of ours; empty: nobody stated the language."""
        html = f'<span lang="{markup.attribute(language)}">{markup.attribute(text)}</span>'
        return self.pieces.put(html, str(markup.escape(text)))

    def figure(self, address: str) -> Markdown:
        """The value at an address, with its unit."""
        found = parse_address(address)
        place = self.view.resolve(found) if found else None
        if place is None:
            if address == NOT_SHOWN or (found and self.view.catalog.cited_by(found)):  # a record asks: check tells it
                return markup.escape(self.view.messages.gettext("a record that is not public"))
            raise Stop(f"a template asks for '{address}', and nothing stands there", "check the address", code=2)
        return markup.escape(self._plain_value(place))

    def corrected(self, where: Spot | Address | str | None) -> Markdown:
        """The mark beside a value that was corrected since it was published; nothing beside all others."""
        return self.errata.mark(where, self)

    def piece(self, piece: Piece) -> Markdown:
        """A piece made elsewhere."""
        return self.pieces.put(piece.html, piece.markdown)

    def _name(self, address: Address, record: Record) -> Markdown:
        title = self._label(record.title)
        if not address.steps:
            return Markdown(title)
        place = self.view.resolve(address)
        if place is None:
            return Markdown(f"{title} ({markup.escape(address.steps[-1])})")
        field = self.view.catalog.kinds[record.kind].field(place.data_path)
        named = place.value.get("title") if isinstance(place.value, Mapping) else field and field.title
        if named and str(named).startswith(str(record.title)):
            return self._label(named)
        words = named if isinstance(named, Text) else self.view.messages.gettext(str(named or address.steps[-1]))
        return Markdown(f"{title} ({self._label(words)})")

    def _label(self, text: str) -> Markdown:
        """What stands inside a link: a text of a record loses its own links, and cannot end this one."""
        if not isinstance(text, Text):
            return Markdown(self.finalize(text))
        html = markup.unlinked(markup.inline(self._expand(text)))
        return self._marked(text, html, markup.escape(markup.plain(html)), "span")

    def _citation(self, citation: Mapping[str, Any]) -> str:
        _ = self.view.messages.gettext
        address = parse_address(citation["source"], kind="evidence")
        record = self.view.at(address) if address else None
        if address is None or record is None:
            return markup.escape(_("a source that is not public"))
        words = [self.link(record, record.get("short", ""))]
        if at := citation.get("at"):
            words.append(markup.escape(located(at, self.view.messages)))
        reading = str(citation.get("read") or record.data["read"])
        if reading in WEAK or (record.address, reading) not in self.read:
            words.append(markup.escape(_(READINGS[reading])))
        self.read.add((record.address, reading))
        if quote := citation.get("quote"):
            words.append(markup.escape(_("“%s”") % quote))
        return ", ".join(words)

    def _expand(self, text: str) -> str:
        """Put the value or the linked title in the place of each `[[reference]]`."""

        def put(match: Any) -> str:
            address = parse_address(match[1].strip())
            place = self.view.resolve(address) if address else None
            if address is None or place is None:
                return f"*{self.view.messages.gettext('a record that is not public')}*"
            if not place.data_path or (
                isinstance(place.value, Mapping) and not is_quantity(place.value) and not is_absence(place.value)
            ):
                self.shown.add(place.record.address)
                title = place.value.get("title") if place.data_path else ""
                words = markup.escape(str(title or place.record.title))
                return f"[{words}](record:{address})"
            return str(markup.escape(self._plain_value(place)))

        return PROSE_REFERENCE.sub(put, markup.clean(text))

    def _plain_value(self, place: Place) -> str:
        words = self.view.messages
        value = place.value
        if is_quantity(value):
            return units.quantity(Quantity.read(value), words)
        if is_absence(value):
            return words.gettext(ABSENCES[value["absent"]])
        if isinstance(value, bool):
            return words.gettext("yes" if value else "no")
        if isinstance(value, int | float | Decimal):
            unit, decimals = cell_unit(place)
            return units.measure(exact(value), unit, words, decimals=decimals)
        return str(value)

    def _marked(self, text: str, html: str, plain: str, element: str) -> Markdown:
        return self.pieces.put(self._in_language(text, html, element), plain)

    def _in_language(self, text: str, html: str, element: str) -> str:
        """A record's text, marked with its language where it is not the page's."""
        language = getattr(text, "language", self.view.language)
        if isinstance(text, Text) and not text.stays:
            self.texts[text] = language
        if language == self.view.language:
            return html
        return f'<{element} lang="{markup.attribute(language)}" class="untranslated">{html}</{element}>'
