"""A release at a glance: who, when, in which state, in which sizes, through which channels, under which licence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from underhood.meaning.audience import View
from underhood.meaning.release import WITHHELD, model_of, part_kind, predecessor, released_on, variants
from underhood.passages.events import Channel, channels, current
from underhood.records.record import Record
from underhood.values.ids import parse_address


@dataclass(frozen=True, slots=True)
class Withheld:
    """A variant that was made and not released, with the decision that says why; None where no reason is recorded."""

    variant: Mapping[str, Any]
    decision: Record | None


@dataclass(frozen=True, slots=True)
class Glance:
    """What a reader wants to know first.

    `licences` are the policies of the type licence; `compiler` is empty in a provider's own records.
    """

    release: Record
    model: Record | None
    provider: Record | None
    predecessor: Record | None
    date: str
    status: str
    tone: str
    channels: tuple[Channel, ...]
    released: tuple[Mapping[str, Any], ...]
    withheld: tuple[Withheld, ...]
    licences: tuple[Record, ...]
    compiler: str


def title_of(view: View, record: Record, *, document: str) -> str:
    """The title of a document of a record: Llama 2: Model card."""
    words = {"record": record.title, "document": view.messages.gettext(document)}
    return view.messages.gettext("%(record)s: %(document)s") % words


def glance(view: View, release: Record) -> Glance:
    """A release at a glance."""
    model = view.get("model", model_of(release))
    provider = parse_address(str(model.data["provider"]), kind="organisation") if model else None
    word, tone = current(release)
    policies = part_kind(view.catalog, release, "policy")
    return Glance(
        release=release,
        model=model,
        provider=view.at(provider) if provider else None,
        predecessor=predecessor(view.catalog, release),
        date=released_on(release),
        status=word,
        tone=tone,
        channels=channels(view, release),
        released=tuple(one for one in variants(release) if one["status"] != WITHHELD),
        withheld=tuple(_withheld(view, one) for one in variants(release) if one["status"] == WITHHELD),
        licences=tuple(policy for policy in policies if policy.data["type"] == "licence"),
        compiler=view.settings.compiler if view.settings.compiled else "",
    )


def _withheld(view: View, variant: Mapping[str, Any]) -> Withheld:
    address = parse_address(str(variant.get("because", "")), kind="decision")
    return Withheld(variant, view.at(address) if address else None)
