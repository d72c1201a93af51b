"""One session on the engine for many calls: the module is loaded once, and asked in GraphQL, as the CLI asks it."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import dagger

from tests import dagger_calls
from tests.engine import record
from tests.engine.conftest import CALL_WITHIN_S, PATIENT
from tests.wrong_input import Wrong

# what a program needs to ask the session that it runs in: https://docs.dagger.io/reference/cli#dagger-run
SAY_WHERE: Final = 'echo "$DAGGER_SESSION_PORT $DAGGER_SESSION_TOKEN"; exec cat'
CLASSES: Final = {"": dagger_calls.MAIN, **record.NOUNS}


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
        body = json.dumps({"query": query}).encode()
        request = urllib.request.Request(self.url, body, headers)
        with urllib.request.urlopen(request, timeout=CALL_WITHIN_S) as answer:
            found: dict[str, Any] = json.loads(answer.read())
        return found

    def got(self, *names: str, query: str) -> Any:  # noqa: ANN401  whatever was asked for
        """One value of an answer without errors."""
        answer = self.ask(query)
        assert "errors" not in answer, answer["errors"]
        found = answer["data"]
        for name in names:
            found = found[name]
        return found

    def refused(self, words: str, wrong: Wrong) -> str:
        """The message that a call with a wrong input ends with."""
        started = time.monotonic()
        answer = self.ask(query(words, self.options(words, wrong), self.source(wrong)))
        record.keep(("call", *words.split()), int("errors" in answer), time.monotonic() - started)
        assert "errors" in answer, answer["data"]
        (error,) = answer["errors"]
        return str(error["message"])

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

    def options(self, words: str, wrong: Wrong) -> dict[str, str]:
        """Each option as GraphQL has it."""
        noun, _, verb = words.rpartition(" ")
        known = dagger_calls.options(dagger_calls.functions(CLASSES[noun])[verb])
        given = [word.removeprefix("--").partition("=") for word in wrong.options]
        return {name: self._value(text, known[name].resolved_type) for name, _, text in given}

    def _value(self, text: str, kind: object) -> str:
        if kind is dagger.File:
            path = json.dumps(str(self.folder / text))
            return json.dumps(self.got("host", "file", "id", query=f"{{ host {{ file(path: {path}) {{ id }} }} }}"))
        if kind is dagger.Secret:
            return json.dumps(self.got("secret", "id", query=f"{{ secret(uri: {json.dumps(text)}) {{ id }} }}"))
        if kind is int:
            return text
        return json.dumps([text] if kind == list[str] else text)


def query(words: str, options: dict[str, str], source: str) -> str:
    """One call of the module; of an object that it gives, the engine is asked for no more than that it is there."""
    noun, _, verb = words.rpartition(" ")
    gives = dagger_calls.functions(CLASSES[noun])[verb].return_type
    leaf = camel(verb) + arguments(options) + ("" if gives in (str, type(None)) else " { id }")
    inner = f"{camel(noun)} {{ {leaf} }}" if noun else leaf
    return f"{{ tasador{arguments({'source': source} if source else {})} {{ {inner} }} }}"


def arguments(given: dict[str, str]) -> str:
    return f"({', '.join(f'{camel(name)}: {value}' for name, value in given.items())})" if given else ""


def camel(name: str) -> str:
    first, *others = name.split("-")
    return first + "".join(word.title() for word in others)


@contextmanager
def opened(folder: Path) -> Iterator[Session]:
    """A session with the module of a folder, for as long as the body runs."""
    command = ["dagger", "--silent", "run", "sh", "-c", SAY_WHERE]
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=folder, env=os.environ | PATIENT, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
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
