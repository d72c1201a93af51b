"""uv's build backend, and bytecode with it.

What is installed in place is compiled by no installer, and a call of the module keeps nothing that it writes: every
call would compile the SDK and the module anew, two seconds of a processor each time.
"""

import compileall
import importlib
import py_compile
from typing import Any, Final

TREES: Final = ("src", "sdk/src")  # as an engine lays them, below the folder that it installs
_uv: Any = importlib.import_module("uv_build")


def __getattr__(name: str) -> Any:  # noqa: ANN401  whatever hook of PEP 517 is asked for
    return getattr(_uv, name)


def build_editable(
    wheel_directory: str,
    config_settings: Any = None,  # noqa: ANN401  as PEP 660 has it
    metadata_directory: str | None = None,
) -> str:
    """PEP 660's hook, called in the folder that is installed; the wheel's name."""
    # the tree of an installed module never changes: nothing is to be compared with a time
    never_compared = py_compile.PycInvalidationMode.UNCHECKED_HASH
    for tree in TREES:
        compileall.compile_dir(tree, quiet=1, invalidation_mode=never_compared)
    return str(_uv.build_editable(wheel_directory, config_settings, metadata_directory))
