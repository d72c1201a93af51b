"""An emulated AWS on this machine for deploys that outlive a call, with the service behind it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler
from threading import Lock

from tasador_emulator.environment import ORIGIN
from tasador_emulator.runtime import log_forwarder
from tasador_local.process.emulator import EmulatorOptions, free_port, running
from tasador_release.aws import Aws
from tasador_release.values import settings
from tasador_release.values.target import Target, emulator

from tests.doubles.loopback import serving
from tests.paths import ROOT

PYTHON = ROOT / ".run" / "emulator" / "bin" / "python"
ACCESS = "123456789012"  # the emulator's root of that account, with whatever secret
STAGE = "trial"  # any but prod: destroyed with what it holds
PROXY_OF = "MINISTACK_LAMBDA_PROXY_"  # and a function's name: where the emulator sends its invocations
PLANTED = "planted-secret-4f1c9a"
WORKER = """
import contextlib, io, json, os, sys
with contextlib.redirect_stdout(sys.stderr):  # a start says so on stdout, where answers are read
    from tasador.entry import handler
for line in sys.stdin:
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        try:
            answer = {"result": handler.handler(json.loads(line), None)}
        except Exception as error:
            answer = {"error": str(error)}
    print(json.dumps({**answer, "log": said.getvalue().splitlines()}), flush=True)
"""


@dataclass(frozen=True, slots=True)
class World:
    """The emulator's target, and what a deploy must be told of it."""

    target: Target
    port: int

    @property
    def log_group(self) -> str:
        return log_group()

    @property
    def options(self) -> tuple[str, ...]:
        return (
            f"--stage={STAGE}",
            f"--emulator=tcp://127.0.0.1:{self.port}",
            "--aws-access-key-id=env://TASADOR_TEST_ACCESS",
            "--aws-secret-access-key=env://TASADOR_TEST_SECRET",
        )

    @property
    def env(self) -> tuple[tuple[str, str], ...]:
        return (("TASADOR_TEST_ACCESS", ACCESS), ("TASADOR_TEST_SECRET", PLANTED))


def log_group() -> str:
    return settings.read(ROOT / "infra" / "settings.json").names(STAGE).log_group


@contextmanager
def world() -> Iterator[World]:
    """Both, for as long as the body runs."""
    names, port = settings.read(ROOT / "infra" / "settings.json").names(STAGE), free_port()
    to_function = {f"{PROXY_OF}{names.function}": f"http://127.0.0.1:{port}/function"}
    with running(EmulatorOptions(PYTHON, env=to_function)) as emulated:
        target = emulator(emulated.endpoint)
        with served(target, port):
            yield World(target, emulated.port)


@contextmanager
def served(target: Target, port: int) -> Iterator[None]:
    """The service at this port, one invocation at a time, its log lines in its log group."""
    found = settings.read(ROOT / "infra" / "settings.json")
    env = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "service" / "src"),
        "TASADOR_ALLOWED_ORIGINS": ORIGIN,
        "TASADOR_BASE_PATH": str(found.raw["base_path"]),
    }
    pipe = subprocess.PIPE
    worker = subprocess.Popen([sys.executable, "-c", WORKER], env=env, stdin=pipe, stdout=pipe, text=True)
    try:
        with serving(invocations(worker, Aws(target), log_group()), port):
            yield
    finally:
        worker.kill()
        worker.communicate()


def invocations(worker: subprocess.Popen[str], aws: Aws, group: str) -> type[BaseHTTPRequestHandler]:
    one_at_a_time = Lock()

    class Invocations(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with one_at_a_time:
                assert worker.stdin
                assert worker.stdout
                worker.stdin.write(json.dumps(event) + "\n")
                worker.stdin.flush()
                said = json.loads(worker.stdout.readline())
                if said["log"]:
                    log_forwarder.write(aws, group, said["log"])
            body = json.dumps(said.get("result")).encode()
            self.send_response(500 if "error" in said else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """The function's own lines are what is read."""

    return Invocations
