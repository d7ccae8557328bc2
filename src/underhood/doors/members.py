"""The members of an open set: the modules of a package, found by their names; nothing is registered anywhere."""

from __future__ import annotations

import importlib
import keyword
import pkgutil
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any


def names(package: str) -> tuple[str, ...]:
    """The names of all members, with hyphens, in order; none is imported."""
    found = pkgutil.iter_modules(sys.modules[package].__path__)
    own = (one.name for one in found if not one.ispkg and not one.name.startswith("_"))
    return tuple(sorted(name.rstrip("_").replace("_", "-") for name in own))


def module(name: str) -> str:
    """What the module of a member is called: as the member, with a line behind it where Python owns the word."""
    own = name.replace("-", "_")
    return f"{own}_" if keyword.iskeyword(own) else own


def member(package: str, name: str) -> ModuleType:
    """One member; no other is imported."""
    return importlib.import_module(f"{package}.{module(name)}")


def members(package: str) -> Iterator[tuple[str, ModuleType]]:
    """All members by name."""
    for name in names(package):
        yield name, member(package, name)


def marked(module: ModuleType, mark: str) -> Any:
    """What a decorator of this name marked in a module; None where there is nothing."""
    return next((value for value in vars(module).values() if callable(value) and hasattr(value, mark)), None)
