"""The reference of the tool, made when the site is built: kinds out of schemas, rules out of docstrings, documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from underhood.changes import weighings
from underhood.documents import Document, documents
from underhood.doors.markup import escape
from underhood.judge.selection import how_to_govern
from underhood.meaning import expression_guide as expressions
from underhood.meaning.audience import View
from underhood.reports import reports
from underhood.rules import READING, REASONS, SELECTION, SIGNING, STATES, Rule, rules
from underhood.site.reference_kinds import common_page, kind_page, kinds_page, settings_page
from underhood.site.reference_page import ROOT, Above, Text, made
from underhood.site.reference_words import Words, words_of
from underhood.values.finding import Severity
from underhood.values.page import Badge, Page

TONES = {Severity.ERROR: "bad", Severity.WARNING: "warn", Severity.NOTE: "muted"}
SUBJECTS = {"repository": "the whole repository", "register": "each kind that has a register", "record": "any record"}
OTHER = {READING: "files", SIGNING: "signatures", SELECTION: "exceptions", STATES: "two states", REASONS: "two states"}
"""What rules look at that look at no record."""
RULES = Above("Rules", f"{ROOT}/rules/index.html")


def tool_pages(view: View, language: str) -> Iterator[Page]:
    """The reference pages in a language; none where nobody has begun to translate them."""
    words = words_of(view)
    if words is not None and language == view.language:
        yield from pages_in(view, words)


def pages_in(view: View, words: Words) -> Iterator[Page]:
    """The reference pages in these words."""
    kinds = list(view.catalog.kinds.values())
    yield kinds_page(kinds, words.anew())
    if kinds:
        yield common_page(kinds[0].root.schemas, words.anew())
        yield settings_page(kinds[0].root.schemas, words.anew())
    yield _expressions_page(words.anew())
    for kind in kinds:
        yield kind_page(kind, view.frameworks.values(), words.anew())
    yield _rules_page(words.anew())
    for rule in rules().values():
        yield _rule_page(rule, words.anew())
    yield _weighings_page(words.anew())
    yield _formats_page(words.anew())
    yield _documents_page(words.anew())


def _expressions_page(words: Words) -> Page:
    """What own rules may say."""
    text = expressions.guide(partial(words.line, at=expressions.NAME), words.say)
    path, summary = f"{ROOT}/{expressions.NAME}.html", words.say(expressions.SUMMARY)
    return made(path, Text(words.say(expressions.TITLE), summary, text), words)


def _rules_page(words: Words) -> Page:
    """The tables of all rules: on what the records say, on files, and on exceptions."""
    found, say = list(rules().values()), words.say
    text = "\n\n".join(
        [
            say(
                "A rule is named by the fault that it finds. `underhood explain CODE` prints the same page in a "
                "terminal."
            ),
            f"## {say('What records say')}",
            _table([rule for rule in found if rule.check is not None], words),
            f"## {say('Files that cannot be taken')}",
            _table([rule for rule in found if rule.scope == READING], words),
            f"## {say('Seals, signatures and approvals')}",
            _table([rule for rule in found if rule.scope == SIGNING], words),
            f"## {say('Exceptions')}",
            _table([rule for rule in found if rule.scope == SELECTION], words),
            f"## {say('What must not happen between two states')}",
            say("Looked for with `underhood check --base REV`."),
            _table([rule for rule in found if rule.scope in {STATES, REASONS}], words),
        ]
    )
    return made(RULES.path, Text(say(RULES.title), say("What `underhood check` looks for."), text), words)


def _table(found: Iterable[Rule], words: Words) -> str:
    """A table of rules."""
    say = words.say
    titles = (say("Code"), say("Severity"), say("Looks at"), say("What is wrong"))
    return "\n".join([f"| {' | '.join(titles)} |", "|---|---|---|---|", *(_rule_row(rule, words) for rule in found)])


def _rule_row(rule: Rule, words: Words) -> str:
    what = words.say(OTHER.get(rule.scope, "every record"))
    looks = f"[{rule.kind}](doc:{ROOT}/kinds/{rule.kind})" if rule.kind else what
    wrong = words.cell(_first(rule.page), f"rule/{rule.code}")
    return f"| [{rule.code}](doc:{ROOT}/rules/{rule.code}) | {words.say(str(rule.severity))} | {looks} | {wrong} |"


def _rule_page(rule: Rule, words: Words) -> Page:
    """A rule: its docstring is its page."""
    at = f"rule/{rule.code}"
    first, _, rest = rule.page.strip().partition("\n")
    text = f"{words.page(rest, at)}\n\n{how_to_govern(rule, words.say)}"
    summary = words.line(first, at)
    page = made(f"{ROOT}/rules/{rule.code}.html", Text(rule.code, summary, text), words, RULES)
    return replace(page, status=(Badge(words.say(str(rule.severity)), TONES[rule.severity]),))


def _weighings_page(words: Words) -> Page:
    """Every weighing: its docstring."""
    say = words.say
    about = say(
        "What no weighing claims counts as its field's schema says; see the [kinds](doc:about/tool/kinds/index)."
    )
    told = (f"## {one.code}\n\n{words.page(one.page, f'weighing/{one.code}')}" for one in weighings().values())
    summary = say("What a comparison makes of a difference, where the schema's own weight is not enough.")
    text = "\n\n".join([about, *told])
    return made(f"{ROOT}/changes/index.html", Text(say("Weighings of changes"), summary, text), words)


def _formats_page(words: Words) -> Page:
    """Every format of findings: its docstring."""
    say = words.say
    about = say(
        "`underhood check --format NAME` writes one of these to standard output; with `--output FILE` it goes to the "
        "file, and the log keeps what people read. Every format carries every finding, or says how many it left out."
    )
    rows = [
        f"| [`{one.name}`](#{one.name}) | {words.cell(one.summary, f'format/{one.name}')} | {_ending(one.ending)} |"
        for one in reports().values()
    ]
    titles = f"| {say('Name')} | {say('What it is for')} | {say('Files end in')} |"
    told = (f"## {one.name}\n\n{words.page(one.page, f'format/{one.name}')}" for one in reports().values())
    text = "\n\n".join([about, "\n".join([titles, "|---|---|---|", *rows]), *told])
    summary = say("How the findings of a check can be written.")
    return made(f"{ROOT}/formats/index.html", Text(say("Formats of findings"), summary, text), words)


def _ending(ending: str) -> str:
    return f"`{ending}`" if ending else ""


def _documents_page(words: Words) -> Page:
    """The table of all documents."""
    say = words.say
    about = say(
        "`underhood render NAME` makes one of them; the site holds them all. "
        "A file of the template's name in your own `templates/` takes the place of ours."
    )
    titles = f"| {say('Name')} | {say('Made for')} | {say('Its template')} | {say('What it is')} |"
    rows = [_document_row(document, words) for document in documents().values()]
    text = "\n".join([about, "", titles, "|---|---|---|---|", *rows])
    summary = say("What is rendered out of the records.")
    return made(f"{ROOT}/documents/index.html", Text(say("Documents"), summary, text), words)


def _document_row(document: Document, words: Words) -> str:
    name = document.name
    subject = words.say(SUBJECTS.get(document.subject, f"each {document.subject}"))
    what = words.cell(document.summary, f"document/{name}")
    return f"| `{name}` | {escape(subject)} | `templates/{name}.md.jinja` | {what} |"


def _first(page: str) -> str:
    return page.strip().split("\n")[0]
