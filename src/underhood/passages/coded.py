"""The words of schemas' lists, as readers see them."""

from __future__ import annotations

from underhood.meaning.audience import View


def word(view: View, code: object) -> str:
    """A word of a schema's list as readers see it: `red-team` is "red team"."""
    return view.messages.gettext(str(code).replace("-", " ").replace("_", " "))
