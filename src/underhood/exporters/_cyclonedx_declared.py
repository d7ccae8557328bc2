"""What was said of a release in public, as declarations: each with who said it, and the sources for and against it."""

from __future__ import annotations

from collections.abc import Iterator

from underhood.exporters._telling import Json, Telling, kept
from underhood.records.record import Record

UNCHECKED = ("opinion", "forecast", "not_checked")
"""What nobody can hold against a source is no claim in the sense of the format."""


def declarations(telling: Telling) -> Json:
    """Claims about the release and the sources that they were compared with. Nobody attests anything here."""
    used: dict[str, Record] = {}
    claims = [_claim(telling, one, used) for one in telling.facts.of("claim") if not any(map(one.get, UNCHECKED))]
    evidence = [_evidence(telling, one) for _, one in sorted(used.items())]
    return kept(claims=claims, evidence=evidence)


def _claim(telling: Telling, claim: Record, used: dict[str, Record]) -> Json:
    words = telling.text(claim, "words", "text") or telling.text(claim, "paraphrase") or telling.text(claim, "title")
    said = [telling.text(claim, "attributed_to"), telling.text(claim, "date")]
    who = ", ".join(one for one in said if one)
    reasons = [telling.text(claim, name) for name in ("in_one_sentence", "how_compared", "cannot_say")]
    return kept(
        bom_ref=str(claim.address),
        target=str(telling.facts.release.address),
        predicate=f"{who}: {words}" if who else words,
        reasoning="\n".join(one for one in reasons if one),
        evidence=_named(telling, claim, used, agrees=True),
        counterEvidence=_named(telling, claim, used, agrees=False),
    )


def _named(telling: Telling, claim: Record, used: dict[str, Record], *, agrees: bool) -> list[str]:
    """The sources that state the same, or something else, each once."""
    names = [
        name
        for at, one in enumerate(claim.get("checks", ()))
        if one.get("agrees") is agrees
        for name in _sources(telling, claim, at, used)
    ]
    return list(dict.fromkeys(names))


def _sources(telling: Telling, claim: Record, check: int, used: dict[str, Record]) -> Iterator[str]:
    for citation in claim.data["checks"][check].get("stated_by", ()):
        source = telling.facts.at(str(citation.get("source", "")), "evidence")
        if source is not None:
            used[str(source.address)] = source
            yield f"declared:{source.address}"


def _evidence(telling: Telling, source: Record) -> Json:
    linked = source.get("link") is not False
    url = telling.url(source, "url") if linked else None
    contents = {"contents": {"url": url}} if url else {}
    return {
        "bom-ref": f"declared:{source.address}",
        "data": [{"name": telling.text(source, "title") or source.id, **contents}],
    }
