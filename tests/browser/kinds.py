"""One page of each kind, by a name for it: what looks and accessibility are held on."""

from __future__ import annotations

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "home": "index.html",
    "releases": "releases.html",
    "model": "model/llama.html",
    "changelog": "model/llama/changelog.html",
    "release": "release/llama-2.html",
    "model card": "release/llama-2/model-card.html",
    "responsible-use guide": "release/llama-2/responsible-use-guide.html",
    "changes": "release/llama-3.1/changes.html",
    "not published": "release/llama-2/not-published.html",
    "data summary": "release/llama-2/data-summary.html",
    "documentation form": "release/llama-2/documentation-form.html",
    "compare": "compare.html",
    "comparison": "compare/llama-1..llama-3.1.html",
    "statements": "claims.html",
    "statement": "claim/forty-percent-more-data.html",
    "risk": "risk/hallucination.html",
    "exclusion": "exclusion/personal-information-sites.html",
    "retention": "retention/toxic-pretraining-data.html",
    "decision": "decision/no-toxicity-filter.html",
    "incident": "incident/galactica-demo.html",
    "evaluation": "evaluation/llama-2-paper-table-11.html",
    "evidence": "evidence/llama-2-paper.html",
    "training": "training/llama-2-pretraining.html",
    "registers": "registers.html",
    "register of risks": "registers/risk.html",
    "register of evidence": "registers/evidence.html",
    "frameworks": "frameworks.html",
    "framework": "framework/us-ca-sb53.html",
    "framework over releases": "framework/fmti-2023/framework-releases.html",
    "coverage": "release/llama-2/coverage.html",
    "coverage of one framework": "release/llama-2/coverage/fmti-2023.html",
    "coverage of risks": "release/llama-2/coverage/nist-ai-600-1.html",
    "glossary": "glossary.html",
    "search": "search.html",
    "about": "about.html",
    "the tool": "about/tool/index.html",
}
LANGUAGES: Mapping[str, str] = {"en": "", "fr": "fr/"}
