"""Model cards of the Hugging Face Hub: the metadata, the results, and the sections of the text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from underhood.importers import Draft, Drawn, Given, Trouble, Wanted, importer
from underhood.importers import _hugging_face_origins as origins
from underhood.importers import _hugging_face_text as sections
from underhood.importers._hugging_face_card import parse, parse_entries, read_front, unclosed
from underhood.importers._hugging_face_names import MARK, Named, named
from underhood.importers._hugging_face_results import index, own_file
from underhood.importers._prose import Prose
from underhood.importers._results import Campaign, drawn
from underhood.importers._taking import text
from underhood.importers._words import free, line, slug
from underhood.values.ids import Address, parse_address

VARIANT = "model"
"""A repository of the Hub is one model."""
PARTS = ("data-source", "training", "benchmark", "evaluation", "risk", "distribution")


@dataclass(slots=True)
class _Card:
    """A card in the making."""

    given: Given
    wanted: Wanted
    named: Named
    troubles: list[Trouble] = field(default_factory=list)
    drafts: dict[Address, dict[str, Any]] = field(default_factory=dict)
    topics: dict[str, list[tuple[sections.Group, Prose]]] = field(default_factory=dict)

    @property
    def release(self) -> Address:
        return Address("release", self.named.release)

    def add(self, kind: str, words: str, data: Mapping[str, Any]) -> Address:
        """Add a draft under an id that no other draft of this card has."""
        taken = {one.id for one in self.drafts if one.kind == kind}
        address = Address(kind, free(slug(words, kind), taken))
        self.drafts[address] = {**data, "evidence": [{"source": self.named.card}]}
        return address

    def texts(self, topic: str) -> str:
        return "\n\n".join(text for _, text in self.topics.get(topic, ()))


@importer(
    "Cards of the Hugging Face Hub", files=("README.md",), parse=parse, beside={".eval_results/*.yaml": parse_entries}
)
def cards(given: Given, wanted: Wanted) -> Drawn:
    """The drafts of a card and of the files of results beside it."""
    card = _Card(given, wanted, named(given, wanted))
    front = given.look("metadata")
    if isinstance(front, str):
        card.troubles += [
            Trouble(("metadata",), f"line {one.line}: {one.message}; the front matter was not used", one.hint)
            for one in read_front(front)[1]
        ]
    elif front is None and unclosed(given.look("sections")):
        words = "line 1: the front matter is opened and never closed; it was read as text"
        card.troubles.append(Trouble(("sections", 0), words, "end it with a line of three hyphens"))
    for group in sections.groups(given) if not _own(card) else ():
        card.topics.setdefault(group.topic, []).append((group, Prose()))
    for some in card.topics.values():
        some[:] = [(group, said) for group, _ in some if (said := group.take(given, card.troubles))]
    _data(card)
    _training(card)
    _results(card)
    _risks(card)
    _distribution(card)
    _release(card)
    return Drawn(tuple(Draft(address, data) for address, data in card.drafts.items()), tuple(card.troubles))


def _own(card: _Card) -> bool:
    """Whether the card was made of records. What its text says was not written for it, and would come back as news."""
    written = card.given.look("metadata", MARK) if isinstance(card.given.look("metadata"), dict) else None
    made = isinstance(written, str) and parse_address(written, kind="release") is not None
    if made:
        card.given.take("metadata", MARK)
        words = "the card was made of records, so that only its metadata was read"
        hint = f"all that {line(written)} says is in its own repository"
        card.troubles.append(Trouble(("sections",), words, hint))
    return made


def _data(card: _Card) -> None:
    for address, data in origins.data_sources(card.given).items():
        card.drafts[address] = {**data, "evidence": [{"source": card.named.card}]}
    if said := card.texts(sections.DATA):
        title = f"Training data of {card.named.title}"
        data = {"title": title, "description": Prose(said), **origins.UNSORTED}
        card.add("data-source", f"{card.named.release}-training-data", data)


def _training(card: _Card) -> None:
    told = origins.emissions(card.given, card.troubles)
    said, impact = card.texts(sections.TRAINING), card.texts(sections.IMPACT)
    if not (told or said or impact):
        return
    run = {"id": VARIANT, "variant": f"{card.release}#{VARIANT}"}
    amount = {"emissions": told.pop("emissions")} if told else {}
    data = {
        "title": f"Training of {card.named.title}",
        "stage": told.pop("stage", "other"),
        "order": 1,
        "runs": [{**run, **amount}],
        **told,
        **({"other_impacts": Prose(impact)} if impact else {}),
        **({"note": Prose(said)} if said else {}),
    }
    card.add("training", f"{card.named.release}-training", data)


def _results(card: _Card) -> None:
    """The tables; what the card says in words stands with the first of them, or with the release."""
    found = list(index(card.given, card.troubles))
    said = card.texts(sections.RESULTS)
    words = {"note": Prose(said)} if said else {}
    if found:
        title = f"Results in the card of {card.named.title}"
        _table(card, card.given, Campaign(f"{card.named.release}-card", title), list(found), words)
    for way, one in card.given.beside.items():
        stem = way.rpartition("/")[2].removesuffix(".yaml")
        troubles: list[Trouble] = []
        if results := list(own_file(one, troubles)):
            title = f"Results of {card.named.title} on {line(stem)}"
            _table(card, one, Campaign(f"{card.named.release}-{stem}", title), results, {})
        card.troubles += [replace(trouble, path=(way, *trouble.path)) for trouble in troubles]


def _table(card: _Card, given: Given, campaign: Campaign, results: list[Any], words: Mapping[str, Any]) -> None:
    """The drafts of results; the card itself is their source."""
    subject = f"{card.release}#{VARIANT}"
    wanted = replace(card.wanted, release=card.named.release)
    made = drawn(given, wanted, campaign, results=[replace(one, subject=subject) for one in results])
    source = made.drafts[0].address.id
    card.troubles += made.troubles
    for draft in made.drafts[0 if given is not card.given else 1 :]:
        data = draft.data if given is not card.given else _citing(draft.data, source, card.named.card)
        if draft.address.kind == "benchmark" and isinstance(data.get("aim"), Mapping):
            data = {**data, "aim": {**data["aim"], "searched": [{"source": card.named.card}]}}
        there = card.drafts.get(draft.address)
        own = {**data, **(words if draft.address.kind == "evaluation" else {})}
        card.drafts[draft.address] = own if there is None else {**there, **own, "metrics": _both(there, own)}


def _both(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[Any]:
    known = {one["id"]: one for one in (*second.get("metrics", ()), *first.get("metrics", ()))}
    return list(known.values())


def _citing(value: Any, old: str, new: str) -> Any:
    """The same data, with another source in the place of one."""
    if isinstance(value, Mapping):
        return {
            name: new if name == "source" and inner == old else _citing(inner, old, new)
            for name, inner in value.items()
        }
    return [_citing(inner, old, new) for inner in value] if isinstance(value, list) else value


def _risks(card: _Card) -> None:
    for group, said in card.topics.get(sections.RISK, ()):
        title = line(group.title.strip("*_ ")) or "Risks"
        data = {"title": f"{title} ({card.named.title})", "text": said}
        card.add("risk", f"{card.named.release}-{group.title}", data)


def _distribution(card: _Card) -> None:
    licences = origins.licence_of(card.given, card.troubles)
    if not licences:
        return
    metadata = card.given.look("metadata")
    gates = [name for name in metadata if str(name).startswith("extra_gated_")] if isinstance(metadata, dict) else []
    for name in ("extra_gated_heading", "extra_gated_description", "extra_gated_prompt"):
        if isinstance(card.given.look("metadata", name), str):
            card.given.take("metadata", name)
    data = {
        "title": f"Weights of {card.named.title}",
        "channel": "Hugging Face Hub",
        "access": "weights",
        "mode": "gated" if gates else "open",
        "who_may": "TODO: who may have the weights, and on what conditions" if gates else TODO_OPEN,
        "history": [],
        "licences": licences,
    }
    card.add("distribution", f"{card.named.release}-weights", data)


TODO_OPEN = "TODO: whether anyone may have the weights; the card names no condition, and the channel may have some"


def _release(card: _Card) -> None:
    """The release with its model, provider and source."""
    given, made = card.given, card.named
    tags, base = origins.tags(given, card.troubles), origins.base_models(given, card.troubles)
    spoken = origins.languages(given, card.troubles)
    start, told = card.texts(sections.START), card.texts(sections.RESULTS)
    noted = any(data.get("note") == told for address, data in card.drafts.items() if address.kind == "evaluation")
    parts = [str(address) for kind in PARTS for address in card.drafts if address.kind == kind]
    release = {
        "title": made.title,
        "model": made.release,
        "version": "TODO: which version this is; the card does not say it",
        "recorded": "retrospective",
        "history": [{"id": "draft", "status": "draft", "date": card.wanted.today}],
        "variants": [{"id": VARIANT, "title": made.title, "status": "released"}],
        **_points(card, "intended_uses", sections.USES),
        **_points(card, "out_of_scope_uses", sections.OUT),
        **({"base_models": base} if base else {}),
        **({"languages": spoken} if spoken else {}),
        **({"tags": tags} if tags else {}),
        **({"get_started": Prose(start)} if start else {}),
        **({"note": Prose(told)} if told and not noted else {}),
        **({"parts": parts} if parts else {}),
        "evidence": [{"source": made.card}],
    }
    first = {
        Address("evidence", made.card): _source(card),
        Address("organisation", made.provider): {"title": made.publisher, "role": ["provider"]},
        Address("model", made.release): _model(card),
        card.release: release,
    }
    card.drafts = {**first, **card.drafts}


def _model(card: _Card) -> dict[str, Any]:
    given, about = card.given, card.texts(sections.ABOUT)
    return {
        "title": card.named.title,
        "provider": card.named.provider,
        **({"description": Prose(about)} if about else {}),
        **({"pipeline_tag": tag} if (tag := text(given, "metadata", "pipeline_tag")) else {}),
        **({"library": library} if (library := text(given, "metadata", "library_name")) else {}),
        "evidence": [{"source": card.named.card}],
    }


def _source(card: _Card) -> dict[str, Any]:
    pinned = {"version": card.named.revision} if card.named.revision else {}
    kind = {"type": "model-card", "standing": "primary", "read": "original"}
    url = {"url": card.named.url} if card.named.url else {}
    return {"title": f"Model card of {card.named.title}", **url, **kind, **pinned, "sha256": card.given.digest}


def _points(card: _Card, field: str, topic: str) -> dict[str, Any]:
    ids: set[str] = set()
    points = []
    for group, said in card.topics.get(topic, ()):
        id = free(slug(group.title, "use"), ids)
        ids.add(id)
        points.append({"id": id, "text": said})
    return {field: points} if points else {}
