"""The commands that a document gives, each held against the program that would take it.

What is read: blocks of shell, blocks that are indented, and code within a line that begins with a program's name.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import io
import json
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from typing import Final

import boto3
from botocore import xform_name
from tasador_local import options

from tests import dagger_calls, rings
from tests.paths import ROOT

FENCED: Final = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
INDENTED: Final = re.compile(r"(?:^|(?<=\n\n))((?:    \S.*\n?)+)", re.MULTILINE)
INLINE: Final = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
LIST: Final = re.compile(r"^\s*(?:[-*]|\d+\.) ")
SHELLS: Final = {"sh", "bash", "shell", "console"}
SETS: Final = re.compile(r"[A-Z_][A-Z0-9_]*=\S*")
OF_THE_AWS_CLIENT: Final = {"query", "output", "region", "profile"}
BEYOND_THE_API: Final = {"s3": {"sync", "cp", "ls", "rm"}, "configure": {"export-credentials", "sso"}, "sso": {"login"}}
PLAIN: Final = {"brew", "cat", "cd", "cp", "curl", "docker", "mkdir", "pipx", "sha256sum", "tar", "uv", "node"}
GIT: Final = {"add", "clone", "commit", "push", "tag", "rm", "worktree", "checkout", "verify-tag", "log"}
TERRAFORM: Final = {
    "init",
    "plan",
    "apply",
    "destroy",
    "fmt",
    "validate",
    "test",
    "import",
    "state",
    "providers",
    "show",
    "output",
}
NESTED: Final = {"providers": {"mirror", "lock"}, "state": {"list", "show", "rm", "mv"}}
VERBS_OF: Final = {"tasador_local.version": {"cut", "image", "sums"}, "tests.renamed": {"names", "region", "app"}}
GITHUB: Final[Mapping[str, set[str]]] = {
    "repo create": {"private", "source", "remote"},
    "api": {"jq", "method", "field"},
    "secret set": {"repo", "body"},
    "variable set": {"repo", "body"},
    "release create": {"repo", "verify-tag", "title", "notes-file"},
    "run download": {"repo", "name", "dir"},
}
DAGGER: Final = {
    "check",
    "functions",
    "generate",
    "init",
    "install",
    "core",
    "shell",
    "develop",
    "query",
    "version",
    "setup",
    "up",
}


def given(text: str) -> Iterator[str]:
    """Every command of a Markdown text, one program each."""
    rest = FENCED.sub("", text)
    blocks = [block for language, block in FENCED.findall(text) if language in SHELLS]
    blocks += [block for block in INDENTED.findall(rest) if _is_shell(block)]
    for block in blocks:
        yield from (one for line in whole_lines(block) for one in split(line))
    for code in INLINE.findall(rest):
        if " " in code and code.split()[0] in {*PROGRAMS} - PLAIN:
            yield from split(code)


def _is_shell(block: str) -> bool:
    """Whether an indented block begins with a program: in a list it may be text as well."""
    first = SETS.sub("", block.strip().splitlines()[0]).split()
    return bool(first) and first[0] in PROGRAMS


def whole_lines(block: str) -> Iterator[str]:
    """Lines as a shell takes them: on with the next after a backslash or within a quote."""
    held = ""
    for line in block.replace("\\\n", " ").splitlines():
        held += line
        try:
            shlex.split(held, comments=True)
        except ValueError:
            held += " "
            continue
        yield held
        held = ""
    yield from [held] if held else []


def split(line: str) -> Iterator[str]:
    """The programs of one line: without comment, variables, redirections and what is in a quote."""
    lexer = shlex.shlex(line.strip(), posix=True, punctuation_chars="();<>|&")
    lexer.whitespace_split, lexer.commenters = True, "#"
    try:
        words = list(lexer)
    except ValueError:  # prose may leave a quote open
        words = line.split()
    own: list[str] = []
    for word in [*words, ";"]:
        if word and set(word) <= set("();|&"):
            if own := _bare(own):
                yield shlex.join(own)
            own = []
        else:
            own.append(word)


def _bare(words: list[str]) -> list[str]:
    while words and SETS.fullmatch(words[0]):
        words = words[1:]
    cut = next((at for at, word in enumerate(words) if set(word) <= set("<>")), len(words))
    return words[:cut]


def faults(command: str) -> list[str]:
    """What its program would not understand."""
    program, *words = shlex.split(command)
    reader = PROGRAMS.get(program)
    return reader(words) if reader else [f"{program} is not a command that the reader has"]


def _plain(_: Sequence[str]) -> list[str]:
    return []


def _dagger(words: Sequence[str]) -> list[str]:
    bare = _past_options(words, {"-m", "--progress"})
    if bare[:1] == ["call"]:
        return [] if len(bare) == 1 else dagger_calls.faults(shlex.join(bare[1:]))
    return [] if not bare or bare[0] in DAGGER else [f"dagger has no {' '.join(bare[:1])}"]


def _past_options(words: Sequence[str], with_value: set[str]) -> list[str]:
    left = list(words)
    while left and left[0].startswith("-"):
        left = left[2:] if left[0] in with_value else left[1:]
    return left


def _run(words: Sequence[str]) -> list[str]:
    verb, *rest = [*words, ""][:1] + list(words[1:])
    if verb not in verbs():
        return [f"run has no {verb}"]
    host = {name: partial(_host, name) for name in ("rehearse", "trial", "dev", "doctor")}
    readers: dict[str, Callable[[list[str]], object]] = {
        "test": rings.parse,
        **_of_the_app(),
        **host,
    }
    reader = readers.get(verb)
    return _parsed(reader, rest) if reader else [f"run {verb} takes no {word}" for word in rest]


def _of_the_app() -> dict[str, Callable[[list[str]], object]]:
    """Benchmarks and training are Tasador's: beside another app nobody is there who could read their options."""
    if not (ROOT / "bench").is_dir():
        return {"bench": list, "train": list}
    # ruff, which sorts imports, would take them for strangers' where they are not there
    training, bench = importlib.import_module("tasador.training.cli"), importlib.import_module("bench.__main__")
    return {"bench": bench.parse, "train": training.parser().parse_args}


