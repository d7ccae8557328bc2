"""Catalogues of words: what templates and code ask to have translated, and the PO files that answer, through Babel."""

from __future__ import annotations

import ast
import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from underhood.doors import templating
from underhood.doors.languages import without_old_words

ASKING = ("_", "gettext", "ngettext")
"""The names by which a translation is asked for; in code, whatever `gettext` is assigned to as well."""


def in_templates(folder: Path) -> dict[str, str]:
    """The messages of all templates of a folder, each with its plural (empty: it has none)."""
    found: dict[str, str] = {}
    for one, many in templating.asked(folder, ASKING):
        found[one] = many or found.get(one, "")
    return found


def in_code(folder: Path) -> dict[str, str]:
    """The literal messages of all modules of a folder, each with its plural (empty: it has none)."""
    found: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        asking = {*ASKING, *_aliases(tree)}
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name == "ngettext" and len(call.args) > 1:
                found |= dict(zip(_literals(call.args[0]), _literals(call.args[1]), strict=True))
            elif name in asking and call.args:
                found |= {text: found.get(text, "") for text in _literals(call.args[0])}
    return found


def read_catalogue(raw: bytes, language: str) -> Catalog:
    """A catalogue as it stands in a PO file, fuzzy messages included."""
    return read_po(io.BytesIO(without_old_words(raw)), locale=language, abort_invalid=True)


def messages_of(catalogue: Catalog) -> Iterator[Message]:
    """The messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def message_id(message: Message) -> str:
    """What a message is found by: the singular, if it has a plural."""
    return message.id if isinstance(message.id, str) else message.id[0]


def updated(raw: bytes, wanted: Mapping[str, str], language: str) -> bytes:
    """The PO file with just the messages wanted, in order: new ones are empty, the others keep their translation."""
    old = read_catalogue(raw, language)
    known = {message_id(message): message for message in messages_of(old)}
    new = Catalog(locale=language, header_comment=_header(raw), fuzzy=False)
    new.mime_headers = [("Content-Type", "text/plain; charset=UTF-8"), ("Language", language)]
    for one, many in sorted(wanted.items()):
        message = known.get(one)
        kept = message.string if message is not None and isinstance(message.id, tuple) == bool(many) else None
        new.add((one, many) if many else one, kept or (("", "") if many else ""), flags=_flags(message))
    return written(new, raw)


def written(catalogue: Catalog, raw: bytes = b"") -> bytes:
    """The catalogue as a PO file: one line a text, sorted, under the head of the file that it replaces."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, sort_output=True, ignore_obsolete=True, omit_header=True)
    head = raw.partition(b"\n\n")[0]
    return (head + b"\n\n" if head else b"") + out.getvalue().strip(b"\n") + b"\n"


def _flags(message: Message | None) -> Collection[str]:
    return message.flags - {"python-format"} if message is not None else ()


def _header(raw: bytes) -> str:
    return raw.partition(b"\n")[0].decode("utf-8") if raw.startswith(b"#") else ""


def _aliases(tree: ast.AST) -> set[str]:
    """The names that a module gives to `gettext`."""
    return {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Attribute) and node.value.attr == "gettext"
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _literals(node: ast.expr) -> list[str]:
    """The text of an argument, or both texts of a choice; none for what is computed."""
    if isinstance(node, ast.IfExp):
        return [*_literals(node.body), *_literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value else []
