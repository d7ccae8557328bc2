"""The last step of a page: its links and its frame. What that asks of other pages is noted too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from underhood.site.frame import NAVIGATION, Frame, framed
from underhood.site.kept.states import brief
from underhood.site.kept.units import Made, card, packed, unpacked
from underhood.site.links import in_language, resolved

Anchors = Mapping[str, frozenset[str]]


class _Noted(Anchors):
    """The anchors of all pages, with notes of whose were asked for."""

    def __init__(self, pages: Anchors) -> None:
        self.pages = pages
        self.seen: set[str] = set()

    def __getitem__(self, path: str) -> frozenset[str]:
        self.seen.add(path)
        return self.pages[path]

    def __contains__(self, path: object) -> bool:
        self.seen.add(str(path))
        return path in self.pages

    def __iter__(self) -> Iterator[str]:
        raise TypeError("a page asks for the pages that it leads to, not for all")

    def __len__(self) -> int:
        return len(self.pages)


class _Paths(frozenset[str]):
    """All paths, with notes of which were asked for; those of the navigation are the same for all pages."""

    seen: set[str]
    known: frozenset[str]

    def __contains__(self, path: object) -> bool:
        if path not in self.known:
            self.seen.add(f"?{path}")
        return super().__contains__(path)


class Finisher:
    """Finishes the pages of one language. `pages`: the anchors of all pages of the site."""

    def __init__(self, frame: Frame, pages: Anchors, *, noting: bool) -> None:
        self.frame, self.pages, self.noting = frame, pages, noting
        self._digests: dict[str, str] = {}
        self._paths = _Paths(frame.paths)
        self._paths.known = frozenset(in_language(target, frame.language) for _, target in NAVIGATION)
        self._noting_frame = replace(frame, paths=self._paths)

    @property
    def shared(self) -> str:
        """What the frames of all pages ask of the others."""
        return brief([path in self.frame.paths for path in sorted(self._paths.known)])

    def holds(self, made: Made) -> bool:
        """Whether a page that was finished before would come out the same."""
        return bool(made.content) and all(self._answer(word) == state for word, state in made.asked.items())

    def finish(self, made: Made) -> str:
        """The finished page, from its body."""
        assert made.page is not None
        page, body = made.page, unpacked(made.body)
        if not self.noting:
            return framed(page, resolved(body, page.path, page.language, pages=self.pages), self.frame)
        noted, self._paths.seen = _Noted(self.pages), set()
        text = framed(page, resolved(body, page.path, page.language, pages=noted), self._noting_frame)
        made.asked = {word: self._answer(word) for word in sorted(noted.seen | self._paths.seen)}
        made.content, made.body, made.page = packed(text), "", card(page)
        return text

    def _answer(self, word: str) -> str:
        if word.startswith("?"):
            return "1" if word[1:] in self.frame.paths else ""
        found = self._digests.get(word)
        if found is None:
            anchors = self.pages.get(word)
            found = self._digests[word] = brief(sorted(anchors)) if anchors is not None else ""
        return found
