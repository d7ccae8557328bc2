"""Jinja, sandboxed: templates lay out what a document's context holds, and can do nothing else."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from types import FunctionType
from typing import Any

import jinja2
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.ext import babel_extract
from jinja2.loaders import split_template_path
from jinja2.runtime import Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from markupsafe import Markup

from underhood.doors.deadline import Overdue, limited
from underhood.doors.tree import LARGEST, Unreadable, read_at
from underhood.values.errors import Stop

_functions: ContextVar[Mapping[str, Callable[..., Any]]] = ContextVar("functions")
"""What the template being rendered may call: compiled templates are kept, and must not hold on to one document's."""

SECONDS = 60.0
LONGEST = 1_000_000
"""For how long a document may be rendered, and how many times over a text or list may be repeated in a template."""

_NUMBERS = (int, float, Decimal)
_PLAIN = (str, *_NUMBERS, Mapping, list, tuple, set, frozenset)
_OURS = frozenset({"underhood", "jinja2"})
_FAILURES = (
    Overdue,
    jinja2.TemplateError,
    TypeError,
    ValueError,
    KeyError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    MemoryError,
)


def render(
    folders: Sequence[Path],
    template: str,
    context: Mapping[str, Any],
    *,
    functions: Mapping[str, Callable[..., Any]],
    finalize: Callable[[Any], Any],
) -> str:
    """Render a Markdown template.

    `folders` are searched in order, the user's own first. `functions` are filters and globals alike; `finalize` turns
    each value into Markdown. Raises Stop naming template and line for whatever a template gets wrong.
    """
    environment = _markdown_environment(tuple(folders), tuple(functions))
    token = _functions.set({**functions, "finalize": finalize})
    try:
        with limited(SECONDS):
            return environment.get_template(template).render(context)
    except _FAILURES as error:  # a template is somebody's code: what goes wrong in it is told like any other mistake
        raise _told(error, template, folders) from error
    finally:
        _functions.reset(token)


def _told(error: Exception, template: str, folders: Sequence[Path]) -> Stop:
    """What to say of a template that failed."""
    place, hint = f"{template}{_line(error)}", "mend the template; see the template reference"
    match error:
        case Overdue():
            words = f"{place}: it takes more than {SECONDS:.0f} seconds"
            hint = "look for loops inside loops"
        case jinja2.TemplateNotFound():
            words = f"there is no template '{error.name}'"
            hint = f"templates are looked for in: {', '.join(str(folder) for folder in folders)}"
        case jinja2.TemplateSyntaxError():
            words = f"{error.name or template}:{error.lineno}: {error.message}"
        case RecursionError():
            words = f"{place}: it calls itself without end"
            hint = f'to extend the template that ships, write {{% extends "underhood/{template}" %}}'
        case jinja2.TemplateError():
            words = f"{place}: {error.message}"
            hint = "check the name against the document's context"
        case _:
            words = f"{place}: {str(error) or type(error).__name__}"
    return Stop(words, hint, code=2)


