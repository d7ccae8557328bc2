"""A template of the repository's own is code of a stranger: it sees values, and nothing that leads from them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import Repository

from underhood.doors import templating
from underhood.doors.languages import interface_messages
from underhood.doors.tree import LARGEST
from underhood.passages.glossary import glossary
from underhood.values.errors import Stop

TEMPLATE = "templates/record.md.jinja"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ view.templates[0].joinpath('/etc/hostname').read_text() }}",
        "{{ view.templates[0].joinpath('harm').write_text('x') }}",
        "{% for path in view.templates[0].iterdir() %}{{ path }}{% endfor %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ '{0.__class__}'.format(view) }}",
        "{{ link.__globals__ }}",
        "{% include '../../../../etc/hostname' %}",
        "{{ 'a' * 10 ** 9 }}",
        "{{ 1000000000 * [1] }}",
        "{{ 10 ** 10 ** 10 }}",
        "{% for i in range(10 ** 9) %}{% endfor %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        "{% include 'record.md.jinja' %}",
    ],
)
def test_a_template_reaches_nothing_else(attack: str, call: Call, repository: Repository) -> None:
    root = repository({TEMPLATE: attack})
    said = call("render", "-C", root, "record", "risk/rudeness")
    assert said.code == 2, said.out
    assert "record.md.jinja" in said.err or "there is no template" in said.err
    assert not list(root.rglob("harm"))


def test_a_template_that_never_ends_is_broken_off(
    call: Call, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(templating, "SECONDS", 0.3)
    loops = "{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3
    said = call("render", "-C", repository({TEMPLATE: loops}), "record", "risk/rudeness")
    assert said.code == 2
    assert "record.md.jinja" in said.err
    assert "takes more than" in said.err


def test_a_template_is_no_link_to_elsewhere(call: Call, repository: Repository, tmp_path: Path) -> None:
    root = repository()
    (tmp_path / "secret").write_text("the secret")
    (root / "templates").mkdir()
    (root / TEMPLATE).symlink_to(tmp_path / "secret")
    said = call("render", "-C", root, "record", "risk/rudeness")
    assert said.code == 2
    assert "the secret" not in said.out
    assert "symbolic link" in said.err


@pytest.mark.parametrize(
    "catalogue",
    [
        b'msgid ""\nmsgstr "Plural-Forms: nplurals=999999999; plural=0;\\n"\n',
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=none-such\\n"\n\nmsgid "Home"\nmsgstr "x"\n',
        b'msgid "Home"\nmsgstr "\xe9"\n',
        b'msgid "Sources read until %s"\nmsgstr "%s %s"\n',
        b'msgid "Sources read until %s"\nmsgstr "100 % %s"\n',
    ],
)
@pytest.mark.parametrize("path", ["templates/locale/fr/LC_MESSAGES/underhood.po"])
def test_a_broken_catalogue_is_told_by_name(path: str, catalogue: bytes, call: Call, repository: Repository) -> None:
    said = call("build", "-C", repository({path: catalogue}), "--engine", "folder")
    assert said.code == 2, said.err
    assert "underhood.po" in said.err


def test_a_broken_catalogue_of_records_is_told_by_name(call: Call, repository: Repository) -> None:
    path = "governance/_locale/fr/LC_MESSAGES/records.po"
    said = call("build", "-C", repository({path: b'msgid "a"\nmsgstr "\xe9"\n'}), "--engine", "folder")
    assert said.code == 1
    assert path in said.out


@pytest.mark.parametrize(
    "schema",
    [
        "[]",
        "true",
        '{"type": "nonsense"}',
        '{"$ref": "https://elsewhere.example/x.json"}',
        '{"$ref": "#"}',
        "[" * 99999,
    ],
)
def test_a_broken_schema_is_told_by_name(schema: str, call: Call, repository: Repository) -> None:
    said = call("check", "-C", repository({"schemas/risk.schema.json": schema}))
    assert said.code == 2, said.err
    assert "risk.schema.json" in said.err or "elsewhere.example" in said.err


def test_a_template_that_extends_itself_is_told_how(call: Call, repository: Repository) -> None:
    said = call("render", "-C", repository({TEMPLATE: '{% extends "record.md.jinja" %}'}), "record", "risk/rudeness")
    assert said.code == 2
    assert "calls itself without end" in said.err
    assert '{% extends "underhood/record.md.jinja" %}' in said.err


def huge(path: Path) -> None:
    path.write_bytes(b" " * (LARGEST + 1))


PLANTS = [os.mkfifo, lambda path: path.symlink_to("/dev/zero"), huge, Path.mkdir]


@pytest.mark.parametrize("plant", PLANTS)
def test_a_template_that_is_no_ordinary_file_is_refused_unread(
    plant: Callable[[Path], None], call: Call, repository: Repository
) -> None:
    root = repository()
    (root / "templates").mkdir()
    plant(root / TEMPLATE)
    said = call("render", "-C", root, "record", "risk/rudeness")
    assert said.code == 2
    assert "record.md.jinja" in said.err


@pytest.mark.parametrize("plant", PLANTS)
def test_words_in_no_ordinary_file_are_refused_unread(plant: Callable[[Path], None], tmp_path: Path) -> None:
    catalogue = tmp_path / "locale" / "fr" / "LC_MESSAGES" / "underhood.po"
    catalogue.parent.mkdir(parents=True)
    plant(catalogue)
    plant(tmp_path / "glossary.yaml")
    with pytest.raises(Stop, match=r"underhood\.po cannot be used"):
        interface_messages((tmp_path,), "fr")
    with pytest.raises(Stop, match=r"glossary\.yaml"):
        glossary((tmp_path,), "fr")
