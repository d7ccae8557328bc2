"""What a source is worth to a reader: whose words it holds, how it was read, and what keeps it as it was."""

from __future__ import annotations

from collections.abc import Iterator

from underhood.meaning.audience import View
from underhood.records.record import Record

STANDINGS = {
    "primary": "Primary source: it comes from those whose acts or words it records. It shows that something was said, "
    "not that it is true.",
    "secondary": "Secondary source: it reports what others did or said.",
}

READ = {
    "original": "The compilers read the original.",
    "copy": "The compilers read a copy, not the original; a copy may differ from it.",
    "transcription": "The compilers read a transcription, not the original; tables and signs may have suffered in it.",
    "abstract": "The compilers read the abstract only; what the rest says is not known to them.",
    "summary": "The compilers read a summary by others, not the document.",
    "not-read": "The compilers have not read it; it is named because others name it.",
}


def about_source(view: View, record: Record) -> Iterator[str]:
    """What readers of a source should know of it, sentence by sentence; nothing for records of other kinds."""
    if record.kind != "evidence":
        return
    say = view.messages.gettext
    yield say(STANDINGS[record.data["standing"]])
    yield say(READ[record.data["read"]])
    kept, digest = record.get("archived") or record.get("mirrors"), record.get("sha256")
    if kept and digest:
        yield say("A dated copy and its digest are recorded, so that a later change can be noticed.")
    elif digest:
        yield say("The digest of a kept copy is recorded, so that a later change can be noticed.")
    elif kept:
        yield say("A copy elsewhere is recorded, and no digest.")
    else:
        yield say("No archived copy and no digest are recorded: what stands at its address today may be another text.")
