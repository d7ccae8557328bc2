"""Who prepared a release: those whom it names, and those who wrote its record, as git tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from underhood.doors import marked
from underhood.doors.authors import Author, authors
from underhood.doors.history import contents
from underhood.doors.tree import Tree
from underhood.meaning.closure import signed
from underhood.records.people import People, Person
from underhood.records.places import FOLDER
from underhood.records.project import Project
from underhood.records.reading import read_yaml
from underhood.records.record import Record
from underhood.records.trust import trust_of

PREPARED_BY = "prepared_by"
UNTOLD = "who wrote the release is not checked: git cannot tell its whole history here"


@dataclass(frozen=True, slots=True)
class Preparers:
    """Who prepared a release: people by id, each with the reason; authors and names whom no entry of `people` fits.

    `unchecked` says why authors could not be asked; empty where they were.
    """

    people: Mapping[str, str] = field(default_factory=dict)
    unmatched: tuple[str, ...] = ()
    unchecked: str = ""


def preparers_of(project: Project, release: Record, people: People, *, base: Tree, history: bool = True) -> Preparers:
    """Who prepared a release by `prepared_by`, here and in the base, and as author of a commit that changed its record.

    A commit that changes only what is not sealed (the release's status) prepares nothing. `history`: ask git too.
    """
    named = {*_words(release.data), *_words(read_yaml(base, release.path)[0])}
    found: dict[str, str] = {}
    unmatched: set[str] = set()
    for word in sorted(named):
        _note(people.resembling([word]), f"is named in {PREPARED_BY}", word, found=found, unmatched=unmatched)
    wrote = _authors(project, release) if history and project.root is not None else ()
    for author in wrote or ():
        who = people.resembling([author.name, author.address])
        reason = f"wrote the release's record (commit {author.commit[:12]})"
        _note(who, reason, f"{author.name} <{author.address}>", found=found, unmatched=unmatched)
    return Preparers(found, tuple(sorted(unmatched)), UNTOLD if wrote is None else "")


def untold(project: Project, release: Record, *, base: Tree) -> tuple[tuple[str, ...], str]:
    """Those who took part in a release and are nobody's `people` entry; why its authors could not be asked, if so.

    Empty where the base keeps no role apart from the work.
    """
    trust = trust_of(base)
    if trust.separated is not None and not trust.separated:
        return (), ""
    found = preparers_of(project, release, trust.people, base=base)
    return found.unmatched, found.unchecked


def _note(who: tuple[Person, ...], reason: str, word: str, *, found: dict[str, str], unmatched: set[str]) -> None:
    for person in who:
        found.setdefault(person.id, reason)
    if not who:
        unmatched.add(word)


def _words(data: Any) -> Iterator[str]:
    said = data.get(PREPARED_BY) if isinstance(data, Mapping) else None
    yield from (word for word in said if isinstance(word, str)) if isinstance(said, list) else ()


def _authors(project: Project, release: Record) -> tuple[Author, ...] | None:
    """The authors of what is sealed of the release; None where git cannot tell."""
    if project.root is None or project.head is None:
        return None
    names = frozenset(f"{id}.yaml" for id in (release.id, *release.get("formerly", ())))
    found = authors(project.root, f"{FOLDER}/release", project.head.commit, names=names)
    if found is None:
        return None
    ids = {id for author in found for id in (author.old, author.new) if id}
    texts = contents(project.root, ids)
    kept = []
    for author in found:
        if author.old and author.new and author.old in texts and author.new in texts:
            before, after = (_sealed(project, release, texts[id]) for id in (author.old, author.new))
            if before is not None and before == after:
                continue
        kept.append(author)
    return tuple(kept)


def _sealed(project: Project, release: Record, raw: bytes) -> Mapping[str, Any] | None:
    """What of a former text of the release is sealed; None where it cannot be read."""
    data = marked.read(raw).data
    kind = project.catalog.kinds.get(release.kind)
    if not isinstance(data, Mapping) or kind is None:
        return None
    return signed(release.saying(data), kind, project.settings.default_visibility)
