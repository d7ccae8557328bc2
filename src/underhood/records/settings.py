"""What `governance/settings.yaml` says about the whole repository."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from underhood.doors.schemas import SETTINGS, Schemas
from underhood.doors.tree import Tree
from underhood.records.load import SETTINGS_FILE, Problem, read_yaml, schema_problems

NO_TEXT: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a repository; without a file, these."""

    title: str = "Governance records"
    languages: tuple[str, ...] = ("en",)
    compiled: bool = False
    compiler: str = ""
    notice: Mapping[str, str] = field(default_factory=dict)
    contact: str = ""
    right_of_reply: Mapping[str, str] = field(default_factory=dict)
    sources_read_until: str = ""
    fiction: bool = False
    default_visibility: str = "public"
    public_repository: bool = False
    repository_url: str = ""
    site_url: str = ""

    def notice_in(self, language: str) -> str:
        """The notice that stands on every page."""
        return self.notice.get(language) or self.notice.get("en", "")


def read_settings(tree: Tree, schemas: Schemas) -> tuple[Settings, list[Problem]]:
    """Read the settings, or say what is wrong with them."""
    if not any(entry.path == SETTINGS_FILE for entry in tree.walk("governance")):
        return Settings(), []
    data, problems, _ = read_yaml(tree, SETTINGS_FILE)
    if not problems and not schemas.accepts(SETTINGS, data):
        problems = schema_problems(tree, SETTINGS_FILE, SETTINGS, schemas)
    return (Settings(), problems) if problems else (_settings(data), [])


def _settings(data: Mapping[str, Any]) -> Settings:
    publication = data.get("publication", {})
    return Settings(
        title=data["title"],
        languages=tuple(data["languages"]),
        compiled=publication.get("mode") == "compiled",
        compiler=publication.get("compiler", ""),
        notice=publication.get("notice", NO_TEXT),
        contact=publication.get("contact", ""),
        right_of_reply=publication.get("right_of_reply", NO_TEXT),
        sources_read_until=publication.get("sources_read_until", ""),
        fiction=data.get("fiction", False),
        default_visibility=data.get("default_visibility", "public"),
        public_repository=data.get("public_repository", False),
        repository_url=data.get("repository_url", ""),
        site_url=data.get("site_url", ""),
    )
