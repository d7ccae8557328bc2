"""The documents of Llama 2 and of the laboratory: read by SPDX's own bindings, complete, and true to the records."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from spdx_python_model import v3_0_1 as spdx

from tests.exporters.told import missing, told, words_of
from tests.making import project
from underhood import exporters
from underhood.exporters import Asked
from underhood.exporters._telling import Telling
from underhood.meaning.audience import Audience, Views
from underhood.meaning.facts import Fact, Facts
from underhood.records.project import Project, open_project
from underhood.records.record import is_absence
from underhood.site.provenance import Source
from underhood.values.errors import Stop
from underhood.values.ids import parse_address
from underhood.values.quantity import exact

ROOT = Path(__file__).resolve().parents[3]
LLAMA, LAB = (ROOT, "llama-2"), (ROOT / "examples" / "lab", "reedheron-2")
BOTH = pytest.mark.parametrize("which", [LLAMA, LAB], ids=["llama-2", "lab"])


@dataclass(frozen=True)
class Made:
    """A document, and the facts that it was made from."""

    raw: bytes
    facts: Facts

    @property
    def graph(self) -> Any:
        return json.loads(self.raw)["@graph"]

    def element(self, address: str) -> Any:
        """The element with the name of an address."""
        return next(one for one in self.graph if str(one.get("spdxId")).partition("#")[2] == address)

    def related(self, address: str, kind: str) -> list[str]:
        """The addresses of what an element stands to in a relation."""
        found = [one for one in self.graph if one["type"] == "Relationship" and one["relationshipType"] == kind]
        mine = [one for one in found if one["from"].partition("#")[2] == address]
        return [name.partition("#")[2] for one in mine for name in one["to"]]

    def notes(self, address: str) -> str:
        """What annotations say of an element."""
        found = [one for one in self.graph if one["type"] == "Annotation"]
        return "\n".join(one["statement"] for one in found if one["subject"].partition("#")[2] == address)


def make(made: Project, id: str, *, audience: Audience = Audience.PUBLIC, lang: str = "en") -> Made:
    views = Views(made)
    view = views.view(lang, audience)
    record = view.get("release", id)
    assert record is not None
    facts = Facts(view, record)
    found = exporters.load("spdx").export(Asked(facts, "3.0.1", Source(views), "underhood 9.9"))
    (raw,) = found.files.values()
    return Made(raw, facts)


@cache
def opened(which: tuple[Path, str]) -> Made:
    return make(open_project(which[0]), which[1])


def read(raw: bytes) -> Any:
    """The objects that SPDX's bindings, which are made of its SHACL shapes, find in a document."""
    found = spdx.SHACLObjectSet()
    spdx.JSONLDDeserializer().read(io.BytesIO(raw), found)
    assert not found.link()
    return found


@BOTH
def test_the_other_project_takes_it(which: tuple[Path, str]) -> None:
    one = opened(which)
    found = read(one.raw)
    packages = list(found.foreach_type(spdx.ai_AIPackage))
    assert len(packages) == 1 + len(one.facts.release.data["variants"])
    assert len(list(found.foreach_type(spdx.dataset_DatasetPackage))) > 5
    names = [element["spdxId"] for element in one.graph if "spdxId" in element]
    assert len(names) == len(set(names))
    (document,) = found.foreach_type(spdx.SpdxDocument)
    held = {element["spdxId"] for element in one.graph if "spdxId" in element} - {document._id}
    assert {element if isinstance(element, str) else element._id for element in document.element} == held


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"ai_metric"', b'"ai_metrics"'),
        (b'"trainedOn"', b'"trainedWith"'),
        (b'T00:00:00Z"', b'"'),
        (b'"key"', b'"kex"'),
    ],
)
def test_the_bindings_see_faults(old: bytes, new: bytes) -> None:
    raw = opened(LLAMA).raw
    assert old in raw
    with pytest.raises(Exception, match=r"."):
        read(raw.replace(old, new))


def test_a_reference_to_nothing_is_seen() -> None:
    raw = opened(LAB).raw.replace(b'"subject": "urn:uuid:', b'"subject": "urn:uuid:f', 1)
    found = spdx.SHACLObjectSet()
    spdx.JSONLDDeserializer().read(io.BytesIO(raw), found)
    assert found.link()


@BOTH
def test_what_is_told_is_in_it(which: tuple[Path, str]) -> None:
    one = opened(which)
    telling = Telling(one.facts)

    def spelled(fact: Fact) -> Iterable[str] | None:
        if fact.path[0] == "runs" and fact.path[-1] == "energy":
            return [str(fact.value["value"]).removesuffix(".0")]
        if isinstance(fact.value, str) and fact.path[-1] in {"status", "spdx"}:
            return [fact.value.removesuffix("released")]
        return [telling.spoken(fact.value)] if isinstance(fact.value, str) else None

    assert missing(one.facts, words_of(one.graph), spelled) == []
    assert len(told(one.facts)) > 500
    assert not [fact for fact in told(one.facts) if is_absence(fact.value)]


@BOTH
def test_every_figure_of_the_release_is_in_it(which: tuple[Path, str]) -> None:
    """Each figure stands once, with the variant that was measured, as printed."""
    one = opened(which)
    found: dict[str, tuple[str, str]] = {}
    for element in one.graph:
        for entry in element.get("ai_metric", ()):
            place, _, subject = entry["key"].rpartition("; ")[2].partition(" of ")
            assert element["spdxId"].partition("#")[2] == subject.replace("#", "/")
            found[place] = (subject, entry["value"])
    wanted: dict[str, tuple[str, Decimal]] = {}
    for record in one.facts.of("evaluation"):
        for row in record.data["rows"]:
            address = parse_address(str(row.get("subject", "")), kind="release")
            if address is None or address.record != one.facts.release.address:
                continue
            for column, value in row["values"].items():
                if not is_absence(value) and column not in row.get("disputed", {}):
                    wanted[str(record.address.at(row["id"], "values", column))] = (str(address), exact(value))
    assert {name: (ref, Decimal(value.split()[0])) for name, (ref, value) in found.items()} == wanted
    assert len(wanted) > 20


