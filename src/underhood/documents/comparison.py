"""Two releases that are not neighbours, compared: what differs, weakened things first, and what cannot be compared."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.meaning.lineage import comparison_named
from underhood.passages.beside import Beside, beside, compared
from underhood.passages.citing import Citing, citing
from underhood.passages.comparison import Comparison
from underhood.passages.comparison_summary import in_short
from underhood.values.errors import USAGE, Stop


@dataclass(frozen=True, slots=True)
class Compared:
    """What the template lays out, the same as for what changed since the predecessor."""

    title: str
    summary: str
    comparison: Comparison
    beside: Beside
    citing: Citing


@document("comparison", "Comparison")
def comparison(view: View, name: str) -> Compared:
    """Compare the two releases of a name such as `llama-1..llama-3`."""
    two = comparison_named(view.catalog, name)
    if two is None:
        hint = "name the earlier release first: two releases of one line, such as llama-1..llama-3"
        raise Stop(f"there is no comparison '{name[:80]}'", hint, code=USAGE)
    _ = view.messages.gettext
    title = _("%(new)s compared with %(old)s") % {"new": two.new.title, "old": two.old.title}
    found = compared(view, two.old, two.new)
    stands = beside(view, found)
    return Compared(
        title=title,
        summary=in_short(view, found, equal=len(stands.equal)),
        comparison=found,
        beside=stands,
        citing=citing(view, two.new, title=title, page=f"compare/{name}"),
    )
