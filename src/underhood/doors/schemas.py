"""JSON Schema: a fast verdict on every file, and a sentence with a cure on each that fails."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Any

from underhood.doors.decoding import MOST_PROBLEMS
from underhood.doors.keywords import checked
from underhood.doors.tree import LARGEST_SCHEMA, Unreadable, read_at
from underhood.doors.violations import Field, Violation, near, other_cure, other_fault, wrong_type, wrong_word
from underhood.values.errors import Stop
from underhood.values.finding import DataPath

jsonschema_rs: Any = None  # where there is no wheel for the platform, jsonschema alone serves, slower
with contextlib.suppress(ImportError):
    import jsonschema_rs

SUFFIX = ".schema.json"
COMMON = "common"
SETTINGS = "settings"
NOT_KINDS = frozenset({COMMON, SETTINGS})
ABSENT = "absent"
RESTORE = "restore the file; schemas are JSON, in ordinary files of no more than 8 MiB"

Schema = dict[str, Any]


@dataclass(frozen=True)
class Schemas:
    """All schemas of a project by name (`risk`, `common` …).

    `without`: of what was looked for, the parts that neither have it nor lead to one that has.
    """

    documents: Mapping[str, Schema]
    without: dict[str, set[frozenset[int]]] = field(default_factory=dict, repr=False, compare=False)
    _verdicts: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of the kinds: one schema each."""
        return tuple(sorted(name for name in self.documents if name not in NOT_KINDS))

    def accepts(self, name: str, data: Any) -> bool:
        """The verdict on one file's data."""
        return bool(self._verdict(name).is_valid(data))

    def explain(self, name: str, data: Any, *, compiled: bool = True) -> list[Violation]:
        """Every violation of data that was refused, by place; never empty. `compiled`: of somebody else's models."""
        errors = self._explainer(name).iter_errors(data)
        violations = (one for error in errors for one in self._sentences(name, error, compiled=compiled))
        found = dict.fromkeys(islice(violations, MOST_PROBLEMS))
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
                raise unusable(self._guilty(name), error) from error
        return self._verdicts[name]

    def _compile(self, name: str) -> Any:
        if jsonschema_rs is None:
            return self._explainer(name)
        return jsonschema_rs.Draft202012Validator(self.documents[name], registry=self._together, offline=True)

    @cached_property
    def _together(self) -> Any:
        return _registry(self.documents)

    def _guilty(self, name: str) -> str:
        """The schema that keeps the others from being used together; if none does, the one that was asked for."""
        for other in (name, *self.documents) if jsonschema_rs is not None else ():
            kept = {one: {} if one == other and one != name else doc for one, doc in self.documents.items()}
            with contextlib.suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError):
                _registry(kept)
                return other
        return name

    def _explainer(self, name: str) -> Any:
        import jsonschema  # noqa: PLC0415  (220 ms; only needed when a file fails)
        import referencing.jsonschema  # noqa: PLC0415

        resource = referencing.jsonschema.DRAFT202012.create_resource
        registry: Any = referencing.Registry().with_resources(
            (f"{other}{SUFFIX}", resource(dict(document))) for other, document in self.documents.items()
        )
        extend: Any = jsonschema.validators.extend
        exact = extend(jsonschema.Draft202012Validator, {"pattern": _pattern, "uniqueItems": _unique})
        return exact(self.documents[name], registry=registry)

    def _sentences(self, name: str, error: Any, *, compiled: bool) -> Iterator[Violation]:
        path = tuple(error.absolute_path)
        match error.validator:
            case "unevaluatedProperties" | "additionalProperties":
                yield from self._unknown(error, path)
            case "required":
                for missing in (one for one in error.validator_value if one not in error.instance):
                    hint = self._purpose(error.schema, missing)
                    yield Violation("schema-violation", path, f"the field '{missing}' is missing", hint)
            case "type":
                yield wrong_type(error, path, replace(self._field(name, path), voice=compiled))
            case "enum" | "const":
                if error.instance is not None:  # an empty field is told once, by its type
                    yield wrong_word(error, path)
            case _:
                yield Violation("schema-violation", path, other_fault(error), other_cure(error))

    def _unknown(self, error: Any, path: DataPath) -> Iterator[Violation]:
        known = self._fields(error.schema)
        for name in error.instance:
            if name not in known and not name.startswith("x_"):  # a known field is an echo: its value failed
                yield Violation(
                    "unknown-field", (*path, name), f"'{name}' is not a field of this place", near(name, known)
                )

    def _field(self, name: str, path: DataPath) -> Field:
        """What the schemas say of the field at a place."""
        around = [schema for schema, _ in self._at(name, path[:-1])] if path else []
        here = [schema for schema, _ in self._at(name, path)]
        return Field(
            description=next((str(schema["description"]) for schema in here if "description" in schema), ""),
            required=any(path[-1] in schema.get("required", ()) for schema in around),
            absence=any(ABSENT in schema.get("properties", ()) for schema in here),
            examples=tuple(example for schema in here for example in schema.get("examples", ())),
        )

    def _at(self, name: str, path: DataPath) -> list[tuple[Schema, str]]:
        """All schemas that may apply at a place."""
        found = list(self.parts(self.documents[name], name))
        for step in path:
            below = [(_below(schema, step), base) for schema, base in found]
            found = [part for schema, base in below if schema for part in self.parts(schema, base)]
        return found

    def _purpose(self, schema: Schema, name: str) -> str:
        return str(self._fields(schema).get(name, {}).get("description", "")) or f"add '{name}'"

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


