"""The artifact and its card as files: found, read, and refused where they do not belong together."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import zlib
from pathlib import Path
from typing import Any, Final

from tasador.errors import ModelError
from tasador.pricing import layout
from tasador.pricing.model import Model

FORMAT: Final = 6
ARTIFACT: Final = "price.gz"
CARD: Final = "card.json"
PACKAGE: Final = Path(__file__).resolve().parents[1]


def load(path: Path | None = None) -> Model:
    """The model of this file, else of TASADOR_MODEL, else of the folder `model` beside the package or its source."""
    file = path or _found()
    try:
        packed = file.read_bytes()
        content = layout.read(packed)
        card = json.loads(file.with_name(CARD).read_bytes())
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise _fault(file, f"it cannot be read ({error})") from error
    digest = hashlib.sha256(packed).hexdigest()
    if not isinstance(content, dict) or not isinstance(card, dict) or card.get("sha256") != digest:
        raise _fault(file, f"its sha256 {digest} is not the one that {CARD} tells")
    if content.get("format") != FORMAT:
        raise _fault(file, "it was made for another version of the service")
    return _built(content, card, digest, file)


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
