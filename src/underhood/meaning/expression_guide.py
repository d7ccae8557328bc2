"""What expressions of own rules may name, as a page: for `underhood explain expressions` and the reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from underhood.meaning.expression_stage import VARIABLES
from underhood.meaning.expression_values import LONGEST
from underhood.meaning.expression_words import WORDS

Say = Callable[[str], str]

NAME, TITLE = "expressions", "Expressions of own rules"
SUMMARY = "What `when` and `require` of a rule of your own may say."

STANDARD = (
    ("a == b, a != b", "Equal, not equal. Numbers compare as numbers."),
    ("a < b, a <= b, a > b, a >= b", "Less, more: of numbers or of texts."),
    ("a && b, a || b, !a, a ? b : c", "And, or, not, if."),
    ("a - b, -a", "Difference of numbers, both with a decimal point: `record.n - 1.0`."),
    ("x in list", "Whether a list holds a value."),
    ("size(x)", "How many entries a list has, characters a text; `double(size(x))` to compute with it."),
    ("has(record.field)", "Whether a field is there and not absent: the contrary of `is_absent`."),
    ("list.all(x, …), list.exists(x, …), list.exists_one(x, …)", "Whether it is true of all, of any, of one entry."),
    ("list.filter(x, …), list.map(x, …)", "The entries of which it is true; what is made of each."),
    ("text.contains(t), text.startsWith(t), text.endsWith(t)", "Whether a text holds, begins or ends with another."),
    ("text.matches('…')", "Whether a regular expression (RE2) is found in a text."),
)

ABOUT = (
    "A rule of your own is an expression in CEL, the Common Expression Language. Names are held against the schemas "
    "when the settings are read: a field that there is not ends the check with its place and what may be meant."
)
FAILING = (
    "A rule fails, with its reason, where an expression ends in an error or in something that is neither true nor "
    "false: a value that it needs is absent or is not there, a division by zero, an entry that a list has not. Ask "
    "first: `!is_absent(record.review_by) && days_until(record.review_by) > 0`. What does not matter for the result "
    "is not needed: in `a || b` one that is true is enough."
)
BOUNDS = (
    "All numbers of records are doubles. There is no `+`, `*`, `/` or `%`: use `sum`, `ratio`, `percent_change`. An "
    f"expression has at most 2,000 characters, lists that it goes through {LONGEST:,} entries, and macros stand at "
    "most three deep inside each other. Nothing outside the records can be read."
)


def guide(say: Say = str, head: Say = str) -> str:
    """The page, as Markdown; `say` puts its texts into the reader's language, `head` its headings."""
    return "\n".join(_lines(say, head))


def _lines(say: Say, head: Say) -> Iterator[str]:
    words = ((word.shown, word.summary) for word in WORDS if word.summary)
    yield from (say(ABOUT), "", f"## {head('Variables')}", "")
    yield from _listed(VARIABLES.items(), say, head)
    yield from ("", f"## {head('Functions')}", "")
    yield from _listed(words, say, head)
    yield from ("", f"## {head('What CEL brings')}", "")
    yield from _listed(STANDARD, say, head)
    yield from ("", f"## {head('When it fails')}", "", say(FAILING), "", f"## {head('Bounds')}", "", say(BOUNDS))


def _listed(entries: Iterable[tuple[str, str]], say: Say, head: Say) -> Iterator[str]:
    return (f"- {head('%s:') % f'`{shown}`'} {say(summary)}" for shown, summary in entries)
