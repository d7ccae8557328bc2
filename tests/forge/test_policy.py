"""`check --policy`: the rules come from another state, and cannot be softened by what they judge."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import SOUND
from tests.forge.running import ROOT
from tests.git.making import commit, git, repository

SETTINGS = SOUND["governance/settings.yaml"]
OPEN = {"governance/risk/rudeness.yaml": SOUND["governance/risk/rudeness.yaml"].replace("owl-paper", "gone")}
"""A reference that leads nowhere."""
OFF = f"{SETTINGS}checks: {{rules: {{unresolved-reference: {{severity: off, reason: x}}}}}}\n"
EXEMPT = f"{SETTINGS}checks: {{rules: {{unresolved-reference: {{ignore: [{{records: ['risk/*'], reason: x}}]}}}}}}\n"


def states(root: Path, before: str, after: str) -> None:
    repository(root, {**SOUND, **OPEN, "governance/settings.yaml": before})
    commit(root, {"governance/settings.yaml": after})


@pytest.mark.parametrize(
    ("before", "after", "own", "theirs"),
    [
        (SETTINGS, OFF, False, True),
        (OFF, SETTINGS, True, False),
        (SETTINGS, EXEMPT, False, True),
        (EXEMPT, EXEMPT, False, False),
        (EXEMPT, SETTINGS, True, True),
        (SETTINGS, SETTINGS, True, True),
    ],
)
def test_whose_settings_judge(before: str, after: str, own: bool, theirs: bool, call: Call, tmp_path: Path) -> None:
    states(tmp_path, before, after)
    assert ("unresolved-reference" in call("check", "-C", tmp_path).out) is own
    said = call("check", "-C", tmp_path, "--policy", "HEAD~1")
    assert ("unresolved-reference" in said.out) is theirs
    assert "judged by the rules and schemas of " in said.err
    assert ("differ in the judged state" in said.err) is (before != after)


def test_whose_own_rules_judge(call: Call, tmp_path: Path) -> None:
    """A rule of the organisation's own cannot be taken out, softened or broken by the change that it judges."""
    strict = f"{SETTINGS}checks: {{own: [{{id: never, for: risk, require: 'false', message: no risk is right}}]}}\n"
    for number, after in enumerate((SETTINGS, strict.replace("'false'", "'true'"), strict[:-4] + ", level: note}]}\n")):
        root = tmp_path / str(number)
        repository(root, {**SOUND, "governance/settings.yaml": strict})
        commit(root, {"governance/settings.yaml": after})
        said = call("check", "-C", root, "--policy", "HEAD~1")
        assert said.code == 1, said.out + said.err
        assert "never: no risk is right" in said.out
        assert "differ in the judged state" in said.err
    root = tmp_path / "broken"
    repository(root, {**SOUND, "governance/settings.yaml": strict})
    commit(root, {"governance/settings.yaml": strict.replace("'false'", "'flase'")})
    said = call("check", "-C", root, "--policy", "HEAD~1")
    assert (said.code, "there is no 'flase'" in said.err) == (2, True)


def test_whose_schemas_judge(call: Call, tmp_path: Path) -> None:
    schema = json.loads((ROOT / "schemas" / "risk.schema.json").read_text("utf-8"))
    schema["unevaluatedProperties"] = schema["additionalProperties"] = True
    repository(tmp_path, SOUND)
    record = SOUND["governance/risk/rudeness.yaml"] + "anything: goes\n"
    commit(tmp_path, {"schemas/risk.schema.json": json.dumps(schema), "governance/risk/rudeness.yaml": record})
    assert "anything" not in call("check", "-C", tmp_path).out
    said = call("check", "-C", tmp_path, "--policy", "HEAD~1")
    assert "anything" in said.out
    assert "the schemas differ in the judged state" in said.err


def test_a_state_without_settings_has_the_rules_as_shipped(call: Call, tmp_path: Path) -> None:
    repository(tmp_path, {"README.md": "x"})
    commit(tmp_path, {**SOUND, **OPEN, "governance/settings.yaml": OFF})
    assert "unresolved-reference" in call("check", "-C", tmp_path, "--policy", "HEAD~1").out


