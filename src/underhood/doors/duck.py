"""Tables of any size, through DuckDB. The library is an extra.

It opens local files only, and never loads an extension: its reader of remote files is one that it would fetch.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from underhood.values.errors import USAGE, Stop

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXTRA = "audit"
CHUNK = 20_000
"""Rows that are handed over at once."""

_FIRST = re.compile(r"^(?:[A-Z][A-Za-z]+ )+Error: (?:IO Error: )?")
_ADVICE = re.compile(r"\n(?:LINE |Try )|Possible (?:solutions|fixes):")
_FULL = re.compile(r"No space left|could not be written|max_temp_directory_size|failed to offload", re.IGNORECASE)


class Trouble(Exception):
    """Why a statement failed, in one line; `spent` if the machine, not the file, gave no more (memory, disk)."""

    def __init__(self, message: str, *, spent: bool = False) -> None:
        super().__init__(message)
        self.spent = spent


class Duck:
    """A database in memory, with a folder to which it spills."""

    def __init__(self, connection: DuckDBPyConnection, errors: ModuleType) -> None:
        self._connection = connection
        self._errors = errors

    def run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """All rows of a statement. Raises Trouble."""
        return [row for chunk in self.chunks(statement, *values) for row in chunk]

    def chunks(self, statement: str, *values: object) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a statement, some at a time; it must be read to its end before the next. Raises Trouble."""
        try:
            found = self._connection.execute(statement, list(values) or None)
            while chunk := found.fetchmany(CHUNK):
                yield chunk
        except self._errors.Error as error:
            raise _trouble(error, self._errors) from error

    def fill(self, table: str, columns: Sequence[Iterable[object]]) -> None:
        """Append columns of values to a table. Raises Trouble."""
        marks = ", ".join("unnest(?)" for _ in columns)
        self.run(f"INSERT INTO {name(table)} SELECT {marks}", *map(list, columns))


@contextlib.contextmanager
def opened(spill: Path, *, threads: int = 1, memory: int = 0, reads: Sequence[Path] = ()) -> Iterator[Duck]:
    """A database that may use so many threads and bytes of memory (0: its own idea), and open these files and folders.

    Raises Stop where the library is missing.
    """
    library = _library()
    connection = library.connect(":memory:")
    try:
        allowed = ", ".join(text(str(one)) for one in (spill, *reads))
        settings = [
            f"threads = {threads}",
            f"temp_directory = {text(str(spill))}",
            "enable_progress_bar = false",
            "autoinstall_known_extensions = false",
            "autoload_known_extensions = false",
            f"allowed_directories = [{allowed}]",
            f"allowed_paths = [{allowed}]",
            "enable_external_access = false",
            *([f"memory_limit = '{memory}B'"] if memory else []),
            "lock_configuration = true",
        ]
        for setting in settings:
            connection.execute(f"SET {setting}")
        yield Duck(connection, library)
    finally:
        connection.close()


def version() -> str:
    """The version of the library. Raises Stop where it is missing."""
    return f"duckdb {_library().__version__}"


def text(value: str) -> str:
    """A text in a statement."""
    return "'" + value.replace("'", "''") + "'"


def name(value: str) -> str:
    """A name in a statement."""
    return '"' + value.replace('"', '""') + '"'


def _library() -> ModuleType:
    try:
        import duckdb  # noqa: PLC0415  (an extra, and a tenth of a second of imports)
    except ImportError as error:
        raise Stop("the audit needs the extra 'audit'", f"pip install 'underhood[{EXTRA}]'", code=USAGE) from error
    return duckdb


def _trouble(error: Exception, errors: ModuleType) -> Trouble:
    whole = _ADVICE.split(str(error), maxsplit=1)[0]
    words = " ".join(whole.split())
    spent = isinstance(error, errors.OutOfMemoryException) or bool(_FULL.search(words))
    return Trouble(_FIRST.sub("", words)[:300], spent=spent)
