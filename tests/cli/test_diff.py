"""`underhood diff` in real repositories: what it says, what it writes, and the exit code."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from tests.cli.conftest import Call
from tests.conftest import SOUND, Golden
from tests.git.making import commit, git
from tests.git.making import repository as committed

from underhood.cli import diff
from underhood.forge import texts

HERE = Path(__file__).parent
TODAY = ("--today", "2025-01-01")
RISK = "governance/risk/rudeness.yaml"
RATED = SOUND[RISK].replace("mitigations: [manners]", "severity: high, mitigations: [manners]")
LOW = RATED.replace("severity: high", "severity: low")
REWORDED = LOW.replace("may answer rudely", "seldom answers rudely")
AT = "risk/rudeness#ratings/all/severity"
REASON = "governance/decision/lower.yaml"
DECISION = (
    "title: The rating is lowered\nquestion: How severe is it?\nchosen: It is low.\n"
    "options: [{id: keep, text: Keep it.}]\n"
    "reasons: [{id: filter, text: The service holds such answers back. It is new.}]\n"
    "who: the release board\ndate: '2025-01-01'\n"
    f"weakens:\n  - {{what: '{AT}', to: low}}\n"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository whose first commit is tagged `before`."""
    committed(tmp_path, {**SOUND, RISK: RATED})
    git(tmp_path, "tag", "before")
    return tmp_path


def put(root: Path, path: str, text: str | bytes) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text if isinstance(text, bytes) else text.encode())


def test_nothing_changed_is_said_aloud(root: Path, call: Call) -> None:
    said = call("diff", "-C", root, *TODAY)
    assert said.code == 0
    assert re.fullmatch(r"no governance change; HEAD \([0-9a-f]{12}\) → the working tree\n", said.out)


def test_other_words_for_the_same_are_no_change(root: Path, call: Call) -> None:
    put(root, RISK, f"# a comment\n{RATED}".replace("\n", "\r\n"))
    (root / "governance/risk/sub").mkdir()
    (root / RISK).rename(root / "governance/risk/sub/rudeness.yaml")
    said = call("diff", "-C", root, *TODAY)
    assert (said.code, said.out.split(";")[0]) == (0, "no governance change")


def test_a_weakening_without_a_reason_fails(root: Path, call: Call) -> None:
    put(root, RISK, LOW)
    said = call("diff", "-C", root, *TODAY)
    assert said.code == 1
    assert said.out.startswith("1 weakened (1 without a written reason) in 1 record; HEAD (")
    assert f"severity: high → low\n      {AT} {RISK}:4\n      no written reason\n".lower() in said.out.lower()


def test_a_reason_in_the_same_change_is_enough(root: Path, call: Call) -> None:
    put(root, RISK, LOW)
    put(root, REASON, DECISION)
    said = call("diff", "-C", root, *TODAY)
    assert said.code == 0
    assert "because of decision/lower “The rating is lowered”: The service holds such answers back.\n" in said.out
    assert "no written reason" not in said.out


def test_a_reason_of_an_earlier_change_is_not(root: Path, call: Call) -> None:
    commit(root, {RISK: LOW, REASON: DECISION})
    assert call("diff", "before", "-C", root, *TODAY).code == 0
    commit(root, {RISK: RATED})
    put(root, RISK, LOW)
    said = call("diff", "-C", root, "--format", "github", *TODAY)
    assert said.code == 1
    assert "decision/lower is about an earlier change, and stays as it is; say why in a new one" in said.out
    put(root, "governance/decision/again.yaml", DECISION)
    assert call("diff", "-C", root, *TODAY).code == 0


def test_another_value_asks_for_another_decision(root: Path, call: Call) -> None:
    milder = RATED.replace("severity: high", "severity: moderate")
    commit(root, {RISK: milder, REASON: DECISION.replace("low}", "moderate}")})
    put(root, RISK, LOW)
    said = call("diff", "-C", root, "--format", "github", *TODAY)
    assert f"stays as it is; say why in a new one (weakens: {{what: {AT}, to: low}}" in said.out


