"""The service answers every client that is still about: a tab of an earlier release keeps working against this API.

clients.json has for each generation of clients what it asks, and of the answer what it reads, by JSON pointer and
kind. It only grows: a release whose page reads something new adds a generation, and none is changed.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from typing import Any

import pytest
from fastapi import FastAPI
from tasador.api.app import create_app
from tasador.api.settings import ApiSettings
from tasador.pricing.artifact import load
from tasador_release.function.samples import at

from tests.paths import ROOT
from tests.unit.service.asking import JSON, ask

NAME = "tests/contract/app/clients.json"
KINDS: dict[str, type | tuple[type, ...]] = {"number": (int, float), "text": str, "list": list, "object": dict}
CLIENTS = json.loads((ROOT / NAME).read_text(encoding="utf-8"))


@cache
def service() -> FastAPI:
    return create_app(load(), ApiSettings(origins=("https://example.org",), revision="r1"))


def every() -> list[Any]:
    return [
        pytest.param(request, id=f"{client['client']}: {request['path']} {request['status']}")
        for client in CLIENTS
        for request in client["requests"]
    ]


@pytest.mark.parametrize("request_", every())
def test_what_an_earlier_client_reads_is_in_the_answer_and_of_its_kind(request_: dict[str, Any]) -> None:
    method = "POST" if "body" in request_ else "GET"
    reply = ask(service(), method, request_["path"], json.dumps(request_.get("body")).encode(), JSON)
    assert reply.status == request_["status"], reply.body
    for pointer, kind in request_["reads"].items():
        found = at(reply.json, pointer)
        assert isinstance(found, KINDS[kind]), f"{pointer} is {found!r}, and this client reads a {kind}"
        assert not isinstance(found, bool), pointer


def test_no_generation_of_clients_is_changed_or_forgotten_once_it_is_committed() -> None:
    if shutil.which("git") is None:
        pytest.skip("there is no git, and no history, where a check runs on an engine")
    commits = git("log", "--format=%H", "--", NAME).split()
    if not commits:
        pytest.skip("the file is in no commit yet")
    for commit in commits:
        before = json.loads(git("show", f"{commit}:{NAME}"))
        assert CLIENTS[: len(before)] == before, f"differs from {commit}: add a generation instead"


def git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False).stdout
