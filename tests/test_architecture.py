"""The shape of the code: floors, doors, sizes, names, and nothing of anybody's machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import grimp
import pytest

Function = ast.FunctionDef | ast.AsyncFunctionDef

ROOT = Path(__file__).resolve().parents[1]
CODE = ROOT / "src" / "underhood"

FILE_LINES = 300
RULE_LINES = 150
FUNCTION_LINES = 40
PARAMETERS = 5
POSITIONAL = 3  # (view, old, new) and (value, unit, words) read well without names; a fourth does not
IMPORT_DEPTH = 21  # twelve floors, and a step or two inside most of them

# What may be larger, each with its reason: "rules/x.py" for a file, "rules/x.py:Class.method" for a function.
LARGER: dict[str, str] = {
    "records/sides.py:open_sides": "what a reader of a difference may ask for, each by its name",
}

FORBIDDEN_NAMES = {"utils.py", "util.py", "helpers.py", "helper.py", "const.py", "constants.py", "common.py", "misc.py"}

# Written in pieces, so that this file does not find itself.
MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/" + r"(?:work|root|home|Users|opt)/[\w.-]+",
            r"(?<![\w.])/tmp" + r"/[a-z]",
            r"\b[A-Z]:" + r"\\Users\\",
            "index" + "-url",
            "find" + "-links",
            "file" + ":///",
        ]
    )
)
# Where such a path is meant: hostile input, and what a reader types on any machine.
MACHINE_ALLOWED: dict[str, str] = {
    "Makefile": "an example path in a hint",
}


def sources() -> list[Path]:
    return sorted(CODE.rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(CODE).as_posix()


@cache
def tracked() -> tuple[Path, ...]:
    """The files that git keeps, or would keep once added; none outside a repository, such as in a zip."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git repository")
    paths = (ROOT / part.decode() for part in listed.stdout.split(b"\0") if part)
    return tuple(path for path in paths if path.is_file() and not path.is_symlink())


def test_imports_keep_the_contracts() -> None:
    program = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


def test_import_chains_are_short() -> None:
    graph = grimp.build_graph("underhood", cache_dir=None)
    depth: dict[str, int] = {}

    def measure(module: str, above: tuple[str, ...]) -> int:
        assert module not in above, "an import cycle: " + " -> ".join([*above, module])
        if module not in depth:
            below = graph.find_modules_directly_imported_by(module)
            depth[module] = 1 + max((measure(one, (*above, module)) for one in sorted(below)), default=0)
        return depth[module]

    deepest = {module: measure(module, ()) for module in sorted(graph.modules)}
    assert {module: steps for module, steps in deepest.items() if steps > IMPORT_DEPTH} == {}


def test_files_are_small() -> None:
    long = {}
    for path in sources():
        limit = RULE_LINES if path.parent == CODE / "rules" and path.name != "__init__.py" else FILE_LINES
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > limit and name(path) not in LARGER:
            long[name(path)] = lines
    assert long == {}


def test_functions_are_small() -> None:
    long = {}
    for key, function in functions().items():
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > FUNCTION_LINES and key not in LARGER:
            long[key] = lines
    assert long == {}


def test_signatures_are_small() -> None:
    wide = {}
    for key, function in functions().items():
        arguments = function.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        names = [argument.arg for argument in every if argument.arg not in {"self", "cls"}]
        if len(names) > PARAMETERS and key not in LARGER:
            wide[key] = names
    assert wide == {}


def test_public_parameters_after_the_third_are_named() -> None:
    """What click calls is exempt, and so is what only its own module calls."""
    wide = {}
    for key, function in functions().items():
        inside = key.split(":")[1].split(".")
        if any(part.startswith("_") for part in inside) or "<locals>" in inside or commands(function):
            continue
        positional = [*function.args.posonlyargs, *function.args.args]
        names = [argument.arg for argument in positional if argument.arg not in {"self", "cls"}]
        if len(names) > POSITIONAL and key not in LARGER:
            wide[key] = names
    assert wide == {}


def commands(function: Function) -> bool:
    return any(ast.unparse(decorator).startswith("click.") for decorator in function.decorator_list)


@cache
def functions() -> dict[str, Function]:
    """Every function by its place: "rules/x.py:Class.method", with <locals> as Python writes it."""
    found: dict[str, Function] = {}

    def collect(parent: ast.AST, prefix: str) -> None:
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found[prefix + node.name] = node
                collect(node, f"{prefix}{node.name}.<locals>.")
            elif isinstance(node, ast.ClassDef):
                collect(node, f"{prefix}{node.name}.")
            else:
                collect(node, prefix)

    for path in sources():
        collect(ast.parse(path.read_text(encoding="utf-8"), name(path)), f"{name(path)}:")
    return found


def test_every_exception_is_needed() -> None:
    known = {name(path) for path in sources()} | set(functions())
    assert set(LARGER) <= known
    assert all(reason.strip() for reason in LARGER.values())


def test_no_file_is_a_drawer() -> None:
    assert [name(path) for path in sources() if path.name in FORBIDDEN_NAMES] == []


def test_every_package_says_what_it_is() -> None:
    silent = [
        name(path)
        for path in sources()
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"), name(path)))
    ]
    assert silent == []


def test_data_folders_hold_no_python() -> None:
    found = [path for folder in ("schemas", "templates", "frameworks") for path in (ROOT / folder).rglob("*.py")]
    assert found == []


def test_no_machine_in_the_tree() -> None:
    found = []
    for path in tracked():
        where = path.relative_to(ROOT).as_posix()
        data = path.read_bytes()
        if where in MACHINE_ALLOWED or "/hostile/" in where or b"\0" in data:
            continue
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            if match := MACHINE.search(line):
                found.append(f"{where}:{number}: {match.group()}")
    assert found == []


def test_the_command_line_starts_light() -> None:
    """A warm `check` must not pay for what it does not use."""
    heavy = {"git", "jinja2", "jsonschema", "mkdocs"}
    program = "import sys, underhood.cli.main; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert heavy & set(run.stdout.split()) == set()
