"""What `governance/settings.yaml` says about the whole repository."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from underhood.doors import marked
from underhood.doors.languages import is_known
from underhood.doors.schemas import COMMON, SETTINGS, Schemas
from underhood.doors.tree import Tree, Unreadable
from underhood.records.appearance import Appearance, read_appearance, unreadable
from underhood.records.gates import Asked, read_gates
from underhood.records.own_rules import OwnRule, read_own
from underhood.records.places import SETTINGS_FILE
from underhood.records.reading import Problem, locate, read_yaml, schema_problems
from underhood.values.errors import Stop
from underhood.values.finding import DataPath, Location

NO_TEXT: Mapping[str, str] = {}

OFF = "off"
_RULE_FIELDS = frozenset({"severity", "reason", "ignore"})


@dataclass(frozen=True, slots=True)
class Exempt:
    """Files and records on which a rule is not to speak, as shell patterns, and why."""

    paths: tuple[str, ...]
    records: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """What the settings say of one rule: a severity or `off` (empty: its own), where it is silent, its parameters."""

    severity: str = ""
    reason: str = ""
    exempt: tuple[Exempt, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of a repository; without a file, these.

    `gates`: what each asks, by status; None: not said. `circle`: for whom pages are, in words; empty: for everybody.
    `frameworks`: those that pages and coverage show; empty: all.
    """

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
    rules: Mapping[str, RuleSettings] = field(default_factory=dict)
    own: tuple[OwnRule, ...] = ()
    gates: Mapping[str, Asked] | None = None
    extensions: Schemas = field(default_factory=lambda: Schemas({}))
    circle: str = ""
    frameworks: tuple[str, ...] = ()
    appearance: Appearance = field(default_factory=Appearance)

    def in_language(self, language: str) -> Settings:
        """The settings with the name, compiler and contact that readers of a language see."""
        words = self.translations.get(language, NO_TEXT)
        return replace(
            self,
            title=words.get("title", self.title),
            compiler=words.get("compiler", self.compiler),
            contact=words.get("contact", self.contact),
        )

    def for_circle(self, words: str) -> Settings:
        """The settings for pages that are not for everybody, which say so wherever the notice stands."""
        return replace(self, circle=words) if words else self

    def notice_in(self, language: str) -> str:
        """The notice that stands on every page."""
        notice = self.notice.get(language) or self.notice.get("en", "")
        return f"{self.circle} {notice}".strip()

    def fiction_in(self, language: str) -> str:
        """What stands on every page of invented records; empty where the settings give no words."""
        return self.fiction_notice.get(language) or self.fiction_notice.get("en", "")


def read_settings(tree: Tree, schemas: Schemas) -> tuple[Settings, list[Problem]]:
    """Read the settings, or say what is wrong with them."""
    if not any(entry.path == SETTINGS_FILE for entry in tree.walk(SETTINGS_FILE)):
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
    if not problems:
        problems = [_no_reason(tree, code) for code, said in _rules(data).items() if _lacks_reason(said)]
    if not problems:
        problems = [
            Problem(
                "schema-violation", place_in_settings(tree, ("appearance", name)), f"appearance.{name}: {fault}", hint
            )
            for name, fault, hint in unreadable(read_appearance(data))
        ]
    own = _own_fields(schemas, data) if not problems else Schemas({})
    problems = problems or list(_unusable(tree, own))
    return (Settings(), problems) if problems else (replace(_settings(data), extensions=own), [])


def _own_fields(schemas: Schemas, data: Mapping[str, Any]) -> Schemas:
    """The schemas of the organisation's own fields, which may refer to ours."""
    own = data.get("extensions", {})
    return Schemas({COMMON: schemas.documents[COMMON], **own}) if own else Schemas({})


def _unusable(tree: Tree, own: Schemas) -> Iterator[Problem]:
    for name in own.kinds:
        try:
            own.accepts(name, None)
        except Stop as stop:
            place = place_in_settings(tree, ("extensions", name), key=True)
            yield Problem("schema-violation", place, f"extensions.{name}: {stop.message}", stop.hint)


def place_in_settings(tree: Tree, path: DataPath, *, key: bool = False) -> Location:
    """The line of a setting: of its name, or of its value."""
    raw = tree.read(SETTINGS_FILE)
    marks = {} if isinstance(raw, Unreadable) else marked.marks(raw)
    return locate(SETTINGS_FILE, marks, path, key=key)


def _lacks_reason(said: RuleSettings) -> bool:
    return said.severity == OFF and not said.reason.strip()


def _no_reason(tree: Tree, code: str) -> Problem:
    path = ("checks", "rules", code)
    return Problem(
        "schema-violation",
        place_in_settings(tree, path),
        f"{'.'.join(path)}: the rule is switched off without a reason",
        f"say why: {code}: {{severity: off, reason: …}}",
    )


def _rules(data: Mapping[str, Any]) -> Mapping[str, RuleSettings]:
    """What `checks` says of each rule. Whether there are such rules and parameters, the judge knows."""
    return {code: _rule(said) for code, said in data.get("checks", {}).get("rules", {}).items()}


def _rule(said: str | Mapping[str, Any]) -> RuleSettings:
    if isinstance(said, str):
        return RuleSettings(said)
    exempt = tuple(
        Exempt(tuple(entry.get("paths", ())), tuple(entry.get("records", ())), entry["reason"])
        for entry in said.get("ignore", ())
    )
    parameters = {name: value for name, value in said.items() if name not in _RULE_FIELDS}
    return RuleSettings(said.get("severity", ""), said.get("reason", ""), exempt, parameters)


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
        rules=_rules(data),
        own=read_own(data),
        gates=read_gates(data) if "gates" in data else None,
        frameworks=tuple(data.get("frameworks", ())),
        appearance=read_appearance(data),
    )
