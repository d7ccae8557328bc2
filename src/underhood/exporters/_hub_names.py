"""What models and data sets are called on the Hugging Face Hub, by their addresses there."""

from __future__ import annotations

import re

_HUB = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(datasets/)?([\w.-]+/[\w.-]+)/?(?:[?#].*|/.*)?")
_NO_MODELS = frozenset({"datasets", "spaces", "docs", "papers", "blog", "collections", "organizations", "settings"})


def hub_id(url: object, *, data: bool) -> str:
    """The name of a model, or of a data set, on the Hub; empty where the address leads elsewhere."""
    found = _HUB.fullmatch(url) if isinstance(url, str) else None
    if found is None or bool(found[1]) is not data or (not data and found[2].partition("/")[0] in _NO_MODELS):
        return ""
    return found[2]
