"""Made records of data, risks, measures and the sources behind them."""

from __future__ import annotations

from typing import Any

from benchmarks.plan import Maker
from benchmarks.tables import COLUMNS, VARIANTS


def evidence(make: Maker) -> dict[str, Any]:
    return {
        "url": f"https://papers.example/{make.number}",
        "date": "2025-11-03",
        "publisher": f"Publisher {make.number % 50}",
        "type": make.one(("paper", "press", "blog", "repository", "model-card")),
        "standing": "primary",
        "version": f"{make.number}.1",
        "archived": f"https://archive.example/{make.number}",
        "read": "original",
        "read_on": "2026-01-09",
        "author": f"Author {make.number % 400}",
        "note": make.prose(2),
    }


def data_source(make: Maker) -> dict[str, Any]:
    return {
        "description": make.prose(2),
        "category": make.one(("public", "licensed", "crawled")),
        "modalities": [
            {
                "id": "text",
                "modality": "text",
                "size": {"value": make.chance.randint(1, 900) * 10**9, "unit": "token"},
                "content_types": ["newspapers", "minutes"],
            }
        ],
        "roles": ["pretraining"],
        "date_obtained": "2025-01",
        "languages": ["en", "fr"],
        "licence": "CC-BY-4.0",
        "copyright_status": make.prose(1),
        "selection": make.prose(1),
        "purpose": make.prose(1),
        "personal_data": {"present": "yes", "kinds": ["names"], "storage_period": make.prose(1)},
        "quality": {"noise": make.prose(1), "biases": make.prose(1), "limitations": make.prose(1)},
        "uses": {"used_for": [make.prose(1)], "not_for": make.prose(1)},
        "note": make.prose(2),
    }


def data_processing(make: Maker) -> dict[str, Any]:
    before = make.chance.randint(10**6, 10**9)
    return {
        "purpose": make.one(("dedup", "quality", "personal-data")),
        "done": True,
        "reason": make.prose(2),
        "method": make.prose(2),
        "decision": make.ref("decision"),
        "counts": {
            "before": {"value": before, "unit": "document"},
            "after": {"value": before // 2, "unit": "document"},
        },
        "applies_to": make.refs("data-source", 3),
        "note": make.prose(3),
    }


def exclusion(make: Maker) -> dict[str, Any]:
    return {
        "what": make.prose(1),
        "category": make.one(("robots", "personal-data", "opt-out")),
        "criterion": make.prose(2),
        "criteria_detail": make.prose(1),
        "sites": {"absent": "withheld", "reason": make.prose(1)},
        "count": {"value": make.chance.randint(10, 9000), "unit": "count"},
        "reason": make.prose(2),
        "decided_by": "the release board",
        "date": "2025-01-20",
        "remaining": make.prose(1),
        "applies_to": [f"data-source/{source}" for source in make.refs("data-source", 3)],
    }


def retention(make: Maker) -> dict[str, Any]:
    return {
        "content_class": make.prose(1),
        "amounts": [{"id": "share", "title": "Share of the pages", "value": {"value": 1.8, "unit": "percent"}}],
        "benefits": make.items(6),
        "harms": make.items(4),
        "conditions": make.items(6),
        "decision": make.ref("decision"),
        "applies_to": make.refs("data-source", 2),
    }


def data_labour(make: Maker) -> dict[str, Any]:
    fields = ("employer", "countries", "pay", "protections", "instructions", "protocol", "selection", "ethics_review")
    return {"phase": "Tuning by preference", "used": True} | {field: make.prose(1) for field in fields}


def risk(make: Maker) -> dict[str, Any]:
    words = ("low", "moderate", "high", "critical")
    return {
        "text": make.prose(2),
        "owner": f"organisation/{make.ref('organisation')}",
        "groups": ["people who are written about", "readers"],
        "intent": "unintentional",
        "benefits": make.prose(1),
        "examples": make.items(6),
        "ratings": [
            {
                "id": variant,
                "for": [f"{make.ref('release', 0)}#{variant}"],
                "likelihood": make.one(("rare", "possible", "likely")),
                "severity": make.one(words),
                "residual": make.one(words[:2]),
                "mitigations": make.refs("mitigation", 2),
                "owner": "Person 1",
                "rated_by": "the safety team",
                "date": "2026-02-20",
            }
            for variant in VARIANTS[2:]
        ],
        "note": make.prose(2),
    }


def mitigation(make: Maker) -> dict[str, Any]:
    table, column = make.ref("evaluation"), f"quiz-{make.chance.randrange(COLUMNS)}"
    place = f"evaluation/{table}#{{}}/values/{column}"
    effect = {
        "id": "quiz",
        "text": make.prose(1),
        "before": place.format("large"),
        "after": place.format("large-chat"),
    }
    return {
        "layer": make.one(("data", "model", "input", "output")),
        "stage": "tuning",
        "order": make.number % 9 + 1,
        "text": make.prose(2),
        "status": "in-place",
        "effects": [] if make.plan.waived(make.number) else [effect],
        "side_effects": make.items(6),
        "advice": make.prose(2),
        "decision": make.ref("decision"),
        "note": make.prose(2),
    }


def capability(make: Maker) -> dict[str, Any]:
    return {
        "type": make.one(("capability", "limitation")),
        "text": make.prose(3),
        "examples": make.items(8),
        "applies_to": [make.ref("release", 0)],
        "risks": make.refs("risk", 2),
        "note": make.prose(2),
    }


def assessment(make: Maker) -> dict[str, Any]:
    return {
        "type": make.one(("audit", "red-team", "outside-study")),
        "who": f"Assessors {make.number % 30}, two people.",
        "independence": "commissioned",
        "access": make.prose(1),
        "scope": make.prose(1),
        "method": make.prose(2),
        "date": make.day(),
        "about": [make.ref("release", 0)],
        "findings": [
            {"id": f"finding-{nth}", "text": make.prose(1), "risks": [make.ref("risk")], "status": "reported"}
            for nth in range(8)
        ],
    }
