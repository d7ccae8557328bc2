"""Folders of data that ship with the package: schemas, templates, workflows, and the theme of the site.

They are not Python packages, so that a reader finds them at the top of the repository. A wheel carries them as
`underhood/_data/<name>/` (the mapping stands in `pyproject.toml`); a checkout and an editable install read the folder
at the top of the repository itself, so that an edit counts at once and there is never a stale copy.
"""

from __future__ import annotations

from pathlib import Path

from underhood.values.errors import Stop

_PACKAGE = Path(__file__).resolve().parents[1]


def directory(name: str) -> Path:
    """The folder `name` as shipped; `Stop` where the installation lacks it."""
    if name == "theme":
        return _PACKAGE / "theme"
    shipped = _PACKAGE / "_data" / name
    if shipped.is_dir():
        return shipped
    repository = _PACKAGE.parents[1]
    if (repository / "pyproject.toml").is_file() and (repository / name).is_dir():
        return repository / name
    raise Stop(
        f"this installation of underhood has no folder '{name}'",
        "install underhood again; the folder is part of its wheel",
    )
