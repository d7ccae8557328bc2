"""The one exception that ends a run with a sentence instead of a traceback."""

from __future__ import annotations

USAGE = 2
UNREADABLE = 3


class Stop(Exception):
    """Our own failure to go on: what is wrong, and what to do about it.

    A mistake in a record is never a `Stop`; it is a `Finding`. `code` is the exit code: 2 for wrong usage or
    settings, 3 for what could not be read or written.
    """

    def __init__(self, message: str, hint: str = "", *, code: int = UNREADABLE) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code

    def __str__(self) -> str:
        return f"{self.message}\nhint: {self.hint}" if self.hint else self.message
