"""The last look: whether a finished file says what its readers may not see, whatever wrote it there.

Ids are looked for as `kind/id`, and alone where no common word looks like them; titles and texts of twenty characters
and more by their words, so that markup, escapes, line breaks and accents do not hide them; long texts piece by piece.
What a record says that these readers see is no secret, even if a restricted one says it too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property

from underhood.doors.languages import SOURCE_LANGUAGE, Messages, interface_messages
from underhood.doors.unpacked import Said, keys_of, plain_words, unpacked
from underhood.meaning.audience import Audience, View, Views
from underhood.meaning.localise import localised, record_messages
from underhood.meaning.restricting import RESTRICTED, idle, narrowest
from underhood.records.kinds import Field
from underhood.records.project import Project
from underhood.records.record import Record
from underhood.records.seal_values import RECORD
from underhood.records.seals import Seal
from underhood.values.errors import Stop
from underhood.values.finding import DataPath
from underhood.values.ids import Address

CATALOGUE = "fr"

LEAST = 20
"""Shorter texts are said by anybody."""

SHORT_TITLE = 10
"""A title from here on is looked for as it is written, if it has two words."""

WHOLE, PIECE = 60, 40
"""Up to so many characters a text is looked for as a whole; of longer ones, pieces of so many."""

_REFERENCE = re.compile(r"\[\[[^\[\]\n]{1,300}\]\]|\]\([^()\s]{1,300}\)")
_BETWEEN = re.compile(r"[,;·\n]")
_TELLING = re.compile(r"(?=.*[0-9])(?=.*-).{8,}|[^-]+-[^-]+-.+")
"""Ids that are no common word: with a digit and a hyphen, or of three parts."""

HINT = "take it out of the page, template or record that says it, or widen the visibility of what it comes from"


@dataclass(frozen=True, slots=True)
class Secret:
    """Words that must not be said, and where they stand.

    `keys`: those of them that are looked for first; `cased`: as they are written; `id`: they are the name of a record.
    """

    words: str
    address: Address
    place: str
    keys: frozenset[str]
    cased: bool = False
    id: bool = False


@dataclass(frozen=True)
class Watch:
    """What must not be found in the files for an audience: secrets by the rarest of their words."""

    audience: Audience
    secrets: Mapping[str, tuple[Secret, ...]]

    def hold(self, path: str, raw: bytes) -> None:
        """Raise Stop where a file, or its name, says what these readers may not see."""
        for part in (path.encode(), *unpacked(raw)):
            if found := self._found(Said(part)):
                told = f"{found.place} of {found.address}"
                raise Stop(f"{path} says what is not for the audience '{self.audience}': {told}", HINT)

    def _found(self, said: Said) -> Secret | None:
        for key in sorted(said.keys & self.secrets.keys()):
            for secret in self.secrets[key]:
                if secret.keys <= said.keys and _says(said, secret):
                    return secret
        return None


def _says(said: Said, secret: Secret) -> bool:
    if secret.id:
        return said.names(secret.words)
    return said.says_exactly(secret.words) if secret.cased else said.says(secret.words)


def watch(views: Views, audience: Audience, *, besides: Callable[[], Iterable[str]] = tuple) -> Watch | None:
    """What to look for in files for an audience; None where nothing is kept from it.

    `besides`: texts that are known to be harmless, such as the pages about the tool.
    Raises Stop where `visibility_of` names a place that there is not: what was meant would be shown.
    """
    project = views.project
    _placed(project)
    seen = {one.address: views.shown(one, audience, Messages(SOURCE_LANGUAGE)).record for one in project.catalog}
    hidden = {address for address, found in seen.items() if found is not project.catalog.records[address]}
    if not hidden:
        return None
    shown = [views.view(language, audience) for language in project.settings.languages]
    public = _Public([*_seen(project, seen, shown), *besides(), *_interface(project), *_asked(shown[0])])
    readers = _Readers(views, shown, seen, public)
    secrets = list(dict.fromkeys(one for address in sorted(hidden) for one in readers.secrets(address)))
    gone = [address for address in sorted(hidden) if seen[address] is None]
    secrets += [_secret(str(one), one, "the name", id=True) for one in gone]
    telling = [one for one in gone if _TELLING.fullmatch(one.id) and not public.names(one.id)]
    secrets += [_secret(one.id, one, "the id", id=True) for one in telling]
    return Watch(audience, _by_key(secrets, public))


def _secret(words: str, address: Address, place: str, *, cased: bool = False, id: bool = False) -> Secret:
    return Secret(words, address, place, keys_of(words), cased, id)


def _placed(project: Project) -> None:
    for record in project.catalog:
        for place in idle(record, project.catalog.kinds[record.kind]):
            hint = f"`underhood show {record.address}` lists the places of the record"
            raise Stop(f"{record.path}: {RESTRICTED}: nothing stands at '{place}'", hint)


class _Public:
    """What may be said: a text that stands in it is no secret."""

    def __init__(self, texts: Iterable[str]) -> None:
        kept = list(dict.fromkeys(texts))
        self.names = Said("\n".join(kept).encode("utf-8", "replace")).names
        self._texts = [f" {plain_words(text).casefold()} " for text in kept]
        self._by_word: dict[str, list[int]] = {}
        for number, text in enumerate(self._texts):
            for word in set(text.split()):
                self._by_word.setdefault(word, []).append(number)

    def frequency(self, word: str) -> int:
        """In how many of the texts a word stands."""
        return len(self._by_word.get(word, ()))

    def say(self, words: str) -> bool:
        """Whether these words stand in one of the texts, one after another."""
        folded = words.casefold()
        rarest = min(folded.split(), key=self.frequency, default="")
        return any(f" {folded} " in self._texts[number] for number in self._by_word.get(rarest, ()))

    def lists(self, text: str) -> bool:
        """Whether a text is a list of what these readers know: a page may well put it in the same order."""
        parts = [words for part in _BETWEEN.split(text) if (words := plain_words(part))]
        return len(parts) > 1 and all(self.say(words) for words in parts)


def _seen(project: Project, seen: Mapping[Address, Record | None], shown: Sequence[View]) -> Iterator[str]:
    """Every text of records that these readers see, in every language, and the ids of the records."""
    yield from (f"{address.kind}/{address.id}" for address, found in seen.items() if found is not None)
    for view in shown:
        yield view.settings.title
        yield from (text for record in view for _, text in _texts(view, record))
    kept = (record for record in seen.values() if record is not None)
    yield from (text for record in kept for _, text in _texts(shown[0], record))
    yield from project.settings.notice.values()


def _interface(project: Project) -> Iterator[str]:
    """The tool's own words: those of a catalogue, which has both languages."""
    for one, translated in interface_messages(project.template_folders, CATALOGUE).plain.items():
        yield from (one, *translated)
    yield from (kind.description for kind in project.catalog.kinds.values())


