"""What an entry of a feed says: the worst first and a line each, as safe HTML; the page has the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from underhood.doors import languages, markup
from underhood.meaning import units
from underhood.meaning.audience import View
from underhood.meaning.prose import Writer
from underhood.passages.comparison import Figure
from underhood.passages.differences import Difference
from underhood.passages.events import Correction, Event
from underhood.passages.sections import EARLIER_ONLY, Heading, Part, Section
from underhood.passages.shown import Form, Value
from underhood.records.record import Record, is_absence
from underhood.values.quantity import Quantity, is_quantity

MOST = 10
"""So many worse figures, and so many other weakenings, are told in an entry; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Digest:
    """Writes for the entries of one feed."""

    view: View
    writer: Writer

    def plain(self, text: str) -> str:
        """A record's text as plain words."""
        return markup.plain(self.writer.line(text))

    def date(self, text: str) -> str:
        """A date in words."""
        return languages.date(text, self.view.language)

    def labelled(self, label: str, words: object) -> str:
        """A name and what it stands for, as the language writes a colon."""
        return f"{self.view.messages.gettext('%s:') % label} {words}"

    def release(self, section: Section) -> str:
        """A release: what it is, what was weakened, and how much else changed."""
        return "".join((_paragraph(self._summary(section.release)), *self._weakened(section), *self._rest(section)))

    def happened(self, event: Event) -> str:
        """An event, or a state with its reason."""
        text = event.text or event.record.get("summary", "")
        return _paragraph(self.writer.line(text) if text else self._escaped("no reason is recorded")) + self._notice()

    def correction(self, one: Correction) -> str:
        """What was corrected, before and after, and why."""
        place = f'<a href="record:{markup.attribute(str(one.target))}">{markup.attribute(str(one.target))}</a>'
        sides = [self._side(one.was), self._side(one.is_)]
        shown = self.labelled(place, f"{sides[0]} → {sides[1]}") if all(sides) else place
        return _paragraph(shown) + _paragraph(self.writer.line(one.reason)) + self._notice()

    def _weakened(self, section: Section) -> Iterator[str]:
        part = section.part(Heading.WEAKENED)
        count, ngettext = len(part.figures), self.view.messages.ngettext
        if part.figures:
            yield _paragraph(markup.attribute(ngettext("%s figure is worse", "%s figures are worse", count) % count))
            yield self._list(map(self._figure, part.figures[:MOST]), count)
        count = len(part.differences)
        if part.differences:
            yield _paragraph(markup.attribute(ngettext("%s change weakens", "%s changes weaken", count) % count))
            yield self._list(map(self._difference, part.differences[:MOST]), count)

    def _rest(self, section: Section) -> Iterator[str]:
        """Statements in full, then how many changes stand under each other heading."""
        for part in section.parts:
            for record in part.said:
                yield _paragraph(self._link(record) + ". " + self._summary(record))
        counts = [
            self.labelled(self._escaped(part.heading.value), self._count(part))
            for part in section.parts
            if part.heading is not Heading.WEAKENED and self._count(part)
        ]
        if counts:
            yield _paragraph(" · ".join(counts))
        if any(part.earlier_only for part in section.parts):
            yield _paragraph(self._escaped(EARLIER_ONLY))
        yield self._notice()

    def _count(self, part: Part) -> int:
        shown = (part.events, part.undated, part.changes, part.said, part.corrections, part.first)
        return sum(len(found) for found in shown)

    def _figure(self, one: Figure) -> str:
        benchmark = self.plain(one.benchmark.title) + ", " if one.benchmark else ""
        how = ", ".join(word for word in (one.protocol, one.slice) if word)
        metric = f"{self.plain(one.metric)} ({how})" if how else self.plain(one.metric)
        figures = f"{one.old} → {one.new} ({one.difference})"
        return markup.attribute(self.labelled(f"{benchmark}{metric}, {one.pair}", figures))

    def _difference(self, one: Difference) -> str:
        record = self.view.at(one.record)
        name = self._link(record) if record else self._escaped("a record that is not public")
        label = ", ".join(markup.attribute(word) for word in (one.label, one.pair) if word)
        old, new = self._value(one.old), self._value(one.new)
        none = self._escaped("not listed" if one.entry else "not recorded")
        named = f"{name} · {label}" if label else name
        return self.labelled(named, f"{old or none} → {new or none}") if old or new else named

    def _value(self, value: Value | None) -> str:
        if value is None or value.form not in {Form.TEXT, Form.WORDS, Form.QUANTITY}:
            return ""
        return self._side(value.data)

    def _side(self, data: Any) -> str:
        """One value in words, where words are enough; a group of values is shown by its page."""
        if is_quantity(data):
            return markup.attribute(units.quantity(Quantity.read(data), self.view.messages))
        if is_absence(data) or isinstance(data, dict | list | tuple):
            return ""
        if isinstance(data, bool):
            return self._escaped("yes" if data else "no")
        return self.writer.line(data if isinstance(data, str) else str(data))

    def _summary(self, record: Record) -> str:
        text = record.get("summary") or record.get("text") or ""
        return self.writer.line(text) if text else ""

    def _link(self, record: Record) -> str:
        return f'<a href="record:{record.address}">{markup.attribute(self.plain(record.title))}</a>'

    def _list(self, lines: Iterable[str], count: int) -> str:
        more = self.view.messages.gettext("and %s more") % (count - MOST) if count > MOST else ""
        rest = f"<li>{markup.attribute(more)}</li>" if more else ""
        return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + rest + "</ul>"

    def _notice(self) -> str:
        """What stands on every page stands in every entry too, since entries are read apart."""
        settings, language = self.view.settings, self.view.language
        words = (settings.notice_in(language), settings.fiction_in(language) if settings.fiction else "")
        return "".join(_paragraph(f"<em>{markup.attribute(text)}</em>") for text in words if text)

    def _escaped(self, message: str) -> str:
        return markup.attribute(self.view.messages.gettext(message))


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>" if html else ""
