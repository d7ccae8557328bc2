"""Plain data to YAML that our own reader takes back unchanged."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

_GUESSED = re.compile(r"(?i)y|n|yes|no|on|off|true|false|null|~|[-+.0-9].*|")
"""Text that some YAML reader would take for something else: written between quotes."""


class _Dumper(yaml.SafeDumper):
    """Block style, quotes where a reader of YAML 1.1 or 1.2 could guess wrong, no anchors."""

    def ignore_aliases(self, _data: Any) -> bool:
        """Write repeated values out."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = '"' if _GUESSED.fullmatch(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_multi_representer(str, _text)


def plain_yaml(data: Mapping[str, Any], comment: str = "") -> str:
    """A record as YAML, below a comment."""
    lines = "".join(f"# {line}\n" for line in comment.splitlines() if line)
    return lines + yaml.dump(dict(data), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
