"""What became of what frameworks ask of releases, as readers see it: a word for each answer, and never a score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from underhood.meaning.audience import View
from underhood.meaning.coverage import Answer, Covered, behind, coverage, shown
from underhood.records.record import Catalog, Record
from underhood.values.errors import USAGE, Stop
from underhood.values.framework import Framework, Item
from underhood.values.ids import Address
from underhood.values.page import Badge

NOT_PUBLIC = "not-public"
"""An item that is answered, by records that these readers may not see."""

WORDS: Mapping[str, tuple[str, str]] = {
    Answer.ANSWERED: ("Answered", "good"),
    Answer.NONE: ("Answered: none", "good"),
    Answer.OUTSIDE: ("Needs outside evidence", "warn"),
    NOT_PUBLIC: ("Answered, but not public", "warn"),
    Answer.NOT_APPLICABLE: ("Not applicable", "muted"),
    Answer.PENDING: ("Announced", "neutral"),
    Answer.WITHHELD: ("Withheld", "neutral"),
    Answer.UNKNOWN: ("Unknown to the holder", "neutral"),
    Answer.NOT_FOUND: ("Not found in the sources read", "neutral"),
    Answer.NOT_RECORDED: ("Not yet recorded", "muted"),
}
"""The only words for what became of an item, each with the tone of its badge, in the order in which they are told."""

MEANINGS: Mapping[str, str] = {
    Answer.ANSWERED: "A record says what is asked.",
    Answer.NONE: "A record says that there is none, which the item takes for an answer.",
    Answer.OUTSIDE: "The provider answers it; the item asks for evidence by somebody else, and none is recorded.",
    NOT_PUBLIC: "The answer is recorded, and not for the readers of these pages.",
    Answer.NOT_APPLICABLE: "The condition for asking it is not met, or the records say that it does not arise.",
    Answer.PENDING: "The holder has announced it.",
    Answer.WITHHELD: "The holder says that it does not publish it.",
    Answer.UNKNOWN: "The holder itself says that it does not know.",
    Answer.NOT_FOUND: "No source read by the stated date gives it; it may exist elsewhere.",
    Answer.NOT_RECORDED: "The compilers have not entered it; it says nothing about the developer.",
}
"""When each word is used."""

SCOPE = "coverage "
_SEVERAL = 4
_KEPT: list[Told] = []


@dataclass(frozen=True, slots=True)
class Count:
    """How many items there are of one answer."""

    badge: Badge
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """A word for an answer, and when it is used."""

    badge: Badge
    meaning: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of the items of one framework for one release."""

    release: Record
    framework: Framework
    covered: tuple[Covered, ...]

    @property
    def page(self) -> str:
        """The address of its page."""
        return page(self.release, self.framework)


@dataclass(frozen=True, eq=False)
class Told:
    """What became of everything that is asked of the releases of a view; each answer is worked out once."""

    view: View
    frameworks: tuple[Framework, ...]
    _found: dict[tuple[Address, str], Asked] = field(default_factory=dict, repr=False)

    @property
    def catalog(self) -> Catalog:
        """The records that are asked."""
        return self.view.catalog

    @property
    def asking(self) -> tuple[Framework, ...]:
        """Those that ask something; taxonomies do not."""
        return tuple(one for one in self.frameworks if not one.taxonomy)

    @property
    def taxonomies(self) -> tuple[Framework, ...]:
        """Those by which risks are sorted."""
        return tuple(one for one in self.frameworks if one.taxonomy)

    def of(self, release: Record, framework: Framework) -> Asked:
        """One framework, asked of one release."""
        return self.catalog.scoped(f"{SCOPE}{release.address}", lambda: self._of(release, framework))

    def _of(self, release: Record, framework: Framework) -> Asked:
        key = (release.address, framework.id)
        if key not in self._found:
            self._found[key] = Asked(release, framework, coverage(self.view, release, framework))
        return self._found[key]

    def of_all(self, framework: Framework) -> tuple[Asked, ...]:
        """One framework, asked of every release."""
        return tuple(self.of(release, framework) for release in self.view.of("release"))

    @cached_property
    def by_record(self) -> Mapping[Address, Mapping[tuple[str, Address], tuple[Item, ...]]]:
        """The items that each record answers, by framework and release."""
        found: dict[Address, dict[tuple[str, Address], dict[str, Item]]] = {}
        for framework in self.asking:
            for asked in self.of_all(framework):
                for one in asked.covered:
                    for address in {place.record.address for place in behind(one)}:
                        at = found.setdefault(address, {}).setdefault((framework.id, asked.release.address), {})
                        at[one.item.id] = one.item
        return {
            address: {key: tuple(items.values()) for key, items in groups.items()} for address, groups in found.items()
        }


def told(view: View) -> Told:
    """What is asked of the releases of a view; kept while the pages of the same view are made."""
    for one in _KEPT:
        if one.catalog is view.catalog and one.view.frameworks is view.frameworks:
            return one
    made = Told(view, shown(view))
    _KEPT[_SEVERAL - 1 :] = []
    _KEPT.insert(0, made)
    return made


def page(release: Record, framework: Framework) -> str:
    """Where it stands what a framework asks of a release."""
    return f"{release.address}/coverage/{framework.id}"


def named(release: Record, framework: Framework) -> str:
    """What such a page is about, as one name: llama-2/fmti-2023."""
    return f"{release.id}/{framework.id}"


