"""The words of schemas' lists, as readers see them."""

from __future__ import annotations

from typing import Protocol

from underhood.doors.languages import Messages


class Speaking(Protocol):
    """Whatever has the words of a language, such as a view."""

    @property
    def messages(self) -> Messages:
        """The words."""


def word(view: Speaking, code: object) -> str:
    """A word of a schema's list as readers see it: `red-team` is "red team"."""
    return view.messages.gettext(str(code).replace("-", " ").replace("_", " "))
