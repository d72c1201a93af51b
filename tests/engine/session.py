"""One session on the engine for many calls: the module is loaded once, and asked in GraphQL, as the CLI asks it."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import time
import types
import typing
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import dagger

from tests import dagger_calls
from tests.dagger_calls import camel
from tests.engine import record
from tests.engine.conftest import CALL_WITHIN_S, PATIENT, Dagger, Said
from tests.wrong_input import Wrong

# what a program needs to ask the session that it runs in: https://docs.dagger.io/reference/cli#dagger-run
SAY_WHERE: Final = 'echo "$DAGGER_SESSION_PORT $DAGGER_SESSION_TOKEN"; exec cat'
CLASSES: Final = {"": dagger_calls.MAIN, **record.NOUNS}
# how a path becomes an object of the engine
OF_THE_HOST: Final[Mapping[object, str]] = {dagger.File: "file", dagger.Directory: "directory"}


@dataclass(frozen=True, slots=True)
class Session:
    """The module of a folder, served to whoever knows the token."""

    folder: Path
    url: str
    token: str

    def ask(self, query: str) -> dict[str, Any]:
        """The whole answer, `data` or `errors`."""
        user = base64.b64encode(f"{self.token}:".encode()).decode()
        headers = {"Content-Type": "application/json", "Authorization": f"Basic {user}"}
        request = urllib.request.Request(self.url, json.dumps({"query": query}).encode(), headers)
        with urllib.request.urlopen(request, timeout=CALL_WITHIN_S) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found

    def got(self, *names: str, query: str) -> Any:  # noqa: ANN401  whatever was asked for
        """One value of an answer without errors."""
        answer = self.ask(query)
        assert "errors" not in answer, answer["errors"]
        return _at(answer["data"], names)

    def call(self, words: Sequence[str], source: str = "") -> Said:
        """One call as it is typed: options of the module, the function, its own options."""
        outer, noun, verb, own = parsed(words)
        known = dagger_calls.options(dagger_calls.objects()[dagger_calls.MAIN].get_constructor())
        given = {name: self.value(text, known[name].resolved_type) for name, text in outer.items()}
        function = dagger_calls.functions(CLASSES[noun])[verb]
        known = dagger_calls.options(function)
        options = {name: self.value(text, known[name].resolved_type) for name, text in own.items()}
        leaf = camel(verb) + arguments(options) + ("" if is_leaf(function.return_type) else " { id }")
        inner = f"{camel(noun)} {{ {leaf} }}" if noun else leaf
        given |= {"source": source} if source else {}
        started = time.monotonic()
        answer = self.ask(f"{{ tasador{arguments(given)} {{ {inner} }} }}")
        seconds = time.monotonic() - started
        record.keep(("call", *words), int("errors" in answer), seconds)
        if "errors" in answer:
            (error,) = answer["errors"]
            return Said(1, "", f"\nError: {error['message']}", seconds)
        names = ("tasador", *((camel(noun),) if noun else ()), camel(verb))
        return Said(0, str(_at(answer["data"], names)), "", seconds)

    def refused(self, words: str, wrong: Wrong) -> Said:
        """How a call with a wrong input ends."""
        return self.call((*words.split(), *wrong.options), self.source(wrong))

    def source(self, wrong: Wrong) -> str:
        """The folder with the fault in it, as an argument; "" where the fault is not in a file."""
        if not wrong.file:
            return ""
        old = (self.folder / wrong.file).read_text(encoding="utf-8")
        assert wrong.old in old
        named, new = json.dumps(wrong.file), json.dumps(old.replace(wrong.old, wrong.new))
        path = json.dumps(str(self.folder))
        asked = f"{{ host {{ directory(path: {path}) {{ withNewFile(path: {named}, contents: {new}) {{ id }} }} }} }}"
        return json.dumps(self.got("host", "directory", "withNewFile", "id", query=asked))

    def value(self, text: str, kind: object) -> str:
        """An option's text as GraphQL has it: an object of the engine by its id."""
        kind = next(iter(typing.get_args(kind)), kind) if isinstance(kind, types.UnionType) else kind
        if name := OF_THE_HOST.get(kind):
            path = json.dumps(str(self.folder / text))
            return json.dumps(self.got("host", name, "id", query=f"{{ host {{ {name}(path: {path}) {{ id }} }} }}"))
        if kind is dagger.Secret:
            return json.dumps(self.got("secret", "id", query=f"{{ secret(uri: {json.dumps(text)}) {{ id }} }}"))
        if kind is dagger.Service:
            at = urlsplit(text)
            asked = f'service(host: "{at.hostname}", ports: [{{ frontend: {at.port}, backend: {at.port} }}]) {{ id }}'
            return json.dumps(self.got("host", "service", "id", query=f"{{ host {{ {asked} }} }}"))
        if kind in (int, bool):
            return text or "true"
        return json.dumps([text] if kind == list[str] else text)


@dataclass(frozen=True, slots=True)
class InSession(Dagger):
    """The CLI on one source; a call that gives a text is made in a session, which has the module loaded already."""

    session: Session | None = None

    def call(self, *words: str) -> Said:
        if self.session is None or not gives_text(words):
            return Dagger.call(self, *words)
        return self.session.call((*self.options, *words))


def _at(value: Any, names: Sequence[str]) -> Any:  # noqa: ANN401  as JSON has it
    for name in names:
        value = value[name]
    return value


def parsed(words: Sequence[str]) -> tuple[dict[str, str], str, str, dict[str, str]]:
    """Options of the module, noun or "", verb, options of the verb."""
    names = [word for word in words if not word.startswith("--")]
    first, last = list(words).index(names[0]), list(words).index(names[-1])
    noun, verb = names if len(names) == 2 else ("", *names)
    return _options(words[:first]), noun, verb, _options(words[last + 1 :])


def _options(words: Sequence[str]) -> dict[str, str]:
    found = [word.removeprefix("--").partition("=") for word in words]
    return {name: text for name, _, text in found}


def gives_text(words: Sequence[str]) -> bool:
    """Whether nothing of the engine's own API follows the function, and its result is text."""
    names = [word for word in words if not word.startswith("--")]
    noun, rest = (names[0], names[1:]) if names[0] in record.NOUNS else ("", names)
    return len(rest) == 1 and dagger_calls.functions(CLASSES[noun])[rest[0]].return_type is str


def is_leaf(kind: object) -> bool:
    """Of an object the engine is asked for no more than that it is there."""
    return kind in (str, type(None))


def arguments(given: Mapping[str, str]) -> str:
    return f"({', '.join(f'{camel(name)}: {value}' for name, value in given.items())})" if given else ""


@contextmanager
def opened(folder: Path, env: Mapping[str, str] | None = None) -> Iterator[Session]:
    """A session with the module of a folder, for as long as the body runs."""
    command = ["dagger", "--silent", "run", "sh", "-c", SAY_WHERE]
    pipe, given = subprocess.PIPE, os.environ | PATIENT | dict(env or {})
    process = subprocess.Popen(
        command, cwd=folder, env=given, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
    )
    try:
        assert process.stdout
        port, token = process.stdout.readline().split()
        made = Session(folder, f"http://127.0.0.1:{port}/query", token)
        path = json.dumps(str(folder))
        made.got(query=f"{{ moduleSource(refString: {path}) {{ asModule {{ serve }} }} }}")
        yield made
    finally:
        process.communicate()  # its end of input is that of the session
