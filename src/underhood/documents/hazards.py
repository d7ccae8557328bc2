"""The risks of a release by the hazards of a taxonomy: which have a measure and an evaluation, and which have none."""

from __future__ import annotations

from dataclasses import dataclass

from underhood.documents import document
from underhood.meaning.audience import View
from underhood.passages.citing import Citing, citing
from underhood.passages.coverage import asked_of, page, told
from underhood.passages.hazards import Matrix, Sorted, matrix, sorted_risks, whose
from underhood.passages.status import status
from underhood.values.framework import Framework
from underhood.values.page import Badge


@dataclass(frozen=True, slots=True)
class Hazards:
    """What the template lays out; `whose`: who sorted the risks, in a sentence."""

    title: str
    summary: str
    status: tuple[Badge, ...]
    whose: str
    matrix: Matrix
    taxonomies: tuple[Framework, ...]
    sorted_risks: tuple[Sorted, ...]
    citing: Citing


@document("taxonomy", "Hazards of one taxonomy")
def hazards(view: View, name: str) -> Hazards:
    """The risks that a name such as `llama-2/nist-ai-600-1` stands for."""
    release, framework = asked_of(view, name, taxonomy=True)
    _ = view.messages.gettext
    title = _("%(release)s: %(framework)s, hazard by hazard") % {"release": release.title, "framework": framework.short}
    taxonomies = told(view).taxonomies
    return Hazards(
        title=title,
        summary=_("Hazard by hazard: the risks on record, the measures against them, and what was measured."),
        status=status(view, release),
        whose=whose(view),
        matrix=matrix(view, release, framework),
        taxonomies=taxonomies,
        sorted_risks=sorted_risks(view, release, taxonomies),
        citing=citing(view, release, title=title, page=page(release, framework)),
    )
