"""Rules of an organisation's own: what they may say, and that nothing passes by accident."""

from __future__ import annotations

import itertools
import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from tests.making import SMALL, project

from underhood.doors import cel
from underhood.doors.schemas import Schemas
from underhood.judge.check import check
from underhood.judge.own_at_gate import own_at_gate
from underhood.judge.own_rules import check_own
from underhood.judge.selection import make_selection
from underhood.meaning import expression
from underhood.meaning.expression import Compiled, Failed, Held, compiled, judged
from underhood.meaning.expression_guide import guide
from underhood.meaning.expression_stage import Env
from underhood.meaning.expression_words import WORDS
from underhood.records.own_rules import OwnRule
from underhood.records.project import Project, open_project
from underhood.records.record import Record
from underhood.values.errors import Stop

LAB = Path(__file__).parents[2] / "examples" / "lab"
HOW_TO = Path(__file__).parents[2] / "site" / "about" / "tool" / "how-to" / "own-rule.md"
RISK = (
    "title: Rude answers\ntext: The model may answer rudely.\nreview_by: '2025-01-31'\n"
    "catastrophic: {absent: unknown, reason: Nobody looked.}\n"
    "ratings:\n"
    "  - {id: one, for: [owl-1], likelihood: likely, severity: high, residual: low, mitigations: [mitigation/filter]}\n"
    "  - {id: two, for: [owl-2], likelihood: rare, severity: low, residual: low}\n"
)
TABLE = (
    "title: Rudeness\nevaluator: organisation/owl-works\nrelationship: developer\n"
    "columns: [{id: rude, benchmark: rudeness, metric: share, unit: percent}]\n"
    "rows:\n"
    "  - {id: a, subject: 'release/owl-1#small', values: {rude: 20}}\n"
    "  - {id: b, subject: 'release/owl-2#small', values: {rude: 15.5}}\n"
    "  - {id: c, subject: 'release/owl-2#small', values: {rude: {absent: not-found, reason: Not in the paper.}}}\n"
)
WAIVER = (
    "title: For now\nrule: own-rule\nsubjects: [risk/rudeness]\nreason: Soon.\nowner: Ada\n"
    "compensating_measure: Watched.\nexpires: '{}'\n"
)
FILES = {
    "governance/risk/rudeness.yaml": RISK,
    "governance/evaluation/rudeness.yaml": TABLE,
    "governance/waiver/old.yaml": WAIVER.format("2024-12-31"),
}


def small(changes: Mapping[str, str] | None = None) -> Project:
    made = project({**FILES, **(changes or {})})
    assert made.problems == ()
    return made


def outcome(
    require: str, record: str = "risk/rudeness", *, when: str = "", gate: str = "", state: Project | None = None
) -> expression.Judged:
    """What one rule says of one record."""
    made = state or small()
    kind, _, id = record.partition("/")
    ready = compiled([OwnRule("rule", kind, require, "said", when, gate=gate)], made.catalog.kinds)
    assert isinstance(ready, Compiled), ready
    found = made.catalog.get(kind, id)
    assert found is not None
    env = Env(made.catalog, lambda: "2025-01-01", approvals=len if gate else None)
    (said,) = judged(ready, found, env)
    return said


def wrong(require: str, kind: str = "risk", **rest: str) -> str:
    """Why a rule is refused."""
    found = compiled([OwnRule("rule", kind, require, "said", **rest)], small().catalog.kinds)  # type: ignore[arg-type]
    assert not isinstance(found, Compiled), "it was accepted"
    return "; ".join(f"{one.message} [{one.hint}]" for one in found)


