"""Figures as readers see them: units in words, large numbers in steps of a thousand, percentages in points."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from underhood.doors.languages import Messages, number
from underhood.records import typos
from underhood.values.quantity import Quantity, exact

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"
SPACE = "\N{NO-BREAK SPACE}"

UNITS: Mapping[str, tuple[str, str]] = {
    "point": ("point", "points"),
    "token": ("token", "tokens"),
    "parameter": ("parameter", "parameters"),
    "gpu-hour": ("GPU hour", "GPU hours"),
    "hour": ("hour", "hours"),
    "day": ("day", "days"),
    "month": ("month", "months"),
    "watt": ("W", "W"),
    "tCO2eq": ("t CO₂eq", "t CO₂eq"),
    "byte": ("byte", "bytes"),
    "document": ("document", "documents"),
    "dump": ("dump", "dumps"),
    "example": ("example", "examples"),
    "comparison": ("comparison", "comparisons"),
    "turn": ("turn", "turns"),
    "prompt": ("prompt", "prompts"),
    "person": ("person", "people"),
    "repository": ("repository", "repositories"),
    "entry": ("entry", "entries"),
    "word": ("word", "words"),
    "second": ("second", "seconds"),
    "score": ("", ""),
    "ratio": ("", ""),
    "count": ("", ""),
    "vader": ("(VADER)", "(VADER)"),
    "z": ("(z)", "(z)"),
    "language": ("language", "languages"),
    "dialogue": ("dialogue", "dialogues"),
    "item": ("item", "items"),
}
"""Units that have words; others (MWh, GB, USD …) are shown as they are written."""

SYMBOLS = ("FLOP", "GB", "GWh", "MB", "MWh", "TB", "USD", "kWh")
"""Units without words whose symbols differ from language to language, or may."""

NEAR = ("FLOPS", "TWh", "Wh", "cpu-hour", "gCO2eq", "kgCO2eq", "npu-hour", "tpu-hour", "xpu-hour")
"""Units that look like one of the others, and are none."""

KNOWN = frozenset({*UNITS, *SYMBOLS, *NEAR, "percent"})
SCALE: Mapping[str, tuple[str, Decimal]] = {
    "ratio": ("percent", Decimal(100)),
    "MB": ("byte", Decimal(10**6)),
    "GB": ("byte", Decimal(10**9)),
    "TB": ("byte", Decimal(10**12)),
    "Wh": ("kWh", Decimal("0.001")),
    "MWh": ("kWh", Decimal(1000)),
    "GWh": ("kWh", Decimal(10**6)),
    "TWh": ("kWh", Decimal(10**9)),
    "day": ("hour", Decimal(24)),
}
"""Units that are so many of another one; a month is not, nor is an entry a document."""
PREFIXES = "kMGTPE"
SCALES: Mapping[str, tuple[str, str]] = {
    word: (f"%(figure)s {word} %(unit)s", f"%(figure)s {word} %(unit)s") for word in ("trillion", "billion", "million")
}
"""Singular and plural, which languages tell apart by the figure before the word."""

_STEPS = ((Decimal("1e12"), "trillion"), (Decimal("1e9"), "billion"), (Decimal("1e6"), "million"))
_SCALED = frozenset({"token", "parameter"})
_POWERS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
BOUNDS = {"at-least": "at least %s", "more-than": "more than %s", "at-most": "at most %s", "less-than": "less than %s"}


def quantity(found: Quantity, words: Messages) -> str:
    """A quantity with its unit: 23.08 %, 2.0 trillion tokens, more than 350 people."""
    text = measure(found.value, found.unit, words, decimals=precision(found.value, found.decimals))
    if found.bound:
        text = words.gettext(BOUNDS[found.bound]) % text
    return words.gettext("about %s") % text if found.approximate else text


def measure(value: Decimal, unit: str, words: Messages, *, decimals: int | None = None) -> str:
    """A number with its unit."""
    if unit in _SCALED and abs(value) >= 1_000_000:
        return _scaled(value, unit, words)
    if unit == "FLOP" and abs(value) >= 1_000_000:
        return _power(value, unit, words)
    if unit == "percent":
        return number(value, words.language, decimals) + (NARROW_SPACE if words.language == "fr" else SPACE) + "%"
    figure = number(value, words.language, decimals)
    name = unit_name(unit, words, value)
    return f"{figure}{SPACE}{name}" if name else figure


def unit_name(unit: str, words: Messages, count: Decimal = Decimal(2)) -> str:
    """What a unit is called beside a number."""
    if unit == "percent":
        return "%"
    one, many = UNITS.get(unit, (unit, unit))
    return words.ngettext(one, many, count) if one else ""


def compared(old: Mapping[str, Any], new: Mapping[str, Any]) -> int | None:
    """Whether the newer of two quantities of records is less (-1), the same (0) or more (1); None: nobody can tell."""
    (one, some), (other, more) = (SCALE.get(data["unit"], (data["unit"], Decimal(1))) for data in (old, new))
    if one != other or old.get("bound") != new.get("bound"):
        return None
    before, after = exact(old["value"]) * some, exact(new["value"]) * more
    return int(after > before) - int(after < before)


def meant(unit: str, also: Collection[str] = ()) -> str:
    """The unit that somebody meant who wrote its plural, or one letter of it wrong; empty where nobody can tell.

    `also`: units that count as known here. A known unit behind a prefix (`Mtoken`) is a unit of its own.
    """
    known = {*KNOWN, *also}
    if unit in known or (unit[0] in PREFIXES and unit[1:] in known):
        return ""
    many = {words[1]: one for one, words in UNITS.items() if words[1]}
    if unit in many:
        return many[unit]
    near = typos.meant(unit, known) or typos.meant(unit, many)
    return many.get(near, near)


def _scaled(value: Decimal, unit: str, words: Messages) -> str:
    if words.language == "fr":  # French counts 10¹² as thousands of milliards
        size, word = next((size, word) for size, word in _STEPS[1:] if abs(value) >= size or size == _STEPS[-1][0])
    else:
        size, word = next((size, word) for size, word in _STEPS if abs(value) >= size)
    scaled = (value / size).normalize()
    shown = max(0, -int(scaled.as_tuple().exponent))
    if word == "trillion":
        shown = max(1, shown)
    figure = number(scaled, words.language, shown)
    said = words.ngettext(*SCALES[word], scaled).replace(" ", SPACE)
    return said % {"figure": figure, "unit": unit_name(unit, words, value)}


def _power(value: Decimal, unit: str, words: Messages) -> str:
    """A very large number as readers of computing figures write it: 2.6 × 10²¹ FLOP."""
    exponent = value.adjusted()
    figure = number(value.scaleb(-exponent).normalize(), words.language)
    return f"{figure}{SPACE}×{SPACE}10{str(exponent).translate(_POWERS)}{SPACE}{unit_name(unit, words, value)}"


def difference(change: Decimal, unit: str, words: Messages, *, decimals: int | None = None) -> str:
    """A change with its sign: +3.02 points, −1.5 points, +600 billion tokens."""
    text = measure(change, "point" if unit == "percent" else unit, words, decimals=decimals)
    return text if change < 0 else f"+{text}"


def percent(change: Decimal, words: Messages, decimals: int = 1) -> str:
    """A relative change with its sign: +42.9 %."""
    text = measure(change, "percent", words, decimals=decimals)
    return text if change < 0 else f"+{text}"


def cell(value: Any, decimals: int | None, words: Messages) -> str:
    """A number of a table, at its column's printed precision; one that was printed with more digits keeps them."""
    return number(exact(value), words.language, precision(exact(value), decimals))


def precision(value: Decimal, decimals: int | None) -> int | None:
    """The decimals to print: those of the column, or the number's own where it has more."""
    return None if decimals is None else max(decimals, -int(value.normalize().as_tuple().exponent))


def setting_words(setting: Mapping[str, Any], words: Messages) -> str:
    """A protocol in words: 5-shot, temperature 0.1. In which order and how the numbers are written says nothing."""
    told = []
    for name, value in sorted(setting.items(), key=lambda entry: (entry[0] != "shots", entry[0])):
        counted = isinstance(value, int | float) and not isinstance(value, bool)
        text = cell(value, None, words) if counted else str(value)
        shots = name == "shots" and text.isdecimal()
        told.append(
            words.ngettext("%s-shot", "%s-shot", int(text)) % text if shots else f"{words.gettext(name)} {text}"
        )
    return ", ".join(told)
