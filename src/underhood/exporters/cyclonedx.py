"""A bill of materials of a release in CycloneDX, with model cards; what no field holds are properties by address."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping
from typing import Any

from underhood.exporters import Asked, exporter
from underhood.exporters._cyclonedx_card import card
from underhood.exporters._cyclonedx_data import about_data, components, licensed, offered, references, source_property
from underhood.exporters._cyclonedx_declared import declarations
from underhood.exporters._measured import WHOLE, concerned
from underhood.exporters._telling import Json, Telling, kept
from underhood.meaning.facts import look
from underhood.records.record import Record

DIGEST = re.compile(r"(sha256|sha384|sha512):([0-9a-f]+)")
ALGORITHMS = {"sha256": ("SHA-256", 64), "sha384": ("SHA-384", 96), "sha512": ("SHA-512", 128)}
MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")

PLACED = ("title", "version", "summary", "variants", "parts", "intended_uses", "documents")
"""Fields of a release that stand elsewhere than among its properties, or say only how the records are linked."""


@exporter("CycloneDX ML-BOM", editions=("1.7", "1.6"))
def bill(asked: Asked) -> Mapping[str, bytes]:
    """The bill of materials. Its serial number is made of its content: another content is another bill."""
    made = _bill(asked)
    text = json.dumps(made, ensure_ascii=False, sort_keys=True)
    serial = uuid.uuid5(uuid.NAMESPACE_URL, f"{asked.release.address} {text}")
    head = {name: made.pop(name) for name in ("$schema", "bomFormat", "specVersion")}
    whole = {**head, "serialNumber": f"urn:uuid:{serial}", "version": 1, **made}
    return {f"{asked.release.id}.cdx.json": json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"}


def _bill(asked: Asked) -> Json:
    telling = Telling(asked.facts)
    release = str(asked.release.address)
    data = components(telling)
    sources = [one["bom-ref"] for one in _hyphens(data)]
    variants = [_variant(telling, at) for at in range(len(asked.release.get("variants", ())))]
    return kept(
        **{"$schema": f"http://cyclonedx.org/schema/bom-{asked.edition}.schema.json"},
        bomFormat="CycloneDX",
        specVersion=asked.edition,
        metadata=_metadata(asked, telling, sources),
        components=_hyphens([*variants, *data]),
        dependencies=_dependencies(telling, sources),
        compositions=[{"aggregate": "unknown", "assemblies": [release], "dependencies": [release]}],
        annotations=_annotations(asked),
        declarations=_hyphens(declarations(telling)),
    )


def _hyphens(value: Any) -> Any:
    """The same with the one name that Python cannot write as an argument."""
    if isinstance(value, dict):
        return {"bom-ref" if name == "bom_ref" else name: _hyphens(inner) for name, inner in value.items()}
    return [_hyphens(one) for one in value] if isinstance(value, list) else value


def _metadata(asked: Asked, telling: Telling, sources: list[str]) -> Json:
    view = asked.facts.view
    name, _, version = asked.tool.partition(" ")
    compiler = view.settings.compiler if view.settings.compiled else ""
    said = {"notice": asked.notice, "as-of": view.as_of, "language": view.language, "audience": view.audience.value}
    return kept(
        timestamp=_moment(asked),
        tools={"components": [{"type": "application", "name": name, "version": version}]},
        authors=[{"name": compiler}] if compiler else [],
        component=_hyphens(_release(telling, sources)),
        properties=[source_property(name, value) for name, value in said.items() if value],
    )


def _moment(asked: Asked) -> str:
    """The day of which the records speak, as a moment; empty where they have none."""
    day = asked.facts.view.as_of
    return f"{day}T00:00:00Z" if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else ""


def _annotations(asked: Asked) -> list[Json]:
    """What every reader is told first, said by whoever compiled the records, else by the program."""
    moment, name = _moment(asked), asked.tool.partition(" ")
    if not asked.notice or not moment:
        return []
    compiler = asked.facts.view.settings.compiler
    tool = {"component": {"type": "application", "name": name[0], "version": name[2]}}
    annotator = {"organization": {"name": compiler}} if compiler else tool
    subjects = [str(asked.release.address)]
    return [{"subjects": subjects, "annotator": annotator, "timestamp": moment, "text": asked.notice}]


def _release(telling: Telling, sources: list[str]) -> Json:
    release = telling.facts.release
    maker = [_maker(telling, one) for one in telling.facts.of("organisation")][:1]
    name = telling.text(release, "title") or release.id
    return kept(
        type="machine-learning-model",
        bom_ref=str(release.address),
        manufacturer=maker[0] if maker else {},
        name=name,
        version=telling.text(release, "version"),
        description=telling.text(release, "summary"),
        licenses=licensed(telling),
        externalReferences=references(telling),
        modelCard=card(telling, WHOLE, sources),
        properties=[*telling.fields(release, without=PLACED), *offered(telling), *about_data(telling, None)],
    )


def _maker(telling: Telling, provider: Record) -> Json:
    """The provider. Only addresses for mail are contacts in the sense of the format; people are not named."""
    url = telling.url(provider, "website")
    contacts = []
    for at, entry in enumerate(provider.get("contacts", ())):
        if MAIL.fullmatch(str(entry.get("channel", ""))):
            name, mail = (telling.text(provider, "contacts", at, field) for field in ("for", "channel"))
            contacts.append({"name": name, "email": mail})
    name = telling.text(provider, "legal_name") or telling.text(provider, "title")
    return kept(name=name, url=[url] if url else [], contact=contacts)


def _variant(telling: Telling, at: int) -> Json:
    """A variant, released or not: the property `status` says which."""
    release = telling.facts.release
    path = ("variants", at)
    id = str(telling.text(release, *path, "id"))
    files = release.data["variants"][at].get("artefacts", ())
    shown = [name for name in release.data["variants"][at] if name not in {"id", "title", "evidence", "artefacts"}]
    said = [one for name in shown for one in telling.properties(release, *path, name)]
    parts = [_file(telling, at, place) for place in range(len(files))]
    return kept(
        type="machine-learning-model",
        bom_ref=str(release.address.at(id)),
        name=telling.text(release, *path, "title") or id,
        version=telling.text(release, "version"),
        components=parts,
        modelCard=card(telling, at, ()),
        properties=said,
    )


def _file(telling: Telling, variant: int, at: int) -> Json:
    """A file of a variant; a digest that the format does not know is a property."""
    release, path = telling.facts.release, ("variants", variant, "artefacts", at)
    ids = [str(look(release.data, ("variants", variant, "id"))), str(telling.text(release, *path, "id") or at)]
    found = DIGEST.fullmatch(str(look(release.data, (*path, "digest"))))
    known = found is not None and len(found[2]) == ALGORITHMS[found[1]][1]
    url = telling.url(release, *path, "url")
    hashes = []
    if found is not None and known:
        telling.facts.tell(release, *path, "digest")
        hashes = [{"alg": ALGORITHMS[found[1]][0], "content": found[2]}]
    return kept(
        type="file",
        bom_ref=str(release.address.at(ids[0], "artefacts", ids[1])),
        name=telling.text(release, *path, "name") or ids[1],
        hashes=hashes,
        externalReferences=[{"url": url, "type": "distribution"}] if url else [],
        properties=[] if known else telling.properties(release, *path, "digest"),
    )


def _dependencies(telling: Telling, sources: list[str]) -> list[Json]:
    """The release stands on its released variants and its data, a tuned variant on the one that it was tuned from."""
    release = telling.facts.release
    variants = list(release.get("variants", ()))
    refs = {one["id"]: str(release.address.at(one["id"])) for one in variants}
    out = [refs[one["id"]] for one in variants if one.get("status") != "not-released"]
    found = [{"ref": str(release.address), "dependsOn": [*out, *sources]}]
    for at, one in enumerate(variants):
        base = concerned(telling, one.get("tuned_from"))
        bases = [] if base is None or base in {WHOLE, at} else [refs[variants[base]["id"]]]
        found.append(kept(ref=refs[one["id"]], dependsOn=bases))
    return [*found, *({"ref": one} for one in sources)]
