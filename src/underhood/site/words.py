"""Every word that the pages of the site may ask to have translated: of templates, code, word tables and schemas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from underhood.documents import about, claim, documents, record
from underhood.doors import assets, catalogues
from underhood.meaning import locators, prose, units
from underhood.meaning.absences import ABSENCES
from underhood.meaning.audience import CIRCLES
from underhood.meaning.claims import Why
from underhood.passages import (
    answered,
    checked,
    coverage,
    form_answers,
    form_figures,
    forms,
    framework_words,
    making,
    readiness,
    registers,
    sections,
    sides,
    source,
    status,
    tables,
)
from underhood.passages.events import TONES
from underhood.records.kinds import Field, Kind
from underhood.site import frame, provenance
from underhood.values.change import Kind as ChangeKind


def wanted(kinds: Mapping[str, Kind]) -> dict[str, str]:
    """The messages that pages may ask for, each with its plural (empty: it has none)."""
    found = dict.fromkeys((*_tables(), *_schemas(kinds)), "")
    found |= _in_files()
    found |= {one: many for one, many in (*units.UNITS.values(), *units.SCALES.values()) if one}
    found |= {unit: unit for unit in units.SYMBOLS}
    return found


@cache
def _in_files() -> Mapping[str, str]:
    """The messages of code and of our own templates, which a run reads once."""
    package = Path(__file__).resolve().parents[1]
    return catalogues.in_code(package) | catalogues.in_templates(assets.directory("templates"))


def _tables() -> Iterator[str]:
    """The words that code keeps in tables."""
    yield from ABSENCES.values()
    yield from (*CIRCLES.values(), provenance.PARTIAL)
    yield from prose.READINGS.values()
    yield from units.BOUNDS.values()
    yield answered.PART
    yield from (words for words, _ in status.RESULTS.values())
    yield from (*status.MEASURED.values(), *status.STANDING.values())
    yield from (*about.MEANINGS.values(), *about.GAPS.values(), *claim.SENTENCES.values(), record.UNRATED)
    yield from (*registers.COMPUTED.values(), *checked.HOW.values(), *(label for _, label in making.RUN_FIELDS))
    yield from (*(title for title, _ in frame.NAVIGATION), *frame.INTERFACE.values())
    yield from (one.title for one in documents().values())
    yield from (*(word for word, _ in readiness.STATES.values()), *readiness.SENTENCES.values())
    yield from (*readiness.STANDINGS.values(), *readiness.WHO, *readiness.faults())
    yield from (kind.value for kind in ChangeKind)
    yield from (*(heading.value for heading in sections.Heading), sections.EARLIER_ONLY)
    yield from (*(words for words, _ in coverage.WORDS.values()), *coverage.MEANINGS.values())
    yield from (*answered.REMARKS.values(), *answered.AUDIENCES.values())
    yield from (*framework_words.TYPES.values(), *framework_words.GROUPS, *framework_words.READ.values())
    yield from framework_words.RECIPIENTS.values()
    yield from (*form_answers.BOXES, *form_answers.CHOICES, *form_figures.PURPOSES, forms.NOT_FILED)
    yield from (*locators.WORDS, *sides.LABELS, *source.STANDINGS.values(), *source.READ.values())
    yield from (*TONES, *tables.SETTINGS, *(why.value for why in Why))


def _schemas(kinds: Mapping[str, Kind]) -> Iterator[str]:
    """What schemas call kinds and fields, and the words that they allow."""
    for kind in kinds.values():
        yield from (kind.title, kind.plural, kind.description)
        for field in _fields(kind.root, set()):
            if field.title:
                yield field.title
            yield from (
                str(word).replace("-", " ").replace("_", " ") for word in field.words if isinstance(word, str) and word
            )


def _fields(field: Field, seen: set[tuple[int, ...]]) -> Iterator[Field]:
    """A field and all fields below it, each once."""
    identity = tuple(id(node) for node, _ in field.nodes)
    if identity not in seen:
        seen.add(identity)
        yield field
        for below in (*field.properties.values(), field.items, field.values):
            if below is not None:
                yield from _fields(below, seen)
