"""Made records around a release: models, organisations, decisions, channels, events, approvals."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from benchmarks.plan import SHARES, Maker, name
from benchmarks.tables import VARIANTS

NOT_PARTS = frozenset({"release", "model", "evidence", "system", "claim", "incident", "impact", "erratum", "approval",
                       "waiver", "statement"})  # fmt: skip
"""Kinds that point at a release, or are reached through its parts."""


def release(make: Maker) -> dict[str, Any]:
    parts = [
        f"{kind}/{name(kind, number)}"
        for kind in SHARES
        if kind not in NOT_PARTS
        for number in make.plan.among(kind, make.group)
    ]
    sizes = {"small": 7 * 10**9, "large": 70 * 10**9}
    return {
        "model": make.ref("model"),
        "version": str(make.number + 1),
        "recorded": "live",
        "history": [
            {"id": "draft", "status": "draft", "date": "2026-01-12"},
            {"id": "approved", "status": "approved", "date": "2026-03-02", "reason": make.prose(1)},
            {"id": "released", "status": "released", "date": "2026-03-17"},
        ],
        "variants": [
            {
                "id": variant,
                "title": variant.replace("-", " ").capitalize(),
                "parameters": {"value": sizes[variant.removesuffix("-chat")], "unit": "parameter"},
                "context": {"value": 8192, "unit": "token"},
                "attention": "grouped-query",
                "knowledge_cutoff": "2025-09",
                "status": "released",
            }
            for variant in VARIANTS
        ],
        "parts": parts,
        "intended_uses": make.items(8),
        "out_of_scope_uses": make.items(8),
        "documents": [{"id": "report", "kind": "paper", "source": make.ref("evidence", 0)}],
        "languages": ["en", "fr"],
        "changes_stated": make.prose(3),
        "note": make.prose(4),
    }


def whole(make: Maker) -> dict[str, Any]:
    """A draft that has the parts of all releases."""
    counts = make.plan.counts
    parts = [f"{kind}/{name(kind, at)}" for kind in SHARES if kind not in NOT_PARTS for at in range(counts[kind])]
    return {
        "title": "Everything",
        "summary": make.prose(1),
        **release(make),
        **make.common(),
        "version": str(counts["release"] + 1),
        "history": [{"id": "draft", "status": "draft", "date": "2026-01-12"}],
        "parts": parts,
    }


def model(make: Maker) -> dict[str, Any]:
    return {
        "provider": make.ref("organisation", 0),
        "description": make.prose(4),
        "architecture": {"family": "decoder-only transformer", "objective": "prediction of the next token"},
        "design_specs": make.prose(2),
        "decisions": make.refs("decision", 3),
        "inputs": [{"id": "text", "modality": "text", "format": "UTF-8"}],
        "outputs": [{"id": "text", "modality": "text", "format": "UTF-8"}],
        "tasks": ["text generation", "summaries"],
        "languages": ["en", "fr"],
        "autonomy": make.prose(2),
        "explainability": make.prose(2),
    }


def organisation(make: Maker) -> dict[str, Any]:
    return {
        "role": ["provider"],
        "website": f"https://lab-{make.number}.example/",
        "size_class": "sme",
        "funding": make.prose(1),
        "people": [
            {"id": f"person-{nth}", "name": f"Person {nth}", "roles": ["model-lead"], "note": make.prose(1)}
            for nth in range(10 * make.number, 10 * make.number + 10)
        ],
        "contacts": [
            {"id": use, "for": use, "channel": f"{use}@lab-{make.number}.example", "response_time": make.prose(1)}
            for use in ("general", "privacy", "security", "copyright")
        ],
    }


def decision(make: Maker) -> dict[str, Any]:
    return {
        "question": make.prose(1),
        "options": make.items(6),
        "chosen": make.prose(1),
        "reasons": make.items(8),
        "conditions": make.items(4),
        "consequences": make.items(4),
        "dissent": make.prose(1),
        "date": make.day(),
        "who": "the release board",
        "about": [make.ref("release", 0)],
    }


def distribution(make: Maker) -> dict[str, Any]:
    return {
        "channel": "Download page",
        "access": make.one(("weights", "api", "ui")),
        "mode": make.one(("open", "gated")),
        "who_may": make.prose(1),
        "url": f"https://get-{make.number}.example/",
        "history": [{"id": "offered", "status": "offered", "date": "2026-03-17"}],
        "licences": [{"id": "weights", "for": "weights", "spdx": "Apache-2.0", "terms": make.ref("policy")}],
        "monitoring": make.prose(2),
        "note": make.prose(3),
    }


def policy(make: Maker) -> dict[str, Any]:
    return {
        "type": make.one(("acceptable-use", "safety-framework", "copyright")),
        "effective": "2026-01-10",
        "permitted_users": make.prose(1),
        "permitted": make.items(8),
        "restricted": make.items(6),
        "prohibited": make.items(12),
        "enforcement": make.prose(2),
        "appeal": make.prose(1),
    }


def incident(make: Maker) -> dict[str, Any]:
    days = sorted(make.day() for _ in range(8))
    return {
        "type": make.one(("malfunction", "misuse", "dispute")),
        "date": days[0],
        "releases": [f"{make.ref('release', 0)}#large-chat"],
        "timeline": [{"id": f"step-{nth}", "date": day, "event": make.prose(1)} for nth, day in enumerate(days)],
        "causes": make.prose(1),
        "harm": make.prose(1),
        "actions": make.items(4),
        "status": "closed",
        "severity": "moderate",
        "channels": [make.ref("distribution")],
        "risks": [make.ref("risk")],
    }


def statement(make: Maker) -> dict[str, Any]:
    return {"about": f"release/{make.ref('release', 0)}", "answer": "none", "text": make.prose(4), "date": make.day()}


def impact(make: Maker) -> dict[str, Any]:
    return {
        "release": make.ref("release", 0),
        "period": "2026-03-17/2026-09-30",
        "applications": {"value": make.chance.randint(1, 90), "unit": "count", "note": make.prose(1)},
        "sectors": make.prose(1),
        "individuals": {"value": make.chance.randint(100, 9000), "unit": "person", "approximate": True},
        "feedback_summary": make.prose(4),
    }


def inference(make: Maker) -> dict[str, Any]:
    return {
        "task": make.prose(1),
        "hardware": "One workstation.",
        "seconds": {"value": make.number_between(0, 9), "unit": "second"},
        "energy": {"value": 0.0002, "unit": "kWh"},
        "cost": {"absent": "not-applicable", "reason": make.prose(1)},
        "method": make.prose(3),
        "applies_to": [f"{make.ref('release', 0)}#large-chat"],
    }


def approval(make: Maker) -> dict[str, Any]:
    return {
        "release": make.ref("release", 0),
        "manifest": sha256(str(make.number).encode()).hexdigest(),
        "role": "model-lead",
        "person": "person-0",
        "date": "2026-03-12T16:05:00Z",
        "decision": "approved",
        "statement": make.prose(2),
    }


def erratum(make: Maker) -> dict[str, Any]:
    return {
        "target": f"data-source/{make.ref('data-source')}#date_obtained",
        "was": "2025-01",
        "is": "2024-12",
        "type": "correction",
        "date": "2026-04-10",
        "reason": make.prose(2),
    }


def waiver(make: Maker) -> dict[str, Any]:
    return {
        "rule": "mitigation-without-effect",
        "subjects": [f"mitigation/{make.ref('mitigation', 0)}"],
        "reason": make.prose(2),
        "owner": f"organisation/{make.ref('organisation')}",
        "compensating_measure": make.prose(2),
        "expires": "2099-12-31",
        "release": make.ref("release", 0),
    }
