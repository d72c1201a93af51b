"""Starts a script in the emulator's interpreter, with every authorization that ministack decides written down.

    python recorder.py FILE SCRIPT [ARGUMENT ...]

One line of JSON each: who asked, for which action, on which resource, and whether it was allowed. What AWS weighs
and ministack does not is weighed here, by its own evaluator: the boundary of a role that is made or given a policy, and
whether a role may be passed to a service. The names below are private to ministack; its version is locked by hash.
"""

import json
import runpy
import sys
from contextvars import ContextVar
from typing import Any

# in the emulator's own environment only
import ministack.core.iam_actions as actions  # type: ignore[import-not-found]
import ministack.core.iam_evaluator as evaluator  # type: ignore[import-not-found]

PASSES = {
    "lambda:CreateFunction": "lambda.amazonaws.com",
    "lambda:UpdateFunctionConfiguration": "lambda.amazonaws.com",
    "events:PutTargets": "events.amazonaws.com",
}
passed: ContextVar[tuple[str, ...]] = ContextVar("passed", default=())


def weigh_boundaries() -> None:
    """Tell the evaluator of a request what AWS tells its own: `iam:PermissionsBoundary`; and note the roles in it."""
    tags = actions.request_tag_context

    def context(service: str, action: str, body: bytes, params: dict[str, Any]) -> dict[str, Any]:
        passed.set(roles(body) if action in PASSES else ())
        boundary = boundary_of(action, params)
        known: dict[str, Any] = tags(service, action, body, params)
        return {**known, "iam:PermissionsBoundary": boundary} if boundary else known

    actions.request_tag_context = context


def boundary_of(action: str, params: dict[str, Any]) -> str:
    from ministack.services import iam  # type: ignore[import-not-found]

    if action == "iam:CreateRole":
        return one(params, "PermissionsBoundary")
    role = iam._roles.get(one(params, "RoleName")) if action == "iam:PutRolePolicy" else None
    found = (role or {}).get("PermissionsBoundary") or ""
    return str(found.get("PermissionsBoundaryArn", "") if isinstance(found, dict) else found)


def one(params: dict[str, Any], name: str) -> str:
    value = params.get(name, "")
    return str(value[0] if isinstance(value, list) else value)


def roles(body: bytes) -> tuple[str, ...]:
    """The roles that a request hands to the service it is made to."""
    try:
        given = json.loads(body)
    except ValueError:
        return ()
    targets = (target.get("RoleArn") for target in given.get("Targets", ()) if isinstance(target, dict))
    return tuple(role for role in (given.get("Role"), *targets) if role)


def record(file: str) -> None:
    weigh_boundaries()
    decide = evaluator.enforce
    out = open(file, "a", buffering=1, encoding="utf-8")  # noqa: SIM115  as long as the emulator lives

    def written(access_key_id: str, action: str, resource: str, verdict: object) -> None:
        who = evaluator.resolve_caller_identity(access_key_id) or {}
        call = {"who": who.get("userArn", ""), "action": action, "resource": resource}
        out.write(json.dumps({**call, "allowed": verdict is None}) + "\n")

    def enforce(
        access_key_id: str,
        iam_action: str,
        service: str,
        region: str,
        resource_arn: str = "*",
        service_context: dict[str, Any] | None = None,
    ) -> object:
        verdict = decide(access_key_id, iam_action, service, region, resource_arn, service_context)
        written(access_key_id, iam_action, resource_arn, verdict)
        for role in passed.get() if iam_action in PASSES and verdict is None else ():
            to = {"iam:PassedToService": PASSES[iam_action]}
            verdict = verdict or decide(access_key_id, "iam:PassRole", "iam", region, role, to)
            written(access_key_id, "iam:PassRole", role, verdict)
        return verdict

    evaluator.enforce = enforce


if __name__ == "__main__":
    sys.argv.pop(0)
    record(sys.argv.pop(0))
    runpy.run_path(sys.argv[0], run_name="__main__")
