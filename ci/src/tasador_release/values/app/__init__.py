"""`app.json`, read once: what the pipeline must know of the app that it ships, and all that it knows of it.

Pure. Another app goes through the same pipeline with another file; paths are relative to the root of the repo.
"""

from tasador_release.values.app.contract import FILE, App, Contract
from tasador_release.values.app.function import PYTHONS, CheckSpec, Copy, FunctionSpec, Generated, Label, Train, Verify
from tasador_release.values.app.monitoring import AlarmSpec, Graph
from tasador_release.values.app.reading import assemble, parse, read
from tasador_release.values.app.requests import Comparison, Expectation, Health, Sample, WarmupSpec
from tasador_release.values.app.site import SiteSpec

__all__ = [
    "FILE",
    "PYTHONS",
    "AlarmSpec",
    "App",
    "CheckSpec",
    "Comparison",
    "Contract",
    "Copy",
    "Expectation",
    "FunctionSpec",
    "Generated",
    "Graph",
    "Health",
    "Label",
    "Sample",
    "SiteSpec",
    "Train",
    "Verify",
    "WarmupSpec",
    "assemble",
    "parse",
    "read",
]
