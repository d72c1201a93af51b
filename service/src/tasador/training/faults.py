"""What training refuses to do.

TasadorError
└── TrainingError
    ├── DataError      the file cannot be trained on; lists every reason with its number of rows
    ├── WorseError     the current model is better on the same folds
    └── ExportError    the exported forest does not agree with xgboost
"""

from __future__ import annotations

from collections.abc import Sequence

from tasador.errors import TasadorError


class TrainingError(TasadorError):
    """A training run that ends without a model."""


class DataError(TrainingError):
    def __init__(self, file: str, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        listed = "\n".join(f"  - {reason}" for reason in reasons)
        super().__init__(
            f"where: {file}; what: it cannot be trained on:\n{listed}\nnext: correct the file, or give another"
        )


class WorseError(TrainingError):
    def __init__(self, figures: Sequence[str]) -> None:
        self.figures = tuple(figures)
        listed = "; ".join(figures)
        super().__init__(
            f"where: the comparison with the current model; what: the new one is worse ({listed}); "
            "next: keep the current one, or give --force"
        )


class ExportError(TrainingError):
    pass
