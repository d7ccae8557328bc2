"""Each data source of a release as a Croissant file with the RAI vocabulary; what nobody can download has no files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from underhood.doors import licences
from underhood.exporters import Asked, exporter
from underhood.exporters._croissant_rai import responsible
from underhood.exporters._telling import Json, Telling, kept
from underhood.records.record import Record

SPDX = "https://spdx.org/licenses/"
PREFIXES = {
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
}
# fmt: off
OWN = (
    "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field",
    "fileProperty", "fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset",
    "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated",
    "replace", "samplingRate", "separator", "source", "subField", "transform",
)
# fmt: on
"""Names of Croissant's own vocabulary, as its files declare them."""
SINCE_1_1 = frozenset({"arrayShape", "containedIn", "isArray"})

REMARK = (
    "No file of data is named, since records do not say which files there are and what their digests are: programs "
    "find here what is known of the data, and nothing to load."
)


@exporter("Croissant with RAI, one file for each data source", editions=("1.1", "1.0"), remark=REMARK)
def datasets(asked: Asked) -> Mapping[str, bytes]:
    """One file for each data source."""
    telling = Telling(asked.facts)
    found = {}
    for source in asked.facts.of("data-source"):
        made = json.dumps(_dataset(asked, telling, source), ensure_ascii=False, indent=1)
        found[f"{source.id}.croissant.json"] = made.encode() + b"\n"
    return found


def _dataset(asked: Asked, telling: Telling, source: Record) -> Json:
    view = asked.facts.view
    day = view.as_of if re.fullmatch(r"\d{4}-\d\d-\d\d", view.as_of) else ""
    facts = kept(
        name=telling.text(source, "title") or source.id,
        description=_description(telling, source),
        identifier=str(source.address),
        version=telling.text(source, "version"),
        url=telling.url(source, "url"),
        license=_licence(telling, source),
        creditText=telling.text(source, "creator"),
        copyrightNotice=telling.text(source, "copyright_status"),
        conditionsOfAccess=_joined(telling, source, ("distribution", "availability"), ("export",)),
        inLanguage=telling.all(source, "languages"),
        spatialCoverage=telling.all(source, "regions") or telling.text(source, "regions"),
        temporalCoverage=f"../{cutoff}" if (cutoff := telling.text(source, "cutoff")) else None,
        keywords=[*telling.all(source, "domains"), *_content(telling, source)],
        size=_sizes(telling, source),
        citation=list(_sources(telling, source)),
    )
    live = source.get("collection", {}).get("ongoing")
    if isinstance(live, bool):
        facts["isLiveDataset"] = asked.facts.tell(source, "collection", "ongoing")
    said = {"@type": "sc:Comment", "text": asked.notice}
    facts |= kept(**responsible(telling, source), comment=said if asked.notice else {}, sdDatePublished=day)
    standards = [f"{PREFIXES['cr']}{asked.edition}", f"{PREFIXES['rai']}1.0"]
    return {"@context": _context(asked), "@type": "sc:Dataset", "conformsTo": standards, **facts}


def _context(asked: Asked) -> Json:
    """What the names mean, as every Croissant file says it; the language is that of the texts."""
    newer = asked.edition != "1.0"
    own: Json = {name: f"cr:{name}" for name in OWN if newer or name not in SINCE_1_1}
    own |= {"data": {"@id": "cr:data", "@type": "@json"}, "examples": {"@id": "cr:examples", "@type": "@json"}}
    own |= {"dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "conformsTo": "dct:conformsTo"}
    if newer:
        own |= {name: {"@container": "@language"} for name in ("name", "description")}
    return {"@language": asked.facts.view.language, "@vocab": PREFIXES["sc"], **PREFIXES, **dict(sorted(own.items()))}


def _description(telling: Telling, source: Record) -> str | None:
    return telling.text(source, "description") or telling.text(source, "summary")


def _licence(telling: Telling, source: Record) -> str | None:
    """The licence, by its address where the list has it as one licence; words about rights are no licence."""
    written = source.get("licence")
    if not isinstance(written, str) or licences.expression(written) is None:
        return None
    told = str(telling.text(source, "licence"))
    single = " " not in told and not told.startswith("LicenseRef-") and licences.expression(told) == told
    return f"{SPDX}{told}.html" if single and not told.endswith("+") else told


def _joined(telling: Telling, source: Record, *paths: tuple[str, ...]) -> str:
    return "\n".join(said for path in paths if (said := telling.text(source, *path)))


def _modalities(source: Record) -> range:
    entries = source.get("modalities", ())
    return range(len(entries) if isinstance(entries, list) else 0)


def _content(telling: Telling, source: Record) -> list[str]:
    found = [one for at in _modalities(source) for one in telling.all(source, "modalities", at, "content_types")]
    return list(dict.fromkeys(found))


def _sizes(telling: Telling, source: Record) -> list[str]:
    """Each kind of content, with how much of it there is where that is recorded."""
    said = [
        [telling.text(source, "modalities", at, name) for name in ("modality", "size")] for at in _modalities(source)
    ]
    return [": ".join(one for one in words if one) for words in said]


def _sources(telling: Telling, source: Record) -> Iterator[Json]:
    """The sources that say so, each with its address where it may be linked."""
    for citation in source.get("evidence", ()):
        cited = telling.facts.at(str(citation.get("source", "")), "evidence")
        if cited is not None:
            linked = cited.get("link") is not False
            parts = kept(
                name=telling.text(cited, "title"),
                url=telling.url(cited, "url") if linked else None,
                version=telling.text(cited, "version"),
            )
            yield {"@type": "sc:CreativeWork", **parts}
