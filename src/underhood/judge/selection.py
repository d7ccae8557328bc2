"""Which findings are told, and how loudly: what the settings say of rules, comments that allow one, what was asked for.

All of it works on the result of a check, so that what is found does not depend on it. Errors of reading pass untouched:
of a file that cannot be read nobody knows what it would have said.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from underhood.doors.tree import Tree, Unreadable
from underhood.judge.gates.asked import check_gates
from underhood.judge.own_rules import check_own
from underhood.records.allowances import Allowance, allowances
from underhood.records.places import SETTINGS_FILE
from underhood.records.project import Project
from underhood.records.settings import OFF, Exempt, RuleSettings, Settings, place_in_settings
from underhood.rules import FIXED, READING, REASONS, SELECTION, SIGNING, STATES, Rule, rules
from underhood.values.errors import USAGE, Stop
from underhood.values.finding import DataPath, Finding, Location, Severity, lies_in

UNUSED, BAD = "unused-allow", "bad-allow"
ALWAYS = RuleSettings()

Allowances = Mapping[str, tuple[Allowance, ...]]
"""The comments that allow something, by the path of their file."""

Lines = Mapping[tuple[str, int, str], Sequence[Allowance]]
Used = set[tuple[str, Allowance] | tuple[str, Exempt]]
"""The exceptions that something was found for, with the file or the rule that they belong to."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is told: the settings of rules, and what was asked for. `files`: only these, or what lies below them."""

    rules: Mapping[str, RuleSettings] = field(default_factory=dict)
    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether nothing was asked for but everything."""
        return not (self.select or self.ignore or self.files)

    def holds(self, code: str, path: str) -> bool:
        """Whether findings of this code in this file were asked for."""
        asked = lies_in(path, self.files)
        if code in rules() and rules()[code].scope in FIXED:
            return asked
        return asked and (not self.select or code in self.select) and code not in self.ignore


def make_selection(project: Project, *, select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Selection:
    """The selection of a run over all files. Raises Stop where the settings or the call name what there is not."""
    check_settings(project.settings, project.tree)
    check_gates(project)
    check_own(project)
    asked, left = frozenset(select), frozenset(ignore)
    for code in sorted(asked | left):
        if code not in rules():
            raise Stop(f"there is no rule '{code}'", _did_you_mean(code, rules(), "rules"), code=USAGE)
    for code in sorted(left):
        if rules()[code].scope in FIXED:
            raise Stop(f"{code} cannot be left out", _CANNOT[rules()[code].scope], code=USAGE)
    return Selection(project.settings.rules, asked, left)


def check_settings(settings: Settings, tree: Tree) -> None:
    """Hold what the settings say of rules against the rules that there are. Raises Stop with line and cure."""
    for code, said in settings.rules.items():
        fault = _fault(code, said)
        if fault:
            path, message, hint = fault
            place = place_in_settings(tree, ("checks", "rules", code, *path), key=True)
            raise Stop(f"{place}: {message}", hint, code=USAGE)


def _fault(code: str, said: RuleSettings) -> tuple[DataPath, str, str] | None:
    rule = rules().get(code)
    if rule is None:
        return (), f"there is no rule '{code}'", _did_you_mean(code, rules(), "rules")
    if rule.scope in FIXED:
        return (), f"{code} cannot be switched off or weighed", _CANNOT[rule.scope]
    parameters = {parameter.name: parameter for parameter in rule.parameters}
    for name, value in said.parameters.items():
        if name not in parameters:
            known = ["severity", "reason", "ignore", *parameters]
            return (name,), f"{code} has no parameter '{name}'", _did_you_mean(name, known, "words here")
        if problem := parameters[name].problem(value):
            return (name,), f"{name} of {code} cannot be this value: {problem}", parameters[name].summary
    return None


def read_allowances(project: Project) -> Allowances:
    """The allowances of all records and of the settings."""
    found = {}
    for path in sorted({record.path for record in project.catalog if record.remarks} | {SETTINGS_FILE}):
        raw = project.tree.read(path)
        if not isinstance(raw, Unreadable) and (here := allowances(raw)):
            found[path] = here
    return found


def selected(
    findings: Iterable[Finding], selection: Selection, allowed: Allowances, *, tree: Tree
) -> tuple[Finding, ...]:
    """The findings that are told, in order, with those on allowances and exemptions that are wrong or idle."""
    judged = governed(tuple(findings), selection, allowed, tree=tree)
    return tuple(finding for finding in judged if selection.holds(finding.code, finding.location.path))


def governed(
    findings: Collection[Finding], selection: Selection, allowed: Allowances, *, tree: Tree
) -> tuple[Finding, ...]:
    """The findings as comments and settings judge them, whatever was asked for."""
    used: Used = set()
    lines = _by_line(allowed)
    kept = [one for finding in findings if (one := _weighed(finding, selection, lines, used=used))]
    whole = not any(finding.code in rules() and rules()[finding.code].scope == READING for finding in findings)
    # While a file cannot be read, rules that look at all records keep silent: nothing is called idle then.
    about = [one for one in _about(selection, allowed, used, tree=tree) if whole or one.code == BAD]
    kept += [one for finding in about if (one := _weighed(finding, selection, {}, used=used))]
    return tuple(sorted(kept, key=lambda finding: finding.order))


def allowed_by_comments(findings: Iterable[Finding], allowed: Allowances) -> int:
    """How many findings a comment silences."""
    lines = _by_line(allowed)
    places = ((one.location.path, one.location.line, one.code) for one in findings)
    return sum(place in lines and place[2] in rules() and rules()[place[2]].scope not in FIXED for place in places)


def _by_line(allowed: Allowances) -> Lines:
    """The comments that allow something, by what they allow: file, line, rule."""
    found: dict[tuple[str, int, str], list[Allowance]] = {}
    for path, comments in allowed.items():
        for one in comments:
            if not one.fault:
                found.setdefault((path, one.about, one.code), []).append(one)
    return found


def _weighed(finding: Finding, selection: Selection, lines: Lines, *, used: Used) -> Finding | None:
    """A finding with the severity that the settings give it; None where a comment or the settings silence it."""
    rule = rules().get(finding.code)
    if rule is None or rule.scope in FIXED:
        return finding
    path = finding.location.path
    comments = lines.get((path, finding.location.line, finding.code), ())
    said = selection.rules.get(finding.code, ALWAYS)
    exempt = [one for one in said.exempt if _covers(one, path)]
    used.update((path, one) for one in comments)
    used.update((finding.code, one) for one in exempt)
    if comments or exempt or said.severity == OFF:
        return None
    return _with_severity(finding, rule, said.severity) if said.severity else finding


def _with_severity(finding: Finding, rule: Rule, word: str) -> Finding:
    """What was softened below its rule, for a release of the past, is not made heavier again."""
    wanted = Severity(word)
    softened = finding.severity.rank > rule.severity.rank
    return replace(finding, severity=max(wanted, finding.severity, key=lambda one: one.rank) if softened else wanted)


def _covers(exempt: Exempt, path: str) -> bool:
    """Whether a file is meant. Patterns go through `fnmatch`, whose translation cannot be made to take long."""
    return any(fnmatchcase(path, pattern) for pattern in exempt.paths) or any(
        fnmatchcase(address_of(path), pattern) for pattern in exempt.records
    )


def address_of(path: str) -> str:
    """The address of the record that a file holds; the path of what holds none."""
    parts = path.split("/")
    return f"{parts[1]}/{parts[-1].removesuffix('.yaml')}" if len(parts) > 2 and path.endswith(".yaml") else path


def _about(selection: Selection, allowed: Allowances, used: Used, *, tree: Tree) -> Iterator[Finding]:
    """What is wrong with the exceptions themselves."""
    for path, comments in allowed.items():
        for one in comments:
            place = Location(path, one.line, one.column)
            if bad := _bad(one):
                yield _finding(BAD, place, *bad)
            elif (path, one) not in used and rules()[one.code].scope != STATES:
                hint = "remove the comment, or put it on the line of the finding or alone on the line above"
                yield _finding(UNUSED, place, f"there is no {one.code} here to be allowed", hint)
    for code, said in selection.rules.items():
        for index, exempt in enumerate(said.exempt):
            if (code, exempt) not in used and rules()[code].scope != STATES:
                place = place_in_settings(tree, ("checks", "rules", code, "ignore", index))
                yield _finding(UNUSED, place, f"{code} finds nothing that this entry names", "remove the entry")


def _bad(one: Allowance) -> tuple[str, str] | None:
    if one.fault:
        code = one.code if one.code in rules() else "RULE"
        return f"this comment allows nothing: {one.fault}", f"write: # underhood: allow {code} <why it may stay>"
    rule = rules().get(one.code)
    if rule is None:
        return (
            f"this comment allows nothing: there is no rule '{one.code}'",
            _did_you_mean(one.code, rules(), "rules"),
        )
    if rule.scope in FIXED:
        return f"{one.code} cannot be allowed", _CANNOT[rule.scope]
    if rule.scope == SELECTION:
        return f"{one.code} cannot be allowed by a comment", "mend what it tells, or switch it off in the settings"
    if rule.scope == REASONS:
        return f"{one.code} cannot be allowed by a comment", "give the reason in a decision, under `weakens`"
    return None


_CANNOT = {
    READING: "a file that cannot be read is missing everywhere: mend it",
    SIGNING: "what was signed can only be signed anew",
}


def _finding(code: str, place: Location, message: str, hint: str) -> Finding:
    return Finding(code, rules()[code].severity, place, message, hint)


def _did_you_mean(word: str, known: Iterable[str], what: str) -> str:
    names = sorted(known)
    near = difflib.get_close_matches(word, names, 1)
    if near:
        return f"did you mean '{near[0]}'?"
    return "`underhood explain` lists all rules" if what == "rules" else f"the {what} are: {', '.join(names)}"


def how_to_govern(rule: Rule, say: Callable[[str], str] = str) -> str:
    """What the page of a rule says about its severity, its parameters, and how one may make an exception; Markdown.

    `say` puts each sentence into the reader's language.
    """
    lines = [f"## {say('Settings')}", "", say("Severity: %s.") % say(str(rule.severity))]
    if rule.living:
        lines[-1] += f" {say('For releases that were recorded afterwards it is no more than a note.')}"
    for parameter in rule.parameters:
        default = parameter.default
        shown = default if isinstance(default, int) else f"[{', '.join(default)}]"
        lines += ["", say("- `%(name)s` (default `%(value)s`): %(what)s")]
        lines[-1] %= {"name": parameter.name, "value": shown, "what": say(parameter.summary)}
    if rule.scope in FIXED:
        can = say("It cannot be switched off, allowed or accepted by a baseline: %s.") % say(_CANNOT[rule.scope])
    elif rule.scope == REASONS:
        can = say(
            "Its severity is chosen under `checks` in the settings, for later changes: the older state's decide. "
            "No comment, waiver or baseline silences it."
        )
    elif rule.scope == SELECTION:
        can = say("Severity and silence are chosen under `checks` in the settings; a comment cannot allow it.")
    else:
        can = say(
            "Severity, exceptions and silence are chosen under `checks` in the settings; one finding is allowed by a "
            "comment on its line: `# underhood: allow %s reason`."
        )
        can %= rule.code
    return "\n".join([*lines, "", can])