def test_a_rename_gives_no_reason_and_makes_none_idle(root: Path, call: Call) -> None:
    commit(root, {RISK: LOW, REASON: DECISION})
    assert call("rename", "-C", root, "risk/rudeness", "risk/insults").code == 0
    said = call("diff", "-C", root, *TODAY)
    assert (said.code, "reasons for nothing" in said.out) == (0, False)
    moved = root / "governance/risk/insults.yaml"
    moved.write_text(moved.read_text("utf-8").replace("severity: low", "severity: negligible"), "utf-8")
    assert call("diff", "-C", root, *TODAY).code == 1


@pytest.mark.parametrize(("fail_on", "code"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)])
def test_what_fails(root: Path, call: Call, fail_on: str, code: int) -> None:
    put(root, RISK, LOW)
    assert call("diff", "-C", root, "--fail-on", fail_on, *TODAY).code == code


def test_an_idle_reason_is_a_warning(root: Path, call: Call) -> None:
    put(root, REASON, DECISION)
    said = call("diff", "-C", root, *TODAY)
    assert said.code == 0
    assert "reasons for nothing" in said.out
    assert call("diff", "-C", root, "--fail-on", "warning", *TODAY).code == 1


def test_what_cannot_be_read_is_not_gone(root: Path, call: Call) -> None:
    put(root, RISK, "title: [\n")
    said = call("diff", "-C", root, *TODAY)
    assert said.code == 1
    assert said.out.startswith("no governance change in what could be read; 1 file could not be read; HEAD (")
    assert f"{RISK}:2:1 in the newer state: " in said.out
    assert "no longer recorded" not in said.out


def test_two_revisions_and_their_merge_base(root: Path, call: Call) -> None:
    git(root, "checkout", "-q", "-b", "topic")
    commit(root, {RISK: LOW})
    git(root, "checkout", "-q", "main")
    commit(root, {RISK: RATED.replace("title: Rude answers", "title: Rude words")})
    git(root, "checkout", "-q", "topic")
    both = json.loads(call("diff", "main", "topic", "-C", root, "--format", "json", *TODAY).out)
    assert {entry["address"] for entry in both["changes"]} == {AT, "risk/rudeness#title"}
    own = json.loads(call("diff", "main", "topic", "--merge-base", "-C", root, "--format", "json", *TODAY).out)
    assert {entry["address"] for entry in own["changes"]} == {AT}
    assert own["merge_base"] == git(root, "rev-parse", "before")
    back = json.loads(call("diff", "topic", "main", "-C", root, "--format", "json", *TODAY).out)
    assert back["counts"]["weakening"] == 0


def test_the_index(root: Path, call: Call) -> None:
    put(root, RISK, LOW)
    git(root, "add", "-A")
    put(root, RISK, RATED)
    assert call("diff", "-C", root, *TODAY).code == 0
    said = call("diff", "--index", "-C", root, *TODAY)
    assert (said.code, said.out.count(AT)) == (1, 1)
    assert "the index" in said.out


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("no-such-branch",), 3, "no-such-branch"),
        (("before", "before", "--index"), 2, "--index compares the index with BASE"),
        (("--format", "html"), 2, "html"),
        (("--today", "tomorrow"), 2, "is not a day"),
    ],
)
def test_wrong_usage(root: Path, call: Call, arguments: tuple[str, ...], code: int, words: str) -> None:
    said = call("diff", *arguments, "-C", root)
    assert said.code == code
    assert words in said.err
    assert "hint: " in said.err


def test_a_folder_without_git_cannot_be_compared(tmp_path: Path, call: Call) -> None:
    for path, text in SOUND.items():
        put(tmp_path, path, text)
    said = call("diff", "-C", tmp_path, *TODAY)
    assert said.code in {2, 3}
    assert "git repository" in said.err


