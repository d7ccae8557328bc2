"""Records that say odd things: what a bill cannot hold is left behind, and the rest is a valid bill."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.exporters.cyclonedx.bills import Made, fault, make, properties
from tests.making import project

RELEASE = (
    "title: Owl 2\nmodel: owl\nversion: '2'\nrecorded: live\n"
    "history: [{status: released, date: '2024-03-01'}]\n"
    "variants: [{id: small, status: released, artefacts: [{id: file, name: owl.bin, url: 'javascript:alert(1)', "
    "digest: 'md5:abc'}]}]\n"
    "intended_uses: [{id: odd, text: %s}]\n"
    "parts: [training/owl-2, risk/rudeness, distribution/nest, data-source/mice]\n"
)
MICE = "title: Mice\ncategory: public\nroles: [pretraining]\npublicly_known: true\nlicence: %s\nurl: %s\n"
NEST = (
    "title: Nest\nchannel: A tree\naccess: weights\nmode: open\n"
    "history: [{id: a, status: offered, date: '2024-03-01'}]\n"
    "licences: [{id: weights, for: weights, %s}]\n"
)


def owl(changes: Mapping[str, str] | None = None, *, text: str = "To hoot.", edition: str = "1.7") -> Made:
    """The bill of a made-up release with records of this kind or that."""
    files = {
        "governance/release/owl-2.yaml": RELEASE % text,
        "governance/distribution/nest.yaml": NEST % "spdx: MIT",
        "governance/data-source/mice.yaml": MICE % ("MIT", "'https://mice.example/a'"),
        **(changes or {}),
    }
    made = project(files)
    assert not made.problems, made.problems
    one = make(made, "owl-2", edition=edition)
    assert fault(one, edition) == ""
    return one


@pytest.mark.parametrize(
    "text",
    [
        '"</script><script>alert(1)</script> & \\" \\\\ {{ 7 * 7 }} ${x}"',
        '"\\U0001F989 \\u202E right to left \\u0085 \\u2028 \\t tab"',
        "'[[risk/rudeness]] and [[release/owl-2#small/status]]'",
        "'" + "long " * 20_000 + "'",
    ],
)
@pytest.mark.parametrize("edition", ["1.7", "1.6"])
def test_any_text_makes_a_valid_bill(text: str, edition: str) -> None:
    (use,) = owl(text=text, edition=edition).release["modelCard"]["considerations"]["useCases"]
    assert "[[" not in use
    assert use


def test_texts_show_what_they_name() -> None:
    one = owl(text="'See [[risk/rudeness]], which is [[release/owl-2#small/status]].'")
    assert one.release["modelCard"]["considerations"]["useCases"] == ["See Rude answers, which is released."]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://mice.example/a b", "https://mice.example/[x]", "ftp://x"]
)
def test_an_address_that_is_none_stays_words(url: str) -> None:
    one = owl({"governance/data-source/mice.yaml": MICE % ("MIT", f"'{url}'")})
    source = one.component("data-source/mice")
    assert "externalReferences" not in source
    assert dict(properties(source))["underhood:data-source/mice#url"] == url


def test_a_file_with_an_odd_digest_and_address() -> None:
    one = owl()
    (file,) = one.component("release/owl-2#small")["components"]
    assert "hashes" not in file
    assert "externalReferences" not in file
    assert dict(properties(file))["underhood:release/owl-2#variants/small/artefacts/file/digest"] == "md5:abc"
    assert "javascript" not in one.raw.decode()
    assert "javascript:alert(1)" in {fact.value for fact in one.facts.left() if isinstance(fact.value, str)}


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ("spdx: MIT", {"id": "MIT"}),
        ("spdx: mit", {"name": "mit"}),
        ("spdx: MIT OR Apache-2.0", {"name": "MIT OR Apache-2.0"}),
        ("spdx: LicenseRef-Owl", {"name": "LicenseRef-Owl"}),
        ("spdx: LicenseRef-Owl, name: Owl licence", {"name": "Owl licence"}),
    ],
)
@pytest.mark.parametrize("edition", ["1.7", "1.6"])
def test_licences(said: str, licence: Mapping[str, str], edition: str) -> None:
    one = owl({"governance/distribution/nest.yaml": NEST % said}, edition=edition)
    (found,) = one.release["licenses"]
    assert {name: value for name, value in found["license"].items() if name != "properties"} == licence


@pytest.mark.parametrize(
    ("energy", "cost"),
    [
        ("{value: 1234.5, unit: kWh}", 1234.5),
        ("{value: 0.1, unit: MWh}", 100),
        ("{value: 3, unit: Wh}", 0.003),
        ("{value: 3, unit: kWh, approximate: true}", None),
        ("{value: 3, unit: kWh, bound: at-least}", None),
        ("{value: 3, unit: kWh, disputed: [{value: 4, reason: Another page.}]}", None),
        ("{value: 3, unit: joule}", None),
        ("{absent: not-found}", None),
    ],
)
def test_only_a_plain_figure_becomes_a_number(energy: str, cost: float | None) -> None:
    training = (
        "title: Training\nstage: pretraining\norder: 1\n"
        f"runs: [{{id: small, variant: 'release/owl-2#small', energy: {energy}}}]\n"
    )
    card = owl({"governance/training/owl-2.yaml": training}).component("release/owl-2#small").get("modelCard", {})
    found = card.get("considerations", {}).get("environmentalConsiderations", {})
    assert [one["activityEnergyCost"]["value"] for one in found.get("energyConsumptions", ())] == (
        [cost] if cost else []
    )
    assert ("joule" in energy) == any("joule" in value for _, value in properties(found))
    if "disputed" in energy:
        assert [value for _, value in properties(found)] == ["3 kWh (disputed: 4; Another page.)"]


def test_every_licence_id_that_we_take_for_one_is_known_to_the_format() -> None:
    import json  # noqa: PLC0415
    from importlib.resources import files  # noqa: PLC0415  (only here)

    from packaging.licenses._spdx import LICENSES  # noqa: PLC0415

    known = set(json.loads((files("cyclonedx.schema") / "_res/spdx.SNAPSHOT.schema.json").read_text("utf-8"))["enum"])
    assert {one["id"] for one in LICENSES.values()} - known == set()


def test_records_that_say_little_say_no_more_in_a_bill() -> None:
    one = owl(
        {
            "governance/release/owl-2.yaml": RELEASE.replace(
                "distribution/nest", "capability/dark, mitigation/lamp, evaluation/night, claim/wise, distribution/nest"
            )
            % "To hoot.",
            "governance/capability/dark.yaml": "title: Dark\ntype: limitation\ntext: It sees little.\n",
            "governance/mitigation/lamp.yaml": (
                "title: Lamp\nlayer: user\ntext: It is lit.\nside_effects: [{id: moths, text: Moths come.}]\n"
            ),
            "governance/risk/rudeness.yaml": (
                "title: Rude answers\ntext: It may be rude.\ngroups: [mice]\n"
                "ratings: [{id: now, for: ['release/owl-2#small'], mitigations: [lamp]}]\n"
            ),
            "governance/claim/wise.yaml": (
                "title: Wise\nparaphrase: It is wise.\nabout: owl-2\nattributed_to: A mouse\n"
                "checks: [{label: Asked, stated_by: [{source: daily-news}], agrees: false}]\n"
                "at: [{source: daily-news}]\n"
            ),
            "governance/evaluation/night.yaml": (
                "title: Night\nevaluator: Somebody\nrelationship: independent\ncolumns: [{id: hoots}]\n"
                "rows: [{id: small, subject: 'release/owl-2#small', values: {hoots: 1e-7}}]\n"
            ),
        }
    )
    assert "None" not in one.raw.decode()
    (metric,) = one.component("release/owl-2#small")["modelCard"]["quantitativeAnalysis"]["performanceMetrics"]
    assert metric == {"type": "hoots", "value": "0.0000001"}
    (claim,) = one.bill["declarations"]["claims"]
    assert claim["counterEvidence"] == ["declared:evidence/daily-news"]
    assert "evidence" not in claim
    assert claim["predicate"] == "A mouse: It is wise."
    consider = one.release["modelCard"]["considerations"]
    assert consider["technicalLimitations"] == ["Dark: It sees little."]
    assert consider["performanceTradeoffs"] == ["Lamp: Moths come."]
    assert consider["ethicalConsiderations"] == [{"name": "Rude answers", "mitigationStrategy": "Lamp: It is lit."}]
    assert consider["fairnessAssessments"] == [
        {"groupAtRisk": "mice", "harms": "It may be rude.", "mitigationStrategy": "Lamp: It is lit."}
    ]


def test_fields_kept_from_the_public_leave_a_valid_bill() -> None:
    """What is restricted stands as an absence in the view: it becomes no value, and no word of it is in the bill."""
    secret = "visibility_of: {%s: internal}\n"
    paper = "title: Owl paper\ntype: paper\nstanding: primary\nread: original\nurl: 'https://owl.example/secret'\n"
    one = owl(
        {
            "governance/evidence/owl-paper.yaml": paper + secret % "url",
            "governance/risk/rudeness.yaml": "title: Rude answers\ntext: Secretly rude.\n" + secret % "text",
            "governance/data-source/mice.yaml": MICE % ("MIT", "'https://mice.example/secret'") + secret % "url",
        }
    )
    assert "ecret" not in one.raw.decode()
    assert "not-public" not in one.raw.decode()
    assert "owl-paper" not in "".join(reference["url"] for reference in one.release.get("externalReferences", ()))
