"""A made-up release of a provider, with everything that an official form works out of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tests.making import SMALL, view

from underhood.documents import Rendered, render
from underhood.meaning.audience import Audience, View
from underhood.values.ids import parse_address

COMPILED = "schema: 1\ntitle: Test records\nlanguages: [en, fr]\npublication: {mode: compiled}\n"

SOURCES = {
    "web": (
        "title: Web of owls\ncategory: crawled\nroles: [pretraining]\n"
        "modalities: [{id: text, modality: text, size: {value: 4.0e11, unit: token}}]\n"
        "collection: {start: 2023-01, end: '2023-09-30', ongoing: true}\nlanguages: [en, fr, ja]\n"
        "crawler: {names: [OwlBot]}\n"
        "domains_file: {path: _lists/owls.csv, measure: bytes}\n"
    ),
    "pond": (
        "title: Pond\ncategory: public\npublicly_known: true\nroles: [pretraining]\n"
        "modalities: [{id: text, modality: text, size: {value: 97, unit: GB}}]\n"
    ),
    "puddle": (
        "title: Puddle\ncategory: public\npublicly_known: true\nroles: [pretraining]\n"
        "modalities: [{id: text, modality: text, size: {value: 3000, unit: MB}}]\n"
    ),
    "quiz": (
        "title: Quiz\ncategory: other\nroles: [testing]\n"
        "modalities: [{id: text, modality: text, size: {value: 1234, unit: example}}]\n"
    ),
}

TRAINING = (
    "title: Training of Owl 2\nstage: pretraining\norder: 1\nwall_clock: {value: 45, unit: day}\n"
    "evidence: [{source: owl-paper, at: Table 1}]\n"
    "mixture: [{id: web, data_source: web, share: 80}, {id: pond, data_source: pond, share: 15},"
    " {id: puddle, data_source: puddle, share: 5}]\n"
    "runs:\n"
    "  - {id: small, variant: 'release/owl-2#small', tokens: {value: 2.0e12, unit: token}, hardware: Nest 1,"
    " hours: {value: 48000, unit: gpu-hour}, flop: {value: 8.46e22, unit: FLOP}, energy: {value: 0.5, unit: GWh}}\n"
    "  - {id: large, variant: 'release/owl-2#large', tokens: {value: 2.0e12, unit: token}, hardware: Nest 1,"
    " hours: {value: 24024, unit: gpu-hour}, flop: {value: 2.0e22, unit: FLOP}, energy: {value: 123, unit: MWh}}\n"
)

OWLS: Mapping[str, str] = {
    "governance/settings.yaml": SMALL["governance/settings.yaml"],
    "governance/organisation/owl-works.yaml": "title: Owl Works\nlegal_name: Owl Works Ltd\nsize_class: large\n",
    "governance/release/owl-2.yaml": (
        "title: Owl 2\nmodel: owl\nversion: '2'\npredecessor: owl-1\nrecorded: live\neu_market_date: '2024-03-01'\n"
        "history: [{status: released, date: '2024-03-01'}]\n"
        "variants:\n"
        "  - {id: small, title: Owl 2 Small, status: released, parameters: {value: 4.99e9, unit: parameter}}\n"
        "  - {id: large, title: Owl 2 Large, status: released, parameters: {value: 5.0e9, unit: parameter}}\n"
        "  - {id: huge, title: Owl 2 Huge, status: not-released, parameters: {value: 9.0e11, unit: parameter}}\n"
        "documents:\n"
        "  - {id: old, kind: data-summary, version: '1.0', date: 2024-02-01, source: daily-news}\n"
        "  - {id: new, kind: data-summary, version: '1.1', date: 2024-06-01, source: owl-paper}\n"
        "parts: [training/owl-2, risk/rudeness, data-source/web, data-source/pond, data-source/puddle,"
        " data-source/quiz]\n"
    ),
    "governance/training/owl-2.yaml": TRAINING,
    "governance/_lists/owls.csv": "domain,bytes\n"
    + "".join(f"n{place:02}.example,{100 - place // 2}\n" for place in range(25)),
    **{f"governance/data-source/{id}.yaml": text for id, text in SOURCES.items()},
}


def seen(
    changes: Mapping[str, str] | None = None, *, language: str = "en", audience: Audience = Audience.PUBLIC
) -> View:
    """The records of the owls, with some files added or replaced."""
    return view({**OWLS, **(changes or {})}, language=language, audience=audience)


def made(name: str, of: View, address: str = "release/owl-2") -> Rendered:
    """A document of a record."""
    subject = of.at(parse_address(address))  # type: ignore[arg-type]
    assert subject is not None
    return render(name, replace(of, past=None), subject)


def field(text: str, title: str) -> str:
    """What stands under the heading of a field."""
    return text.split(f"### {title}\n", 1)[1].split("\n### ", 1)[0].split("\n## ", 1)[0]
