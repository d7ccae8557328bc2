"""Data sources as components of a bill of materials, and licences and addresses on the web as it has them."""

from __future__ import annotations

from collections.abc import Iterator

from underhood.doors import licences
from underhood.exporters._telling import SPACE, Json, Telling, kept
from underhood.meaning.facts import look
from underhood.records.record import Record
from underhood.values.ids import parse_address

ABOUT_DATA = ("exclusion", "retention", "data-processing", "data-labour")
"""Kinds that say what was done with data, or left out of it."""

PLACED = ("title", "version", "url", "description", "personal_data")
DOCUMENTS = {
    "paper": "documentation",
    "model-card": "model-card",
    "code": "vcs",
    "guide": "documentation",
    "website": "website",
    "data-summary": "documentation",
    "documentation-form": "documentation",
    "transparency-report": "documentation",
}
"""What a source is in the format that the release names among its documents; all others are evidence."""
POLICIES = {"licence": "license", "safety-framework": "risk-assessment"}


def components(telling: Telling) -> list[Json]:
    """The data sources, each with what was done with it."""
    return [_component(telling, one) for one in telling.facts.of("data-source")]


def about_data(telling: Telling, source: Record | None) -> Iterator[Json]:
    """What was left out of a data source, kept in it or done with it; None: what names no source of this release."""
    known = {one.address for one in telling.facts.of("data-source")}
    for kind in ABOUT_DATA:
        for record in telling.facts.of(kind):
            names = record.get("applies_to", ())
            found = {parse_address(str(name)) for name in names if isinstance(name, str)} & known
            if (source.address in found) if source is not None else not found:
                yield from telling.fields(record)


def _component(telling: Telling, source: Record) -> Json:
    name = telling.text(source, "title") or source.id
    sensitive, elsewhere = [], list(PLACED)
    if isinstance(look(source.data, ("personal_data", "kinds")), list):
        sensitive = telling.all(source, "personal_data", "kinds")
    url = telling.url(source, "url")
    if url is None:
        elsewhere.remove("url")
    owned = _governance(telling, source)
    licence = _source_licence(telling, source)
    elsewhere += ["licence"] if licence else []
    elsewhere += ["data_owner", "custodian"]
    told = telling.fields(source, without=elsewhere)
    personal = look(source.data, ("personal_data",))
    for field in personal if isinstance(personal, dict) else ():
        told += telling.properties(source, "personal_data", field) if field not in {"kinds", "evidence"} else []
    return kept(
        type="data",
        bom_ref=str(source.address),
        name=name,
        version=telling.text(source, "version"),
        description=telling.text(source, "description"),
        licenses=licence,
        data=[kept(type="dataset", name=name, sensitiveData=sensitive, governance=owned)],
        externalReferences=[{"url": url, "type": "distribution"}] if url else [],
        properties=[*told, *about_data(telling, source)],
    )


def _governance(telling: Telling, source: Record) -> Json:
    named = {"owners": telling.text(source, "data_owner"), "custodians": telling.text(source, "custodian")}
    return kept(**{role: [{"organization": {"name": name}}] if name else [] for role, name in named.items()})


def _source_licence(telling: Telling, source: Record) -> list[Json]:
    """The licence of a data source; words about rights are no licence, and stay a property."""
    written = source.get("licence")
    if not isinstance(written, str) or licences.expression(written) is None:
        return []
    return [{"license": _licence(str(telling.text(source, "licence")))}]


