"""Licences by the ids of the SPDX list, through `packaging`, which ships the list."""

from __future__ import annotations


def expression(written: str) -> str | None:
    """A licence expression as the SPDX list spells it; None if it names a licence that the list does not have."""
    from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression  # noqa: PLC0415  (rare)

    try:
        return str(canonicalize_license_expression(written))
    except InvalidLicenseExpression:
        return None
