"""A finished run, written: both files or none, and never over a better model or one of other listings unasked."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tasador.pricing.artifact import ARTIFACT, CARD, waiting
from tasador.training.evaluation import compare
from tasador.training.faults import OtherRowsError
from tasador.training.reading import listings


def refuse_other_rows(file: Path, folder: Path) -> None:
    """Before a training that would end with nothing: a model of another file cannot be compared with this one's."""
    current = compare.current(folder)
    if current is not None and current.get("data", {}).get("sha256") != listings.digest(file):
        raise OtherRowsError(str(file), str(folder))


def write(card: Mapping[str, Any], packed: bytes, folder: Path, force: bool, say: Callable[[str], None]) -> None:
    """Unless it is forced, a model that is worse than the current one is not written."""
    if not force:
        say(compare.refuse_worse(card, folder))
    save(card, packed, folder)


def save(card: Mapping[str, Any], packed: bytes, folder: Path) -> None:
    """Each file whole, and both or none: where the second cannot take its place, the first gives its own back. Killed
    before that, the artifact is read with the card that waits beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    artifact, told = folder / ARTIFACT, folder / CARD
    before = artifact.read_bytes() if artifact.exists() else None
    card_text = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
    written = [_beside(artifact, packed), _beside(told, card_text.encode())]
    try:
        written[0].replace(artifact)
        try:
            written[1].replace(told)
        except OSError:
            _restore(artifact, before)
            raise
    finally:
        for temporary in written:
            temporary.unlink(missing_ok=True)
    for left in (*_forsaken(artifact), *_forsaken(told)):
        left.unlink(missing_ok=True)
    _flush(folder)


def whole(path: Path, content: bytes) -> None:
    """One file, in place of what was there once all of it is on the disk."""
    temporary = _beside(path, content)
    try:
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _beside(path: Path, content: bytes) -> Path:
    """By the name that `waiting` finds it under."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _forsaken(path: Path) -> Iterator[Path]:
    """What a run that was killed had written to put in this file's place."""
    for left in waiting(path):
        try:
            os.kill(int(left.suffix[1:]), 0)
        except (ValueError, OverflowError, PermissionError):
            continue
        except ProcessLookupError:
            yield left


def _restore(path: Path, before: bytes | None) -> None:
    if before is None:
        path.unlink()
    else:
        whole(path, before)


def _flush(folder: Path) -> None:
    """The renames themselves, on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
