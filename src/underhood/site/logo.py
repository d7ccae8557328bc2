"""The organisation's own logo and colours as files of the site. A logo that could do more than be looked at is refused.

Pages show a logo as an image, in which nothing runs; but its file has an address of its own, where scripts would.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

from underhood.doors.tree import Unreadable
from underhood.records.appearance import Appearance
from underhood.records.project import Project
from underhood.values.errors import USAGE, Stop

LARGEST_LOGO = 50_000
"""Every page loads the logo."""

STYLE = "assets/own.css"
PNG = b"\x89PNG\r\n\x1a\n"
DRAWN = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc"}
    | {"defs", "symbol", "use", "style", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "metadata"}
)
"""The elements of SVG that draw; no others are taken."""

_ELSEWHERE = re.compile(r"url\(\s*['\"]?(?!#)|@import|javascript:|expression\(|\\", re.IGNORECASE)


def own_files(project: Project) -> Iterator[tuple[str, bytes]]:
    """The style sheet and the logo, where the settings ask for them. Raises Stop for a logo that cannot be used."""
    appearance = project.settings.appearance
    if appearance.style:
        yield STYLE, f"{appearance.style}\n".encode()
    if appearance.logo:
        yield appearance.logo_path, _logo(appearance, project)


def _logo(appearance: Appearance, project: Project) -> bytes:
    path = appearance.logo
    if project.root is not None and not (Path(project.root) / path).resolve().is_relative_to(
        Path(project.root).resolve()
    ):
        raise _refused(path, "it lies outside of the repository", "put the file into the repository")
    raw = project.tree.read(path, largest=LARGEST_LOGO)
    if isinstance(raw, Unreadable):
        raise _refused(path, raw.message, raw.hint)
    fault = "" if raw.startswith(PNG) else "it is not a PNG file"
    if path.lower().endswith(".svg"):
        fault = drawing_fault(raw)
    if fault:
        raise _refused(path, fault, "save it as a plain drawing, or as a PNG file")
    return raw


def drawing_fault(raw: bytes) -> str:
    """Why an SVG file is more than a drawing, or is none; empty where it is one."""
    if re.search(rb"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", raw, re.IGNORECASE) or b"\x00" in raw:
        return "it has a document type, entities or a style sheet of its own"
    try:
        top = ET.fromstring(raw)  # noqa: S314  (no document type, hence no entities)
    except (ET.ParseError, ValueError, LookupError) as error:
        return f"it is not XML: {error}"
    if top.tag != "{http://www.w3.org/2000/svg}svg":
        return "it is not an SVG file"
    return next((fault for element in top.iter() if (fault := _fault(element))), "")


def _fault(element: ET.Element) -> str:
    name = str(element.tag).rpartition("}")[2]
    if name not in DRAWN and not (str(element.tag).startswith("{") and "www.w3.org" not in str(element.tag)):
        return f"it has an element '{name}'"
    for key, value in element.attrib.items():
        attribute = key.rpartition("}")[2].lower()
        if attribute.startswith("on"):
            return f"it has an attribute '{attribute}'"
        if attribute in {"href", "src", "base"} and not value.startswith("#"):
            return f"'{attribute}' leads elsewhere"
        if _ELSEWHERE.search(value):
            return f"'{attribute}' leads elsewhere"
    if name == "style" and _ELSEWHERE.search(element.text or ""):
        return "its style leads elsewhere"
    return ""


def _refused(path: str, fault: str, hint: str) -> Stop:
    return Stop(f"appearance.logo: {path} cannot be used: {fault}", hint, code=USAGE)
