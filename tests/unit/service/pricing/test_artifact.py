"""The artifact and its card as files: what is no model is one error that names the file, whatever is wrong with it."""

from __future__ import annotations

import gc
import gzip
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tasador.entry import verify
from tasador.errors import ModelError
from tasador.pricing import artifact

from tests.paths import ROOT

MODEL = ROOT / "service/model"


def written(folder: Path, content: Any, **card: Any) -> Path:  # noqa: ANN401  JSON of any shape
    """An artifact with this content, and a card that belongs to it unless it says otherwise."""
    path = folder / artifact.ARTIFACT
    path.write_bytes(gzip.compress(json.dumps(content).encode()))
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / artifact.CARD).write_text(json.dumps({"sha256": digest, **card}))
    return path


def replaced(folder: Path, packed: bytes) -> Path:
    path = written(folder, {})
    path.write_bytes(packed)
    return path


def without_a_card(folder: Path) -> Path:
    path = written(folder, {"format": artifact.FORMAT})
    (folder / artifact.CARD).unlink()
    return path


FAULTS: list[tuple[Callable[[Path], Path], str]] = [
    (lambda folder: folder / artifact.ARTIFACT, "cannot be read"),
    (lambda folder: replaced(folder, b""), "cannot be read"),
    (lambda folder: replaced(folder, b"PK not a model"), "cannot be read"),
    (lambda folder: replaced(folder, gzip.compress(b"{}")[:-4]), "cannot be read"),
    (lambda folder: replaced(folder, gzip.compress(b"{")), "cannot be read"),
    (without_a_card, "cannot be read"),
    (lambda folder: written(folder, {"format": artifact.FORMAT}, sha256=""), r"sha256 \w{64} is not the one"),
    (lambda folder: written(folder, []), "sha256"),
    (lambda folder: written(folder, {"format": artifact.FORMAT - 1}), "another version of the service"),
    (lambda folder: written(folder, {"format": artifact.FORMAT}), "its content is damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("made", "fault"), FAULTS)
def test_what_is_no_model_is_refused_with_its_file_and_what_to_do(
    tmp_path: Path, made: Callable[[Path], Path], fault: str
) -> None:
    path = made(tmp_path)
    with pytest.raises(ModelError, match=fault) as caught:
        artifact.load(path)
    assert str(path) in str(caught.value)
    assert "next: train it again" in str(caught.value)
    assert gc.isenabled()


def test_the_model_is_the_one_that_the_environment_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TASADOR_MODEL", str(tmp_path / "other.gz"))
    with pytest.raises(ModelError, match=r"other\.gz"):
        artifact.load()


def test_a_model_is_named_after_its_bytes() -> None:
    digest = hashlib.sha256((MODEL / artifact.ARTIFACT).read_bytes()).hexdigest()
    assert artifact.load().version == f"m-{digest[:12]}"


def test_the_verification_prices_a_home_and_tells_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.main() == 0
    said = json.loads(capsys.readouterr().out)
    assert said["version"] == artifact.load().version
    assert 0 < said["low"] < said["price"] < said["high"]


def test_the_verification_refuses_a_model_that_it_cannot_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TASADOR_MODEL", str(replaced(tmp_path, b"")))
    assert verify.main() == 1
    assert json.loads(capsys.readouterr().out)["refused"].startswith("ModelError: ")
