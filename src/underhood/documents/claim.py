"""The page of a public statement: who said it, what the published sources say, what cannot be said."""

from __future__ import annotations

from dataclasses import dataclass, replace

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.meaning.claims import Result, examine
from underhood.meaning.localise import Text
from underhood.passages.around import Around, citations, read_around, sources
from underhood.passages.coverage import Answering, answering
from underhood.passages.shown import Citation
from underhood.passages.since import Story, story
from underhood.passages.statements import Laid, laid_out, operand_sources
from underhood.passages.status import result_words
from underhood.passages.wordings import Wording, claim_wording
from underhood.records.record import Record
from underhood.values.ids import Address, parse_address
from underhood.values.page import Badge

SENTENCES = {
    Result.OPINION: "An opinion or a quotation: only who said it can be checked.",
    Result.FORECAST: "It is about a later time, and cannot be compared with what is published.",
    Result.NOT_CHECKED: "It was not checked.",
}
"""What to say in one sentence of a statement whose record says none."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What the page of a public statement shows; `where` are the citations of the place where it was made."""

    title: str
    summary: Text | str
    status: tuple[Badge, ...]
    record: Record
    about: Address | None
    wording: Wording
    where: tuple[Citation, ...]
    result: Badge
    sentence: Text | str
    not_checked: Text | None
    compared: Laid
    around: Around
    answers: tuple[Answering, ...]
    story: Story | None


@document("claim", "Public statement")
def claim_page(view: View, record: Record) -> Statement:
    """The page of a public statement."""
    _ = view.messages.gettext
    examined = examine(view.catalog, record)
    badge = result_words(view, examined.result)
    cited = [*citations(record.data), *(_bare(one) for one in operand_sources(examined))]
    around = read_around(view, record)
    return Statement(
        title=_("“%s”") % record.title,
        summary=record.get("summary", ""),
        status=(badge,),
        record=record,
        about=parse_address(str(record.data["about"]), kind="release"),
        wording=claim_wording(view, record),
        where=tuple(record.data["at"]),
        result=badge,
        sentence=record.get("in_one_sentence") or _(SENTENCES.get(examined.result, "")),
        not_checked=record.get("not_checked"),
        compared=laid_out(view, examined),
        around=replace(around, sources=sources(view, cited)),
        answers=answering(view, record),
        story=story(view, record),
    )


def _bare(citation: Citation) -> Citation:
    """A citation of another record without the remark that belongs there."""
    return {name: value for name, value in citation.items() if name != "note"}
