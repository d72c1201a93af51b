"""Modules that are loaded when they are first used: a call imports no more than it needs."""

import importlib.util
import sys
from types import ModuleType


def verb(name: str) -> ModuleType:
    return module(f"tasador_ci.verbs.{name}")


def module(name: str) -> ModuleType:
    """The recipe of importlib's documentation. What imports it says its type under TYPE_CHECKING."""
    if name in sys.modules:
        return sys.modules[name]
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    made = importlib.util.module_from_spec(spec)
    sys.modules[name] = made
    spec.loader.exec_module(made)
    return made