def licensed(telling: Telling, *, used_for: tuple[str, ...] = ("all", "weights")) -> list[Json]:
    """The licences under which the model is offered, each once."""
    found: dict[tuple[str, str | None], Json] = {}
    for record in telling.facts.of("distribution"):
        for at, entry in enumerate(record.get("licences", ())):
            if entry.get("for") not in used_for:
                continue
            field = "name" if entry.get("name") and not _listed(entry["spdx"]) else "spdx"
            url = telling.url(record, "licences", at, "url")
            written = str(telling.text(record, "licences", at, field))
            licence = found.setdefault((written, url), _licence(written, url))
            said = [name for name in entry if name not in {field, "id", "evidence", *(("url",) if url else ())}]
            telling.facts.tell(record, "licences", at, "id")
            more = [one for name in said for one in telling.properties(record, "licences", at, name)]
            licence.setdefault("properties", []).extend(more)
    return [{"license": one} for one in found.values()]


def _licence(written: str, url: str | None = None) -> Json:
    """A licence by its id, where the list has it as one licence; else by name. Nobody's spelling is changed."""
    return kept(**{"id" if _listed(written) else "name": written}, url=url)


def _listed(written: str) -> bool:
    """Whether it is one licence of the list, spelled as there; expressions and references are names to the format."""
    plain = " " not in written and not written.endswith("+") and not written.startswith("LicenseRef-")
    return plain and licences.expression(written) == written


def references(telling: Telling) -> list[Json]:
    """Where to read more: the sources, the places where the model is offered, and the policies."""
    found: dict[tuple[str, str], Json] = {}
    for one in _references(telling):
        first = found.setdefault((one["url"], one["type"]), one)
        words = [words for words in (first.get("comment"), one.get("comment")) if words]
        first.update(kept(comment="; ".join(dict.fromkeys(words))))
        digests = [*first.get("hashes", ()), *one.get("hashes", ())]
        first.update(kept(hashes=[one for at, one in enumerate(digests) if one not in digests[:at]]))
    return list(found.values())


def _references(telling: Telling) -> Iterator[Json]:
    for record in telling.facts.of("distribution"):
        if url := telling.url(record, "url"):
            yield kept(url=url, type="distribution", comment=telling.text(record, "title"))
        for at in range(len(record.get("assets", ()))):
            if url := telling.url(record, "assets", at, "url"):
                yield kept(url=url, type="distribution", comment=telling.text(record, "assets", at, "kind"))
    for record in telling.facts.of("policy"):
        if url := telling.url(record, "url"):
            kind = POLICIES.get(str(record.get("type")), "documentation")
            yield kept(url=url, type=kind, comment=telling.text(record, "title"))
    for record in telling.facts.of("evidence"):
        yield from _source(telling, record)


def _source(telling: Telling, record: Record) -> Iterator[Json]:
    """A source, with its digest and where copies of it lie; one that must not be linked is left out."""
    if record.get("link") is False:
        return
    named = (one for one in telling.facts.release.get("documents", ()) if one.get("source"))
    kinds = {parse_address(str(one["source"]), kind="evidence"): str(one["kind"]) for one in named}
    kind = DOCUMENTS.get(kinds.get(record.address, ""), "evidence")
    url = telling.url(record, "url")
    if url is not None:
        digest = telling.text(record, "sha256")
        said = [telling.text(record, name) for name in ("title", "publisher", "date", "version")]
        yield kept(
            url=url,
            type=kind,
            comment="; ".join(one for one in said if one),
            hashes=[{"alg": "SHA-256", "content": digest}] if digest else [],
        )
    copies = [("archived",), *(("mirrors", at) for at in range(len(record.get("mirrors", ()))))]
    for path in copies:
        if copy := telling.url(record, *path):
            yield kept(url=copy, type=kind, comment=f"copy of {telling.text(record, 'title') or record.id}")


def offered(telling: Telling) -> Iterator[Json]:
    """How the model is offered and on what terms, as far as licences and addresses do not say it."""
    for record in telling.facts.of("distribution"):
        yield from telling.fields(record, without=("title", "url", "licences", "assets"))
    for record in telling.facts.of("policy"):
        yield from telling.fields(record, without=("title", "url"))


def source_property(name: str, value: str) -> Json:
    """A property that speaks of the bill of materials itself."""
    return {"name": f"{SPACE}{name}", "value": value}
