"""What belongs into a field, in words: for `explain`, and for the comments of a new record."""

from __future__ import annotations

from underhood.records.kinds import Field

ABSENCE = "absent"


def described(field: Field) -> str:
    """A field's description, and what it takes: words, records, entries, an absence."""
    words = [field.description]
    choices = field.words or (field.items.words if field.items else ())
    references = field.references or (field.items.references if field.items else ())
    if choices:
        words.append(f"One of: {', '.join(str(word) for word in choices)}.")
    elif references:
        words.append(f"Names: {'any record' if '*' in references else ', '.join(references)}.")
    below = (field.items or field).properties
    absence = ABSENCE in field.properties
    if inner := [name for name in below if not (absence and name in field.properties)]:
        words.append(f"Holds: {', '.join(name for name in inner if name != 'evidence')}.")
    if absence:
        words.append("Or an absence.")
    return " ".join(" ".join(words).split())


def example(field: Field) -> object:
    """An example of the field's value; None without one."""
    return next((node["examples"][0] for node, _ in field.nodes if node.get("examples")), None)


def needed(field: Field) -> list[str]:
    """The fields below this one that must be there, the title first; of a value that may be absent, none."""
    if ABSENCE in field.properties:
        return []
    for node, _ in field.nodes:
        if node.get("required"):
            names = [*node["required"], *node.get("else", {}).get("required", ())]
            return sorted((name for name in names if name in field.properties), key=lambda name: name != "title")
    return []
