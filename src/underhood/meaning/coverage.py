"""What the records of a release answer of what a framework asks, item by item: never a score.

An item is answered by fields of the records that count for the release, by other items, or by a statement that names
it. Values that rest on nothing but a framework's own judgement of the release answer none of its items.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from underhood.meaning.answering import VALUE, Found, by_others, fields_of, statement_on
from underhood.meaning.audience import Audience, View
from underhood.meaning.concerned import STATEMENT, Concerned
from underhood.meaning.conditions import ALWAYS, NO_EXPRESSION, Condition, conditions
from underhood.meaning.covered import IS_ANSWER, Answer, Covered, Remark, answers, behind, counts, lacking, nearest
from underhood.meaning.expression_stage import Env
from underhood.records.late import citing
from underhood.records.record import Catalog, Record
from underhood.values.finding import DataPath
from underhood.values.framework import Framework, Item, Source
from underhood.values.ids import Address

__all__ = [
    "IS_ANSWER",
    "Answer",
    "Covered",
    "Remark",
    "Sight",
    "behind",
    "counts",
    "coverage",
    "coverage_of_source",
    "differ",
    "lacking",
    "make_sight",
    "shown",
]


def coverage(view: View, release: Record, framework: Framework) -> tuple[Covered, ...]:
    """What became of each item of a framework, in its order, as the audience of a view may know it."""
    sight = _sight(view, view.catalog, release)
    covered = sight.all(framework)
    default = view.settings.default_visibility
    whole = _whole(view, release)
    return tuple(_seen(one, framework, view.audience, default=default, whole=whole) for one in covered)


def coverage_of_source(view: View, source: Record, framework: Framework) -> tuple[Covered, ...]:
    """What became of each item for one source of data, whichever releases use it: conditions stay undecided."""
    sight = _sight_of_source(view, view.catalog, source)
    behind = view.behind.records.get(source.address) if view.behind is not None else None
    hides = behind is not None and bool(view.hidden or view.lacking)
    whole = _sight_of_source(view, view.behind, behind) if hides and view.behind and behind else None
    default = view.settings.default_visibility
    covered = (sight.covered(framework, item, _undecided(item)) for item in framework.items)
    return tuple(_seen(one, framework, view.audience, default=default, whole=whole) for one in covered)


def shown(view: View) -> tuple[Framework, ...]:
    """The frameworks that the settings name, in that order; without a word all, by id."""
    named = view.settings.frameworks or tuple(view.frameworks)
    return tuple(view.frameworks[id] for id in named if id in view.frameworks)


@dataclass(frozen=True, eq=False)
class Sight:
    """The records of one release, as one audience sees them, and what was found out of them so far.

    `hidden`: the places at which nothing but words for what is not public stand.
    """

    catalog: Catalog
    release: Record
    frameworks: Mapping[str, Framework]
    as_of: str
    concerned: Concerned
    hidden: Mapping[Address, tuple[DataPath, ...]] = field(default_factory=dict)
    _fields: dict[Source, tuple[Found, ...]] = field(default_factory=dict, repr=False)
    _conditions: dict[str, Condition] = field(default_factory=dict, repr=False)
    _statements: dict[tuple[str, str], list[Found]] = field(default_factory=dict, repr=False)

    def all(self, framework: Framework, items: Collection[Item] | None = None) -> tuple[Covered, ...]:
        """Every item of a framework, or these."""
        items = framework.items if items is None else items
        made = conditions(framework, self.catalog.kinds)
        env = Env(self.catalog, lambda: self.as_of)
        whole = made.of_all(self.release, env)
        if not whole.applies:
            return tuple(
                Covered(item, Answer.NOT_APPLICABLE, condition=whole.words or framework.applies_when) for item in items
            )
        found = []
        for item in items:
            key = f"{item.applies_when}\0{item.condition}"
            if key not in self._conditions:
                self._conditions[key] = made.of(item.id, self.release, env)
            found.append(self.covered(framework, item, _both(whole, self._conditions[key])))
        return tuple(found)

    def covered(self, framework: Framework, item: Item, condition: Condition = ALWAYS) -> Covered:
        """One item, whose condition was judged."""
        if not condition.applies:
            words = condition.words or item.applies_when
            return Covered(item, Answer.NOT_APPLICABLE, condition=words)
        said, groups = self.found(framework, item)
        answer, remark = self._weighed(item, said, groups)
        found = tuple({one.address: one for one in (*said, *(one for group in groups for one in group))}.values())
        covered = Covered(
            item,
            answer,
            found,
            differing=differ(found),
            condition=condition.words,
            undecided=condition.undecided,
            remark=remark,
        )
        in_part = remark is None and not covered.differing and lacking(covered)
        return replace(covered, remark=Remark.IN_PART) if in_part else covered

    def found(self, framework: Framework, item: Item) -> tuple[list[Found], list[list[Found]]]:
        """What statements say of an item, and what stands at each of its sources."""
        return self._said(framework.id, item.id), [
            [one for one in self._at(source) if framework.id not in one.judges] for source in framework.sources_of(item)
        ]

    def _at(self, source: Source) -> Iterator[Found]:
        if not source.item:
            if source not in self._fields:
                found = fields_of(self.concerned, source)
                self._fields[source] = tuple(one for one in found if self._stands(one)) if self.hidden else tuple(found)
            yield from self._fields[source]
            return
        name, _, id = source.item.partition("/")
        other = self.frameworks.get(name)
        item = other.by_id.get(id) if other is not None else None
        if other is None or item is None:
            return
        said, groups = self.found(other, item)
        yield from (*said, *(one for group in groups for one in group))

    def _stands(self, found: Found) -> bool:
        """Whether the audience sees what stands at a place."""
        places = self.hidden.get(found.record.address, ())
        return not any(found.path[: len(place)] == place for place in places)

    def _said(self, framework: str, item: str) -> list[Found]:
        if not self._statements:
            self._statements[("", "")] = []
            for record in self.concerned.of(STATEMENT):
                name = (str(record.get("framework", "")), str(record.get("item", "")))
                self._statements.setdefault(name, []).append(statement_on(self.concerned, record))
        said = self._statements.get((framework, item), [])
        return [one for one in said if framework not in one.judges]

    def _weighed(self, item: Item, said: list[Found], groups: list[list[Found]]) -> tuple[Answer, Remark | None]:
        if item.needs_all and not any(answers(one, item) for one in said):
            return self._all_needed(item, said, groups)
        return self._any(item, [*said, *(one for group in groups for one in group)])

    def _all_needed(self, item: Item, said: list[Found], groups: list[list[Found]]) -> tuple[Answer, Remark | None]:
        each = [self._any(item, group)[0] for group in groups]
        missing = [group for group, answer in zip(groups, each, strict=True) if answer not in IS_ANSWER]
        if missing or not each:
            rest = [one for one in (*said, *(one for group in missing for one in group)) if one.state != VALUE]
            remark = Remark.NOT_ALL if len(missing) < len(each) else None
            return nearest(rest), remark
        return next(answer for answer in (Answer.OUTSIDE, Answer.ANSWERED, Answer.NONE) if answer in each), None

    def _any(self, item: Item, found: Sequence[Found]) -> tuple[Answer, Remark | None]:
        values = [one for one in found if one.state == VALUE and not (item.none_counts and one.negative)]
        nones = [one for one in found if one.state == "none" or (item.none_counts and one.negative)]
        if values and sum(one.count for one in values) >= item.at_least:
            provider = self.concerned.provider
            outside = provider.address if provider is not None else None
            if item.outside_evidence and not any(by_others(self.catalog, one, outside) for one in values):
                return Answer.OUTSIDE, None
            return Answer.ANSWERED, None
        if nones and item.none_counts and not values:
            return Answer.NONE, None
        remark = Remark.TOO_FEW if values else Remark.NO_NONE if nones else None
        gaps = [one for one in found if one.state not in {VALUE, "none"}]
        # what is said of the item itself comes before what is missing at fields that could have answered it
        return nearest([one for one in gaps if one.record.kind == STATEMENT] or gaps), remark


def make_sight(
    catalog: Catalog,
    release: Record,
    frameworks: Mapping[str, Framework],
    *,
    as_of: str,
    hidden: Mapping[Address, tuple[DataPath, ...]] | None = None,
) -> Sight:
    """The records of a release, for asking one framework after another."""
    return Sight(catalog, release, frameworks, as_of, Concerned(catalog, release), hidden or {})


def differ(found: Sequence[Found]) -> bool:
    """Whether a statement says something else than another one, or than what the other records say."""
    said = {_stance(one) for one in found if one.record.kind == STATEMENT}
    if not said:
        return False
    told = {_stance(one) for one in found if one.record.kind != STATEMENT} - {_OPEN}
    return len(said) > 1 or bool(said and told and not said & told)


NOT_FOR_ALL = "records that are not for this audience decide it"
_OPEN = "open"
_DONE_TO = frozenset({"data-processing", "data-labour"})
"""Kinds that say what was done to a source of data."""
_SEVERAL = 8
_KEPT: list[Sight] = []


def _sight(view: View, catalog: Catalog, release: Record) -> Sight:
    """A sight that was made before: one framework after another is asked of the same release."""
    for one in _KEPT:
        if one.catalog is catalog and one.release is release and one.frameworks is view.frameworks:
            return one
    hidden = view.hidden if catalog is view.catalog else None
    made = make_sight(catalog, release, view.frameworks, as_of=view.as_of, hidden=hidden)
    _KEPT[_SEVERAL - 1 :] = []
    _KEPT.insert(0, made)
    return made


def _sight_of_source(view: View, catalog: Catalog, source: Record) -> Sight:
    """A source of data, with what was done to it."""
    speaking = {
        kind: tuple(
            catalog.records[one]
            for one in sorted({link.source for link in citing(catalog, source.address, kind) if not link.prose})
        )
        for kind in catalog.kinds
        if kind in _DONE_TO
    }
    found = {**dict.fromkeys(catalog.kinds, ()), **speaking, source.kind: (source,)}
    hidden = view.hidden if catalog is view.catalog else {}
    return Sight(catalog, source, view.frameworks, view.as_of, Concerned(catalog, source, found), hidden)


def _undecided(item: Item) -> Condition:
    return Condition(words=item.condition, undecided=NO_EXPRESSION) if item.condition else ALWAYS


def _whole(view: View, release: Record) -> Sight | None:
    """The same release with all that is recorded; None where the audience sees everything."""
    if view.behind is None or view.audience is Audience.INTERNAL:
        return None
    if not view.hidden and len(view.behind.records) == len(view.catalog.records):
        return None
    record = view.behind.records.get(release.address)
    return _sight(view, view.behind, record) if record is not None else None


def _seen(covered: Covered, framework: Framework, audience: Audience, *, default: str, whole: Sight | None) -> Covered:
    """What became of an item, with what is to be told of who sees its answer."""
    if covered.answer in IS_ANSWER:
        circles = {one.visibility or default for one in covered.found if answers(one, covered.item)}
        return replace(
            covered, visibility=next((one.value for one in Audience if one.value in circles), audience.value)
        )
    if whole is None or (covered.answer is Answer.NOT_APPLICABLE and covered.found):
        return covered
    if covered.answer is Answer.NOT_APPLICABLE:  # a condition, judged without what is not for this audience
        [behind] = whole.all(framework, [covered.item])
        if behind.answer is Answer.NOT_APPLICABLE:
            return covered
        covered = replace(covered, answer=Answer.NOT_RECORDED, undecided=NOT_FOR_ALL)
    else:
        behind = whole.covered(framework, covered.item)
    if behind.answer not in IS_ANSWER:
        return covered
    known = {one.address for one in covered.found}
    unseen = [one for one in behind.found if answers(one, covered.item) and one.address not in known]
    ranks = [max(Audience(one.visibility or default), _narrower(audience), key=lambda two: two.rank) for one in unseen]
    return replace(covered, hidden=True, visibility=min(ranks, key=lambda one: one.rank).value) if ranks else covered


def _narrower(audience: Audience) -> Audience:
    return next((one for one in Audience if one.rank > audience.rank), audience)


def _both(whole: Condition, of_item: Condition) -> Condition:
    """The condition of an item, with that of its framework where only that one is undecided."""
    return whole if whole.undecided and of_item is ALWAYS else of_item


def _stance(one: Found) -> str:
    if one.negative or one.state == "none":
        return "no"
    return one.state if one.state in {VALUE, "not-applicable"} else _OPEN