def asked_of(view: View, name: str, *, taxonomy: bool = False) -> tuple[Record, Framework]:
    """The release and the framework of such a name. Raises Stop where there is none of that sort."""
    release, _, id = name.partition("/")
    record = view.get("release", release)
    if record is None:
        hint = "name a release and a framework, such as llama-2/fmti-2023; `underhood coverage` lists them"
        raise Stop(f"there is no release '{release[:80]}' here", hint, code=USAGE)
    framework = framework_named(view, id)
    if framework.taxonomy != taxonomy:
        name, other = ("hazards", "answers") if framework.taxonomy else ("answers", "hazards")
        hint = f"the document '{name}' is made of it"
        raise Stop(f"the document '{other}' is not made of '{id}'", hint, code=USAGE)
    return record, framework


def framework_named(view: View, name: str) -> Framework:
    """The framework of an id. Raises Stop where there is none."""
    found = next((one for one in told(view).frameworks if one.id == name), None)
    if found is None:
        hint = f"the frameworks are: {', '.join(one.id for one in told(view).frameworks) or 'none'}"
        raise Stop(f"there is no framework '{name[:80]}'", hint, code=USAGE)
    return found


def whole(asked: Asked) -> tuple[str, str]:
    """When a framework as a whole is asked, empty where always, and whether it is so: yes, no, undecided."""
    words = asked.framework.condition
    of_all = [one for one in asked.covered if one.condition == words != ""]
    if any(one.answer is Answer.NOT_APPLICABLE for one in of_all):
        return words, "no"
    return words, "undecided" if any(one.undecided for one in of_all) else "yes"


def state(one: Covered) -> str:
    """What readers are told of an item: its answer, or that it is not for them."""
    return NOT_PUBLIC if one.hidden else one.answer.value


def badge(view: View, of: str) -> Badge:
    """The word for an answer."""
    words, tone = WORDS[of]
    return Badge(view.messages.gettext(words), tone)


def counts(view: View, covered: Sequence[Covered]) -> tuple[Count, ...]:
    """The items of each answer that occurs; they are not added up."""
    return tuple(
        Count(badge(view, name), items)
        for name in WORDS
        if (items := tuple(one.item for one in covered if state(one) == name))
    )


def meanings(view: View, *, besides: frozenset[str] = frozenset()) -> tuple[Meaning, ...]:
    """The words for answers with what they mean; `besides`: words that a page has no use for."""
    say = view.messages.gettext
    return tuple(Meaning(badge(view, name), say(words)) for name, words in MEANINGS.items() if name not in besides)


def unused(view: View) -> frozenset[str]:
    """Words that cannot occur in a view: nothing is hidden from it."""
    hidden = bool(view.lacking or view.hidden)
    return frozenset() if hidden else frozenset({NOT_PUBLIC})


@dataclass(frozen=True, slots=True)
class Shift:
    """Items whose answer differs in one way between two releases."""

    old: Badge
    new: Badge
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Shifted:
    """The items of a framework whose answers differ between two releases, with the pages of both."""

    framework: Framework
    old: Asked
    new: Asked
    shifts: tuple[Shift, ...]

    @property
    def count(self) -> int:
        """How many items differ."""
        return sum(len(one.items) for one in self.shifts)


def shifted(view: View, old: Record, new: Record) -> tuple[Shifted, ...]:
    """What two releases answer differently, by framework; frameworks in which nothing differs are left out."""
    found = []
    for framework in told(view).asking:
        before, after = told(view).of(old, framework), told(view).of(new, framework)
        ways: dict[tuple[str, str], list[Item]] = {}
        for one, two in zip(before.covered, after.covered, strict=True):
            if state(one) != state(two):
                ways.setdefault((state(one), state(two)), []).append(two.item)
        if ways:
            order = sorted(ways, key=lambda way: [list(WORDS).index(end) for end in way])
            shifts = (Shift(badge(view, way[0]), badge(view, way[1]), tuple(ways[way])) for way in order)
            found.append(Shifted(framework, before, after, tuple(shifts)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Answering:
    """The items of a framework that a record answers, for releases alike; `page` is that of the first of them."""

    framework: Framework
    releases: tuple[Record, ...]
    page: str
    items: tuple[Item, ...]


def answering(view: View, record: Record) -> tuple[Answering, ...]:
    """What a record answers, by framework; releases for which it answers the same stand together."""
    kept = view.catalog.answers(record.address)
    if kept is None:
        return tuple(_answering(view, told(view).by_record.get(record.address, {})))
    items = {(name, release): tuple(view.frameworks[name].by_id[id] for id in ids) for name, release, ids in kept}
    return tuple(_answering(view, items))


def _answering(view: View, groups: Mapping[tuple[str, Address], tuple[Item, ...]]) -> Iterator[Answering]:
    alike: dict[tuple[str, tuple[str, ...]], list[tuple[Record, tuple[Item, ...]]]] = {}
    for (framework, release), items in groups.items():
        key = (framework, tuple(item.id for item in items))
        alike.setdefault(key, []).append((view.catalog.records[release], items))
    for (id, _ids), found in alike.items():
        asking = view.frameworks[id]
        releases = tuple(release for release, _items in found)
        yield Answering(asking, releases, page(releases[0], asking), found[0][1])
