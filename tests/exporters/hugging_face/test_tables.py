"""Any tables whatever: each figure is found again, once, and no two of one group differ in setting or source."""

from __future__ import annotations

from collections import Counter
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.exporters.hugging_face.cards import recorded, written
from tests.exporters.hugging_face.test_hub_names import HOOTS, OWL, PAPER, RELEASE
from tests.making import view
from underhood.doors.dump import plain_yaml
from underhood.exporters._hugging_face_figures import figures, index, named, results
from underhood.meaning.facts import Facts
from underhood.values.ids import Address

HAZARDS = "abno019.:#-{}[]()'\"&*!|>%@`\\,~=? é\u00a0/"
"""Characters that mean something to a reader of YAML, Markdown or templates."""

WORDS = st.text(HAZARDS, min_size=1, max_size=12).filter(
    lambda word: word.strip() == word and "[[" not in word and "]]" not in word
)
SETTINGS = st.dictionaries(
    st.sampled_from(["shots", "temperature", "prompt"]), st.integers(0, 5) | st.booleans() | WORDS, max_size=2
)
COLUMNS = st.lists(
    st.fixed_dictionaries(
        {"unit": st.sampled_from(["percent", "score"])},
        optional={
            "benchmark": st.sampled_from(["hoots", "benchmark/calls"]),
            "setting": SETTINGS,
            "slice": WORDS,
            "decimals": st.integers(0, 4),
        },
    ),
    min_size=1,
    max_size=4,
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["release/owl-2#small", "owl-2#small", "release/owl-2#chat"]),
        st.none() | WORDS,
        st.booleans(),
        st.lists(st.none() | st.integers(-9, 10**9) | st.decimals(-99, 99, places=3).map(float), max_size=4),
    ),
    min_size=1,
    max_size=4,
)
TABLES = st.lists(st.tuples(COLUMNS, ROWS), min_size=1, max_size=3)
CALLS = HOOTS.replace("Hoots", "Calls").replace("url: 'https://huggingface.co/datasets/owl-works/hoots', ", "")


def table(number: int, columns: list[dict[str, Any]], rows: list[Any]) -> str:
    """An evaluation record of a generated table."""
    told = [
        {"id": f"c{n}", **one, **({"metric": "accuracy"} if "benchmark" in one else {})}
        for n, one in enumerate(columns)
    ]
    lines = []
    for n, (subject, part, disputed, values) in enumerate(rows):
        cells = {f"c{m}": value for m, value in enumerate(values[: len(columns)]) if value is not None}
        line = {"id": f"r{n}", "subject": subject, "values": cells}
        line |= {"slice": part} if part else {}
        line |= {"disputed": {"c0": "Another source differs."}} if disputed and "c0" in cells else {}
        lines.append(line)
    head = {"title": f"Table {number}", "evaluator": "organisation/owl-works", "relationship": "developer"}
    cited = {"evidence": [{"source": "owl-paper", "at": f"Table {number}"}]}
    return yaml.safe_dump({**head, "columns": told, "rows": lines, **cited}, allow_unicode=True, width=10**6)


@settings(max_examples=25, deadline=None)
@given(TABLES)
def test_figures_of_any_tables_are_found_again(tables: list[Any]) -> None:
    names = [f"evaluation/t{n}" for n, _ in enumerate(tables)]
    seen = view(
        {
            OWL: RELEASE.replace("parts: [", f"parts: [benchmark/calls, {', '.join(names)}, ")
            .replace("distribution/owl-weights, ", "")
            .replace(", evaluation/owl-2-hoots", ""),
            "governance/benchmark/hoots.yaml": HOOTS,
            "governance/benchmark/calls.yaml": CALLS,
            "governance/evidence/owl-paper.yaml": PAPER,
            **{
                f"governance/{name}.yaml": table(n, *one)
                for n, (name, one) in enumerate(zip(names, tables, strict=True))
            },
        }
    )
    release = seen.get("release", "owl-2")
    assert release is not None
    facts = Facts(seen, release)
    found = results(named(facts), figures(facts, Address("release", "owl-2", ("small",))))
    told = index(found, "text-generation") if found else []
    keys = Counter(
        (one["dataset"]["type"], one["dataset"].get("config"), one["dataset"].get("revision")) for one in told
    )
    assert set(keys.values()) <= {1}
    for one in told:
        assert len({repr(metric.get("args")) for metric in one["metrics"]}) == 1
    front = plain_yaml({"model-index": [{"name": "Owl", "results": told}]})
    raw = f"---\n{front}---\n\ntext\n".encode()
    wanted = Counter(
        (key[0].replace("hoots", "owl-works/hoots"), *key[1:]) for key in recorded(facts, "owl-2#small").elements()
    )
    assert written(raw) == wanted
