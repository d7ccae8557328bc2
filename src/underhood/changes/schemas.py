"""A schema of the repository's own asks for less than it did.

**What:** a schema that is gone, or in which something asks for less: a lighter `x-weight`, levels that are no longer in
rising order or in another one, a field that is gone or no longer required, an open group where there was a closed one,
a wider type or range, a field that is no longer sealed. What nobody can tell, such as another pattern, counts as less.
Everything else in a schema is notable, but for titles, descriptions and examples of one that asks for as much.

**Why:** a schema weighs every later change of the records that it describes, and none of them shows that it got
lighter. Records that change together with their schema are weighed by both schemas, the heavier counts.

**Example:** `x-weight` of a field from weakening to routine.

**Instead:** a decision whose `weakens` names the schema as `schema/<name>`, and the digits that the difference shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from underhood.changes import Comparison, Difference, change, weighing
from underhood.values.change import Change, Kind


@weighing("**/schema keywords")
def softened(difference: Difference, comparison: Comparison) -> Iterator[Change]:
    """A schema that differs."""
    name = f"Schema of '{difference.record.id}'"
    if difference.kind is not Kind.CHANGED:
        message = f"{name} {difference.kind.value}"
    elif difference.wording:
        message = f"{name} asks for less: {difference.wording}; it is {difference.new_value} now"
    else:
        message = f"{name} is another, and asks for no less; it is {difference.new_value} now"
    yield change(difference, comparison, message=message)