def test_settings_that_cannot_be_read_do_not_hold_up_their_mending(call: Call, tmp_path: Path) -> None:
    for number, broken in enumerate(("schema: [", f"{SETTINGS}checks: {{rules: {{no-such-rule: error}}}}\n")):
        root = tmp_path / str(number)
        repository(root, {**SOUND, "governance/settings.yaml": broken})
        commit(root, {"governance/settings.yaml": SETTINGS})
        said = call("check", "-C", root, "--policy", "HEAD~1")
        assert said.code == 0, said.out + said.err


def test_settings_of_the_judged_state_must_hold_all_the_same(call: Call, tmp_path: Path) -> None:
    states(tmp_path, SETTINGS, f"{SETTINGS}checks: {{rules: {{no-such-rule: error}}}}\n")
    said = call("check", "-C", tmp_path, "--policy", "HEAD~1")
    assert said.code == 2
    assert "there is no rule 'no-such-rule'" in said.err


@pytest.mark.parametrize("revision", ["--output=x", "", "nowhere", "a b"])
def test_a_policy_that_is_none(revision: str, call: Call, tmp_path: Path) -> None:
    repository(tmp_path, SOUND)
    said = call("check", "-C", tmp_path, f"--policy={revision}")
    assert said.code in {2, 3}
    assert "error:" in said.err


LIGHT = (ROOT / "schemas" / "risk.schema.json").read_text("utf-8").replace("x-weight", "x-weighed")
WEAKER = SOUND["governance/risk/rudeness.yaml"].replace(", mitigations: [manners]", "")


def weights(root: Path) -> tuple[str, str]:
    """An old state with weights taken out, a change that was made from it, and a target that has them again."""
    silent = f"{SETTINGS}checks: {{rules: {{unreasoned-weakening: {{severity: off, reason: x}}}}}}\n"
    repository(root, {**SOUND, "schemas/risk.schema.json": LIGHT, "governance/settings.yaml": silent})
    git(root, "checkout", "-q", "-b", "change")
    assert SOUND["governance/risk/rudeness.yaml"] != WEAKER
    commit(root, {"governance/risk/rudeness.yaml": WEAKER})
    git(root, "checkout", "-q", "main")
    commit(root, {"schemas/risk.schema.json": None, "governance/settings.yaml": SETTINGS})
    return "main~1", "change"


def test_whose_weights_weigh(call: Call, tmp_path: Path) -> None:
    old, change = weights(tmp_path)
    light = call("diff", old, change, "-C", tmp_path, "--format", "json")
    assert (light.code, json.loads(light.out)["counts"]["weakening"]) == (0, 0)
    said = call("diff", old, change, "-C", tmp_path, "--policy", "main", "--format", "json")
    assert (said.code, json.loads(said.out)["counts"]["unreasoned"]) == (1, 1)
    for policy, told in ((old, False), ("main", True)):
        judged = call("check", "-C", tmp_path, "--rev", change, "--base", old, "--policy", policy)
        assert ("unreasoned-weakening" in judged.out) is told


def test_a_policy_never_makes_a_weight_lighter_than_the_change_says(call: Call, tmp_path: Path) -> None:
    """Where the change itself weighs a field heavier, that counts."""
    repository(tmp_path, {**SOUND, "schemas/risk.schema.json": LIGHT})
    commit(tmp_path, {"schemas/risk.schema.json": None, "governance/risk/rudeness.yaml": WEAKER})
    said = call("diff", "HEAD~1", "HEAD", "-C", tmp_path, "--policy", "HEAD~1", "--format", "json")
    weakened = [one["address"] for one in json.loads(said.out)["changes"] if one["weight"] == "weakening"]
    assert "risk/rudeness#ratings/all/mitigations" in weakened


def test_whose_settings_say_how_loudly(call: Call, tmp_path: Path) -> None:
    off = f"{SETTINGS}checks: {{rules: {{unreasoned-weakening: {{severity: off, reason: x}}}}}}\n"
    repository(tmp_path, {**SOUND, "governance/settings.yaml": off})
    commit(tmp_path, {"governance/settings.yaml": SETTINGS})
    commit(tmp_path, {"governance/risk/rudeness.yaml": WEAKER})
    assert call("diff", "HEAD~2", "-C", tmp_path).code == 0
    assert call("diff", "HEAD~2", "-C", tmp_path, "--policy", "HEAD~1").code == 1
    assert call("diff", "HEAD~2", "-C", tmp_path, "--policy", "nowhere").code == 3
