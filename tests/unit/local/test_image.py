"""The image without an engine: a real manifest to everybody who checks one."""

import io
import tarfile
from pathlib import Path

import pytest
from tasador_local.build import single_layer
from tasador_release.image import published
from tasador_release.image.layout import Layout
from tasador_release.values.artifacts import FunctionTree


@pytest.fixture
def tree(tmp_path: Path) -> FunctionTree:
    root = tmp_path / "tree"
    (root / "tasador" / "entry").mkdir(parents=True)
    (root / "tasador" / "entry" / "handler.py").write_text("handler = print", encoding="utf-8")
    return FunctionTree.read(root)


def test_the_same_tree_gives_the_same_digest(tree: FunctionTree, tmp_path: Path) -> None:
    first, second = (
        single_layer.write(tree, "main.handler", tmp_path / "a.tar"),
        single_layer.write(tree, "main.handler", tmp_path / "b.tar"),
    )
    assert first.digest == second.digest


def test_another_tree_gives_another_digest(tree: FunctionTree, tmp_path: Path) -> None:
    first = single_layer.write(tree, "main.handler", tmp_path / "a.tar")
    (tree.root / "tasador" / "entry" / "handler.py").write_text("handler = None", encoding="utf-8")
    assert single_layer.write(tree, "main.handler", tmp_path / "b.tar").digest != first.digest


def test_lambda_would_take_its_manifest(tree: FunctionTree, tmp_path: Path) -> None:
    with Layout.open(single_layer.write(tree, "main.handler", tmp_path / "a.tar")) as layout:
        verdict = published.verify("repo", layout.manifest(), layout.config())
        assert verdict.digest == layout.digest


def test_its_layer_is_the_tree_in_the_task_folder(tree: FunctionTree, tmp_path: Path) -> None:
    with Layout.open(single_layer.write(tree, "main.handler", tmp_path / "a.tar")) as layout:
        packed = layout.blob(layout.blobs()[0].digest).read()
    with tarfile.open(fileobj=io.BytesIO(packed)) as layer:
        assert layer.getnames() == ["var/task/tasador/entry/handler.py"]
