"""Why an expression is refused, or has no value, in the words of records rather than of the library."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from underhood.doors.cel import FLAG, Refused
from underhood.meaning.expression_chains import near
from underhood.meaning.expression_fields import Fault
from underhood.meaning.expression_stage import VARIABLES
from underhood.meaning.expression_values import Missing, plainly
from underhood.meaning.expression_words import WORDS
from underhood.records.record import Record, is_absence

_NO_KEY = re.compile(r'Key not found in map : "(.*)"')
_NO_NAME = re.compile(r'No value with name "(\w+)" found')
_UNKNOWN = re.compile(r"undeclared reference to '([^']*)'")
_OVERLOAD = re.compile(r"found no matching overload for '([^']+)' applied to '\((.*)\)'")


def refused(why: Refused) -> Fault:
    """The library's words with the cure, if one is known."""
    if name := _UNKNOWN.search(why.message):
        return _unknown(name[1], why)
    match = _OVERLOAD.search(why.message)
    if match and match[1] == "_+_":
        return _unknown(match[1], why)
    if match:
        types = {word.strip() for word in match[2].split(",")}
        mixed = bool(types & {"int", "list(int)"}) and not types & {FLAG, "string"}
        hint = "numbers are written with a decimal point in arithmetic: 1.0, and double(size(…))" if mixed else ""
        return Fault(f"{match[1].strip('_')} does not take ({match[2]})", hint, why.at)
    if "recursion" in why.message:
        return Fault("it is nested too deeply", "at most 32 levels", why.at)
    return Fault(why.message, "", why.at)


def _unknown(name: str, why: Refused) -> Fault:
    arithmetic = {"_*_": "ratio(…)", "_/_": "ratio(…)", "_%_": "ratio(…)", "_+_": "sum([1.0, 2.0])"}
    if name in arithmetic:
        return Fault(f"'{name.strip('_')}' is not part of these expressions", f"there is {arithmetic[name]}", why.at)
    known = [*VARIABLES, *(word.name for word in WORDS if word.summary), "size", "matches", "has"]
    return Fault(f"there is no '{name}'", near(name, known), why.at)


def reason(words: str, record: Record) -> str:
    """Why there is no value, in the words of records."""
    if match := _NO_NAME.search(words):
        return "the release has no predecessor" if match[1] == "previous" else "there is no release to be judged"
    if match := _NO_KEY.search(words):
        return f"a value is needed at '{match[1]}', and {_lack(match[1], record.data)}"
    if words.startswith("Index error"):
        return f"a list is shorter than is asked for ({words.removeprefix('Index error: ')})"
    if "Iteration budget" in words:
        return "it goes through too many entries"
    return words


def _lack(name: str, value: Any) -> str:
    """What stands where a value is needed."""
    if isinstance(value, Mapping):
        if is_absence(value.get(name)):
            return f"it is absent ({value[name]['absent']})"
        try:
            plainly(value.get(name, ""))
        except Missing as missing:
            return f"it {missing}"
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    found = (_lack(name, one) for one in inner if isinstance(one, Mapping | list))
    return next((one for one in found if one != "there is none"), "there is none")
