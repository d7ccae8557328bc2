"""Jinja, sandboxed: templates lay out what a document's context holds, and can do nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from underhood.values.errors import Stop

_functions: ContextVar[Mapping[str, Callable[..., Any]]] = ContextVar("functions")
"""What the template being rendered may call: compiled templates are kept, and must not hold on to one document's."""


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
        return environment.get_template(template).render(context)
    except jinja2.TemplateNotFound as error:
        raise Stop(
            f"there is no template '{error.name}'",
            f"templates are looked for in: {', '.join(str(f) for f in folders)}",
            code=2,
        ) from error
    except jinja2.TemplateSyntaxError as error:
        raise Stop(
            f"{error.name or template}:{error.lineno}: {error.message}",
            "mend the template; see the template reference",
            code=2,
        ) from error
    except jinja2.TemplateError as error:
        raise Stop(
            f"{template}{_line(error)}: {error.message}", "check the name against the document's context", code=2
        ) from error
    except (TypeError, ValueError, KeyError, AttributeError, ArithmeticError, RecursionError) as error:
        # a template is somebody's code: what goes wrong in it is told like any other mistake
        raise Stop(
            f"{template}{_line(error)}: {error}", "mend the template; see the template reference", code=2
        ) from error
    finally:
        _functions.reset(token)


def html(folders: Sequence[Path], template: str, context: Mapping[str, Any]) -> str:
    """Render an HTML or SVG template of ours, every value escaped."""
    return _html_environment(tuple(folders)).get_template(template).render(context)


def macro(folders: Sequence[Path], template: str, name: str, *arguments: Any) -> str:
    """The HTML that a macro of one of our templates makes."""
    module = _html_environment(tuple(folders)).get_template(template).module
    return str(getattr(module, name)(*arguments)).strip()


@cache
def _markdown_environment(folders: tuple[Path, ...], names: tuple[str, ...]) -> jinja2.Environment:
    environment = ImmutableSandboxedEnvironment(
        loader=_loader(folders),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=_written,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update({name: _as_filter(name) for name in names})
    environment.globals = {"range": range, **{name: _as_global(name) for name in names}}
    return environment


@jinja2.pass_context
def _written(_context: jinja2.runtime.Context, value: Any) -> Markup:
    """What a value becomes in a template; what a macro made has become it already."""
    if isinstance(value, Markup):
        return value
    return Markup(_functions.get()["finalize"](value))  # noqa: S704


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
    return ImmutableSandboxedEnvironment(
        loader=_loader(folders), undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _loader(folders: tuple[Path, ...]) -> jinja2.BaseLoader:
    """The user's own templates first; `underhood/<name>` names the one that ships, so that theirs can extend it."""
    shipped = jinja2.PrefixLoader({"underhood": jinja2.FileSystemLoader(str(folders[-1]))}) if folders else None
    own = jinja2.FileSystemLoader([str(folder) for folder in folders])
    return jinja2.ChoiceLoader([own, shipped]) if shipped else own


def _line(error: BaseException) -> str:
    """The line of the innermost template frame that an error came through."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith((".jinja", "<template>")):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f":{line}" if line else ""