def _host(verb: str, rest: list[str]) -> object:
    return options.parse([verb, *rest])


def _parsed(reader: Callable[[list[str]], object], words: Sequence[str]) -> list[str]:
    said = io.StringIO()
    with contextlib.redirect_stderr(said):
        try:
            reader([word for word in words if word not in {"…", "..."}])
        except SystemExit:
            return [said.getvalue().strip().splitlines()[-1]]
        except Exception as fault:  # a file that is only the reader's
            return [] if "is no file" in str(fault) else [str(fault)]
    return []


@cache
def verbs() -> frozenset[str]:
    usage = subprocess.run([ROOT / "run", "help"], capture_output=True, text=True, check=True).stdout
    return frozenset({*re.findall(r"^  ([a-z]+) ", usage, re.MULTILINE), "help"})


def _aws(words: Sequence[str]) -> list[str]:
    service, operation, *rest = [*words, "", ""]
    if service in BEYOND_THE_API:
        return [] if operation in BEYOND_THE_API[service] else [f"aws {service} has no {operation}"]
    return aws_faults(service, operation, [word[2:] for word in rest if word.startswith("--")])


def aws_faults(service: str, operation: str, options_: Sequence[str]) -> list[str]:
    if service not in boto3.session.Session().get_available_services():
        return [f"aws has no {service}"]
    model = boto3.client(service, region_name="us-east-1").meta.service_model
    named = {xform_name(name, "-"): name for name in model.operation_names}
    if operation not in named:
        return [f"aws {service} has no {operation}"]
    shape = model.operation_model(named[operation]).input_shape
    known = OF_THE_AWS_CLIENT | {xform_name(name, "-") for name in (shape.members if shape else ())}
    return [f"no option --{option}" for option in options_ if option.partition("=")[0] not in known]


def _github(words: Sequence[str]) -> list[str]:
    name = next((key for key in GITHUB if list(words[: len(key.split())]) == key.split()), None)
    if name is None:
        return [f"gh has no {' '.join(words[:2])}"]
    given_ = [word[2:].partition("=")[0] for word in words if word.startswith("--")]
    return [f"gh {name} has no --{option}" for option in given_ if option not in GITHUB[name]]


def _one_of(program: str, known: set[str], with_value: set[str]) -> Callable[[Sequence[str]], list[str]]:
    def read(words: Sequence[str]) -> list[str]:
        bare = _past_options(words, with_value)
        inner = NESTED.get(bare[0]) if bare else None
        if inner and not {*bare[1:2]} & inner:
            return [f"{program} {bare[0]} has no {' '.join(bare[1:2])}"]
        return [] if bare and bare[0] in known else [f"{program} has no {' '.join(bare[:1])}"]

    return read


def _npm(words: Sequence[str]) -> list[str]:
    bare, folder = list(words), "web"
    if "--prefix" in bare:
        at = bare.index("--prefix")
        _, folder = bare.pop(at), bare.pop(at)
    bare = [word for word in bare if not word.startswith("-")]
    scripts = json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))["scripts"]
    if bare[:1] == ["run"]:
        return [] if bare[1] in scripts else [f"npm run has no {bare[1]}"]
    return [] if bare and bare[0] in {"ci", "test", "install", "start"} else [f"npm has no {' '.join(bare[:1])}"]


def _any_python(words: Sequence[str]) -> list[str]:
    """A reader's own Python has none of our packages, nor what they want."""
    ours = {"tests", "bench", "tasador", *(path.name for path in (ROOT / "ci/src").iterdir())}
    module = words[1] if words[:1] == ["-m"] else ""
    if module.partition(".")[0] in ours:
        return [f"write .run/venv/bin/python -m {module}: another Python does not have it"]
    return _python(words)


def _python(words: Sequence[str]) -> list[str]:
    if words[:1] == ["-c"]:
        return []
    if words[:1] != ["-m"]:
        return [] if words and (ROOT / words[0]).is_file() else [f"there is no {' '.join(words[:1])}"]
    if words[1] in VERBS_OF and not {*words[2:3]} & VERBS_OF[words[1]]:
        return [f"{words[1]} has no {' '.join(words[2:3])}"]
    found = (ROOT / f"{words[1].replace('.', '/')}.py").is_file() or _importable(words[1])
    return [] if found else [f"there is no module {words[1]}"]


def _importable(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


PROGRAMS: Final[Mapping[str, Callable[[Sequence[str]], list[str]]]] = {
    **dict.fromkeys(PLAIN, _plain),
    "dagger": _dagger,
    "./run": _run,
    "aws": _aws,
    "gh": _github,
    "git": _one_of("git", GIT, {"-C"}),
    "terraform": _one_of("terraform", TERRAFORM, set()),
    "npm": _npm,
    "python": _any_python,
    "python3": _any_python,
    ".run/venv/bin/python": _python,
}
