"""Croissant files of Llama 2 and of the laboratory: read by mlcroissant, with no name that no vocabulary has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import mlcroissant
import pytest
from rdflib.namespace import SDO

from tests.exporters.told import missing, told, words_of
from tests.making import project
from underhood import exporters
from underhood.exporters import Asked, Exported
from underhood.exporters._telling import Telling
from underhood.meaning.audience import Audience, Views
from underhood.meaning.facts import Fact, Facts
from underhood.records.project import Project, open_project
from underhood.records.record import is_absence
from underhood.site.provenance import Source

ROOT = Path(__file__).resolve().parents[3]
LLAMA, LAB = (ROOT, "llama-2"), (ROOT / "examples" / "lab", "reedheron-2")
BOTH = pytest.mark.parametrize("which", [LLAMA, LAB], ids=["llama-2", "lab"])
EDITIONS = pytest.mark.parametrize("edition", ["1.1", "1.0"])

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

# The RAI vocabulary, edition 1.0, as its authors declare it.
RAI = {
    "annotationsPerItem",
    "annotatorDemographics",
    "dataAnnotationAnalysis",
    "dataAnnotationPlatform",
    "dataAnnotationProtocol",
    "dataBiases",
    "dataCollection",
    "dataCollectionMissingData",
    "dataCollectionRawData",
    "dataCollectionTimeframe",
    "dataCollectionType",
    "dataImputationProtocol",
    "dataLimitations",
    "dataManipulationProtocol",
    "dataPreprocessingProtocol",
    "dataReleaseMaintenancePlan",
    "dataSocialImpact",
    "dataUseCases",
    "machineAnnotationTools",
    "personalSensitiveInformation",
}
CROISSANT = {"isLiveDataset"}


def make(
    made: Project, id: str, *, edition: str = "1.1", audience: Audience = Audience.PUBLIC, lang: str = "en"
) -> tuple[Exported, Facts]:
    views = Views(made)
    view = views.view(lang, audience)
    record = view.get("release", id)
    assert record is not None
    facts = Facts(view, record)
    return exporters.load("croissant").export(Asked(facts, edition, Source(views), "underhood 9.9")), facts


@cache
def opened(which: tuple[Path, str], edition: str = "1.1") -> tuple[Exported, Facts]:
    return make(open_project(which[0]), which[1], edition=edition)


def data(exported: Exported) -> dict[str, Any]:
    return {path.partition(".")[0]: json.loads(raw) for path, raw in exported.files.items()}


def read(told: Any) -> mlcroissant.Dataset:
    """A file as Croissant's own library reads it. Raises where it finds an error."""
    return mlcroissant.Dataset(jsonld=told)


def unknown(told: Any) -> Iterator[str]:
    """The names in a file, without its context, that no published vocabulary has."""
    if isinstance(told, Mapping):
        for name, inner in told.items():
            if name == "@context":
                continue
            space, _, local = name.rpartition(":")
            known = {"rai": local in RAI, "": local in CROISSANT or local in SDO or local in {"@type", "conformsTo"}}
            if not known.get(space, False):
                yield name
            if name == "@type" and str(inner).removeprefix("sc:") not in SDO:
                yield str(inner)
            yield from unknown(inner)
    elif isinstance(told, list):
        for inner in told:
            yield from unknown(inner)


@BOTH
@EDITIONS
def test_the_other_project_takes_it(which: tuple[Path, str], edition: str) -> None:
    exported, facts = opened(which, edition)
    assert set(data(exported)) == {one.id for one in facts.of("data-source")}
    assert len(exported.files) > 4
    for id, file in data(exported).items():
        metadata = read(file).metadata
        assert not metadata.ctx.issues.errors
        record = facts.at(id, "data-source")
        assert record is not None
        assert record.title in str(metadata.name)
        assert metadata.data_use_cases in (None, file["rai:dataUseCases"])
        assert str(metadata.ctx.conforms_to.value).endswith(edition)
        assert not metadata.distribution


