"""How an artifact's content lies in its file: one line of JSON, then the columns of numbers that it points into.

Columns are little-endian arrays as they are used. As text within the JSON they would take half as long again to load.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any, Final

POINTER: Final = {"at", "bytes"}  # where a column starts after the line, and its length


def written(content: Mapping[str, Any]) -> bytes:
    """The same content is the same bytes: no time, no file name, keys in order."""
    columns: list[bytes] = []
    line = json.dumps(
        _pointing(content, columns), separators=(",", ":"), sort_keys=True, ensure_ascii=False, allow_nan=False
    )
    return gzip.compress(b"".join([line.encode(), b"\n", *columns]), 9, mtime=0)


def read(packed: bytes) -> Any:  # noqa: ANN401  whatever JSON holds
    """The content, each column as bytes; OSError, EOFError, zlib.error or ValueError for what is no such file."""
    line, _, columns = gzip.decompress(packed).partition(b"\n")

    def column(told: dict[str, Any]) -> object:
        if told.keys() != POINTER:
            return told
        end = told["at"] + told["bytes"]
        if end > len(columns):
            raise ValueError("it ends within a column")
        return columns[told["at"] : end]

    return json.loads(line, object_hook=column)


def _pointing(content: object, columns: list[bytes]) -> object:
    """The content with each column's place instead of it; the columns are added to the list."""
    if isinstance(content, bytes):
        start = sum(map(len, columns))
        columns.append(content)
        return {"at": start, "bytes": len(content)}
    if isinstance(content, Mapping):
        return {name: _pointing(content[name], columns) for name in sorted(content)}
    return [_pointing(one, columns) for one in content] if isinstance(content, list | tuple) else content
