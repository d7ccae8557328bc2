"""What a card is a card of: the name of the model, who provides it, and which ids the drafts get."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from underhood.doors.markup import unescaped
from underhood.importers import Given, Wanted
from underhood.importers._hugging_face_text import name as heading
from underhood.importers._taking import text
from underhood.importers._words import line, name, slug

HUB = "https://huggingface.co"
MARK = "underhood"
"""The field that our own export puts into its cards; in them, the type of a data set is the id of its benchmark."""
UNKNOWN, UNKNOWN_TITLE = "unknown-provider", "TODO: who provides these models; their cards do not say it"
_REVISION = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True, slots=True)
class Named:
    """The ids of the release, its provider and its source, and how they are called."""

    release: str
    title: str
    provider: str
    publisher: str
    card: str
    url: str = ""
    revision: str = ""


def named(given: Given, wanted: Wanted) -> Named:
    """Names out of what was asked for, the way to the file, the index and the first heading, in this order."""
    owner, folder, revision = _place(given)
    said = name(text(given, "metadata", "model_name") or _indexed(given))
    own = given.look("metadata", MARK) is not None  # such a name is a title, whatever stands in it
    if said.strip("/").count("/") == 1 and not owner and not own:
        owner, said = said.strip("/").split("/")
    above = said if own and said else name(unescape(unescaped(heading(given))))
    shown = above or said.rpartition("/")[2].strip() or folder or "a model"
    if shown.count("/") == 1 and " " not in shown and not own:
        owner, shown = (owner or shown.partition("/")[0]), shown.partition("/")[2] or shown
    release = wanted.release or slug(folder or said or shown, "model")
    provider = wanted.provider or (slug(owner, "provider") if owner else UNKNOWN)
    publisher = line(owner) or UNKNOWN_TITLE
    if wanted.provider:
        publisher = f"TODO: the name of {wanted.provider}"
    url = f"{HUB}/{owner}/{folder}" if owner and folder and revision else ""
    return Named(release, line(shown) or "a model", provider, publisher, slug(f"{release}-card", "card"), url, revision)


def _indexed(given: Given) -> str:
    """What the only model of the index is called."""
    listed = given.look("metadata", "model-index")
    return str(given.look("metadata", "model-index", 0, "name") or "") if isinstance(listed, list) else ""


def _place(given: Given) -> tuple[str, str, str]:
    """Owner, model and revision, as far as the way to the file says them: as folders, or as the Hub's own cache."""
    parts = [one for one in (given.inside or given.name).replace("\\", "/").split("/") if one not in {"", ".", ".."}]
    stem = parts.pop() if parts else ""
    for one in (*parts, stem.rpartition(".")[0]):
        pieces = one.removeprefix("models--").split("--")
        if len(pieces) == 2 and all(pieces):
            revision = next((part for part in parts if _REVISION.fullmatch(part)), "")
            return pieces[0], pieces[1], revision
    if stem.lower() != "readme.md":
        return "", stem.rpartition(".")[0] or stem, ""
    owner = parts[-2] if given.inside and len(parts) > 1 else ""
    return owner, parts[-1] if parts else "", ""
