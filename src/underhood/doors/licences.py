"""Licences by the ids of the SPDX list, through `packaging`, which ships the list."""

from __future__ import annotations


def expression(written: str) -> str | None:
    """A licence expression as the SPDX list spells it; None if it names a licence that the list does not have."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression  # noqa: PLC0415  (rare)

    try:
        return str(canonicalize_license_expression(written))
    except InvalidLicenseExpression:
        return None


def near(written: str) -> str:
    """The licence that a name with a part left out stands for (`Apache 2`: Apache-2.0); empty where none does."""
    name = "-".join(written.split())
    tried = (expression(f"{name}{rest}") for rest in ("", ".0", ".0-only", "-only"))
    return next((found for found in tried if found), "") if name else ""
