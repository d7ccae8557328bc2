"""What a schema forbids, in words: one sentence with a cure for each error that an engine reports."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from underhood.doors.decoding import QUOTE_LINKS, SEPARATORS
from underhood.values.finding import DataPath
from underhood.values.flow import flow, number, short_flow
from underhood.values.ids import INVISIBLE, invisible

_WORDS = {
    "string": "text",
    "object": "a group of fields",
    "array": "a list",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "nothing",
}


COMMA = "a comma begins the next field inside { }; a number has a decimal point, such as 3.4"
_GROUPED = re.compile(r"[-+]?\d{1,3}(?:[,_' \u00a0\u2009\u202f]\d{3})+", re.ASCII)
FIGURE = "write the number alone, with a decimal point: no quotes, no percent sign; its unit stands in its own field"
WORDS = frozenset({"slug", "id", "string", "label", "text", "language", "address", "reference", "party", "url"})
_PLAIN = re.compile(r"[a-z][a-z0-9/.-]{0,60}")
_DIGITS = re.compile(r"^\s*[-+~<>]?\s*\d")


@dataclass(frozen=True, slots=True)
class Field:
    """What is known of the field in which something stands wrongly.

    `voice`: whether somebody else's records are compiled, who may have given no reason; a provider knows its own.
    """

    description: str = ""
    required: bool = False
    absence: bool = False
    examples: tuple[Any, ...] = ()
    voice: bool = True


@dataclass(frozen=True, slots=True)
class Violation:
    """What a schema forbids in one file: where, in words, and the cure. `code` is the rule that explains it."""

    code: str
    data_path: DataPath
    message: str
    hint: str = ""


def near(name: str, known: Iterable[str]) -> str:
    """What somebody may have meant who wrote a field that is not known."""
    if name.isdigit():
        return COMMA
    close = difflib.get_close_matches(name, known, 1)
    if close:
        return f"did you mean '{close[0]}'?"
    if " " in name:
        return "text with a comma or colon inside { } needs quotes"
    return f"the fields here are: {', '.join(sorted(known))}"


def wrong_type(error: Any, path: DataPath, field: Field) -> Violation:
    """A value of another type than its field."""
    wanted = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
    words = " or ".join(_WORDS[name] for name in wanted)
    value = error.instance
    if value is None:
        message = f"nothing stands here; it must be {words}"
        return Violation("schema-violation", path, message, _fill(path, field, error.schema.get("enum", ())))
    hint = _belongs(error)
    if wanted == ["string"] and isinstance(value, list) and _is_link(value):
        hint = f'{QUOTE_LINKS}: "[[{value[0][0]}]]"'
    elif wanted == ["string"] and isinstance(value, bool | int | float):
        hint = (
            f'put it between quotes: "{str(value).lower()}"'
            if isinstance(value, bool)
            else "put quotes around it just as it is written (as a number, 1.10 would become 1.1)"
        )
    elif {"number", "integer"} & set(wanted) and isinstance(value, str) and _DIGITS.match(value):
        hint = SEPARATORS.format(re.sub(r"[^-+\d]", "", value)) if _GROUPED.fullmatch(value) else FIGURE
    elif wanted == ["array"] and isinstance(value, str) and _of_words(error.schema.get("items", {})):
        hint = f"put it into a list: [{value if _PLAIN.fullmatch(value) else _shown(value)}]"
    elif not isinstance(value, dict if wanted == ["object"] else list) and (shape := _shape(value, wanted, field)):
        hint = f"{hint} Such as: {shape}" if hint else f"write it like this: {shape}"
    return Violation("schema-violation", path, f"{_shown(value)} is {_kind_of(value)}; it must be {words}", hint)


def _shape(value: Any, wanted: list[str], field: Field) -> str:
    """What belongs in place of a single value, by the example of the schema; for a quantity, with its number."""
    kinds: dict[str, type] = {"object": dict, "array": list}
    fits: type | tuple[type, ...] = kinds.get(wanted[0], ()) if len(wanted) == 1 else ()
    found: Any = next((one for one in field.examples if isinstance(one, fits) and not _is_absence(one)), None)
    if isinstance(found, dict) and isinstance(found.get("value"), int | float) and _is_number(value):
        rest = flow({name: inner for name, inner in found.items() if name == "unit"})[1:]
        return f"{{value: {value if isinstance(value, int) else number(value)}, {rest}"
    return short_flow(found) if found is not None else ""


def _is_absence(value: Any) -> bool:
    return isinstance(value, dict) and "absent" in value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_link(value: list[Any]) -> bool:
    """Whether a list is what YAML makes of `[[kind/id]]` without quotes."""
    inner = value[0] if len(value) == 1 else None
    return isinstance(inner, list) and len(inner) == 1 and isinstance(inner[0], str)


def _of_words(items: Any) -> bool:
    """Whether a list holds single words, by what its schema says of an entry."""
    return items.get("type") == "string" or str(items.get("$ref", "")).rpartition("/")[2] in WORDS


def _fill(path: DataPath, field: Field, words: Iterable[Any]) -> str:
    """The cures for a field in which nothing stands: only those that its place has."""
    if path and isinstance(path[-1], str) and path[-1].isdigit():
        return COMMA
    known = ", ".join(str(word) for word in words)
    ways = [f"fill it in with one of: {known}" if known else "fill it in"]
    if path and isinstance(path[-1], int):
        ways.append("delete the entry")
    elif path and not field.required:
        ways.append("leave the field out")
    if field.absence and (field.voice or path[-1:] != ("reason",)):
        ways.append("record an absence: {absent: not-found}")
    if len(ways) == 1:
        return ways[0] if known or not field.description else f"{ways[0]}: {field.description}"
    return f"{', '.join(ways[:-1])}{';' if known else ','} or {ways[-1]}"


def wrong_word(error: Any, path: DataPath) -> Violation:
    """A word that is none of those that the field knows."""
    words = [str(word) for word in (error.validator_value if error.validator == "enum" else [error.validator_value])]
    close = difflib.get_close_matches(str(error.instance), words, 1)
    hint = (
        f"did you mean '{close[0]}'? The words are: {', '.join(words)}"
        if close
        else f"the words are: {', '.join(words)}"
    )
    return Violation("schema-violation", path, f"{_shown(error.instance)} is not one of the words for this field", hint)


def other_fault(error: Any) -> str:
    """What is wrong in all other cases."""
    if error.validator == "pattern" and (hidden := invisible(str(error.instance))):
        return f"{_shown(INVISIBLE.sub('', error.instance))} {hidden}"
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


def other_cure(error: Any) -> str:
    """What to do about it: what belongs there, and for an address without a kind what is missing."""
    written = error.instance
    if error.validator == "pattern" and invisible(str(written)):
        return f"type it anew, without that: {INVISIBLE.sub('', written)}"
    if error.validator == "pattern" and "/" not in written and re.search(error.validator_value, f"kind/{written}"):
        return f"its kind is missing: write <kind>/{written}, such as risk/{written}"
    return _belongs(error) or (
        f"it must match {error.validator_value}" if error.validator == "pattern" else "correct it"
    )


def _belongs(error: Any) -> str:
    """What the field is for; empty where its schema does not say."""
    description = str(error.schema.get("description", ""))
    return f"here belongs: {description}" if description else ""


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
