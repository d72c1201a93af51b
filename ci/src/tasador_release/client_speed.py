"""What makes a client quick to make and its answers quick to read, where botocore's own way takes longer.

A verb is a short process: its clients cost a fifth of its processor time.
"""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any

from botocore.loaders import Loader
from botocore.utils import parse_timestamp


class Models(Loader):
    """What AWS's services look like: megabytes of JSON, read once for all clients."""

    def list_available_services(self, type_name: str) -> list[str]:
        """By the names of their folders: botocore looks for the file of a type in each of four hundred, each time."""
        return [name for path in {*self.search_paths} if os.path.isdir(path) for name in os.listdir(path)]


@contextmanager
def kept() -> Iterator[None]:
    """What is made in the body stays until the process ends: the collector need not walk through it while it grows,
    nor ever after. For a process with five clients that is a seventh of its processor time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if collects:
            gc.enable()


def moment(value: Any) -> datetime:  # noqa: ANN401  text, or seconds since 1970
    """A time of an answer. With botocore's own reading a long listing takes eight times as long."""
    if isinstance(value, str) and "T" in value:
        with suppress(ValueError):
            return datetime.fromisoformat(value)
    return parse_timestamp(value)