def test_a_draft_is_printed_or_written_and_never_overwrites(root: Path, call: Call) -> None:
    put(root, RISK, LOW)
    printed = call("diff", "-C", root, "--write-reasons", *TODAY)
    assert printed.code == 0
    assert f"  - what: {AT!r}\n    to: low\n".replace("'", '"') in printed.out
    path = root / "governance/decision/why.yaml"
    written = call("diff", "-C", root, "--write-reasons", path, *TODAY)
    assert (written.code, path.read_text("utf-8")) == (0, printed.out)
    again = call("diff", "-C", root, "--write-reasons", path, *TODAY)
    assert again.code == 2
    assert "is there already" in again.err
    assert call("diff", "-C", root, *TODAY).code == 1, "a draft that nobody filled in is no reason"
    assert call("check", "-C", root, *TODAY).code == 1
    filled = path.read_text("utf-8")
    for empty, words in {
        "title:\n": "title: Lower\n",
        "question:\n": "question: How severe?\n",
        "chosen:\n": "chosen: Low.\n",
        "who:\n": "who: the release board\n",
    }.items():
        assert empty in filled
        filled = filled.replace(empty, words, 1)
    filled = filled.replace("- id:\n", "- id: keep\n", 1).replace("    text:\n", "    text: Keep it.\n", 1)
    filled = filled.replace("- id:\n", "- id: filter\n", 1).replace("    text:\n", "    text: It holds them back.\n", 1)
    assert 'date: "2025-01-01"\n' in filled
    path.write_text(filled, "utf-8")
    told = call("check", "-C", root, "--fail-on", "note", *TODAY).out
    assert "governance/decision/why.yaml" not in told, told
    assert call("diff", "-C", root, *TODAY).code == 0
    nothing = call("diff", "-C", root, "--write-reasons", root / "x.yaml", *TODAY)
    assert (nothing.code, (root / "x.yaml").exists()) == (0, False)
    assert "nothing to draft" in nothing.err


def test_a_reason_for_what_is_gone(root: Path, call: Call) -> None:
    gone = {"governance/mitigation/manners.yaml": None, RISK: RATED.replace(", mitigations: [manners]", "")}
    for path, text in gone.items():
        (root / path).unlink()
        if text is not None:
            put(root, path, text)
    draft = call("diff", "-C", root, "--write-reasons", *TODAY).out
    assert "- what: mitigation/manners\n    to: removed\n" in draft
    weakens = draft[draft.index("weakens:") : draft.index("# What may be added")]
    put(root, REASON, f"{DECISION.partition('weakens:')[0]}{weakens}")
    assert "written reason" not in call("diff", "-C", root, *TODAY).out
    assert "unresolved-reference" not in call("check", "-C", root, *TODAY).out


def test_files_tell_their_format(root: Path, call: Call, tmp_path_factory: pytest.TempPathFactory) -> None:
    put(root, RISK, LOW)
    out = tmp_path_factory.mktemp("out")
    starts = {
        "a.md": "<!-- underhood-diff -->\n",
        "a.json": "{",
        "a.sarif": "{",
        "a.xml": "<?xml",
        "a.txt": "1 weakened",
    }
    for name, start in starts.items():
        said = call("diff", "-C", root, "-o", out / name, *TODAY)
        assert (said.code, said.out[:10]) == (1, "1 weakened")
        assert (out / name).read_text("utf-8").startswith(start)
    assert "unreasoned-weakening" in (out / "a.sarif").read_text("utf-8")


def test_in_a_job_of_github_text_and_annotations(root: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, RISK, LOW)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_REPOSITORY", "o/r")
    monkeypatch.setenv("GITHUB_SHA", "1" * 40)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(root.parent))
    said = call("diff", "-C", root, *TODAY)
    assert said.out.startswith("1 weakened")
    assert f"\n::error file={root.name}/{RISK},line=4,col=" in said.out
    comment = call("diff", "-C", root, "--format", "markdown", *TODAY).out
    assert f'<a href="https://github.com/o/r/blob/{"1" * 40}/{root.name}/{RISK}#L4">' in comment


