"""The documents keep their word: every command they give exists, every file they name is there."""

from __future__ import annotations

import ast
import fnmatch
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tasador_local import options
from tasador_release.pipeline import STAGES

from tests import dagger_calls, markdown
from tests.contract.docs import commands
from tests.paths import ROOT, documents

# scans run in containers, and a shell before a stage is the engine's
ENGINE_ALONE = {"allow-unscanned", "pause-before"}
DOCUMENTS = documents()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_in_a_document_exists(path: Path) -> None:
    text = path.read_text()
    wrong = {words: found for words in dagger_calls.calls(text) if (found := dagger_calls.faults(words))}
    assert not wrong, wrong
    unknown = set(re.findall(r"\./run ([a-z]+)", text)) - commands.verbs()
    assert not unknown, f"run has no {sorted(unknown)}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_file_and_anchor_that_a_document_links_is_there(path: Path) -> None:
    for link, anchor in markdown.links(path.read_text()):
        target = path.parent / link if link else path
        assert target.exists(), f"{path.name} links {link}"
        if anchor and target.suffix == ".md":
            assert anchor in markdown.anchors(target.read_text()), f"{path.name} links {link}#{anchor}"


def test_every_document_that_one_of_the_site_links_is_in_the_site() -> None:
    """Sphinx takes a link out of it for a fault, and ends `./run docs`."""
    (taken,) = re.findall(r"^include_patterns = (\[.*?\])", (ROOT / "docs/site/conf.py").read_text(), re.M | re.S)
    patterns = [pattern.split("/") for pattern in ast.literal_eval(taken)]

    def held(path: Path) -> bool:
        parts = path.relative_to(ROOT).parts
        return any(len(parts) == len(one) and all(map(fnmatch.fnmatch, parts, one)) for one in patterns)

    linked = {
        (path.parent / link).resolve()
        for path in DOCUMENTS
        if held(path)
        for link, _ in markdown.links(path.read_text())
        if link.endswith(".md")
    }
    assert len(linked) > 20
    assert sorted(str(path.relative_to(ROOT)) for path in linked if not held(path)) == []


def test_no_address_of_a_live_site_stands_in_what_is_shipped_or_shown() -> None:
    """A fork's page and documents would send its visitors there: a stage's domain is a setting of that stage."""
    shipped = [ROOT / "web" / "index.html", *(ROOT / "web" / "public").glob("*.*"), *DOCUMENTS]
    texts = {path: path.read_bytes().decode(errors="ignore") for path in shipped}
    named = {
        path.name: found
        for path, text in texts.items()
        if (found := re.findall(r"https?://tasador\.(?!example)[\w.]+", text))
    }
    assert not named, f"write https://tasador.example.com, or leave it out: {named}"
    canonical = re.findall(r'(?:rel="canonical"|property="og:url").*', texts[ROOT / "web" / "index.html"])
    assert not canonical, "the same build serves every stage, and knows the domain of none"


def test_the_readme_names_the_two_commands_first() -> None:
    commands = re.findall(r"^(\./run [a-z]+)", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert commands == ["./run rehearse", "./run test"]


def test_every_function_of_the_module_is_told_of_in_a_document() -> None:
    told = " ".join(path.read_text() for path in DOCUMENTS)
    untold = {
        name
        for name in dagger_calls.functions(dagger_calls.MAIN)
        if not re.search(rf"`?dagger call {name}\b|`{name}`", told)
    }
    assert not untold, f"no document tells of {sorted(untold)}"


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ("deploy --dry-run --only=infra", None),
        ("--stage=trial deploy", None),
        ("checks lint", None),
        ("github --repository=a/b --token=env://T plan --pull-request 7 --commit abc", None),
        ("image as-tarball --anything export --path=x", None),
        ("checks lnt", "no function lnt"),
        ("deploy --dry", "no option --dry"),
        ("--bucket=x deploy", "no option --bucket"),
        ("deploy checks", None),
        ("monitor up", "no --password given"),
        ("monitor --password env://P up", None),
    ],
)
def test_a_call_is_read_as_the_cli_reads_it(words: str, fault: str | None) -> None:
    assert dagger_calls.faults(words) == ([fault] if fault else [])


def test_the_host_and_the_module_use_the_same_words() -> None:
    """A verb of both means the same; what `dagger call rehearse` takes, `./run rehearse` takes too."""
    shared = commands.verbs() & set(dagger_calls.functions(dagger_calls.MAIN))
    assert shared == {"rehearse", "dev", "train", "doctor", "trial"}
    for name, parameter in dagger_calls.options(dagger_calls.functions(dagger_calls.MAIN)["rehearse"]).items():
        if name in ENGINE_ALONE:
            continue
        value = {"only": ["site"], "passes": ["2"]}.get(name, [])
        assert value or parameter.resolved_type is bool
        options.parse(["rehearse", f"--{name}", *value])


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_option_of_the_host_in_a_document_exists(path: Path) -> None:
    for verb, words in re.findall(r"\./run (rehearse|dev|doctor)((?: --[a-z-]+(?:[ =][^\s`)|]+)?)*)", path.read_text()):
        found = re.findall(r"--([a-z-]+)", words)
        usage = subprocess.run(
            [sys.executable, "-m", "tasador_local", verb, "--help"],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "ci" / "src")},  # where nothing of ours is installed
        ).stdout
        assert not [name for name in found if f"--{name} " not in usage.replace("]", " ").replace(",", " ")], words


def test_the_stages_are_the_same_words_everywhere() -> None:
    text = (ROOT / "docs/pipeline/pipeline.md").read_text()
    assert re.findall(r"^\| `([a-z]+)` \| (?:after|at once)", text, re.MULTILINE) == list(STAGES)
