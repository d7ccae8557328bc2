"""Where records lie."""

from __future__ import annotations

import re

from underhood.values.change import SCHEMA, TRANSLATION
from underhood.values.ids import Address

FOLDER = "governance"
FRAMEWORKS, FRAMEWORK_ENDING = "frameworks", ".yaml"
"""Where frameworks lie, ours and a repository's own, and how their files end."""

SETTINGS_FILE = f"{FOLDER}/settings.yaml"
CATALOGUE = re.compile(rf"{FOLDER}/_locale/([^/]+)/LC_MESSAGES/records\.po")


def beside(path: str) -> Address | None:
    """What the translations of records in a file are called; None for other files."""
    found = CATALOGUE.fullmatch(path)
    return Address(TRANSLATION, found[1].lower().replace("_", "-")) if found else None


def schema_path(name: str) -> str:
    """Where a repository has a schema of its own."""
    return f"schemas/{name}.{SCHEMA}.json"
