"""The tests of tests/emulator, for files of the same name here: the same functions, on another double."""

import importlib
from collections.abc import Mapping


def taken_over(name: str) -> Mapping[str, object]:
    """Its tests, its fixtures and its marks, to be taken over by the module that asks."""
    module = importlib.import_module(f"tests.emulator.{name}")
    return {key: value for key, value in vars(module).items() if not key.startswith("_")}
