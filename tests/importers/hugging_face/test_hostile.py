"""Cards that are broken or meant to break something: said, never a crash, and nothing half written."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importers.imported import TODAY, findings, numbers, reads
from underhood import importers
from underhood.doors import marked
from underhood.doors.decoding import CONTROL
from underhood.doors.dump import plain_yaml
from underhood.importers import Given, Wanted
from underhood.importers._hugging_face_card import parse
from underhood.importers._prose import prose
from underhood.importers._reading import Read
from underhood.records.references import PROSE_REFERENCE
from underhood.values.quantity import exact

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
BODY = "\n# A model\n\n## Limitations\n\nIt fails at times.\n"


def card(tmp_path: Path, content: str | bytes) -> Read:
    path = tmp_path / "some-model/README.md"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    (file,) = reads("hugging-face", path)
    return file


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("a: [", "this is not YAML"),
        ("license: mit\nlicense: gpl-3.0", "line 3: field 'license' stands here again"),
        ("a: &x 1\nb: *x", "anchor '&x'"),
        (BOMB, "anchor '&a'"),
        ("a: !!python/object/apply:os.system ['echo']", "tag '!!python"),
        ("<<: {a: 1}", "merge key"),
        ("- a\n- b", "no group of fields"),
        ("just words", "no group of fields"),
        ("a: " + "[" * 100 + "]" * 100, "nested deeper than 64 levels"),
    ],
)
def test_a_front_matter_that_cannot_be_read_is_said_and_the_text_is_used(tmp_path: Path, front: str, said: str) -> None:
    file = card(tmp_path, f"---\n{front}\n---\n{BODY}")
    assert file.error == ""
    messages = [one.message for one in file.drawn.troubles]
    assert any(said.replace("!!python", "tag:yaml.org,2002:python") in one or said in one for one in messages), messages
    assert any(draft.address.kind == "risk" for draft in file.drawn.drafts)
    assert (("metadata",), f"{front}\n") in file.lost


@pytest.mark.parametrize(
    ("content", "kinds"),
    [
        (BODY, 5),
        (f"---\nlicense: mit\n{BODY}", 5),
        (f"---\n---\n{BODY}", 5),
        ("\ufeff" + f"---\nlicense: mit\n---\n{BODY}".replace("\n", "\r\n"), 6),
        ("only words", 4),
        ("---\nlicense: mit\n---\n", 5),
    ],
    ids=["no front matter", "not closed", "empty", "marked, CRLF", "no heading", "no text"],
)
def test_odd_cards_are_cards(tmp_path: Path, content: str, kinds: int) -> None:
    file = card(tmp_path, content)
    assert file.error == ""
    assert len({draft.address.kind for draft in file.drawn.drafts}) == kinds
    assert {one.code for one in findings([file])} <= {"placeholder-text", "risk-without-owner", "unmitigated-high-risk"}


def test_a_front_matter_that_is_never_closed_is_said(tmp_path: Path) -> None:
    file = card(tmp_path, f"---\nlicense: mit\n{BODY}")
    (trouble,) = file.drawn.troubles
    assert "never closed" in trouble.message
    assert card(tmp_path, f"---\n\nA line above.\n{BODY}").drawn.troubles == ()


@pytest.mark.parametrize("written", ['"a\\b"', '"\\x01"', "a\x08b"])
def test_control_characters_never_reach_a_draft(tmp_path: Path, written: str) -> None:
    file = card(tmp_path, f"---\nlibrary_name: {written}\n---\n{BODY}")
    assert file.error == ""
    assert not [one for one in findings([file]) if one.severity.value == "error"]


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfe#\0", b"# caf\xe9"])
def test_no_text_is_no_card(tmp_path: Path, content: bytes) -> None:
    assert card(tmp_path, content).error


def test_wrong_types_are_left_and_named(tmp_path: Path) -> None:
    front = (
        "license: [mit, {a: 1}, 3]\nlanguage: {en: 1}\ntags: 7\ndatasets: [[x]]\nbase_model: true\n"
        "pipeline_tag: [a]\nco2_eq_emissions: much\nmodel-index: {a: b}\nlibrary_name: null\n"
    )
    file = card(tmp_path, f"---\n{front}---\n{BODY}")
    assert file.error == ""
    lost = {"/".join(map(str, path)) for path, _ in file.lost}
    assert {"metadata/license/1/a", "metadata/language/en", "metadata/datasets/0/0", "metadata/model-index/a"} <= lost
    assert "metadata/base_model" in lost
    assert not [one for one in findings([file]) if one.severity.value == "error"]


def test_figures_that_are_none_and_figures_that_contradict(tmp_path: Path) -> None:
    result = "  - task: {type: x}\n    dataset: {name: D, type: d}\n    metrics: [{type: acc, value: %s}]\n"
    values = (".nan", "1.0", "1.0", "2.50", "-.inf", "many", "1e999", "[1, 2]", "'1,234.5'")
    front = "model-index:\n- name: org/some-model\n  results:\n" + "".join(result % one for one in values)
    file = card(tmp_path, f"---\n{front}---\n{BODY}")
    (table,) = [draft.data for draft in file.drawn.drafts if draft.address.kind == "evaluation"]
    assert sorted(str(value) for value in table["rows"][0]["values"].values()) == ["1.0", "1234.5", "2.50"]
    said = "\n".join(one.message for one in file.drawn.troubles)
    for words in (".nan is no figure", "-.inf is no figure", "1e999 is no figure", "'many' is no number"):
        assert words in said
    assert "two results of the same measurement" in said
    assert "this is no single number" in said


@pytest.mark.parametrize(
    ("written", "spdx", "said"),
    [
        ("apache-2.0", "Apache-2.0", ""),
        ("Apache 2", "LicenseRef-Apache-2", "did you mean Apache-2.0?"),
        ("my own / licence", "LicenseRef-my-own-licence", "name it by its id"),
        ("gemma", "LicenseRef-gemma", ""),
        ("odc-by", "ODC-By-1.0", ""),
    ],
)
def test_licences_are_named_by_the_list(tmp_path: Path, written: str, spdx: str, said: str) -> None:
    file = card(tmp_path, f"---\nlicense: {written}\n---\n{BODY}")
    (weights,) = [draft.data for draft in file.drawn.drafts if draft.address.kind == "distribution"]
    assert weights["licences"][0]["spdx"] == spdx
    assert said in "".join(one.hint for one in file.drawn.troubles)
    assert bool(said) == bool(file.drawn.troubles)


def test_ten_megabytes_take_seconds(tmp_path: Path) -> None:
    lines = "## Risks [[a/b]] ![x](y) `` ` <b> [z](\n" * 20_000 + "x ` [ <!-- " * 800_000
    start = time.process_time()
    file = card(tmp_path, f"---\nlicense: mit\n---\n{BODY}{lines}"[: 10 << 20])
    assert file.error == ""
    assert time.process_time() - start < 20
    assert max(len(str(value)) for _, value in file.lost) > 1 << 19


def test_a_section_that_is_too_long_is_named_and_left(tmp_path: Path) -> None:
    file = card(tmp_path, f"{BODY}{'On and on. ' * 2000}")
    assert [one.path for one in file.drawn.troubles] == [("sections", 1)]
    assert "too long for a record" in file.drawn.troubles[0].message
    assert not [draft for draft in file.drawn.drafts if draft.address.kind == "risk"]


def test_text_does_nothing() -> None:
    assert prose("See [[risk/x]] and `[[risk/x]]`.") == "See \\[\\[risk/x\\]\\] and `[ [risk/x]]`."
    assert prose("[click](https://evil.example/ 'now') ![pic](x.png)") == "click (https://evil.example/) pic"
    assert prose("# Big\n<script>alert(1)</script>") == "\\# Big\n\\<script>alert(1)\\</script>"
    assert prose("a<!-- hidden --> b\x00\ue000") == "a b"


@given(st.text(alphabet=st.sampled_from("[]`<>!()#-\n ab/~*\\\r\t\ue000\x00\x85\u2028é"), max_size=60))
@settings(max_examples=300, deadline=None)
def test_no_text_refers_to_anything(text: str) -> None:
    made = prose(text)
    assert PROSE_REFERENCE.search(made) is None
    if made:
        read = marked.read(plain_yaml({"text": made}).encode())
        assert read.problems == ()
        assert read.data == {"text": made}


NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12), st.decimals(-1000, 1000, places=3, allow_nan=False, allow_infinity=False)
)
WORDS = st.one_of(
    st.sampled_from(["mit", "llama2", "en", "org/model", "no", "TODO", "[[x/y]]", "..", "con", "a: b", "\u202e"]),
    st.text(max_size=12).map(lambda text: CONTROL.sub("", text)),  # the parser lets none through
)
ANY = st.recursive(
    st.one_of(st.none(), st.booleans(), NUMBERS, WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=8,
)
FIELDS = (
    *("license", "license_name", "license_link", "language", "language_bcp47", "base_model", "base_model_relation"),
    *("datasets", "tags", "pipeline_tag", "library_name", "co2_eq_emissions", "model-index", "extra_gated_prompt"),
)
RESULT = st.fixed_dictionaries(
    {
        "task": st.one_of(st.fixed_dictionaries({"type": WORDS}), ANY),
        "dataset": st.one_of(st.fixed_dictionaries({"name": WORDS, "type": WORDS, "config": WORDS}), ANY),
        "metrics": st.lists(st.fixed_dictionaries({"type": WORDS, "value": st.one_of(NUMBERS, ANY)}), max_size=3),
    }
)
INDEX = st.lists(st.fixed_dictionaries({"name": WORDS, "results": st.lists(RESULT, max_size=4)}), max_size=2)


@given(
    st.fixed_dictionaries({}, optional={**dict.fromkeys(FIELDS, ANY), "model-index": st.one_of(INDEX, ANY)}),
    st.lists(st.tuples(st.sampled_from(["", "Limitations", "Uses", "Training data", "Evaluation", "Ünïté/…"]), WORDS)),
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_card_says_its_drafts_can_be_read(metadata: dict[str, Any], said: list[tuple[str, str]]) -> None:
    sections = [{"level": "2", **({"title": title} if title else {}), "text": text} for title, text in said if text]
    data = {"metadata": metadata, "sections": sections}
    source = Given("some-model/README.md", "0" * 64, data)
    drawn = importers.load("hugging-face").draw(source, Wanted(TODAY))
    found = [one for one in findings([Read("x", drawn=drawn)]) if one.severity.value == "error"]
    assert found == []
    kept = {number for draft in drawn.drafts for number in numbers(draft.data)}
    kept |= {number for _, value in source.left() for number in numbers(value)}
    troubled = [one.path for one in drawn.troubles]
    for path, value in source.every():
        if path[-1] == "value" and path[:2] == ("metadata", "model-index") and list(numbers(value)):
            assert exact(value) in kept or any(path[: len(one)] == one for one in troubled)


@given(st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_whatever_bytes_there_are_they_are_read_or_refused(raw: bytes) -> None:
    try:
        data = parse(b"---\n" + raw + b"\n---\n# x\n" + raw)
    except ValueError:
        return
    importers.load("hugging-face").draw(Given("README.md", "0" * 64, data), Wanted(TODAY))
