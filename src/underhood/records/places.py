"""Where records lie."""

from __future__ import annotations

FOLDER = "governance"
SETTINGS_FILE = f"{FOLDER}/settings.yaml"
