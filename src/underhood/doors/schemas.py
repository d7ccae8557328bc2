"""JSON Schema: a fast verdict on every file, and a sentence with a cure on each that fails."""

from __future__ import annotations

import contextlib
import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from underhood.values.errors import Stop
from underhood.values.finding import DataPath

jsonschema_rs: Any = None  # where there is no wheel for the platform, jsonschema alone serves, slower
with contextlib.suppress(ImportError):
    import jsonschema_rs

SUFFIX = ".schema.json"
COMMON = "common"
SETTINGS = "settings"
NOT_KINDS = frozenset({COMMON, SETTINGS})

_WORDS = {
    "string": "text",
    "object": "a group of fields",
    "array": "a list",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "nothing",
}

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Violation:
    """What a schema forbids in one file: where, in words, and the cure. `code` is the rule that explains it."""

    code: str
    data_path: DataPath
    message: str
    hint: str = ""


@dataclass(frozen=True)
class Schemas:
    """All schemas of a project by name (`risk`, `common` …)."""

    documents: Mapping[str, Schema]
    _verdicts: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of the kinds: one schema each."""
        return tuple(sorted(name for name in self.documents if name not in NOT_KINDS))

    def accepts(self, name: str, data: Any) -> bool:
        """The verdict on one file's data."""
        return bool(self._verdict(name).is_valid(data))

    def explain(self, name: str, data: Any) -> list[Violation]:
        """Every violation of data that was refused, by place; never empty."""
        found = dict.fromkeys(
            violation for error in self._explainer(name).iter_errors(data) for violation in self._sentences(error)
        )
        if not found and jsonschema_rs is not None:
            for error in self._verdict(name).iter_errors(data):
                found[Violation("schema-violation", tuple(error.instance_path), error.message)] = None
        return sorted(found, key=lambda violation: [str(step) for step in violation.data_path]) or [
            Violation("schema-violation", (), "the schema refuses this file")
        ]

    def resolve(self, schema: Schema, base: str) -> tuple[Schema, str]:
        """What a `$ref` of a schema points at, and the document that it stands in."""
        reference = schema.get("$ref")
        if not isinstance(reference, str):
            return schema, base
        document, _, pointer = reference.partition("#")
        base = document.removesuffix(SUFFIX) or base
        node: Any = self.documents[base]
        for step in pointer.strip("/").split("/") if pointer.strip("/") else ():
            node = node[step]
        return self.resolve(node, base) if set(node) == {"$ref"} else (node, base)

    def parts(self, schema: Schema, base: str) -> Iterator[tuple[Schema, str]]:
        """A schema and all that apply at the same place: what it refers to, combines, and chooses between."""
        yield schema, base
        if "$ref" in schema:
            yield from self.parts(*self.resolve(schema, base))
        for keyword in ("allOf", "anyOf", "oneOf"):
            for entry in schema.get(keyword, ()):
                yield from self.parts(entry, base)
        for keyword in ("then", "else"):
            if keyword in schema:
                yield from self.parts(schema[keyword], base)

    def _verdict(self, name: str) -> Any:
        if name not in self._verdicts:
            try:
                self._verdicts[name] = self._compile(name)
            except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
                raise unusable(name, error) from error
        return self._verdicts[name]

    def _compile(self, name: str) -> Any:
        if jsonschema_rs is None:
            return self._explainer(name)
        resources: list[Any] = [(f"{other}{SUFFIX}", document) for other, document in self.documents.items()]
        registry = jsonschema_rs.Registry(resources)
        return jsonschema_rs.Draft202012Validator(self.documents[name], registry=registry, offline=True)

    def _explainer(self, name: str) -> Any:
        import jsonschema  # noqa: PLC0415  (220 ms; only needed when a file fails)
        import referencing.jsonschema  # noqa: PLC0415

        resource = referencing.jsonschema.DRAFT202012.create_resource
        registry: Any = referencing.Registry().with_resources(
            (f"{other}{SUFFIX}", resource(dict(document))) for other, document in self.documents.items()
        )
        return jsonschema.Draft202012Validator(self.documents[name], registry=registry)

    def _sentences(self, error: Any) -> Iterator[Violation]:
        path = tuple(error.absolute_path)
        match error.validator:
            case "unevaluatedProperties" | "additionalProperties":
                yield from self._unknown(error, path)
            case "required":
                missing = [name for name in error.validator_value if name not in error.instance]
                for name in missing:
                    yield Violation(
                        "schema-violation", path, f"the field '{name}' is missing", self._purpose(error.schema, name)
                    )
            case "type":
                yield _wrong_type(error, path)
            case "enum" | "const":
                if error.instance is not None:  # an empty field is told once, by its type
                    yield _wrong_word(error, path)
            case _:
                yield Violation("schema-violation", path, _other(error), str(error.schema.get("description", "")))

    def _unknown(self, error: Any, path: DataPath) -> Iterator[Violation]:
        known = self._fields(error.schema)
        for name in error.instance:
            if name not in known and not name.startswith("x_"):  # a known field is an echo: its value failed
                yield Violation(
                    "unknown-field", (*path, name), f"'{name}' is not a field of this place", _near(name, known)
                )

    def _purpose(self, schema: Schema, name: str) -> str:
        return str(self._fields(schema).get(name, {}).get("description", ""))

    def _fields(self, schema: Schema) -> dict[str, Schema]:
        """The fields that a schema knows.

        An error does not say which document its schema stands in, so each is tried: only the right one resolves.
        """
        for base in self.documents:
            with contextlib.suppress(KeyError):
                found: dict[str, Schema] = {}
                for part, _ in self.parts(schema, base):
                    found |= part.get("properties", {})
                return found
        return {}