@BOTH
@EDITIONS
def test_every_name_is_in_a_published_vocabulary(which: tuple[Path, str], edition: str) -> None:
    for file in data(opened(which, edition)[0]).values():
        assert list(unknown(file)) == []


def test_the_checks_see_faults() -> None:
    (file, *_) = data(opened(LAB)[0]).values()
    assert list(unknown({**file, "rai:dataBias": "x", "licence": "y"})) == ["rai:dataBias", "licence"]
    with pytest.raises(mlcroissant.ValidationError):
        read({**file, "distribution": [{"@type": "cr:FileObject", "@id": "a"}]})


@BOTH
def test_what_is_told_is_in_it(which: tuple[Path, str]) -> None:
    exported, facts = opened(which)
    telling = Telling(facts)

    def spelled(fact: Fact) -> Iterable[str] | None:
        return [telling.spoken(fact.value)] if isinstance(fact.value, str) else None

    written = "\n".join(
        words_of(one).replace("True", "true").replace("False", "false") for one in data(exported).values()
    )
    assert missing(facts, written, spelled) == []
    assert len(told(facts)) > 80
    assert not [fact for fact in told(facts) if is_absence(fact.value)]


def test_nothing_is_invented() -> None:
    file = data(opened(LLAMA)[0])["llama-2-pretraining-data"]
    for name in ("url", "license", "distribution", "recordSet", "creator", "datePublished", "version"):
        assert name not in file
    assert file["size"] == ["text: 2000000000000 token"]
    assert file["temporalCoverage"] == "../2022-09"
    assert "not reviewed by Meta" in file["comment"]["text"]


def test_what_the_laboratory_records() -> None:
    files = data(opened(LAB)[0])
    upland = files["upland-encyclopedia"]
    assert upland["license"] == "https://spdx.org/licenses/CC-BY-SA-4.0.html"
    assert upland["url"] == "https://upland-encyclopedia.example/download"
    assert "names and lives of persons of public interest" in upland["rai:personalSensitiveInformation"]
    staff = files["staff-dialogues"]
    assert "license" not in staff  # words about rights are no licence
    assert staff["rai:dataCollectionTimeframe"] == "2025-01-13/2025-12-12"
    assert staff["isLiveDataset"] is False


MICE = "title: Mice\ncategory: public\nroles: [pretraining]\npublicly_known: true\nlicence: %s\nurl: %s\n"
RELEASE = (
    "title: Owl 2\nmodel: owl\nversion: '2'\nrecorded: live\nhistory: [{status: released, date: '2024-03-01'}]\n"
    "variants: [{id: small, status: released}]\nparts: [training/owl-2, data-source/mice]\n"
)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://mice.example/a b", "https://mice.example/a"])
@pytest.mark.parametrize("licence", ["MIT", "MIT OR Apache-2.0", "LicenseRef-Owl", "mit", "free, as in mice"])
@EDITIONS
def test_odd_records_make_a_valid_file(url: str, licence: str, edition: str) -> None:
    files = {
        "governance/release/owl-2.yaml": RELEASE,
        "governance/data-source/mice.yaml": MICE % (f"'{licence}'", f"'{url}'")
        + 'description: "</script> & \\" \\\\ \\U0001F989 \\u2028 [[release/owl-2#small/status]]"\n',
    }
    exported, facts = make(project(files), "owl-2", edition=edition)
    file = data(exported)["mice"]
    read(file)
    assert list(unknown(file)) == []
    assert ("url" in file) == url.endswith("/a")
    assert url.endswith("/a") or url in {fact.value for fact in facts.left() if isinstance(fact.value, str)}
    written = {"MIT": "https://spdx.org/licenses/MIT.html", "free, as in mice": None}
    assert file.get("license") == written.get(licence, licence)
    assert "[[" not in file["description"]


@BOTH
def test_the_same_records_give_the_same_bytes(which: tuple[Path, str]) -> None:
    assert make(open_project(which[0]), which[1])[0].files == opened(which)[0].files


def test_another_language() -> None:
    exported, _ = make(open_project(ROOT), "llama-2", lang="fr")
    for file in data(exported).values():
        assert file["@context"]["@language"] == "fr"
        read(file)
