"""A PO file entry by entry: what nobody changes keeps its lines to the byte, comments and wrapping included.

Babel reads catalogues into values (`doors/languages.py`, `doors/catalogues.py`); it forgets previous messages
(`#| msgid`), detached comments and layout, so that a file that translators work in is not written through it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from babel.messages.catalog import Catalog
from babel.messages.pofile import normalize, unescape

from underhood.doors.languages import MOST_FORMS, name, read_messages

FUZZY = "fuzzy"
NARROW, UNWRAPPED = 79, 0
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_KEYWORD = re.compile(r"(msgctxt|msgid_plural|msgid|msgstr(?:\[[0-9]+\])?)\s*(.*)", re.DOTALL)
_OBSOLETE = re.compile(r"#~(?!\|) ?")
_PREVIOUS = re.compile(r"#~?\| ?")
_CHARSET = re.compile(r"charset=([^\s;\\]+)")
_FORMS = re.compile(r"nplurals\s*=\s*([0-9]{1,9})")


@dataclass(frozen=True, slots=True)
class Entry:
    """A message and its translations. `lines`: as they stand in the file, with what stands above; none: to be written.

    `comments` are the lines of translators and of programs; `previous`: the message that the translation was made of.
    """

    context: str
    id: str
    plural: str = ""
    strings: tuple[str, ...] = ("",)
    flags: tuple[str, ...] = ()
    previous: str = ""
    comments: tuple[str, ...] = ()
    obsolete: bool = False
    lines: tuple[str, ...] = ()
    at: int = 0

    @property
    def key(self) -> tuple[str, str, bool]:
        """What tells it from the others."""
        return self.context, self.id, bool(self.plural)

    @property
    def fuzzy(self) -> bool:
        """Whether somebody has to look it over."""
        return FUZZY in self.flags

    @property
    def translated(self) -> bool:
        """Whether it has words, looked over or not."""
        return any(self.strings)

    def following(self, id: str) -> Entry:
        """The entry for words that took the place of its own: to be looked over, if it has a translation."""
        if not self.translated:
            return replace(self, id=id, previous="", obsolete=False, lines=())
        before = self.previous or self.id
        flags = tuple(dict.fromkeys((FUZZY, *self.flags)))
        return replace(self, id=id, flags=flags, previous="" if before == id else before, obsolete=False, lines=())

    def put_away(self, *, obsolete: bool) -> Entry:
        """The entry out of use, or in use again."""
        return replace(self, obsolete=obsolete, lines=())


@dataclass(frozen=True, slots=True)
class PoFile:
    """A catalogue as a list of entries; `head`: its lines up to the end of its header, `tail`: those at its end."""

    head: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    tail: tuple[str, ...] = ()
    width: int = UNWRAPPED
    newline: str = "\n"

    @property
    def forms(self) -> int:
        """How many plural forms the header tells."""
        found = _FORMS.search("\n".join(self.head))
        return min(max(int(found[1]), 1), MOST_FORMS) if found else 2

    def write(self) -> bytes:
        """The file."""
        lines = [*self.head]
        for entry in self.entries:
            lines += entry.lines or ("", *_laid_out(entry, self.width))
        lines += self.tail
        while lines and not lines[0]:
            del lines[0]
        return (self.newline.join(lines).rstrip("\r\n") + self.newline).encode("utf-8")


def read(raw: bytes, language: str) -> PoFile:
    """A PO file that translators may have written. Raises ValueError, naming the line, when it cannot be kept whole."""
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        raise ValueError(f"there is a zero byte in line {line}")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ValueError(f"line {line} is not UTF-8") from error
    read_messages(raw, language)  # what Babel refuses, no page could show
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
    longest = max((len(line) for line in lines if not line.startswith("# ")), default=0)
    collected = _Collected()
    for number, one in enumerate(lines, 1):
        collected.take(one, number)
    collected.close()
    _refuse_twins(collected.entries)
    head: tuple[str, ...] = ()
    entries = collected.entries
    if entries and not entries[0].id and not entries[0].context:
        head, entries = entries[0].lines, entries[1:]
        said = _CHARSET.search("\n".join(head))
        if said and said[1].lower().replace("-", "") != "utf8":
            raise ValueError(f"its header says that it is written in {said[1]}, and not in UTF-8")
    width = NARROW if NARROW - 20 < longest <= NARROW + 1 else UNWRAPPED
    return PoFile(head, tuple(entries), tuple(collected.waiting), width, newline)


def begun(language: str, about: str) -> PoFile:
    """A catalogue without messages. `about`: the comment at its top."""
    plurals = Catalog(locale=language.replace("-", "_")).plural_forms
    head = [
        f"# {about}",
        'msgid ""',
        'msgstr ""',
        '"Content-Type: text/plain; charset=UTF-8\\n"',
        '"Content-Transfer-Encoding: 8bit\\n"',
        '"MIME-Version: 1.0\\n"',
        f'"Language: {language}\\n"',
        f'"Plural-Forms: {plurals};\\n"',
    ]
    return PoFile(tuple(head))


def in_english(language: str) -> str:
    """The name of a language for a comment."""
    return name(language, "en")


def _laid_out(entry: Entry, width: int) -> Iterator[str]:
    """The lines of an entry that has none yet, or whose old ones do not hold any more."""
    yield from entry.comments
    if entry.flags:
        yield f"#, {', '.join(entry.flags)}"
    if entry.previous:
        yield from _keyed("#~| " if entry.obsolete else "#| ", "msgid", entry.previous, width)
    mark = "#~ " if entry.obsolete else ""
    if entry.context:
        yield from _keyed(mark, "msgctxt", entry.context, UNWRAPPED)
    yield from _keyed(mark, "msgid", entry.id, width)
    if entry.plural:
        yield from _keyed(mark, "msgid_plural", entry.plural, width)
        for index, text in enumerate(entry.strings):
            yield from _keyed(mark, f"msgstr[{index}]", text, width)
    else:
        yield from _keyed(mark, "msgstr", entry.strings[0], width)


def _keyed(mark: str, keyword: str, text: str, width: int) -> Iterator[str]:
    quoted = normalize(text, width=max(0, width - len(mark)))
    yield from (f"{mark}{line}" for line in f"{keyword} {quoted}".split("\n"))


def _refuse_twins(entries: Sequence[Entry]) -> None:
    """Raise ValueError where a message stands twice: which translation holds, nobody could say."""
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        place = (entry.context, entry.id)
        if not entry.obsolete and place in seen:
            where = entry.context or entry.id[:60] or "the header"
            raise ValueError(f"line {entry.at}: the message of '{where}' stands in line {seen[place]} already")
        if not entry.obsolete:
            seen[place] = entry.at


@dataclass(slots=True)
class _Collected:
    """The entries of a file while its lines are read."""

    entries: list[Entry] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    texts: dict[str, list[str]] = field(default_factory=dict)
    last: str = ""
    at: int = 0
    obsolete: bool = False

    def take(self, line: str, number: int) -> None:
        """The next line."""
        bare = line.strip()
        obsolete = bare.startswith("#~") and not bare.startswith("#~|")
        said = _OBSOLETE.sub("", bare, count=1) if obsolete else bare
        complete = any(key.startswith("msgstr") for key in self.texts)
        if complete and (not said.startswith(('"', "msgstr"))):
            self.close()
        self.waiting.append(line)
        if not said or (said.startswith("#") and not obsolete):
            return
        if not self.texts:
            self.at, self.obsolete = number, obsolete
        keyed = _KEYWORD.fullmatch(said)
        if keyed:
            self.last = keyed[1]
            said = keyed[2].strip()
            self.texts[self.last] = []
        if not self.last or not _QUOTED.fullmatch(said):
            raise ValueError(f"line {number}: a text is not in quotation marks, or has one inside without a \\")
        self.texts[self.last].append(unescape(said))

    def close(self) -> None:
        """Make an entry of the lines so far, if they hold one."""
        if "msgid" not in self.texts:
            return
        found = {key: "".join(parts) for key, parts in self.texts.items()}
        strings = sorted((key, text) for key, text in found.items() if key.startswith("msgstr"))
        above = [line.strip() for line in self.waiting if line.strip().startswith("#")]
        self.entries.append(
            Entry(
                found.get("msgctxt", ""),
                found["msgid"],
                found.get("msgid_plural", ""),
                tuple(text for _, text in strings) or ("",),
                tuple(_flags(above)),
                _previous(above),
                tuple(line for line in above if not line.startswith(("#,", "#|", "#~"))),
                self.obsolete,
                tuple(self.waiting),
                self.at,
            )
        )
        self.waiting, self.texts, self.last = [], {}, ""


def _flags(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line.startswith("#,"):
            yield from (flag for part in line[2:].split(",") if (flag := part.strip()))


def _previous(lines: Iterable[str]) -> str:
    """The message that `#| msgid` keeps; its context and plural are not kept."""
    kept: list[str] = []
    inside = False
    for line in lines:
        if not _PREVIOUS.match(line):
            continue
        said = _PREVIOUS.sub("", line, count=1).strip()
        keyed = _KEYWORD.fullmatch(said)
        inside = keyed[1] == "msgid" if keyed else inside
        text = keyed[2].strip() if keyed else said
        if inside and _QUOTED.fullmatch(text):
            kept.append(unescape(text))
    return "".join(kept)