TRUE = (
    "record.title == 'Rude answers'",
    "size(record.ratings) == 2",
    "record.ratings[0].severity == 'high'",
    "record['title'].startsWith('Rude') && record.title.endsWith('answers') && record.title.contains('e a')",
    "record.title.matches('^R.de')",
    "record.ratings.exists(r, r.severity in ['high', 'critical'])",
    "record.ratings.exists_one(r, has(r.mitigations))",
    "record.ratings.filter(r, r.severity == 'low').map(r, r.id) == ['two']",
    "record.ratings.all(r, record.ratings.exists(s, s.id == r.id))",
    "is_absent(record.catastrophic) && is_absent(record.owner) && !is_absent(record.title)",
    "!has(record.catastrophic)",
    "days_until(record.review_by) == 30",
    "days_until('2024-12-31') < 0 && days_until('2025-01-02T10:00:00Z') == 1",
    "value('evaluation/rudeness#a/values/rude') == 20",
    "value('evaluation/rudeness#a/values/rude') - value('evaluation/rudeness#b/values/rude') == 4.5",
    "percent_change(value('evaluation/rudeness#a/values/rude'), 15.5) == -22.5",
    "ratio(1.0, 3.0) < 0.34",
    "abs(-3.5) == 3.5 && abs(0.0) == 0",
    "sum([0.1, 0.2]) == 0.3",
    "sum(ref('evaluation/rudeness').rows.filter(r, has(r.values.rude)).map(r, r.values.rude)) == 35.5",
    "is_absent(value('evaluation/rudeness#c/values/rude')) && !is_absent(value('evaluation/rudeness#a/values/rude'))",
    "ref('model/owl').title == 'Owl'",
    "!has_waiver('own-rule')",
    "is_absent(record.owner) || record.owner == 'nobody'",
    "record.title == 'x' ? false : true",
)


@pytest.mark.parametrize("require", TRUE)
def test_holds(require: str) -> None:
    assert isinstance(outcome(require), Held), outcome(require)
    negated = outcome(f"!({require})")
    assert isinstance(negated, Failed)
    assert negated.reason == ""


FAILS = (
    ("record.catastrophic", "'catastrophic', and it is absent (unknown)"),
    ("record.catastrophic == false", "it is absent (unknown)"),
    ("record.catastrophic != true", "it is absent (unknown)"),
    ("!record.catastrophic", "it is absent (unknown)"),
    ("record.owner != 'nobody'", "'owner', and there is none"),
    ("!(record.owner in ['a'])", "'owner', and there is none"),
    ("record.ratings[7].severity == 'low'", "index=7"),
    ("record.ratings.all(r, size(r.mitigations) > 0)", "'mitigations', and there is none"),
    ("ratio(1.0, 0.0) < 1", "division by zero"),
    ("!(ratio(1.0, 0.0) < 1)", "division by zero"),
    ("percent_change(0.0, 1.0) < 1", "from zero"),
    ("ratio(1e100, 1e-100) > 1", "beyond 1e100"),
    ("sum([1e100, 1e100]) > 1 && ratio(sum([1e100, 1e100]), 1.0) > 1", "not a finite number"),
    ("value('evaluation/rudeness#c/values/rude') > 1", "is absent (not-found)"),
    ("value('evaluation/rudeness#zz/values/rude') > 1", "there is nothing at"),
    ("value('risk/rudeness#title') > 1", "stands no number"),
    ("value(record.title) > 1", "there is nothing at"),
    ("ref('risk/none').title == 'x'", "there is no record risk/none"),
    ("days_until(record.title) > 1", "is not a day"),
    ("days_until('2025-02-30') > 1", "day is out of range"),
    ("sum(ref('evaluation/rudeness').rows.map(r, r.id)) > 0", "an entry of the list is no number"),
    ("ref('evaluation/rudeness').rows.map(r, r.values.rude) == []", "'rude'"),
    ("record.ratings", "neither true nor false"),
    ("ref('risk/rudeness').title", "neither true nor false"),
    ("has(record.catastrophic.reason)", "'catastrophic', and it is absent"),
)


@pytest.mark.parametrize(("require", "reason"), FAILS)
def test_fails_with_its_reason(require: str, reason: str) -> None:
    said = outcome(require)
    assert isinstance(said, Failed)
    assert reason in said.reason
    assert said.message.startswith("rule: said (it cannot be judged: require: ")


def test_when_fails_like_what_it_requires() -> None:
    assert isinstance(outcome("false", when="record.title == 'x'"), Held)
    said = outcome("true", when="record.owner == 'x'")
    assert isinstance(said, Failed)
    assert said.reason.startswith("when: a value is needed at 'owner'")


def test_what_does_not_matter_is_not_needed() -> None:
    assert isinstance(outcome("record.owner == 'x' || record.title == 'Rude answers'"), Held)
    assert isinstance(outcome("record.title == 'x' && record.owner == 'x'"), Failed)


