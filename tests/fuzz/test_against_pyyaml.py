"""Two readers of one language: ours over libyaml's events, and PyYAML's own parser taught YAML 1.2."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.fuzz.mutating import mutated, records, samples

from underhood.doors import marked

ALL = records()
NUMBER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
FRACTION = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


class Clean(yaml.SafeLoader):
    """PyYAML in pure Python with the core schema of YAML 1.2 in the place of that of YAML 1.1."""

    yaml_implicit_resolvers: Any = {}  # noqa: RUF012  (PyYAML's own way to be configured)


def _integer(_: Clean, node: yaml.ScalarNode) -> int:
    text = node.value
    return int(text, 0) if text[:2] in {"0x", "0o"} else int(text)


Clean.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(~|null|Null|NULL|)\Z"), None)
Clean.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(true|True|TRUE|false|False|FALSE)\Z"), None)
Clean.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(rf"({NUMBER.pattern})\Z"), None)
Clean.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(rf"({FRACTION.pattern})\Z"), None)
Clean.add_constructor("tag:yaml.org,2002:int", _integer)
Clean.add_constructor("tag:yaml.org,2002:float", lambda _, node: float(node.value))


def same(one: Any, other: Any) -> bool:
    """Equal in value, type and order."""
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return type(one) is type(other) and bool(one == other)


REFUSED = "refused: a question mark inside a plain scalar"


def other_reading(text: str) -> Any:
    """What PyYAML reads; `REFUSED` where its parser is stricter than YAML 1.2 and libyaml."""
    try:
        return yaml.load(text.removeprefix("\ufeff"), Clean)
    except yaml.YAMLError as error:
        if "but got '?'" in str(error):
            return REFUSED
        raise


@pytest.mark.parametrize("path", ALL[::3], ids=lambda path: "-".join(path.parts[-4:]))
def test_our_records(path: Path) -> None:
    raw = path.read_bytes()
    document = marked.read(raw)
    assert document.problems == ()
    assert same(document.data, yaml.load(raw.decode(), Clean))


@pytest.mark.parametrize("seed", range(6))
def test_bent_records(seed: int) -> None:
    """What ours takes, the other reads alike."""
    random = Random(seed)
    taken = 0
    for path in samples():
        text = mutated(path.read_text("utf-8"), random)
        document = marked.read(text.encode())
        if document.problems:
            continue
        taken += 1
        other = other_reading(text)
        assert other == REFUSED or same(document.data, other), text
    assert taken > 5


TEXT = st.text(st.sampled_from("ab0 .:-#,[]{}'\"!&*%@|>\né\U0001f600"), max_size=12)
DATA = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e9, 1e9) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


class Plain(yaml.SafeDumper):
    """No aliases: records have none."""

    def ignore_aliases(self, _: Any) -> bool:
        """Write everything out."""
        return True


@settings(deadline=None, derandomize=True, max_examples=300)
@given(DATA, st.sampled_from([None, "'", '"', "|", ">"]), st.booleans(), st.sampled_from([20, 80, 4096]))
def test_made_up_data_in_every_style(data: Any, style: str | None, flow: bool, width: int) -> None:
    text = yaml.dump(data, Dumper=Plain, default_style=style, default_flow_style=flow, width=width, allow_unicode=True)
    document = marked.read(text.encode())
    if not any("tag" in problem.message for problem in document.problems):
        assert document.problems == () or _other_keys(document)
        assert document.problems or same(document.data, yaml.load(text, Clean))


def _other_keys(document: marked.Document) -> bool:
    """Names that YAML reads as numbers or nothing are refused; in made-up data there are some."""
    return all("is not text" in problem.message or "not plain text" in problem.message for problem in document.problems)
