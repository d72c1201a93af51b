"""A stand-in for the service, small enough to start at once: the same answers, no model."""

import json
from pathlib import Path
from typing import Any

SAID = json.loads(Path(__file__).with_name("said.json").read_text(encoding="utf-8"))


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    if headers.get("x-warmup") == "active" and SAID["broken"] != "warmup":
        say("WARMUP")
        return answer({"status": "warm"})
    if event["httpMethod"] == "GET":
        return answer({"status": "ok", "revision": SAID["revision"]})
    if SAID["broken"] == "raise":
        raise RuntimeError("broken on purpose")
    return priced(json.loads(event["body"]))


def priced(home: dict[str, Any]) -> dict[str, Any]:
    say("PRED_LOG_ACCESS")
    say("PRED_LOG_INPUT", home=home)
    say("PRED_LOG_OUTPUT")
    if SAID["broken"] == "schema":
        return answer({"price": SAID["price"]})
    return answer({"precio_predicho": SAID["price"], "moneda": "USD"})


def say(event: str, **more: object) -> None:
    print(json.dumps({"event": event, **more}), flush=True)


def answer(body: dict[str, Any]) -> dict[str, Any]:
    headers = {"Content-Type": "application/json", "Access-Control-Allow-Origin": SAID["origin"]}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(body)}
