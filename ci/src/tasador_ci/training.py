"""Fit the model on a file of listings, in a container: the same code, the same locked packages."""

import dagger

from .project import Project
from .tools import ROOT, only, tools

_OUT = "/model"


def train(project: Project, listings: dagger.File) -> dagger.Directory:
    """price.json.gz and card.json; put it in service/model."""
    install = ["uv", "pip", "install", "--quiet", "--system", "--require-hashes", "-r", "/train.lock"]
    container = tools(project.source).with_mounted_file("/train.lock", project.source.file("service/train.lock"))
    container = container.with_exec(install).with_directory(ROOT, only(project.source, "service/src"))
    container = container.with_mounted_file("/listings", listings).with_env_variable(
        "PYTHONPATH", f"{ROOT}/service/src"
    )
    argv = ["python3", "-m", "tasador.training", "--data", "/listings", "--out", _OUT]
    return container.with_exec(argv).directory(_OUT)
