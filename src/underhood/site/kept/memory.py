"""What a build keeps of a language's pages for the next one: finished files, and the questions that each rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from underhood.meaning.audience import View
from underhood.passages.coverage import SCOPE as COVERAGE
from underhood.passages.coverage import told
from underhood.site.kept.asked import NEVER, SCOPE, AskedCatalog, Notes, asked, notes_of
from underhood.site.kept.covering import Answered, answered, every, fingerprint
from underhood.site.kept.states import States, address_of, brief
from underhood.site.kept.units import Made, Maker, Unit
from underhood.values.ids import Address

ANSWERED = "%answered:"


@dataclass(slots=True)
class Memory:
    """What is kept of one language: the answers to all words that count, units by name, what was noted under a name.

    `answered`: by release, a digest of what its records answer, and the items that each answers; `facts` and
    `frame`: what all pages rest on.
    """

    facts: str = ""
    frame: str = ""
    states: dict[str, str] = field(default_factory=dict)
    scopes: dict[str, set[str]] = field(default_factory=dict)
    answered: dict[str, tuple[str, Answered]] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    fresh: int = 0
    """How many units were made anew in this run, and how many are gone."""


class Keeper(Maker):
    """Makes the files of one language, those anew that rest on something that is no longer the same."""

    def __init__(self, real: View, changed: Callable[[], bool], old: Memory | None) -> None:
        super().__init__(asked(real))
        self.states = States(real, changed)
        self.notes: Notes = notes_of(self.view)
        self.new = Memory(facts=self.states.facts())
        self.old = old if old is not None and old.facts == self.new.facts else Memory()
        catalog = self.view.catalog
        assert isinstance(catalog, AskedCatalog)
        object.__setattr__(catalog, "answering", lambda address: self._answers.get(address, ()))
        self._moved = self._changed()
        self._moved |= {
            word
            for word, state in self.old.states.items()
            if word.startswith(ANSWERED) and state != self._answer_state(word)
        }

    def unit(self, name: str, make: Callable[[], Iterable[Made]]) -> Unit:
        """The files of that name, as they were kept or made anew."""
        unit = self.old.units.get(name)
        if unit is None or not self._moved.isdisjoint(unit.words):
            return self._anew(name, make)
        self.new.units[name] = unit
        unit.again = lambda: self._anew(name, make)
        return unit

    def _anew(self, name: str, make: Callable[[], Iterable[Made]]) -> Unit:
        made, words = self.notes.during(lambda: list(make()))
        self.new.fresh += 1
        self.new.units[name] = Unit(tuple(words), made)
        return self.new.units[name]

    def memory(self) -> Memory:
        """What the next build is to know."""
        new = self.new
        new.fresh += len(self.old.units.keys() - new.units.keys())
        for name, kept in self.old.scopes.items():
            if f"{SCOPE}{name}" not in self._moved:
                self.notes.scopes.setdefault(name, set()).update(kept)
        for unit in new.units.values():
            unit.again = None
        new.scopes = self.notes.scopes
        words = set().union(*(unit.words for unit in new.units.values()), *new.scopes.values())
        for word in words:
            if word.startswith(ANSWERED):
                new.states[word] = self._answer_state(word)
            elif not word.startswith(SCOPE):
                new.states[word] = self.states.of(word)
        return new

    def _changed(self) -> set[str]:
        """The words whose answers are others than they were."""
        old = self.old
        words = ((word, state) for word, state in old.states.items() if not word.startswith(ANSWERED))
        moved = {word for word, state in words if state != self.states.of(word)}
        moved.add(NEVER)
        waiting = dict(old.scopes)
        while found := [name for name, words in waiting.items() if not moved.isdisjoint(words)]:
            for name in found:
                del waiting[name]
                if not self._covers_the_same(name):
                    moved.add(f"{SCOPE}{name}")
        return moved

    def _covers_the_same(self, name: str) -> bool:
        """Whether what is answered for a release came out as it was, though what it rests on did not."""
        release = name.removeprefix(COVERAGE).partition("/")[2]
        if not name.startswith(COVERAGE) or release not in self.old.answered:
            return False
        record = self.states.view.get("release", release)
        if record is not None:
            self.new.answered[release] = self._covered(release)
        return record is not None and self.new.answered[release] == self.old.answered[release]

    def _answer_state(self, word: str) -> str:
        return brief(self._answers.get(address_of(word[len(ANSWERED) :]), ()))

    @cached_property
    def _answers(self) -> Mapping[Address, list[tuple[str, Address, tuple[str, ...]]]]:
        """What each record answers, by framework and release, in the order in which pages tell it."""
        found: dict[Address, list[tuple[str, Address, tuple[str, ...]]]] = {}
        releases = [(release.address, self._answered(release.id)) for release in self.states.view.of("release")]
        for framework in told(self.view).asking:
            for release, said in releases:
                for address, groups in said.items():
                    if framework.id in groups:
                        found.setdefault(address, []).append((framework.id, release, groups[framework.id]))
        return found

    def _answered(self, release: str) -> Answered:
        if release not in self.new.answered:
            self.new.answered[release] = self.old.answered.get(release) or self._covered(release)
        return self.new.answered[release][1]

    def _covered(self, release: str) -> tuple[str, Answered]:
        record = self.view.get("release", release)
        assert record is not None
        asked = self.notes.during(lambda: every(self.view, record))[0]
        return brief([fingerprint(one.covered) for one in asked]), answered(asked)


class Keeping:
    """What one build knows of an earlier one, by language, and what it leaves to the next."""

    def __init__(self, old: Mapping[str, Memory] | None = None) -> None:
        self.old: Mapping[str, Memory] = old or {}
        self.new: Mapping[str, Memory] = {}

    def keeper(self, view: View, changed: Callable[[], bool]) -> Keeper:
        """Who makes the files of a language. `changed`: whether files were read that the commit does not hold."""
        return Keeper(view, changed, self.old.get(view.language))

    def done(self, makers: Iterable[Maker]) -> None:
        """Keep what these made, now that all of it is finished."""
        self.new = {one.view.language: one.memory() for one in makers if isinstance(one, Keeper)}