WRONG = (
    ("record.titel == 'x'", "did you mean 'title'?"),
    ("record.ratings.exists(r, r.severty == 'high')", "there is no field 'severty' in r (character 27)"),
    ("record.ratings[0].severty == 'high'", "there is no field 'severty' in record.ratings[0]"),
    ("is_absent(record.titel)", "did you mean 'title'?"),
    ("has(record.titel)", "did you mean 'title'?"),
    ("record['titel'] == 'x'", "did you mean 'title'?"),
    ("ref('model/owl').titel == 'x'", "did you mean 'title'?"),
    ("ref('modle/owl').title == 'x'", "did you mean 'model'?"),
    ("value('no address') > 1", "is no address"),
    ("record.x_ticket == 'x'", "there is no field 'x_ticket'"),
    ("record.ratings.severity == 'high'", "is a list"),
    ("record.title.words == 'x'", "has no fields"),
    ("record.title[0] == 'x'", "is no list"),
    ("record.title.all(x, x == 'a')", "is no list"),
    ("record.catastrophic.absent == 'unknown'", "is_absent(record.catastrophic)"),
    ("record.ratings.exists(r, r.severity == 'hihg')", "did you mean 'high'?"),
    ("record.ratings.exists(r, r.severity in ['hihg'])", "did you mean 'high'?"),
    ("record.title == 3", "the field holds string"),
    ("'a'", "must be true or false"),
    ("1", "must be true or false"),
    ("record", "must be true or false"),
    ("record.titles()", "there is no 'titles'"),
    ("os.system('ls')", "there is no"),
    ("open('x')", "there is no 'open'"),
    ("__import__('os')", "there is no '__import__'"),
    ("record.title + 'x' == 'y'", "'+' is not part"),
    ("record.ratings + record.ratings == []", "'+' is not part"),
    ("1.0 + 1.0 > 1.0", "'+' is not part"),
    ("1 + 1 > 1", "'+' is not part"),
    ("1.0 * 2.0 > 1.0", "'*' is not part"),
    ("1 / 2 == 0", "'/' is not part"),
    ("5 % 2 == 1", "'%' is not part"),
    ("size(record.ratings) - 1 > 0", "decimal point"),
    ("ratio(1, 2) > 0.1", "decimal point"),
    ("string(1) == '1'", "there is no 'string'"),
    ("timestamp('2025-01-01T00:00:00Z') < timestamp('2025-01-01T00:00:00Z')", "there is no 'timestamp'"),
    ("is_absent(true)", "is_absent asks for a field"),
    ("is_absent(record['title'])", "is_absent asks for a field"),
    ("record.title.matches(record.title)", "a pattern stands as a text"),
    ("approvals('lead') > 1", "only known at a gate"),
    ("previous.title == 'x'", "only known at a gate"),
    ("release.title == 'x'", "only known at a gate"),
    ("{'a': {'b': 1}}.a.b == 1", "groups in braces"),
    ("{{record.title}}", ""),
    ("record.title ==", ""),
    ("", ""),
    ("record.title == 'x", ""),
    ("1e200 > 1.0", "beyond 1e100"),
    ("record.title == '\ud800'", "it is no text"),
)


@pytest.mark.parametrize(("require", "says"), WRONG)
def test_refused(require: str, says: str) -> None:
    assert says in wrong(require)


def test_a_text_is_neither_true_nor_false() -> None:
    said = outcome("record.title")
    assert isinstance(said, Failed)
    assert "neither true nor false" in said.reason


def test_kinds_and_ids() -> None:
    assert "did you mean 'risk'?" in wrong("true", "rsik")
    rules = [OwnRule("same", "risk", "true", "said"), OwnRule("same", "risk", "true", "said")]
    found = compiled(rules, small().catalog.kinds)
    assert [one.message for one in found] == ["another rule has the id 'same'"]  # type: ignore[union-attr]


# At a gate


def test_a_gate_knows_more() -> None:
    assert isinstance(outcome("approvals('four') == 4", "release/owl-2", gate="released"), Held)
    assert isinstance(outcome("previous.title == 'Owl 1' && record.title == release.title", "release/owl-2"), Held)
    assert isinstance(outcome("is_absent(previous)", "release/owl-1"), Held)
    said = outcome("previous.title != 'x'", "release/owl-1")
    assert isinstance(said, Failed)
    assert "the release has no predecessor" in said.reason


SETTINGS = SMALL["governance/settings.yaml"] + (
    "gates:\n  released:\n    own:\n"
    "      - {id: asked, for: risk, require: \"previous.title == 'Owl 1' && approvals('lead') > 4\", message: ask}\n"
    "      - {id: asked-too, for: release, require: \"approvals('lead') > 3\", message: ask, level: note}\n"
    "  candidate:\n    own: [{id: other, for: risk, require: 'false', message: other}]\n"
)


