"""The tags of a PDF file where the library leaves a gap that PDF/UA-1 (ISO 14289-1) does not allow.

What runs along on every sheet is an artifact, not text; a list item holds a label and a body; a header of a table says
whether it heads a column or a row; and an element that holds nothing is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

HOLDERS = ("/Span", "/NonStruct", "/Div", "/P")
"""Elements that mean nothing where they hold nothing; an empty cell of a table is a cell."""

_Element = dict[str, Any]


def mended(_: object, pdf: Any) -> None:
    """Mend the tree of tags of a file about to be written: a `finisher` of WeasyPrint, on pydyf's objects."""
    by_reference = {one.reference: one for one in pdf.objects if one.number is not None}
    root = next((one for one in pdf.objects if _is(one, "/StructTreeRoot")), None)
    if root is None:
        return
    linked = {id(one): one for one in _below(by_reference[root["K"][0]], by_reference)}
    for element in linked.values():
        _scoped(element, by_reference)
        _bodied(element, pdf, by_reference)
    _prune(by_reference[root["K"][0]], by_reference)
    _artifacts(pdf, by_reference, linked)


def _is(one: Any, kind: str) -> bool:
    return isinstance(one, dict) and one.get("Type") == kind


def _kids(element: _Element, by_reference: dict[bytes, Any]) -> Iterator[_Element]:
    """The elements right below one; marked content and annotations are none."""
    for kid in element["K"]:
        found = by_reference.get(kid) if isinstance(kid, bytes) else None
        if _is(found, "/StructElem"):
            assert isinstance(found, dict)
            yield found


def _below(element: _Element, by_reference: dict[bytes, Any]) -> Iterator[_Element]:
    """An element and all below it; a list of its own, since the depth of a page is not ours to bound."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(_kids(one, by_reference))


def _scoped(row: _Element, by_reference: dict[bytes, Any]) -> None:
    """Say of the headers in a row what they head: rows where data stand beside them, else columns."""
    if row["S"] != "/TR":
        return
    cells = list(_kids(row, by_reference))
    beside = any(cell["S"] == "/TD" for cell in cells)
    for cell in cells:
        if cell["S"] == "/TH":
            cell["A"]["Scope"] = "/Row" if beside else "/Column"


def _bodied(item: _Element, pdf: Any, by_reference: dict[bytes, Any]) -> None:
    """Put what stands loose in a list item into its body."""
    if item["S"] != "/LI":
        return
    loose = [kid for kid in item["K"] if _kind(kid, by_reference) not in {"/Lbl", "/LBody"}]
    body = next((one for one in _kids(item, by_reference) if one["S"] == "/LBody"), None)
    if body is None:  # where a sheet ends between the two, the label stands alone
        body = type(item)({"Type": "/StructElem", "S": "/LBody", "K": type(item["K"])(), "P": item.reference})  # type: ignore[attr-defined]
        body["Pg"] = item["Pg"]
        pdf.add_object(body)
        by_reference[body.reference] = body  # type: ignore[attr-defined]
        item["K"].append(body.reference)  # type: ignore[attr-defined]
    for kid in loose:
        item["K"].remove(kid)
        body["K"].append(kid)
        if _is(by_reference.get(kid), "/StructElem"):
            by_reference[kid]["P"] = body.reference  # type: ignore[attr-defined]


def _kind(kid: Any, by_reference: dict[bytes, Any]) -> str:
    found = by_reference.get(kid) if isinstance(kid, bytes) else None
    return str(found["S"]) if isinstance(found, dict) and "S" in found else ""


def _prune(element: _Element, by_reference: dict[bytes, Any]) -> None:
    """Take out what holds nothing, from the leaves up."""
    for one in reversed(list(_below(element, by_reference))):
        empty = {kid.reference for kid in _kids(one, by_reference) if kid["S"] in HOLDERS and not kid["K"]}  # type: ignore[attr-defined]
        if empty:
            one["K"][:] = [kid for kid in one["K"] if kid not in empty]


def _artifacts(pdf: Any, by_reference: dict[bytes, Any], linked: dict[int, _Element]) -> None:
    """Mark the text of elements that stand in no tree, which is what runs along on every sheet, as no text."""
    loose: dict[bytes, set[int]] = {}
    gone = set()
    for one in pdf.objects:
        if _is(one, "/StructElem") and id(one) not in linked:
            gone.add(one.reference)
            loose.setdefault(one["Pg"], set()).update(kid for kid in one["K"] if isinstance(kid, int))
    for page, numbers in loose.items():
        _unmark(by_reference[by_reference[page]["Contents"]].stream, numbers)
    for root in (one for one in pdf.objects if _is(one, "/StructTreeRoot")):
        for per_page in by_reference[root["ParentTree"]]["Nums"]:
            if isinstance(per_page, list):
                per_page[:] = [b"null" if one in gone else one for one in per_page]


def _unmark(stream: list[Any], numbers: set[int]) -> None:
    """Turn what begins the marked content of these numbers into what begins an artifact of the page's own."""
    for place, operation in enumerate(stream):
        if operation == b"BDC" and isinstance(stream[place - 1], dict) and stream[place - 1].get("MCID") in numbers:
            stream[place - 2 : place] = ["/Artifact", type(stream[place - 1])({"Type": "/Pagination"})]
