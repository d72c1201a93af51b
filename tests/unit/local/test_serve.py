"""The function behind HTTP: invoked as Lambda does, its errors told as Lambda tells them."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tasador_emulator.runtime import function_server
from tasador_local.process import emulator

SERVICE = """
def handler(event, context):
    if event.get("fail"):
        raise ValueError("no price")
    return {"got": event, "arn": context.invoked_function_arn, "left": context.get_remaining_time_in_millis() > 0}
"""


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "service.py").write_text(SERVICE, encoding="utf-8")
    port = emulator.free_port()
    argv = [sys.executable, "-I", "-S", str(function_server.__file__), str(port), str(tmp_path), "service.handler"]
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 10
    while not emulator.taken(port) and time.monotonic() < end:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/2015-03-31/functions/function/invocations"
    process.kill()
    process.wait()


def invoke(url: str, event: object) -> dict[str, object]:
    headers = {"X-Amzn-Lambda-Function-Arn": "arn:live"}
    request = urllib.request.Request(url, json.dumps(event).encode(), headers)
    with urllib.request.urlopen(request, timeout=5) as answer:
        result: dict[str, object] = json.load(answer)
        return result


def test_an_event_comes_back_as_the_handlers_result(url: str) -> None:
    assert invoke(url, {"a": 1}) == {"got": {"a": 1}, "arn": "arn:live", "left": True}


def test_a_raising_handler_is_an_error_and_the_next_event_is_served(url: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as caught:
        invoke(url, {"fail": True})
    with caught.value as answer:
        assert json.load(answer) == {"errorMessage": "no price", "errorType": "ValueError"}
    assert invoke(url, {})["got"] == {}