def _near(name: str, known: Iterable[str]) -> str:
    """What somebody may have meant who wrote a field that is not known."""
    near = difflib.get_close_matches(name, known, 1)
    if near:
        return f"did you mean '{near[0]}'?"
    if " " in name:
        return "text with a comma or colon inside { } needs quotes"
    return f"the fields here are: {', '.join(sorted(known))}"


def _wrong_type(error: Any, path: DataPath) -> Violation:
    wanted = error.validator_value
    words = " or ".join(_WORDS[name] for name in ([wanted] if isinstance(wanted, str) else wanted))
    value = error.instance
    hint = str(error.schema.get("description", ""))
    if value is None:
        return Violation(
            "schema-violation",
            path,
            f"nothing stands here; it must be {words}",
            "fill it in, leave the field out, or record an absence: {absent: not-found}",
        )
    if wanted == "string" and isinstance(value, bool | int | float):
        hint = f'put it between quotes: "{str(value).lower() if isinstance(value, bool) else value}"'
    return Violation("schema-violation", path, f"{_shown(value)} is {_kind_of(value)}; it must be {words}", hint)


def _wrong_word(error: Any, path: DataPath) -> Violation:
    words = [str(word) for word in (error.validator_value if error.validator == "enum" else [error.validator_value])]
    near = difflib.get_close_matches(str(error.instance), words, 1)
    hint = (
        f"did you mean '{near[0]}'? The words are: {', '.join(words)}" if near else f"the words are: {', '.join(words)}"
    )
    return Violation("schema-violation", path, f"{_shown(error.instance)} is not one of the words for this field", hint)


def _other(error: Any) -> str:
    value = _shown(error.instance)
    limit = error.validator_value
    sentences = {
        "pattern": f"{value} is not written as this field wants it"
        + (f" (such as {_shown(error.schema['examples'][0])})" if error.schema.get("examples") else ""),
        "minimum": f"{value} is less than {limit}",
        "maximum": f"{value} is more than {limit}",
        "exclusiveMinimum": f"{value} is not more than {limit}",
        "minLength": "the text is empty" if limit == 1 else f"the text is shorter than {limit} characters",
        "maxLength": f"the text is longer than {limit} characters",
        "minItems": "the list is empty" if limit == 1 else f"the list has fewer than {limit} entries",
        "maxItems": f"the list has more than {limit} entries",
        "uniqueItems": "an entry stands in the list twice",
        "minProperties": "the group of fields is empty" if limit == 1 else f"fewer than {limit} fields stand here",
    }
    return sentences.get(str(error.validator), str(error.message)[:300])


def _kind_of(value: Any) -> str:
    names = {
        str: "text",
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "a group of fields",
    }
    return names.get(type(value), type(value).__name__)


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "this value"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "…"


def unusable(name: str, error: object) -> Stop:
    """What to say of a schema that is JSON and yet no schema, or that refers to what is not there."""
    words = str(error).strip().split("\n")[0][:200] or type(error).__name__
    return Stop(f"the schema {name}{SUFFIX} cannot be used: {words}", "mend or remove it", code=2)


def read_schemas(*folders: Path) -> Schemas:
    """Read the schemas of these folders; a later folder's file takes the place of an earlier one's."""
    return _read(tuple(folders))


@cache
def _read(folders: tuple[Path, ...]) -> Schemas:
    documents: dict[str, Schema] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            try:
                document = json.loads(path.read_text("utf-8"))
            except (OSError, ValueError, RecursionError) as error:
                raise Stop(
                    f"the schema {path.name} cannot be read: {error}", "restore the file; schemas are JSON", code=2
                ) from error
            if not isinstance(document, dict):
                raise unusable(path.name.removesuffix(SUFFIX), "it is no group of keywords")
            documents[path.name.removesuffix(SUFFIX)] = document
    if COMMON not in documents:
        raise Stop(
            "no schemas were found", f"expected {COMMON}{SUFFIX} in {folders[0] if folders else 'schemas/'}", code=2
        )
    return Schemas(documents)
