"""A local GraphQL endpoint that stands for the engine: takes every call, runs none, remembers the graph.

Its schema is read off the SDK's own client, so a function of the module that calls what the API does not have fails
here too. Files of the source are answered from the repo; what a command would say is made up by the test.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, Final, TypeAlias

import graphql

from tests.doubles.whole import TEXTS
from tests.paths import ROOT
from tests.unit.ci import sdk_schema

Value: TypeAlias = Any  # whatever JSON and GraphQL can hold
SOURCE: Final = "source"  # id of the directory that is the repo


@dataclass(frozen=True, slots=True)
class Call:
    """One field of the API with its arguments; objects among them are graphs of their own."""

    name: str
    args: Mapping[str, Value]

    def __getitem__(self, name: str) -> Value:
        return self.args[name]


@dataclass(frozen=True, slots=True)
class Graph:
    """What an object was made by, first call first."""

    calls: tuple[Call, ...] = ()

    def every(self, name: str) -> list[Call]:
        """The calls of that name on the way to the object itself."""
        return [call for call in self.calls if call.name == name]

    def deep(self) -> Iterator[Call]:
        """All calls, those that made its arguments included."""
        for call in self.calls:
            yield call
            for value in call.args.values():
                for one in value if isinstance(value, list) else [value]:
                    if isinstance(one, Graph):
                        yield from one.deep()

    def commands(self) -> list[list[str]]:
        return [list(call["args"]) for call in self.deep() if call.name == "withExec"]

    def images(self) -> list[str]:
        return [str(call["address"]) for call in self.deep() if call.name == "from"]


Answer: TypeAlias = Callable[[Graph], Value]


class ExecFails(Exception):
    """An exec that ended badly, as the engine tells it."""

    def __init__(self, command: list[str], code: int, stderr: str) -> None:
        super().__init__(f"exit code: {code}")
        self.extensions = {"_type": "EXEC_ERROR", "cmd": command, "exitCode": code, "stdout": "", "stderr": stderr}


@dataclass(slots=True)
class Engine:
    """The running endpoint. `answers` gives the values of leaves by name; `asked` is every leaf in order."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, Graph]] = field(default_factory=list)
    known: dict[str, Graph] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def graph(self, id_: str) -> Graph:
        return self.known[id_]

    def leaves(self, name: str) -> list[Graph]:
        return [graph for leaf, graph in self.asked if leaf == name]

    def execute(self, query: str) -> dict[str, Value]:
        document = graphql.parse(query)
        (operation,) = document.definitions
        assert isinstance(operation, graphql.OperationDefinitionNode)
        try:
            with self.lock:
                return {"data": self._walk(operation.selection_set, Graph(), SCHEMA.query_type)}
        except ExecFails as failed:
            return {"data": None, "errors": [{"message": str(failed), "path": [], "extensions": failed.extensions}]}

    def _walk(self, selections: Value, graph: Graph, kind: Value) -> Value:
        answers = {}
        for node in selections.selections:
            if isinstance(node, graphql.InlineFragmentNode):
                return self._walk(node.selection_set, graph, SCHEMA.type_map[type_of(node)])
            answers[node.alias.value if node.alias else node.name.value] = self._field(node, graph, kind)
        return answers

    def _field(self, node: Value, graph: Graph, kind: Value) -> Value:
        name = node.name.value
        args = {arg.name.value: self._value(arg.value) for arg in node.arguments or ()}
        found = graphql.get_named_type(kind.fields[name].type)
        if name == "node":
            return self._walk(node.selection_set, args["id"], found)
        if node.selection_set:
            return self._walk(node.selection_set, Graph((*graph.calls, Call(name, args))), found)
        return self._leaf(name, graph, args, kind.fields[name].type)

    def _leaf(self, name: str, graph: Graph, args: dict[str, Value], kind: Value) -> Value:
        self.asked.append((name, Graph((*graph.calls, Call(name, args))) if args else graph))
        if name == "sync" and "exec" in self.answers:
            self.answers["exec"](graph)  # raises ExecFails
        if name == "contents" and graph.every("withExec"):
            return self.answers["said"](graph)
        if name in ("id", "sync", "start", "stop"):
            return self._remember(graph)
        if name in self.answers:
            return self.answers[name](self.asked[-1][1])
        if name == "glob":
            return [path.relative_to(ROOT).as_posix() for path in ROOT.glob(args["pattern"])]
        if name == "contents":
            return text_of(graph)
        return made_up(name, kind)

    def _remember(self, graph: Graph) -> str:
        if graph.calls and graph.calls[-1] == Call("directory", {}) and graph.calls[:-1] == ():
            return SOURCE
        id_ = f"id-{len(self.known)}"
        self.known[id_] = graph
        return id_

    def _value(self, node: Value) -> Value:
        value = graphql.value_from_ast_untyped(node)
        return self._loaded(value)

    def _loaded(self, value: Value) -> Value:
        if isinstance(value, list):
            return [self._loaded(one) for one in value]
        return self.known.get(value, value) if isinstance(value, str) else value


def type_of(node: graphql.InlineFragmentNode) -> str:
    assert node.type_condition is not None
    return node.type_condition.name.value


def text_of(graph: Graph) -> str:
    """What a file of the source holds: the app's are those of the app of the tests, all others the repo's."""
    path = path_of(graph)
    return TEXTS.get(path) or (ROOT / path).read_text(encoding="utf-8")


def path_of(graph: Graph) -> str:
    """The path in the repo that a file of the source stands for."""
    parts = [str(call["path"]) for call in graph.calls if call.name in ("directory", "file") and "path" in call.args]
    return "/".join(parts)


def made_up(name: str, kind: Value) -> Value:
    inner = kind.of_type if isinstance(kind, graphql.GraphQLNonNull) else kind
    if isinstance(inner, graphql.GraphQLList):
        return []
    return {"Int": 0, "Boolean": False}.get(inner.name, f"<{name}>")


SCHEMA: Final = sdk_schema.read()


def answering(engine: Engine) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # else the body waits until the head's receipt is told

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            if not sent:  # the caller was cancelled in mid-request
                return
            body = json.loads(sent)
            answer = json.dumps(engine.execute(body["query"])).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    return Handler