def test_zero_shot_and_five_shot_stay_apart() -> None:
    keys = [entry["key"] for entry in opened(LLAMA).element("release/llama-2/7b")["ai_metric"]]
    assert any(key.startswith("MMLU: Average, 5-shot") for key in keys)
    assert any(key.startswith("BoolQ: Accuracy, 0-shot") for key in keys)
    assert len(set(keys)) == len(keys)


def test_what_it_was_trained_and_tested_on() -> None:
    one = opened(LAB)
    assert "data-source/upland-encyclopedia" in one.related("release/reedheron-2", "trainedOn")
    assert one.related("release/reedheron-2", "testedOn") == ["data-source/staff-dialogues"]
    assert "benchmark/fell-quiz" in one.related("release/reedheron-2/large", "testedOn")
    assert one.related("release/reedheron-2/large-chat", "descendantOf") == ["release/reedheron-2/large"]
    assert one.element("data-source/upland-encyclopedia")["dataset_datasetType"] == ["text"]
    licence = one.related("data-source/upland-encyclopedia", "hasDeclaredLicense")
    assert one.element(licence[0])["simplelicensing_licenseExpression"] == "CC-BY-SA-4.0"
    assert one.related("data-source/staff-dialogues", "hasDeclaredLicense") == []


def test_energy_is_in_the_units_of_the_format() -> None:
    one = opened(LAB).element("release/reedheron-2/large")["ai_energyConsumption"]
    (used,) = one["ai_trainingEnergyConsumption"]
    assert (used["ai_energyQuantity"], used["ai_energyUnit"]) == (9800, "kilowattHour")
    assert all("ai_energyConsumption" not in element for element in opened(LLAMA).graph)  # none is recorded


def test_nobody_speaks_for_the_developer() -> None:
    one = opened(LLAMA)
    (made,) = [element for element in one.graph if element["type"] == "CreationInfo"]
    assert one.element("compiler")["name"] == "the Underhood project"
    assert [name.partition("#")[2] for name in made["createdBy"]] == ["compiler"]
    assert "not reviewed by Meta" in one.notes("release/llama-2")
    assert "not reviewed by Meta" in one.element("document")["comment"]
    assert not [element for element in one.graph if "ai_safetyRiskAssessment" in element]
    assert not [element for element in one.graph if "ai_standardCompliance" in element]


def test_a_profile_is_claimed_only_where_its_packages_are_whole() -> None:
    profiles = opened(LLAMA).element("document")["profileConformance"]
    assert {"core", "software", "simpleLicensing"} <= set(profiles)
    assert not {"ai", "dataset"} & set(profiles)


def test_the_state_of_a_variant_is_said() -> None:
    one = opened(LLAMA)
    assert "release/llama-2#variants/34b/status: not-released" in one.notes("release/llama-2/34b")
    assert "release/llama-2#variants/70b/status: released" in one.notes("release/llama-2/70b")


@BOTH
def test_the_same_records_give_the_same_bytes(which: tuple[Path, str]) -> None:
    assert make(open_project(which[0]), which[1]).raw == opened(which).raw


def test_narrow_records_are_not_in_it() -> None:
    assert b"opied service" not in opened(LAB).raw
    inside = make(open_project(LAB[0]), LAB[1], audience=Audience.INTERNAL)
    assert b"opied service" in inside.raw
    read(inside.raw)


def test_another_language() -> None:
    one = make(open_project(ROOT), "llama-2", lang="fr")
    read(one.raw)
    assert one.element("compiler")["name"] == "le projet Underhood"


RELEASE = (
    "title: Owl 2\nmodel: owl\nversion: '2'\nrecorded: live\nhistory: [{status: released, date: '2024-03-01'}]\n"
    "variants: [{id: small, status: released}]\nintended_uses: [{id: odd, text: %s}]\n"
    "parts: [training/owl-2, data-source/mice]\n"
)
MICE = "title: Mice\ncategory: public\nroles: [pretraining]\npublicly_known: true\nlicence: %s\nurl: %s\n"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://mice.example/a b"])
@pytest.mark.parametrize("text", ['"</script> & \\" \\\\ \\U0001F989 \\u2028"', "'[[release/owl-2#small/status]]'"])
@pytest.mark.parametrize("licence", ["MIT", "MIT OR Apache-2.0", "LicenseRef-Owl", "free, as in mice"])
def test_odd_records_make_a_valid_document(url: str, text: str, licence: str) -> None:
    files = {
        "governance/release/owl-2.yaml": RELEASE % text,
        "governance/data-source/mice.yaml": MICE % (f"'{licence}'", f"'{url}'"),
    }
    one = make(project(files), "owl-2")
    read(one.raw)
    mice = one.element("data-source/mice")
    assert "software_homePage" not in mice
    assert f"data-source/mice#url: {url}" in one.notes("data-source/mice")
    assert bool(one.related("data-source/mice", "hasDeclaredLicense")) == (licence != "free, as in mice")
    assert "[[" not in one.element("release/owl-2")["ai_informationAboutApplication"]


def test_a_document_needs_a_day() -> None:
    views = Views(open_project(LAB[0]))
    view = replace(views.view(), as_of="")
    record = view.get("release", "reedheron-2")
    assert record is not None
    with pytest.raises(Stop, match="have none"):
        exporters.load("spdx").export(Asked(Facts(view, record), "3.0.1", Source(views), "underhood 9.9"))
