"""An API that says back what it is sent: the smallest app that the pipeline ships."""

import json
import os
from typing import Any


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    if headers.get("x-warmup") == "active":
        say("WARM")
        return answer({"warm": True})
    if event["httpMethod"] == "GET":
        return answer({"up": True, "version": os.environ.get("TASADOR_REVISION", "")})
    say("ECHOED")
    return answer({"echo": json.loads(event["body"])})


def say(event: str) -> None:
    print(json.dumps({"event": event}), flush=True)


def answer(body: dict[str, Any]) -> dict[str, Any]:
    origin = os.environ["TASADOR_ALLOWED_ORIGINS"].split(",")[0]
    headers = {"Content-Type": "application/json", "Access-Control-Allow-Origin": origin}
    return {"statusCode": 200, "headers": headers, "body": json.dumps(body)}


if __name__ == "__main__":
    os.environ["TASADOR_ALLOWED_ORIGINS"] = "https://echo.example"
    print(json.dumps({"status": handler({"httpMethod": "GET"}, None)["statusCode"]}))