def asked(folder: Path, names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The literal messages that the templates of a folder ask for by functions so named, each with its plural or ''.

    Raises Stop naming template and line where one cannot be read.
    """
    for path in sorted(folder.rglob("*.jinja")):
        try:
            extracted = list(babel_extract(io.BytesIO(path.read_bytes()), names, [], {"silent": "false"}))
        except (jinja2.TemplateSyntaxError, UnicodeDecodeError) as error:
            line = f":{error.lineno}" if isinstance(error, jinja2.TemplateSyntaxError) else ""
            raise Stop(f"{path}{line}: {error}", "mend the template", code=2) from error
        for _line, _name, messages, _comments in extracted:
            found = messages if isinstance(messages, tuple) else (messages, "")
            if found[0]:
                yield found[0], found[1] or ""


def html(folders: Sequence[Path], template: str, context: Mapping[str, Any]) -> str:
    """Render an HTML or SVG template of ours, every value escaped."""
    return _html_environment(tuple(folders)).get_template(template).render(context)


def macro(folders: Sequence[Path], template: str, name: str, *arguments: Any) -> str:
    """The HTML that a macro of one of our templates makes."""
    module = _html_environment(tuple(folders)).get_template(template).module
    return str(getattr(module, name)(*arguments)).strip()


class _Sandbox(ImmutableSandboxedEnvironment):
    """Templates see the values that they are given, and nothing that leads from these to files or swallows memory.

    What Jinja asks of every single value is answered at once where the answer is known.
    """

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._safe: dict[tuple[type, str], bool] = {}
        self._plain_calls: frozenset[Any] = frozenset()

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value of an attribute or key; a text goes the long way, as its `format` could be misused."""
        if not isinstance(obj, str) and self._safe.get((type(obj), attribute)):
            try:
                return getattr(obj, attribute)
            except AttributeError:
                pass
        return super().getattr(obj, attribute)

    def call(self, context: jinja2.runtime.Context, obj: Any, /, *arguments: Any, **named: Any) -> Any:
        """Call something; macros and the functions of a document are known to be safe."""
        macro = type(obj) is Macro
        if not macro and not (type(obj) is FunctionType and obj in self._plain_calls):
            return super().call(context, obj, *arguments, **named)
        named.pop("_loop_vars", None)
        named.pop("_block_vars", None)
        return obj(context.eval_ctx, *arguments, **named) if macro else obj(*arguments, **named)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Attributes of plain data and of our own values only: a path would read and write files."""
        key = (type(obj), attr)  # the answer rests on nothing else, and a page asks thousands of times
        if key not in self._safe:
            known = isinstance(obj, _PLAIN) or type(obj).__module__.partition(".")[0] in _OURS
            self._safe[key] = known and super().is_safe_attribute(obj, attr, value)
        return self._safe[key]

    def call_binop(self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Multiply; neither a text repeated nor a power may grow without bound."""
        pairs = ((left, right), (right, left))
        long = any(
            isinstance(n, int) and isinstance(text, str | list | tuple) and len(text) * n > LONGEST for text, n in pairs
        )
        if operator == "**" or long:
            raise SecurityError(f"'{operator}' makes too much of this")
        return super().call_binop(context, operator, left, right)


def _seen(path: Path) -> tuple[int, int] | None:
    """When a file was last changed, and how long it is; None where it is gone."""
    try:
        state = path.stat()
    except OSError:
        return None
    return state.st_mtime_ns, state.st_size


def _unchanged(path: Path, seen: tuple[int, int] | None) -> bool:
    return _seen(path) == seen


class _OwnFolder(jinja2.FileSystemLoader):
    """A folder of templates out of which no symbolic link leads."""

    def get_source(self, environment: jinja2.Environment, template: str) -> Any:  # noqa: ARG002  (Jinja passes it)
        """The text of a template. Raises Stop when it stands elsewhere."""
        for folder in map(Path, self.searchpath):
            path = folder.joinpath(*split_template_path(template))
            if not os.path.lexists(path):
                continue
            found = path.resolve()
            if not found.is_relative_to(folder.resolve()):
                hint = "put the file in its place"
                raise Stop(f"the template {template} is a symbolic link to elsewhere", hint, code=2)
            raw = read_at(found, largest=LARGEST)
            if isinstance(raw, Unreadable):
                raise Stop(f"the template {template} cannot be read: {raw.message}", raw.hint, code=2)
            return raw.decode(), str(path), partial(_unchanged, found, _seen(found))
        raise jinja2.TemplateNotFound(template)


class _Once(CodeGenerator):
    """Writes what `finalize` made of a value as it is: it is Markdown then, and nothing is left to escape."""

    def _output_child_pre(self, *_: Any) -> None:
        self.write("environment.finalize(context, ")

    def _output_child_post(self, *_: Any) -> None:
        self.write(")")


class _MarkdownSandbox(_Sandbox):
    code_generator_class = _Once

    def __init__(self, functions: Mapping[str, Callable[..., Any]], **options: Any) -> None:
        super().__init__(**options)
        self.globals = {"range": safe_range, **functions}
        self._plain_calls = frozenset(functions.values())


@cache
def _markdown_environment(folders: tuple[Path, ...], names: tuple[str, ...]) -> jinja2.Environment:
    environment = _MarkdownSandbox(
        {name: _as_global(name) for name in names},
        loader=_loader(folders),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=_written,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({name: _as_filter(name) for name in names})
    return environment


@jinja2.pass_context
def _written(_context: jinja2.runtime.Context, value: Any) -> str:
    """What a value becomes in a template; what a macro made has become it already."""
    if isinstance(value, Markup):
        return value
    return str(_functions.get()["finalize"](value))


def _as_filter(name: str) -> Callable[..., Any]:
    """The document's function of that name; asking for the context keeps Jinja from calling it while it compiles."""

    @jinja2.pass_context
    def call(_context: jinja2.runtime.Context, *arguments: Any, **named: Any) -> Any:
        return _functions.get()[name](*arguments, **named)

    return call


def _as_global(name: str) -> Callable[..., Any]:
    def call(*arguments: Any, **named: Any) -> Any:
        return _functions.get()[name](*arguments, **named)

    return call


@cache
def _html_environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    return _Sandbox(
        loader=_loader(folders), undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _loader(folders: tuple[Path, ...]) -> jinja2.BaseLoader:
    """The user's own templates first; `underhood/<name>` names the one that ships, so that theirs can extend it."""
    own = [_OwnFolder(str(folder)) for folder in folders[:-1]]
    shipped = jinja2.FileSystemLoader([str(folder) for folder in folders[-1:]])
    return jinja2.ChoiceLoader([*own, shipped, jinja2.PrefixLoader({"underhood": shipped})])


def _line(error: BaseException) -> str:
    """The line of the innermost template frame that an error came through."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith((".jinja", "<template>")):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f":{line}" if line else ""