def test_a_name_that_is_no_text_hides_no_change(root: Path, call: Call) -> None:
    names = [f"governance/risk/r{index}.yaml" for index in range(21)]
    rated = "title: R{}\ntext: A harm.\nratings: [{{id: all, for: [release/owl-1], severity: {}}}]\n"
    commit(root, {name: rated.format(index, "high") for index, name in enumerate(names)})
    for index, name in enumerate(names):
        put(root, name, rated.format(index, "low"))
    with open(bytes(root) + b"/governance/risk/caf\xe9.yaml", "wb") as file:  # noqa: PTH123  (no Path can say it)
        file.write(b"title: X\n")
    for form in ("text", "markdown", "json"):
        said = call("diff", "-C", root, "--format", form, *TODAY)
        assert said.code == 1
        assert len(set(re.findall(r"risk/(r\d+)(?:#|&#35;)", said.out))) == 21
        assert "caf" in said.out


def test_show_hides_and_counts(root: Path, call: Call) -> None:
    put(root, RISK, LOW + "tags: [people]\n")
    said = call("diff", "-C", root, "--show", "weakening", *TODAY)
    assert "1 weakened (1 without a written reason), 1 routine in 1 record" in said.out
    assert "#tags" not in said.out
    assert "1 that matter less are not listed" in said.out


@pytest.mark.parametrize(("form", "name"), [("text", "diff.txt"), ("markdown", "diff.md"), ("json", "diff.json")])
def test_golden(root: Path, call: Call, golden: Golden, form: str, name: str) -> None:
    put(root, RISK, REWORDED + "tags: [people]\n")
    put(root, REASON, DECISION)
    (root / "governance/mitigation/manners.yaml").unlink()
    put(root, "governance/training/owl-2.yaml", SOUND["governance/training/owl-2.yaml"].replace("2.0e12", "1.8e12"))
    put(root, "governance/evidence/daily-news.yaml", "title: [\n")
    said = call("diff", "-C", root, "--format", form, *TODAY)
    text = re.sub(r"\([0-9a-f]{12}\)", "(0123456789ab)", said.out).replace(str(root), "ROOT")
    golden(re.sub(r"underhood \d[\w.+]*", "underhood 0", text), HERE / "golden" / name)


def test_check_with_a_base_finds_the_same(root: Path, call: Call) -> None:
    put(root, RISK, LOW.replace("ratings:", "# underhood: allow unreasoned-weakening it is in the way\nratings:"))
    allowed = call("check", "-C", root, "--base", "before", "--format", "json", *TODAY)
    put(root, RISK, LOW)
    said = call("check", "-C", root, "--base", "before", "--format", "json", *TODAY)
    for one in (said, allowed):
        assert one.code == 1
        found = [entry for entry in json.loads(one.out)["findings"] if entry["code"] == "unreasoned-weakening"]
        assert any("Severity: high → low" in entry["message"] for entry in found)
    put(root, REASON, DECISION)
    said = call("check", "-C", root, "--base", "before", "--format", "json", *TODAY)
    assert "unreasoned-weakening" not in said.out


@pytest.mark.parametrize("missing", ["who", "date"])
def test_a_reason_that_nobody_stands_for_is_none(root: Path, call: Call, missing: str) -> None:
    put(root, RISK, LOW)
    put(root, REASON, "".join(line for line in DECISION.splitlines(keepends=True) if not line.startswith(missing)))
    said = call("diff", "-C", root, "--format", "github", *TODAY)
    assert said.code == 1
    assert f"decision/lower gives no reason yet: write its {missing}" in said.out


def test_a_deleted_record_of_a_release_is_red_where_check_is_red(root: Path, call: Call) -> None:
    (root / "governance/mitigation/manners.yaml").unlink()
    put(root, RISK, RATED.replace(", mitigations: [manners]", ""))
    draft = call("diff", "-C", root, "--write-reasons", *TODAY).out
    weakens = draft[draft.index("weakens:") : draft.index("# What may be added")]
    put(root, REASON, f"{DECISION.partition('weakens:')[0]}{weakens}")
    for form in ("text", "markdown", "json", "github"):
        said = call("diff", "-C", root, "--format", form, *TODAY)
        assert said.code == 1, said.out
        assert "mitigation/manners is gone, and belongs to release/owl-" in said.out
        assert "say there that it is over: " in said.out
        assert "status: removed" in said.out
    assert "\nmust be kept\n" in call("diff", "-C", root, *TODAY).out
    put(root, "governance/mitigation/manners.yaml", SOUND["governance/mitigation/manners.yaml"] + "status: removed\n")
    assert "is gone" not in call("diff", "-C", root, *TODAY).out