def test_findings_at_a_gate() -> None:
    state = small({"governance/settings.yaml": SETTINGS})
    release = state.catalog.get("release", "owl-2")
    assert release is not None
    env = Env(state.catalog, lambda: "2025-01-01", release=release, approvals=len)
    rules = [one for one in state.settings.own if one.gate == "released"]
    found = own_at_gate(state, release, rules, own=state.settings.extensions, env=env)
    assert [(one.location.path, one.severity.value, one.message) for one in found] == [
        ("governance/risk/rudeness.yaml", "error", "asked: ask")
    ]
    assert own_at_gate(state, release, (), own=state.settings.extensions, env=env) == ()


@pytest.mark.parametrize(
    ("expires", "extra", "holds"),
    [
        ("2025-01-01", "", True),
        ("2024-12-31", "", False),
        ("2025-06-01", "release: owl-2\n", True),
        ("2025-06-01", "release: owl-1\n", False),
    ],
)
def test_has_waiver(expires: str, extra: str, *, holds: bool) -> None:
    state = small({"governance/waiver/now.yaml": WAIVER.format(expires) + extra})
    risk, release = state.catalog.get("risk", "rudeness"), state.catalog.get("release", "owl-2")
    assert risk is not None
    ready = compiled([OwnRule("r", "risk", "has_waiver('own-rule')", "m", gate="released")], state.catalog.kinds)
    assert isinstance(ready, Compiled)
    (said,) = judged(ready, risk, Env(state.catalog, lambda: "2025-01-01", release=release))
    assert isinstance(said, Held) is holds
    (said,) = judged(ready, risk, Env(state.catalog, lambda: "2025-01-01", release=release, waivers=()))
    assert isinstance(said, Failed)


# Settings


def settings(rules: str) -> Project:
    return small({"governance/settings.yaml": f"{SMALL['governance/settings.yaml']}checks:\n  own:\n{rules}"})


def test_all_faults_are_told_with_their_lines() -> None:
    state = settings(
        "    - {id: a, for: risk, require: record.titel == 'x', message: m}\n"
        "    - id: b\n      for: risk\n      when: record.ratings > 'x\n      require: foo()\n      message: m\n"
    )
    with pytest.raises(Stop) as stop:
        make_selection(state)
    lines = stop.value.message.split("\n")
    assert lines[0].startswith("governance/settings.yaml:7:35: own rule 'a', require: there is no field 'titel'")
    assert lines[1].startswith("governance/settings.yaml:10:13: own rule 'b', when: ")
    assert lines[2].startswith("governance/settings.yaml:11:16: own rule 'b', require: there is no 'foo'")
    assert stop.value.hint == "did you mean 'title'?"
    assert stop.value.code == 2
    assert any("it cannot be judged" in one.message for one in check(state, today="2025-01-01", only={"own-rule"}))


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    """Records without own rules need no package; settings that hold some end in a sentence that names it."""
    expression._language.cache_clear()
    expression._KEPT.clear()
    monkeypatch.setitem(sys.modules, "cel_expr_python", None)
    check_own(small())
    with pytest.raises(Stop) as stop:
        check_own(settings("    - {id: a, for: risk, require: 'true', message: m}\n"))
    assert "underhood[expressions]" in stop.value.hint


def test_what_was_compiled_with_own_fields_is_not_kept_for_others() -> None:
    kinds = small().catalog.kinds
    rules = (OwnRule("a", "risk", "record.x_ticket == 'T-1'", "m"),)
    mine = Schemas({"x_ticket": {"type": "string"}})
    assert isinstance(expression.ready(rules, kinds, own=mine), Compiled)
    assert not isinstance(expression.ready(rules, kinds), Compiled)
    assert isinstance(expression.ready(rules, kinds, own=Schemas(dict(mine.documents))), Compiled)


def test_own_fields_may_be_named() -> None:
    declared = (
        f"{SMALL['governance/settings.yaml']}extensions: {{x_ticket: {{type: string}}, x_other: {{type: string, "
        "x-kinds: [incident]}}\nchecks:\n  own:\n"
        "    - {id: a, for: risk, require: \"record.x_ticket == 'T-1'\", message: m}\n"
    )
    state = small({"governance/settings.yaml": declared, "governance/risk/rudeness.yaml": f"{RISK}x_ticket: T-1\n"})
    check_own(state)
    assert check(state, today="2025-01-01", only={"own-rule"}) == ()
    with pytest.raises(Stop, match="x_other"):
        check_own(small({"governance/settings.yaml": declared.replace("record.x_ticket", "record.x_other")}))


