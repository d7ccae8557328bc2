"""What the commands say: results on stdout, everything for the person in front of it on stderr."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TextIO

from underhood.reports import clean

OK = 0
FINDINGS = 1
INTERRUPTED = 130
PATIENCE = 1.0
"""Work that takes longer than this, in seconds, says what it is doing."""

STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Output:
    """Where a command speaks. `quiet`: nothing but results and errors."""

    colour: bool = False
    quiet: bool = False

    def write(self, text: str) -> None:
        """Write a result. Nobody listening any more (`| head`) is no fault, and no reason for another exit code."""
        try:
            sys.stdout.write(text if text.endswith("\n") or not text else f"{text}\n")
            sys.stdout.flush()
        except BrokenPipeError:
            silence()

    def tell(self, text: str) -> None:
        """Tell the person something that is no result."""
        if not self.quiet:
            complain(text)

    def paint(self, text: str, *styles: str) -> str:
        """The text in these styles, for stdout."""
        return painted(text, *styles) if self.colour else text

    @contextlib.contextmanager
    def working(self, what: str) -> Iterator[Progress]:
        """Say on stderr what is being done, once it takes long; the value is called to say what comes next."""
        if self.quiet:
            yield lambda _: None
            return
        line = _Line(what)
        line.thread.start()
        try:
            yield line.say
        finally:
            line.stop()


def painted(text: str, *styles: str) -> str:
    """The text with the terminal's signs for these styles around it."""
    return f"\x1b[{';'.join(STYLES[style] for style in styles)}m{text}\x1b[0m" if text and styles else text


def wants_colour(choice: str, stream: TextIO) -> bool:
    """Whether to colour: as asked, else on a terminal that is not dumb, unless NO_COLOR is set (https://no-color.org)."""
    if choice != "auto":
        return choice == "always"
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns(most: int) -> int:
    """How wide text is folded: `most`, or the terminal where it is narrower (a file is no terminal)."""
    return max(40, min(most, shutil.get_terminal_size().columns)) if sys.stdout.isatty() else most


def complain(text: str) -> None:
    """Write to stderr; where there is none, keep silent."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()


def failure(message: str, hint: str = "") -> None:
    """Say what is wrong and what to do about it."""
    colour = wants_colour("auto", sys.stderr)
    message, hint = ("\n".join(clean(line) for line in text.split("\n")) for text in (message, hint))
    complain(f"{painted('error:', 'red', 'bold') if colour else 'error:'} {message}")
    if hint:
        complain(f"{painted('hint:', 'cyan') if colour else 'hint:'} {hint}")


def prepare_streams() -> None:
    """Speak UTF-8 whatever the locale says; a character that cannot be written must not end the run."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def silence() -> None:
    """Send the rest of stdout nowhere: its reader has gone."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Line:
    """One line on stderr that tells how far the work is; on a terminal it is written over, then wiped."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.shown = ""
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.run, daemon=True)

    def say(self, what: str) -> None:
        self.what = what

    def run(self) -> None:
        terminal = sys.stderr is not None and sys.stderr.isatty()
        wait = PATIENCE
        while not self.done.wait(wait):
            wait = 0.2 if terminal else 10.0
            if self.what != self.shown:
                self.shown = self.what
                self.write(f"\r\x1b[2K{self.what[:76]} …" if terminal else f"{self.what} …\n")
        if terminal and self.shown:
            self.write("\r\x1b[2K")

    def stop(self) -> None:
        self.done.set()
        self.thread.join()

    def write(self, text: str) -> None:
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(text)
            sys.stderr.flush()
