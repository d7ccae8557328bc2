"""The organisation's own colours and logo, as the settings name them, and whether its colours can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

NEEDED = 4.5
"""The contrast that WCAG 2.2 asks of ordinary text (1.4.3)."""

LIGHT = ("#fbfaf7", "#ffffff", "#f3f1ec")
DARK = ("#14181c", "#1a2025", "#1f262c")
"""What links and marks stand on, in the theme's style sheet: the page, boxes on it, and sunken parts."""

SHARE = 0.1
"""How much of the accent the tinted parts hold."""


@dataclass(frozen=True, slots=True)
class Appearance:
    """A logo (a path in the repository) and accents for the light and the dark scheme; empty: the theme's own."""

    logo: str = ""
    accent: str = ""
    accent_dark: str = ""

    @property
    def logo_path(self) -> str:
        """Where the logo lies on the site."""
        return f"assets/logo.{self.logo.rpartition('.')[2].lower()}" if self.logo else ""

    @property
    def style(self) -> str:
        """The small style sheet that sets the accents, after the theme's."""
        light = _rule(self.accent, LIGHT[0]) if self.accent else ""
        dark = _rule(self.accent_dark, DARK[0]) if self.accent_dark else ""
        return "\n".join(
            line
            for line in (
                f"@media (prefers-color-scheme: light) {{ {light} }}" if light else "",
                f"@media (prefers-color-scheme: dark) {{ {dark} }}" if dark else "",
                f"@media print {{ {light} }}" if light else "",
            )
            if line
        )


def read_appearance(data: Mapping[str, Any]) -> Appearance:
    """What the settings say of it."""
    said = data.get("appearance", {})
    return Appearance(said.get("logo", ""), said.get("accent", ""), said.get("accent_dark", ""))


def unreadable(appearance: Appearance) -> Iterator[tuple[str, str, str]]:
    """For each accent that cannot be read on the theme's backgrounds: the setting, what is wrong, and what to do."""
    asked = (
        ("accent", appearance.accent, LIGHT, "a darker"),
        ("accent_dark", appearance.accent_dark, DARK, "a lighter"),
    )
    for name, colour, grounds, other in asked:
        if not colour:
            continue
        ratio, ground = min((contrast(colour, ground), ground) for ground in (*grounds, mixed(colour, grounds[0])))
        if ratio < NEEDED:
            short = int(ratio * 100) / 100
            yield (
                name,
                f"{colour} has a contrast of {short:g}:1 on {ground}; text needs {NEEDED}:1",
                f"take {other} colour",
            )


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG counts it: from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mixed(accent: str, ground: str) -> str:
    """The ground with a little of the accent in it."""
    pairs = zip(_channels(accent), _channels(ground), strict=True)
    return "#" + "".join(f"{round(a * SHARE + b * (1 - SHARE)):02x}" for a, b in pairs)


def _rule(accent: str, ground: str) -> str:
    return f":root {{ --own-accent: {accent}; --own-tint: {mixed(accent, ground)}; }}"


def _channels(colour: str) -> tuple[int, ...]:
    digits = colour.removeprefix("#")

    return tuple(int(digits[place : place + 2], 16) for place in (0, 2, 4))


def _luminance(colour: str) -> float:
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4  # sRGB
        for share in (channel / 255 for channel in _channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