def _asked(view: View) -> Iterator[str]:
    """The words of the frameworks, which pages show."""
    for framework in view.frameworks.values():
        yield from _strings(asdict(framework))


def _strings(value: object) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for below in value.values():
            yield from _strings(below)
    elif isinstance(value, list | tuple):
        for below in value:
            yield from _strings(below)


def _texts(view: View, record: Record) -> Iterator[tuple[DataPath, str]]:
    return ((path, text) for path, text, _ in view.catalog.kinds[record.kind].walked(record.data).texts)


@dataclass(frozen=True)
class _Readers:
    """What certain readers may not see: `seen` has each record as they see it, as it is written."""

    views: Views
    shown: Sequence[View]
    seen: Mapping[Address, Record | None]
    public: _Public

    def secrets(self, address: Address) -> Iterator[Secret]:
        """What a record says to others: as it is written, in every language, and as it was sealed."""
        kind = self.views.project.catalog.kinds[address.kind]
        for whole, messages in self._states(address):
            less = self._less(whole)
            told = {text for _, text, _ in kind.walked(localised(less, kind, messages).data).texts} if less else set()
            for path, text, field in kind.walked(localised(whole, kind, messages).data).texts:
                if text in told or _names(field):
                    continue
                place = "/".join(map(str, path))
                if self.public.lists(text):
                    continue
                found = (one for one in pieces(text) if not self.public.say(one))
                keys = keys_of(text)
                for one in found:
                    folded = one.casefold()
                    yield Secret(folded, address, place, keys & frozenset(folded.split()))
                if self.public.say(plain_words(text)):
                    continue
                if path == ("title",) and SHORT_TITLE <= len(text) < LEAST and " " in plain_words(text):
                    yield _secret(text, address, place, cased=True)

    def _less(self, whole: Record) -> Record | None:
        """What they see of a state of a record, by what is hidden of it today, or was then."""
        now = self.seen[whole.address]
        if now is None:
            return None
        limits = narrowest(whole.get(RESTRICTED), self.views.project.catalog.records[whole.address].get(RESTRICTED))
        limited = whole.saying({**whole.data, RESTRICTED: limits})
        return self.views.shown(limited, self.shown[0].audience, self.shown[0].messages).record

    def _states(self, address: Address) -> Iterator[tuple[Record, Messages]]:
        """A record as it is in each language, and as each seal has it."""
        whole, seals = self.views.project.catalog.records[address], self.views.project.seals
        for messages in self._messages:
            yield whole, messages
        for id in sorted(seals.ids):
            seal = seals.of(id)
            sealed = seal.by_name.get(f"{RECORD}{address}") if isinstance(seal, Seal) else None
            if sealed is not None and sealed.data is not None:
                yield whole.saying(sealed.data), self._messages[0]

    @cached_property
    def _messages(self) -> list[Messages]:
        project = self.views.project
        others = (record_messages(project.tree, view.language) for view in self.shown)
        return [Messages(SOURCE_LANGUAGE), *(project.words.within(found) for found in others)]


def _names(field: Field | None) -> bool:
    """Whether a field holds the name of a record, or one of the words of a schema."""
    return field is not None and bool(field.references or field.closed_words)


def pieces(text: str) -> Iterator[str]:
    """What to look for of a text: all its words, of a long one piece by piece; references are written otherwise."""
    for part in _REFERENCE.split(text):
        words = plain_words(part)
        if len(words) < LEAST:
            continue
        if len(words) <= WHOLE:
            yield words
            continue
        taken: list[str] = []
        for word in words.split():
            taken.append(word)
            if len(" ".join(taken)) >= PIECE:
                yield " ".join(taken)
                taken = []
        yield words[words.rindex(" ", 0, len(words) - PIECE) + 1 :] if " " in words[: len(words) - PIECE] else words


def _by_key(secrets: Iterable[Secret], public: _Public) -> Mapping[str, tuple[Secret, ...]]:
    """Secrets by the one of their keys that stands in the fewest public texts; empty for those without any."""
    found: dict[str, list[Secret]] = {}
    for secret in secrets:
        key = min(secret.keys, key=lambda word: (public.frequency(word), -len(word), word), default="")
        found.setdefault(key, []).append(secret)
    return {key: tuple(kept) for key, kept in found.items()}
