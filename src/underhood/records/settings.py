"""What `governance/settings.yaml` says about the whole repository."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from underhood.doors.languages import is_known
from underhood.doors.schemas import SETTINGS, Schemas
from underhood.doors.tree import Tree
from underhood.records.load import SETTINGS_FILE, Problem, read_yaml, schema_problems
from underhood.values.finding import Location

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
    fiction_notice: Mapping[str, str] = field(default_factory=dict)
    default_visibility: str = "public"
    public_repository: bool = False
    repository_url: str = ""
    site_url: str = ""
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def in_language(self, language: str) -> Settings:
        """The settings with the name, compiler and contact that readers of a language see."""
        words = self.translations.get(language, NO_TEXT)
        return replace(
            self,
            title=words.get("title", self.title),
            compiler=words.get("compiler", self.compiler),
            contact=words.get("contact", self.contact),
        )

    def notice_in(self, language: str) -> str:
        """The notice that stands on every page."""
        return self.notice.get(language) or self.notice.get("en", "")

    def fiction_in(self, language: str) -> str:
        """What stands on every page of invented records; empty where the settings give no words."""
        return self.fiction_notice.get(language) or self.fiction_notice.get("en", "")


def read_settings(tree: Tree, schemas: Schemas) -> tuple[Settings, list[Problem]]:
    """Read the settings, or say what is wrong with them."""
    if not any(entry.path == SETTINGS_FILE for entry in tree.walk("governance")):
        return Settings(), []
    data, problems, _ = read_yaml(tree, SETTINGS_FILE)
    if not problems and not schemas.accepts(SETTINGS, data):
        problems = schema_problems(tree, SETTINGS_FILE, SETTINGS, schemas=schemas)
    if not problems:
        problems = [
            Problem("schema-violation", Location(SETTINGS_FILE), f"languages: '{code}' is not a language that is known")
            for code in data["languages"]
            if not is_known(code)
        ]
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
        fiction_notice=publication.get("fiction_notice", NO_TEXT),
        default_visibility=data.get("default_visibility", "public"),
        public_repository=data.get("public_repository", False),
        repository_url=data.get("repository_url", ""),
        site_url=data.get("site_url", ""),
        translations=data.get("translations", {}),
    )
