"""JSON in which every number has the digits that were printed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any


def exact_json(data: Any) -> bytes:
    """Data as JSON, indented by one; decimals keep their digits."""
    return f"{''.join(_parts(data, chr(10)))}\n".encode()


def _parts(value: Any, line: str) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        yield "{"
        for place, (name, inner) in enumerate(value.items()):
            yield f"{',' * (place > 0)}{line} {json.dumps(str(name), ensure_ascii=False)}: "
            yield from _parts(inner, f"{line} ")
        yield f"{line}}}"
    elif isinstance(value, list | tuple) and value:
        yield "["
        for place, inner in enumerate(value):
            yield f"{',' * (place > 0)}{line} "
            yield from _parts(inner, f"{line} ")
        yield f"{line}]"
    else:
        yield f"{value:f}" if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)
