"""The artifact and its card as files: found, read, and refused where they do not belong together.

The artifact is one line of JSON, then the columns of numbers it points into: little-endian arrays, as they are used.
As text within the JSON they would take half as long again to load.
"""

from __future__ import annotations

import gc
import gzip
import hashlib
import json
import os
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from tasador.errors import ModelError
from tasador.pricing.model import Model

FORMAT: Final = 6
ARTIFACT: Final = "price.gz"
CARD: Final = "card.json"
POINTER: Final = {"at", "bytes"}  # where a column starts after the line, and its length
PACKAGE: Final = Path(__file__).resolve().parents[1]


def load(path: Path | None = None) -> Model:
    """The model of this file, else of TASADOR_MODEL, else of the folder `model` beside the package or its source."""
    file = path or _found()
    try:
        packed = file.read_bytes()
        content = read(packed)
        digest = hashlib.sha256(packed).hexdigest()
        card = card_of(file, digest)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise _fault(file, f"it cannot be read ({error})") from error
    if not isinstance(content, dict) or not isinstance(card, dict) or card.get("sha256") != digest:
        raise _fault(file, f"its sha256 {digest} is not the one that {CARD} tells")
    if content.get("format") != FORMAT:
        raise _fault(file, "it was made for another version of the service")
    return _built(content, card, digest, file)


def card_of(file: Path, digest: str) -> Any:  # noqa: ANN401  whatever JSON holds
    """The card beside this artifact. Where that is the former one's, training was killed between its two renames, and
    the card of this one still waits for the second."""
    card = json.loads(file.with_name(CARD).read_bytes())
    if _tells(card, digest):
        return card
    return next((one for one in _cards(file.with_name(CARD)) if _tells(one, digest)), card)


def waiting(path: Path) -> list[Path]:
    """What training has written to put in this file's place, each named after it and after its process."""
    return sorted(path.parent.glob(f".{path.name}.*"))


def _tells(card: object, digest: str) -> bool:
    return isinstance(card, dict) and card.get("sha256") == digest


def _cards(file: Path) -> Iterator[object]:
    for path in waiting(file):
        with suppress(OSError, ValueError):
            yield json.loads(path.read_bytes())


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


def _built(content: dict[str, Any], card: dict[str, Any], digest: str, file: Path) -> Model:
    """Great tables and not one cycle: collecting while they are made costs a twelfth of the load."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        return Model(content, card, f"m-{digest[:12]}")
    except (AttributeError, KeyError, IndexError, TypeError, ValueError) as error:
        raise _fault(file, f"its content is damaged ({type(error).__name__}: {error})") from error
    finally:
        if collecting:
            gc.enable()


def _found() -> Path:
    named = os.environ.get("TASADOR_MODEL")
    if named:
        return Path(named)
    beside = PACKAGE.parent / "model" / ARTIFACT
    return beside if beside.exists() else PACKAGE.parents[1] / "model" / ARTIFACT


def _fault(file: Path, fault: str) -> ModelError:
    return ModelError(f"where: {file}; what: {fault}; next: train it again with ./run train")
