"""`app.json` read into its contract; what is wrong in it is told by place."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from cattrs import BaseValidationError, Converter, transform_error
from cattrs.v import format_exception

from tasador_release.errors import AppError
from tasador_release.values.app.contract import FILE, App, Contract


def read(root: Path) -> Contract:
    """The contract of the clone at `root`; AppError says which file is missing or wrong."""
    app = parse(_text(root, FILE))
    return assemble(app, {path: _text(root, path) for path in app.bodies})


def assemble(app: App, texts: Mapping[str, str]) -> Contract:
    """The contract from the texts of its bodies; AppError when one is no JSON."""
    return Contract(app, {path: _body(path, texts[path]) for path in app.bodies})


def parse(text: str) -> App:
    """The file as a value; AppError names every place that is wrong."""
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise AppError([f"it is not JSON: {error}"]) from error
    try:
        return _CONVERTER.structure(raw, App)
    except BaseValidationError as errors:
        raise AppError([_readable(line) for line in transform_error(errors, format_exception=_said)]) from errors
    except (TypeError, AttributeError) as error:  # not even an object
        raise AppError(["the file: it is not a JSON object"]) from error


def _text(root: Path, path: str) -> str:
    try:
        return (root / path).read_text(encoding="utf-8")
    except OSError as error:
        raise AppError([f"{path} cannot be read: {error.strerror}"]) from error


def _body(path: str, text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise AppError([f"{path} is not JSON: {error}"]) from error


def _said(error: BaseException, kind: type | None) -> str:
    """Our own checks speak for themselves; cattrs knows better words for its own."""
    return str(error) if isinstance(error, ValueError) and error.args else str(format_exception(error, kind))


def _readable(line: str) -> str:
    """cattrs' `reason @ $.place` as `place: reason`."""
    reason, _, place = line.rpartition(" @ ")
    return f"{place.removeprefix('$').removeprefix('.') or 'the file'}: {reason}"


def _word(value: object, _: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} is no text")
    return value


def _scalar(value: object, _: object) -> object:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    raise ValueError(f"{value!r} is neither text nor a number")


_CONVERTER: Final = Converter(forbid_extra_keys=True)
_CONVERTER.register_structure_hook(str, _word)
_CONVERTER.register_structure_hook(str | float | bool | None, _scalar)
