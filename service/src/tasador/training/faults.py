"""What training refuses to do.

TasadorError
└── TrainingError
    ├── DataError      the file cannot be trained on; lists every reason with its number of rows
    ├── WorseError     the current model is better on the same folds, or of other rows
    └── ExportError    the exported forest does not agree with xgboost
"""

from __future__ import annotations

from collections.abc import Sequence

from tasador.errors import TasadorError


class TrainingError(TasadorError):
    """A training run that ends without a model."""


class DataError(TrainingError):
    """One reason is said in one line, several in a list."""

    def __init__(self, file: str, reasons: Sequence[str], next_step: str = "correct the file, or give another") -> None:
        self.reasons = tuple(reasons)
        listed = "".join(f"\n  - {reason}" for reason in reasons)
        what = reasons[0] if len(reasons) == 1 else f"it cannot be trained on:{listed}"
        super().__init__(f"where: {file}; what: {what}{'; ' if len(reasons) == 1 else chr(10)}next: {next_step}")


class WorseError(TrainingError):
    def __init__(self, figures: Sequence[str]) -> None:
        self.figures = tuple(figures)
        listed = "; ".join(figures)
        super().__init__(
            f"where: the comparison with the current model; what: the new one is worse ({listed}); "
            "next: keep the current one, or give --force"
        )


class OtherRowsError(TrainingError):
    def __init__(self, file: str, folder: str) -> None:
        super().__init__(
            f"where: {file}; what: the model of {folder} was trained on another file, so that neither can be said "
            "to be better; next: give --out DIR for a model beside it, or --force to replace it"
        )


class ExportError(TrainingError):
    pass
