"""A release in SPDX 3.0.1, with the AI and Dataset profiles; what no field holds are annotations by address."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Mapping

from underhood.exporters import Asked, exporter
from underhood.exporters._measured import WHOLE
from underhood.exporters._spdx_data import benchmark_package, data_package
from underhood.exporters._spdx_graph import Graph
from underhood.exporters._spdx_model import agent, described, release_package, variant_package
from underhood.exporters._spdx_terms import licences
from underhood.exporters._telling import Json, Telling, kept
from underhood.values.errors import USAGE, Stop

CONTEXT = "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
NEEDED = {
    "ai_AIPackage": (
        "releaseTime",
        "suppliedBy",
        "software_downloadLocation",
        "software_packageVersion",
        "software_primaryPurpose",
    ),
    "dataset_DatasetPackage": (
        "builtTime",
        "originatedBy",
        "releaseTime",
        "software_downloadLocation",
        "software_primaryPurpose",
    ),
}
"""What the text of a profile asks of its packages, beyond its schema."""
PROFILES = {
    "ai_AIPackage": "ai",
    "dataset_DatasetPackage": "dataset",
    "simplelicensing_LicenseExpression": "simpleLicensing",
}

REMARK = (
    "The document says that it conforms to the AI or the Dataset profile only where every package has what the text of "
    "the profile asks for; the packages and their fields are written in any case."
)


@exporter("SPDX with AI and Dataset profiles", editions=("3.0.1",), remark=REMARK)
def document(asked: Asked) -> Mapping[str, bytes]:
    """One document. Its names begin with a name that is made of its content: another content has other names."""
    graph = Graph()
    root = _fill(asked, graph)
    if asked.notice:
        graph.note(root, "notice", asked.notice)
    made = _information(asked, graph)
    elements = [made, *graph.elements, *_document(asked, graph, root)]
    text = json.dumps({"@context": CONTEXT, "@graph": elements}, ensure_ascii=False, indent=1)
    space = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text)}"
    return {f"{asked.release.id}.spdx.json": graph.named(text, space).encode() + b"\n"}


def _fill(asked: Asked, graph: Graph) -> str:
    """Everything that is described; the name of the release among it."""
    telling = Telling(asked.facts)
    release = asked.release
    maker = agent(telling, graph)
    root = release_package(telling, graph, maker)
    described(telling, graph, root, variant=WHOLE)
    licences(telling, graph, root)
    tested: dict[int, list[str]] = {}
    trained: dict[str, list[str]] = {"trainedOn": [], "testedOn": []}
    for source in asked.facts.of("data-source"):
        data_package(telling, graph, source, trained=trained)
    variants = [variant_package(telling, graph, at, maker=maker) for at in range(len(release.get("variants", ())))]
    for at, name in enumerate(variants):
        tested[at] = described(telling, graph, name, variant=at)
    known = {one for names in tested.values() for one in names}
    packages = {
        str(one.address): benchmark_package(telling, graph, one)
        for one in asked.facts.of("benchmark")
        if str(one.address) in known
    }
    graph.relate(root, "hasVariant", variants)
    for kind, names in trained.items():
        graph.relate(root, kind, names)
    for at, names in tested.items():
        graph.relate(variants[at], "testedOn", [packages[one] for one in names if one in packages])
    return root


def _information(asked: Asked, graph: Graph) -> Json:
    """When and by whom it was made: on the day of which the records speak, by whoever compiled them."""
    view = asked.facts.view
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", view.as_of):
        hint = "give a record a date, or the program a day with --as-of"
        raise Stop("SPDX wants the day of a document, and these records have none", hint, code=USAGE)
    name, _, version = asked.tool.partition(" ")
    tool = graph.add("Tool", "tool", name=f"{name} {version}".strip())
    compiler = view.settings.compiler if view.settings.compiled else ""
    maker = graph.add("Agent", "compiler", name=compiler) if compiler else graph.maker
    maker = maker or graph.add("SoftwareAgent", "program", name=name)
    made = {"created": f"{view.as_of}T00:00:00Z", "createdBy": [maker], "createdUsing": [tool]}
    return {"type": "CreationInfo", "@id": "_:creation", "specVersion": "3.0.1", **made}


def _document(asked: Asked, graph: Graph, root: str) -> list[Json]:
    """The bill and the document around it, with the notice of the collection."""
    view = asked.facts.view
    said = {"as-of": view.as_of, "language": view.language, "audience": view.audience.value}
    profiles = ["core", "software"]
    for kind, profile in PROFILES.items():
        found = [one for one in graph.elements if one["type"] == kind]
        complete = all(name in one for one in found for name in NEEDED.get(kind, ()))
        profiles += [profile] if found and complete else []
    content = [str(one["spdxId"]) for one in graph.elements]
    made = Graph()
    bill = made.add("software_Sbom", "bill", rootElement=[root], element=content)
    comment = "\n".join([asked.notice, *(f"{name}: {value}" for name, value in said.items())]).strip()
    made.add(
        "SpdxDocument",
        "document",
        **kept(name=asked.release.title, comment=comment, profileConformance=profiles),
        rootElement=[bill],
        element=[bill, *content],
    )
    return made.elements
