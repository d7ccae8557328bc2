"""A framework of ten items, as one file, and records that answer it in every way."""

from __future__ import annotations

from collections.abc import Mapping

PATH = "frameworks/questions.yaml"

HEAD = """\
schema: 1
title: Ten questions
short: Questions
type: index
publisher: Owl Works
edition: "2"
date: "2025-01-01"
sources: [{title: The questions}]
licence: CC0-1.0
read: original
"""

TEN = f"""{HEAD}items:
  - id: tokens
    number: "1"
    section: Training
    title: Tokens
    audience: public
    answered_by: [{{field: training#runs/tokens}}]
  - {{id: energy, title: Energy, audience: public, answered_by: [{{field: training#runs/energy}}]}}
  - {{id: method, title: Energy method, audience: public, answered_by: [{{field: training#energy_method}}]}}
  - {{id: regime, title: Regime, audience: public, answered_by: [{{field: training#regime}}]}}
  - {{id: watermark, title: Watermark, audience: public, none_counts: true}}
  - id: chat
    title: Chat
    audience: downstream
    applies_when: record.variants.exists(v, v.id == 'chat')
    condition: a chat variant is released
    answered_by: [{{field: release#get_started}}]
  - {{id: contact, title: Contact, audience: authority, answered_by: [{{field: organisation#website}}]}}
  - {{id: again, title: Energy again, audience: public, answered_by: [{{item: energy}}]}}
  - id: outside
    title: Outside
    audience: public
    outside_evidence: true
    answered_by: [{{field: training#runs/tokens}}]
  - {{id: cutoff, title: Cutoff, audience: public, answered_by: [{{field: release#variants/knowledge_cutoff}}]}}
"""


def asking(*items: str) -> dict[str, str]:
    """A framework of these items, as a file."""
    return {PATH: HEAD + "items:\n" + "".join(f"  - {{{item}, audience: public}}\n" for item in items)}


def training(words: str = "", *, runs: str = "") -> dict[str, str]:
    """The training of the second owl, saying something more."""
    return {
        "governance/training/owl-2.yaml": (
            "title: Training of Owl 2\nstage: pretraining\norder: 1\nevidence: [{source: owl-paper, at: Table 1}]\n"
            f"runs: [{{id: small, variant: 'release/owl-2#small', tokens: {{value: 2.0e12, unit: token}}{runs}}}]\n"
            f"{words}"
        )
    }


def statement(id: str, item: str, answer: str, **more: str) -> Mapping[str, str]:
    """A statement about the second owl, on an item."""
    about = more.pop("about", "release/owl-2")
    rest = "".join(f"{name}: {words}\n" for name, words in more.items())
    text = f"title: {id}\nabout: {about}\nframework: questions\nitem: {item}\nanswer: '{answer}'\n{rest}"
    return {f"governance/statement/{id}.yaml": text}
