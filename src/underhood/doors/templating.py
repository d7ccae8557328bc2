"""Jinja, sandboxed: templates lay out what a document's context holds, and can do nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from underhood.values.errors import Stop


def render(
    folders: Sequence[Path],
    template: str,
    context: Mapping[str, Any],
    *,
    functions: Mapping[str, Callable[..., Any]],
    finalize: Callable[[Any], Any],
) -> str:
    """Render a Markdown template.

    `folders` are searched in order, the user's own first. `functions` are filters and globals alike; `finalize`
    turns each value into
    Markdown. Raises Stop naming template and line for whatever a template gets wrong.
    """

    def written(value: Any) -> Markup:
        return value if isinstance(value, Markup) else Markup(finalize(value))  # noqa: S704  (a macro has made its own safe)

    environment = ImmutableSandboxedEnvironment(
        loader=_loader(tuple(folders)),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=written,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    environment.filters.update(functions)
    environment.globals = {"range": range, **functions}
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


def html(folders: Sequence[Path], template: str, context: Mapping[str, Any]) -> str:
    """Render an HTML or SVG template of ours, every value escaped."""
    return _html_environment(tuple(folders)).get_template(template).render(context)


def macro(folders: Sequence[Path], template: str, name: str, *arguments: Any) -> str:
    """The HTML that a macro of one of our templates makes."""
    module = _html_environment(tuple(folders)).get_template(template).module
    return str(getattr(module, name)(*arguments)).strip()


@cache
def _html_environment(folders: tuple[Path, ...]) -> jinja2.Environment:
    return ImmutableSandboxedEnvironment(
        loader=_loader(folders), undefined=jinja2.StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )


@cache
def _loader(folders: tuple[Path, ...]) -> jinja2.BaseLoader:
    return jinja2.FileSystemLoader([str(folder) for folder in folders])


def _line(error: BaseException) -> str:
    """The line of the innermost template frame that an error came through."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith((".jinja", "<template>")):
            line = trace.tb_lineno
        trace = trace.tb_next
    return f":{line}" if line else ""
