"""Arrays as the artifact holds them: little-endian bytes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

KINDS = {"q": "<i8", "f": "<f4", "H": "<u2", "B": "u1", "I": "<u4"}


def packed(kind: str, values: npt.ArrayLike) -> bytes:
    held, dtype = np.asarray(values), np.dtype(KINDS[kind])
    if dtype.kind in "iu" and held.size:
        limits = np.iinfo(dtype)
        if held.min() < limits.min or held.max() > limits.max:
            raise OverflowError(f"{held.min()} to {held.max()} do not fit into {dtype}")
    return held.astype(dtype).tobytes()


def pack(arrays: Mapping[str, tuple[str, npt.ArrayLike]]) -> dict[str, bytes]:
    return {name: packed(kind, values) for name, (kind, values) in arrays.items()}


def steps(keys: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Sorted keys as the first and the differences, which compress better."""
    return np.diff(keys, prepend=0)