def test_a_message_is_text() -> None:
    words = "{{ 7 * 7 }} {% endif %} <b>::error::</b>"
    state = settings(f'    - {{id: a, for: risk, require: "false", message: "{words}"}}\n')
    (found,) = check(state, today="2025-01-01", only={"own-rule"})
    assert found.message == f"a: {words}"


# What takes long, or would


HOSTILE = (
    ("terms", " || ".join(["record.title == 'x'"] * 50_000), "2000 are the most"),
    ("parentheses", "(" * 20_000 + "true" + ")" * 20_000, "2000 are the most"),
    ("parentheses within the length", "(" * 900 + "true" + ")" * 900, "nested too deeply"),
    ("lists in lists", "[" * 900 + "]" * 900 + " == []", "nested too deeply"),
    ("maps in maps", "{'a':" * 300 + "1" + "}" * 300 + " == 1", "nested too deeply"),
    ("nots", "!" * 1_990 + "true", None),
    ("many parts", " && ".join(["1<2"] * 280), "400 are the most"),
    ("long list", f"size([{','.join(['1'] * 200)}]) > 0", "more than 100 entries"),
    ("long list again and again", f"[1.0].all(x, size([{','.join(['x'] * 30)}]) > 0)", "at most 20 entries"),
    (
        "macros in macros",
        "[1].all(a, [1].all(b, [1].all(c, [1].all(d, true))))",
        "more than 3 macros",
    ),
    ("doubling", "'" + "a" * 900 + "' + '" + "a" * 900 + "' == ''", "'+' is not part"),
)


@pytest.mark.parametrize(("text", "says"), [one[1:] for one in HOSTILE], ids=[one[0] for one in HOSTILE])
def test_hostile_texts(text: str, says: str | None) -> None:
    begun = time.perf_counter()
    if says is None:
        outcome(text)
    else:
        assert says in wrong(text)
    assert time.perf_counter() - begun < 2


ROWS = "".join(f"  - {{id: r{n}, subject: 'release/owl-2#small', values: {{rude: {n}}}}}\n" for n in range(2_500))
LARGE = TABLE.partition("rows:\n")[0] + "rows:\n" + ROWS


@pytest.mark.parametrize(
    ("require", "reason"),
    [
        ("record.rows.all(a, record.rows.all(b, a.id != b.id || true))", "too large"),
        ("record.rows.all(a, a in record.rows)", "too large"),
        ("record.rows.all(a, sum(record.rows.map(b, b.values.rude)) > 0)", "too large"),
        ("record.rows.all(a, record == record)", "too large"),
        ("ref('evaluation/rudeness').rows.all(a, ref('evaluation/rudeness').rows != [])", "reads too much"),
        ("record.rows.all(a, ref('evaluation/rudeness').title == 'Rudeness')", "reads too much"),
        ("[ref('evaluation/rudeness')].all(a, record.rows.all(b, a.rows == a.rows))", "too large"),
        ("record.rows.all(a, !is_absent(value('#r2499/values/rude')))", "reads too much"),
        ("record.rows.filter(a, a.values.rude < 9).all(a, ref(a.subject).title == 'Owl 2')", ""),
        ("size(record.rows.map(a, [a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a,a])) == 2500", ""),
        ("record.title.matches('(a+)+$') || size(record.rows) == 2500", ""),
        ("sum(record.rows.map(r, r.values.rude)) > 3000", ""),
        ("record.rows.exists(r, r.values.rude == 2499)", ""),
    ],
)
def test_large_records_take_bounded_time(require: str, reason: str) -> None:
    state = small({"governance/evaluation/rudeness.yaml": LARGE})
    begun = time.perf_counter()
    said = outcome(require, "evaluation/rudeness", state=state)
    assert time.perf_counter() - begun < 6
    if reason:
        assert isinstance(said, Failed)
        assert reason in said.reason
    else:
        assert isinstance(said, Held)


def test_a_small_record_and_a_large_one() -> None:
    state = small({"governance/evaluation/rudeness.yaml": LARGE})
    said = outcome("[ref('evaluation/rudeness')].all(a, record.ratings.all(b, a.rows == a.rows))", state=state)
    assert isinstance(said, Failed)
    assert "reads too much" in said.reason


