"""Official forms: every field in its order, figures worked out of what is stored once, and nothing filed by us."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.forms.records import COMPILED, OWLS, SOURCES, TRAINING, field, made, seen

from underhood.documents import documents, offered, render
from underhood.meaning.audience import View, Views
from underhood.records.frameworks import shipped
from underhood.records.project import open_project
from underhood.values.ids import parse_address

ROOT = Path(__file__).parents[2]
GOLDEN = Path(__file__).parent / "golden"
TODAY = "2026-11-23"
NOT_FILED = "Not filed. Illustration from public sources; not submitted by or for the provider."
FORMS = {
    "data-summary": "eu-training-content-summary",
    "documentation-form": "eu-gpai-model-documentation-form",
    "annex-xi-xii": "eu-ai-act-annex-xi-xii",
    "training-data-transparency": "us-ca-ab2013",
    "transparency-report": "us-ca-sb53",
    "datasheet": "gebru-2021-datasheets",
}
ANCHOR = re.compile(r'<span class="place" id="([^"]+)"')

Golden = Callable[[str, Path], None]


@pytest.fixture(scope="module")
def llama() -> View:
    return Views(open_project(ROOT, today=TODAY)).view()


@pytest.fixture(scope="module")
def lab() -> View:
    return Views(open_project(ROOT / "examples" / "lab", today=TODAY)).view()


def of(view: View, name: str, address: str, golden: Golden, file: str) -> None:
    subject = view.at(parse_address(address))  # type: ignore[arg-type]
    assert subject is not None
    golden(render(name, replace(view, past=None), subject).markdown(), GOLDEN / file)


@pytest.mark.parametrize("name", ["data-summary", "documentation-form"])
def test_golden_of_llama_2(llama: View, name: str, golden: Golden) -> None:
    of(llama, name, "release/llama-2", golden, f"llama-2.{name}.md")


def test_golden_of_the_lab(lab: View, golden: Golden) -> None:
    of(lab, "data-summary", "release/reedheron-2", golden, "reedheron-2.data-summary.md")


def test_golden_of_domains_and_audits_in_french(golden: Golden) -> None:
    text = made_in_french("data-summary", "release/reedheron-2")
    fields = (part for part in text.split("\n### ")[1:] if part.startswith(("2.3.h ", "3.3.a ")))
    golden(
        "".join(f"### {part.split(chr(10) + '## ')[0].strip()}\n\n" for part in fields), GOLDEN / "reedheron-2.fr.md"
    )


def made_in_french(name: str, address: str) -> str:
    view = Views(open_project(ROOT / "examples" / "lab", today=TODAY)).view("fr")
    subject = view.at(parse_address(address))  # type: ignore[arg-type]
    assert subject is not None
    return render(name, replace(view, past=None), subject).markdown()


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("records", ["llama", "lab", "owls"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_item_stands_once_and_in_order(name: str, records: str, language: str, llama: View, lab: View) -> None:
    view = {"llama": llama, "lab": lab}.get(records) or seen(language=language)
    if records != "owls" and language == "fr":
        root = ROOT if records == "llama" else ROOT / "examples" / "lab"
        view = Views(open_project(root, today=TODAY)).view("fr")
    wanted = [item.id for item in shipped()[FORMS[name]].items]
    subjects = view.of(documents()[name].subject)[:3]
    assert subjects
    for subject in subjects:
        body = render(name, view, subject).html().body
        assert [id for id in ANCHOR.findall(body) if id in set(wanted)] == wanted
        assert "<p>|" not in body
        assert not re.search("[\ue000\ue001]", body)


def test_compiled_records_are_marked_and_declare_nothing() -> None:
    for name in FORMS:
        compiled = made(name, seen({"governance/settings.yaml": COMPILED}), _subject(name))
        assert compiled.caution == NOT_FILED
        assert NOT_FILED in compiled.markdown()
        assert "Left blank: signatures" in compiled.markdown()
        own = made(name, seen(), _subject(name))
        assert own.caution == ""
        assert "Not filed" not in own.markdown()
        assert "Left blank" not in own.markdown()


def test_approvals_stand_for_declarations_where_a_provider_records_them() -> None:
    text = made("data-summary", seen(APPROVED)).markdown()
    declared = text.split("## Declarations of the provider")[1].split("## ")[0]
    assert "record:approval/owl-2-safety" in declared
    assert "None is recorded" not in declared


APPROVED = {
    "governance/organisation/owl-works.yaml": (
        OWLS["governance/organisation/owl-works.yaml"] + "people: [{id: ada, name: Ada}]\n"
    ),
    "governance/approval/owl-2-safety.yaml": (
        "title: Safety of Owl 2\nrelease: owl-2\nrole: safety-lead\nperson: ada\ndecision: approved\n"
        "date: '2024-02-28'\nmanifest: '0000000000000000000000000000000000000000000000000000000000000000'\n"
    ),
}


def _subject(name: str) -> str:
    return "release/owl-2" if documents()[name].subject == "release" else "data-source/pond"


@pytest.mark.parametrize(
    ("released", "sentence"),
    [
        ("2024-03-01", "The duty did not exist then: it applies from 2 August 2025."),
        ("2024-03-01", "It reaches what was on the Union market before that day from 2 August 2027."),
        ("2025-08-01", "The duty did not exist then"),
        ("2025-08-02", "from the time of the release"),
        ("2025-08", "from the time of the release"),
        ("2025-08-03", "The duty existed then: it applies from 2 August 2025, to those whom it binds."),
    ],
)
def test_whether_the_duty_existed(released: str, sentence: str) -> None:
    release = OWLS["governance/release/owl-2.yaml"].replace(
        "eu_market_date: '2024-03-01'", f"eu_market_date: '{released}'"
    )
    assert sentence in made("data-summary", seen({"governance/release/owl-2.yaml": release})).markdown()


def test_the_date_of_release_counts_where_none_for_the_market_is_recorded() -> None:
    release = OWLS["governance/release/owl-2.yaml"].replace("eu_market_date: '2024-03-01'\n", "")
    text = made("data-summary", seen({"governance/release/owl-2.yaml": release})).markdown()
    assert "It was released on 1 March 2024. The duty did not exist then" in text
    report = made("transparency-report", seen()).markdown()
    assert "It was released on 1 March 2024. The duty did not exist then: it applies from 1 January 2026." in report
    assert "before that day" not in report


def test_versions_and_earlier_ones() -> None:
    text = made("data-summary", seen()).markdown()
    version = text.split("## Version and dates")[1].split("## ")[0]
    assert re.search(r"Version that the provider published \| version 1\.1, 1 June 2024, \[Owl paper", version)
    assert re.search(r"Earlier versions \| version 1\.0, 1 February 2024, \[Daily News", version)
    assert "Last change of a record behind it | not recorded" in version
    assert "(doc:release/owl-1/data-summary)" in version


def test_sizes_are_banded_and_what_is_left_out_is_named() -> None:
    found = field(made("data-summary", seen()).markdown(), "1.3.b Training data size per modality")
    assert "text: **400\u00a0billion\u00a0tokens** → 1 billion to 10 trillion tokens" in found
    assert "Pond (97\u00a0GB); Puddle (3,000\u00a0MB)" in found
    assert "Quiz" not in found.split("Said to be absent")[0].split("| Data source")[0]


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ("{value: 9.99e8, unit: token}", "→ less than 1 billion tokens ("),
        ("{value: 1.0e9, unit: token}", "→ 1 billion to 10 trillion tokens ("),
        ("{value: 1.0e13, unit: token}", "→ more than 10 trillion tokens ("),
        (
            "{value: 9.0e12, unit: token, bound: more-than}",
            "→ 1 billion to 10 trillion tokens or more than 10 trillion tokens (",
        ),
        (
            "{value: 9.0e12, unit: token, disputed: [{value: 1.1e13, reason: Another count.}]}",
            "(disputed)** → 1 billion to 10 trillion tokens or more than 10 trillion tokens (",
        ),
    ],
)
def test_edges_limits_and_disputes_of_bands(size: str, words: str) -> None:
    source = SOURCES["web"].replace("{value: 4.0e11, unit: token}", size)
    text = made("data-summary", seen({"governance/data-source/web.yaml": source})).markdown()
    assert words in field(text, "1.3.b Training data size per modality")


def test_what_was_read_stands_in_for_sizes_that_sources_do_not_give() -> None:
    source = SOURCES["web"].replace("{value: 4.0e11, unit: token}", "{value: 4, unit: TB}")
    text = made("data-summary", seen({"governance/data-source/web.yaml": source})).markdown()
    found = field(text, "1.3.b Training data size per modality")
    assert "text: **2.0\u00a0trillion\u00a0tokens** → 1 billion to 10 trillion tokens (what the runs read" in found


def test_dates_and_languages() -> None:
    text = made("data-summary", seen()).markdown()
    dates = field(text, "1.3.d Latest date of data acquisition")
    assert "Latest acquisition (MM/YYYY): **09/2023 (Web of owls)**" in dates
    assert "Trained on new data after that date: **Yes**" in dates
    assert "**01/2023 – 09/2023**" in field(text, "2.3.e Period of data collection")
    spoken = field(text, "1.3.e Linguistic characteristics")
    assert "Official languages of the Union: **English, French**" in spoken
    assert "Other languages: **Japanese**" in spoken


def test_large_public_datasets_are_more_than_three_percent() -> None:
    listed = field(made("data-summary", seen()).markdown(), "2.1.c List of large public datasets")
    assert "**Pond (97.0\u00a0%)**" in listed
    more = {"governance/data-source/puddle.yaml": SOURCES["puddle"].replace("3000, unit: MB", "3.1, unit: GB")}
    listed = field(made("data-summary", seen(more)).markdown(), "2.1.c List of large public datasets")
    assert "**Pond (96.9\u00a0%); Puddle (3.1\u00a0%)**" in listed
    other = {"governance/data-source/puddle.yaml": SOURCES["puddle"].replace("3000, unit: MB", "7, unit: document")}
    listed = field(made("data-summary", seen(other)).markdown(), "2.1.c List of large public datasets")
    assert "the limit cannot be applied" in listed


def test_boxes() -> None:
    text = made("data-summary", seen()).markdown()
    assert "Answer: **Yes**" in field(text, "2.3.a Crawlers used?")
    assert "Answer: **No** (no source of this category" in field(text, "2.5.a Synthetic data used?")
    assert "text: **Yes** · image: **No**" in field(text, "1.3.a Modalities in the training data")
    open_ = {
        "governance/release/owl-2.yaml": OWLS["governance/release/owl-2.yaml"].replace(
            "recorded: live", "recorded: retrospective"
        ),
        "governance/training/owl-2.yaml": TRAINING.replace("share: 80", "share: 60"),
    }
    text = made("data-summary", seen(open_)).markdown()
    assert "Answer:" not in field(text, "2.5.a Synthetic data used?")
    assert "text: **Yes** · image: **not recorded**" in field(text, "1.3.a Modalities in the training data")


def test_figures_of_the_documentation_form() -> None:
    text = made("documentation-form", seen()).markdown()
    exact = field(text, "Total model size (number)")
    assert "Owl 2 Small: **5\u00a0billion\u00a0parameters**" in exact
    assert "Owl 2 Huge: **" not in exact
    band = field(text, "Total model size (range)")
    assert "Owl 2 Small: **4.99\u00a0billion\u00a0parameters** → 500M-5B" in band
    assert "Owl 2 Large: **5\u00a0billion\u00a0parameters** → 5B-15B" in band
    assert "Training of Owl 2: → 1-3 months" in field(text, "Training time (range)")
    days = field(text, "Training time (precise)")
    assert "Training of Owl 2: **40\u00a0days** (by the clock)" in days
    assert "Nest 1: **3,000\u00a0days** (exactly: 3,001\u00a0days)" in days
    assert "Training of Owl 2: **1\u00a0×\u00a010²³\u00a0FLOP**" in field(text, "Training compute (order)")
    assert "Training of Owl 2: **1\u00a0×\u00a010²³\u00a0FLOP**" in field(text, "Training compute (precise)")
    assert "Training of Owl 2: **620\u00a0MWh**" in field(text, "Energy for training")
    coarse = field(text, "Number of data points (coarse)")
    assert "Training: **100\u00a0GB; 3,000\u00a0MB; 400\u00a0billion\u00a0tokens**" in coarse
    assert "Testing: **1,000\u00a0examples**" in coarse
    assert "Validation: **not recorded**" in coarse
    assert "Testing: **1,200\u00a0examples**" in field(text, "Number of data points (fine)")


def test_fields_that_are_called_alike_are_told_apart() -> None:
    model = "title: Owl\nprovider: owl-works\ninputs: [{id: i, modality: text}]\noutputs: [{id: o, modality: image}]\n"
    text = made("annex-xi-xii", seen({"governance/model/owl.yaml": model})).markdown()
    found = field(text, "XI.1.1(e) Modality and format")
    assert "Inputs: Kind of content: text" in found
    assert "Outputs: Kind of content: image" in found


def test_a_period_leaves_bands_open() -> None:
    training = TRAINING.replace("wall_clock: {value: 45, unit: day}\n", "period: 2023-01/2023-07\n")
    text = made("documentation-form", seen({"governance/training/owl-2.yaml": training})).markdown()
    assert "→ 3-6 months or more than 6 months (the period of the whole training" in field(
        text, "Training time (range)"
    )


def test_recipients_and_conditions() -> None:
    text = made("documentation-form", seen()).markdown()
    assert "Recipients: the AI Office, national authorities, downstream providers." in field(
        text, "Legal name of provider"
    )
    text = made("data-summary", seen()).markdown()
    assert "The records say that this is not so." in field(text, "2.5.b Modalities of synthetic data")
    assert "**Not applicable**" in field(text, "2.5.b Modalities of synthetic data")


def test_annexes_work_figures_out_as_the_form_that_answers_them() -> None:
    text = made("annex-xi-xii", seen()).markdown()
    assert "Owl 2 Large: **5\u00a0billion\u00a0parameters**" in field(text, "XI.1.1(d) Architecture and parameters")
    assert "→ 5B-15B" in field(text, "XII.1(f) Architecture and parameters")


def test_an_absence_stands_with_state_reason_holder_and_search() -> None:
    release = OWLS["governance/release/owl-2.yaml"].replace(
        "eu_market_date: '2024-03-01'",
        "eu_market_date: {absent: withheld, reason: It is kept back., held_by: organisation/owl-works,"
        " searched: [{source: owl-paper, at: Table 7}]}",
    )
    text = made("data-summary", seen({"governance/release/owl-2.yaml": release})).markdown()
    found = field(text, "1.2.c Date of placement on the Union market")
    assert "**Withheld**" in found
    assert "It is kept back. Held by: [Owl Works](record:organisation/owl-works)." in found
    assert "Table 7" in found


def test_a_form_whose_framework_is_left_out_is_not_made() -> None:
    settings = OWLS["governance/settings.yaml"] + "frameworks: [us-ca-ab2013]\n"
    view = seen({"governance/settings.yaml": settings})
    release = view.get("release", "owl-2")
    assert release is not None
    names = {one.name for one in offered(view, release)}
    assert "training-data-transparency" in names
    assert not names & (FORMS.keys() - {"training-data-transparency"})


def test_a_release_without_its_organisation() -> None:
    view = seen({"governance/organisation/owl-works.yaml": "title: Owl Works\nvisibility: internal\n"})
    found = field(made("data-summary", view).markdown(), "1.1.a Provider name and contact")
    assert "Owl Works" not in found


def test_restricted_records_leave_no_trace_but_that_they_answer() -> None:
    secret = SOURCES["web"].replace("title: Web of owls", "title: Sekrit canary web") + "visibility: authority\n"
    view = seen({"governance/data-source/web.yaml": secret})
    text = made("data-summary", view).markdown()
    assert "Sekrit" not in text
    assert "n00.example" not in text
    assert "Answer: **No**" not in text
    assert "image: **No**" not in text
    assert "Answered, but not public" in field(text, "2.3.b Crawler names")
    assert "Answered, but not public" in field(text, "2.3.e Period of data collection")


def test_six_operations_stand_in_for_compute_that_is_not_recorded() -> None:
    training = TRAINING.replace("flop: {value: 2.0e22, unit: FLOP}, ", "")
    text = made("transparency-report", seen({"governance/training/owl-2.yaml": training})).markdown()
    assert "Training of Owl 2, small: **8.46\u00a0×\u00a010²²\u00a0FLOP**;" in text
    assert "Training of Owl 2, large: **about 6\u00a0×\u00a010²²\u00a0FLOP** (six operations" in text


def test_a_datasheet_speaks_of_its_own_source() -> None:
    done = {
        "governance/data-processing/cleaning.yaml": (
            "title: Cleaning\npurpose: quality\ndone: true\nmethod: By beak.\napplies_to: [pond]\n"
        )
    }
    text = made("datasheet", seen(done), "data-source/pond").markdown()
    assert "By beak." in text
    assert "Puddle" not in text
    assert "Web of owls" not in text
    assert "By beak." not in made("datasheet", seen(done), "data-source/puddle").markdown()