def test_a_decision_of_tomorrow_is_no_reason(root: Path, call: Call) -> None:
    put(root, RISK, LOW)
    for day, code in (("2025-01-01", 0), ("2999-01-01", 1), ("2999", 1), ("2999-01", 1)):
        put(root, REASON, DECISION.replace("2025-01-01", day))
        commands = (["diff"], ["check", "--base", "HEAD"])
        for command in commands:
            said = call(*command, "-C", root, "--format", "json")
            assert ("unreasoned-weakening" in said.out) is bool(code), (command, day)
            assert said.code == code
    assert call("diff", "-C", root, "--today", "2999-02-01").code == 0
    git(root, "add", "-A")
    git(root, "commit", "-qm", "ahead")
    assert call("diff", "before", "HEAD", "-C", root).code == 1


def test_a_base_that_moved_on_is_told(root: Path, call: Call) -> None:
    git(root, "checkout", "-q", "-b", "topic")
    git(root, "checkout", "-q", "main")
    commit(root, {RISK: LOW})
    git(root, "checkout", "-q", "topic")
    assert (
        "main has 1 commit that this state has not; --merge-base leaves them out"
        in call("diff", "main", "-C", root).err
    )
    assert "has not" in call("diff", "main", "topic", "-C", root).err
    assert "has not" not in call("diff", "main", "--merge-base", "-C", root).err
    assert "has not" not in call("diff", "-C", root).err + call("diff", "before", "main", "-C", root).err


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("a..b", "`underhood diff a b`"),
        ("a...b", "`underhood diff --merge-base a b`"),
        ("main..", "`underhood diff main HEAD`"),
        ("a..$(x)", "`underhood diff a REV`"),
    ],
)
def test_two_revisions_in_one_word(root: Path, call: Call, asked: str, words: str) -> None:
    said = call("diff", asked, "-C", root)
    assert said.code == 2
    assert f"hint: {words}" in said.err


def test_the_names_of_branches(root: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    put(root, RISK, LOW)
    said = call("diff", "-C", root, "--format", "markdown", "--base-name", "main", "--head-name", "soften", *TODAY).out
    assert "\nmain → soften\n" in said
    monkeypatch.setenv("GITHUB_HEAD_REF", "softer")
    assert "→ softer\n" in call("diff", "-C", root, *TODAY).out
    assert "softer" not in call("diff", "before", "HEAD", "-C", root, *TODAY).out
    assert json.loads(call("diff", "-C", root, "--format", "json", *TODAY).out)["new"] == "softer"


def test_what_is_copied_from_a_comment_is_the_address(root: Path, call: Call) -> None:
    put(root, RISK, LOW)
    said = call("diff", "-C", root, "--format", "markdown", *TODAY).out
    (code,) = re.findall(r"<code>(risk/[^<]*)</code>", texts.harmless(said))
    assert html.unescape(code) == AT
    put(root, REASON, DECISION.replace(AT, AT.replace("#", "#\u2060")))
    told = call("check", "-C", root, *TODAY).out
    assert "holds an invisible character (U+2060)" in told
    assert f"type it anew, without that: {AT}" in told


def test_answers_to_frameworks_are_compared_among_few_records_or_when_asked(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "records"
    committed(root, SOUND)
    model = root / "governance" / "model" / "owl.yaml"
    model.write_text(model.read_text("utf-8") + "languages: [en]\n", "utf-8")
    few = call("diff", "-C", root).out
    assert "hf-meta-language" in few
    assert "hf-meta-language" not in call("diff", "--no-coverage", "-C", root).out
    monkeypatch.setattr(diff, "FEW", 3)
    many = call("diff", "-C", root).out
    assert "hf-meta-language" not in many
    assert "answers to frameworks were not compared" in many
    asked = call("diff", "--coverage", "-C", root).out
    assert asked == few