def test_catastrophic_patterns_are_none() -> None:
    """RE2 takes time that grows with the text only."""
    state = small({"governance/risk/rudeness.yaml": RISK.replace("Rude answers", "a" * 50_000 + "!")})
    begun = time.perf_counter()
    assert isinstance(outcome("record.title.matches('^(a+)+$')", state=state), Failed)
    assert time.perf_counter() - begun < 2


@pytest.mark.parametrize("number", [".nan", ".inf", "1e300", "1" + "0" * 400])
def test_numbers_that_are_none(number: str) -> None:
    """What cannot be a double that means something is not there: `!=` and `!` do not let it through."""
    record = Record("evaluation", "odd", "x.yaml", {"title": "x", "rows": [], "weight": _number(number)})
    state = small()
    for require in ("!(record.weight > 1.0)", "record.weight != 1.0", "record.weight > 1.0"):
        ready = compiled([OwnRule("r", "evaluation", require.replace("weight", "rows[0].values.rude"), "m")], KINDS)
        assert isinstance(ready, Compiled)
        odd = record.saying({"rows": [{"values": {"rude": _number(number)}}]})
        (said,) = judged(ready, odd, Env(state.catalog, lambda: "2025-01-01"))
        assert isinstance(said, Failed)
        assert "no finite number" in said.reason


def _number(text: str) -> float:
    return float(text.lstrip(".")) if not text.isdigit() else int(text)


KINDS = small().catalog.kinds


def test_ten_thousand_judgements() -> None:
    """Half a second is promised; a crowded machine gets more here, and the figure is printed."""
    rule = OwnRule("r", "risk", "!is_absent(record.ratings) && record.ratings.exists(r, r.severity == 'high')", "m")
    ready = compiled([rule], KINDS)
    assert isinstance(ready, Compiled)
    state = small()
    record = state.catalog.get("risk", "rudeness")
    assert record is not None
    env = Env(state.catalog, lambda: "2025-01-01")
    begun = time.process_time()
    assert all(isinstance(said, Held) for _ in range(10_000) for said in judged(ready, record, env))
    took = time.process_time() - begun
    print(f"10,000 own-rule evaluations: {took:.2f} s")  # noqa: T201
    assert took < 2


# Words


def test_the_guide_names_every_function() -> None:
    page = guide()
    for word in WORDS:
        assert (f"`{word.name}(" in page) == bool(word.summary)


def test_every_example_of_the_guide_compiles() -> None:
    """Whatever stands in the guide as an expression is one."""
    signatures = {word.shown for word in WORDS}
    for text in re.findall(r"`([^`]*)`", guide()):
        if text in signatures or "…" in text or not re.match(r"!?[a-z_]+\(|record\.", text):
            continue
        for kind, asking in itertools.product(("risk", "release", "data-source", "evaluation"), ("is_absent", "x")):
            whole = f"{text} == {text}" if asking == "x" else text
            if isinstance(compiled([OwnRule("r", kind, whole, "m", gate="released")], KINDS), Compiled):
                break
        else:
            assert text in {"size(x)", "double(size(x))", "has(record.field)", "record.n - 1.0"} or "r.share" in text


def test_the_rules_of_the_how_to_page_run() -> None:
    lab = open_project(LAB, today="2026-11-23")
    blocks = re.findall(r"```yaml\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)
    assert len(blocks) == 3
    for block in blocks:
        data = yaml.safe_load(block)
        own = [(one, "") for one in data.get("checks", {}).get("own", ())]
        own += [(one, status) for status, gate in data.get("gates", {}).items() for one in gate["own"]]
        assert own
        rules = [
            OwnRule(one["id"], one["for"], one["require"], one["message"], one.get("when", ""), gate=status)
            for one, status in own
        ]
        ready = compiled(rules, lab.catalog.kinds)
        assert isinstance(ready, Compiled), ready
        env = Env(lab.catalog, lambda: "2026-11-23", approvals=len)
        looked = 0
        for rule in rules:
            for record in lab.catalog.of(rule.kind):
                for said in judged(ready, record, env):
                    looked += 1
                    assert not (isinstance(said, Failed) and said.reason), said
        assert looked


def test_standard_names_are_the_library_s() -> None:
    """Each name that is let in is one of the library: a new version that renames one is noticed here."""
    language = cel.Language({}, ())
    for text in (
        "1 == 1 && 1 != 2 || !(1 < 2)",
        "1 <= 2 && 2 >= 1 && 2 > 1",
        "[1][0] in [1]",
        "-1.0 - 1.0 < double(1)",
    ):
        assert isinstance(language.compiled(text), cel.Compiled)