def _below(schema: Schema, step: str | int) -> Schema:
    """What a schema says of a field or an entry below it; empty if nothing."""
    entries = schema.get("items") if isinstance(step, int) else schema.get("additionalProperties")
    below = schema.get("properties", {}).get(step, entries)
    return below if isinstance(below, dict) else {}


def _unique(_: Any, wanted: Any, entries: Any, __: Schema) -> Iterator[Any]:
    """The keyword in time that grows with the list, where the engine compares each entry with each."""
    import jsonschema  # noqa: PLC0415

    if wanted and isinstance(entries, list) and len({_frozen(entry) for entry in entries}) < len(entries):
        yield jsonschema.ValidationError("an entry stands in the list twice")


def _frozen(value: Any) -> Any:
    """A value that equals another one where JSON Schema says so: 1 and 1.0 do, 1 and true do not."""
    if isinstance(value, dict):
        return ("{", frozenset((name, _frozen(inner)) for name, inner in value.items()))
    if isinstance(value, list):
        return ("[", tuple(_frozen(inner) for inner in value))
    return (isinstance(value, bool), value)


def _registry(documents: Mapping[str, Schema]) -> Any:
    """All schemas under the names that they call each other by."""
    return jsonschema_rs.Registry([(f"{name}{SUFFIX}", document) for name, document in documents.items()])


def _pattern(_: Any, pattern: str, value: Any, __: Schema) -> Iterator[Any]:
    """The keyword as JSON Schema means it: for Python alone, `$` stands before a line break at the end too."""
    import jsonschema  # noqa: PLC0415

    exact = f"{pattern[:-1]}\\Z" if pattern.endswith("$") and not pattern.endswith("\\$") else pattern
    if isinstance(value, str) and not re.search(exact, value):
        yield jsonschema.ValidationError(f"{value!r} does not match {pattern!r}")


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
            raw = read_at(path, largest=LARGEST_SCHEMA)
            if isinstance(raw, Unreadable):
                raise unread(path.name, raw)
            read = document(path.name, raw)
            if folder != folders[0]:  # ours are tested
                checked(read, path.name)
            documents[path.name.removesuffix(SUFFIX)] = read
    if COMMON not in documents:
        raise Stop(
            "no schemas were found", f"expected {COMMON}{SUFFIX} in {folders[0] if folders else 'schemas/'}", code=2
        )
    return Schemas(documents)


def unread(name: str, why: Unreadable) -> Stop:
    """What to say of a schema that cannot be read: a link, a pipe, a file that is too large or closed."""
    return Stop(f"the schema {name} cannot be read: {why.message}", RESTORE, code=2)


def document(name: str, raw: bytes) -> Schema:
    """A schema out of its file."""
    try:
        read = json.loads(raw.decode())
    except (ValueError, RecursionError) as error:
        raise Stop(f"the schema {name} cannot be read: {error}", RESTORE, code=2) from error
    if not isinstance(read, dict):
        raise unusable(name.removesuffix(SUFFIX), "it is no group of keywords")
    return read
