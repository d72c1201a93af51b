"""Starts a script in the emulator's interpreter, with every authorization that ministack decides written down.

    python recorder.py FILE SCRIPT [ARGUMENT ...]

One line of JSON each: who asked, for which action, on which resource, and whether it was allowed. The names
below are private to ministack; its version is locked by hash.
"""

import json
import runpy
import sys
from typing import Any

# in the emulator's own environment only
import ministack.core.iam_evaluator as evaluator  # type: ignore[import-not-found]


def record(file: str) -> None:
    decide = evaluator.enforce
    out = open(file, "a", buffering=1, encoding="utf-8")  # noqa: SIM115  as long as the emulator lives

    def enforce(
        access_key_id: str,
        iam_action: str,
        service: str,
        region: str,
        resource_arn: str = "*",
        service_context: dict[str, Any] | None = None,
    ) -> object:
        verdict = decide(access_key_id, iam_action, service, region, resource_arn, service_context)
        who = evaluator.resolve_caller_identity(access_key_id) or {}
        call = {"who": who.get("userArn", ""), "action": iam_action, "resource": resource_arn}
        out.write(json.dumps({**call, "allowed": verdict is None}) + "\n")
        return verdict

    evaluator.enforce = enforce


if __name__ == "__main__":
    sys.argv.pop(0)
    record(sys.argv.pop(0))
    runpy.run_path(sys.argv[0], run_name="__main__")
