"""The function: a new version and its proof. Waits between every change. See `aliases` for what users see."""

import base64
import contextlib
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle, islice
from statistics import median
from typing import TYPE_CHECKING, Any, Final

import anyio

from tasador_release import patience
from tasador_release.aws import Aws, ask, call
from tasador_release.concurrency import each
from tasador_release.errors import CallFailed, NotSettled, ProofFailed, ReleaseError
from tasador_release.function.events import init_ms
from tasador_release.function.samples import Request
from tasador_release.values.results import Proof

if TYPE_CHECKING:
    from mypy_boto3_lambda.type_defs import FunctionConfigurationResponseTypeDef

PARALLEL: Final = 4
WARM: Final = 3  # invocations that are timed once all is started
SETTLE_S: Final = 300.0
_BUSY: Final = frozenset({"ResourceConflictException", "TooManyRequestsException"})
_REVISION: Final = re.compile(r"\brevision ([\w.:-]+)")


@dataclass(frozen=True, slots=True)
class Invocation:
    """One invocation: what its answer says, how long it took from here, and its init time if it had one."""

    said: str
    ms: float
    init_ms: float | None


@dataclass(slots=True)
class Function:
    """One function of the account."""

    aws: Aws
    name: str
    settle_s: float = SETTLE_S
    sleep: Callable[[float], Awaitable[None]] = anyio.sleep

    async def settled(self, qualifier: str | None = None) -> None:
        """Wait until its last update went through and it can be invoked or woken; a failed one is an error."""
        end = time.monotonic() + self.settle_s
        while True:
            state, update, reason = await self._known(qualifier)
            if "Failed" in (state, update):
                raise ReleaseError(f"{self.name} failed to update: {reason}", "correct it", where="function")
            if state in ("Active", "Inactive") and update == "Successful":
                return
            if time.monotonic() >= end:
                raise NotSettled(self.name, f"{state}/{update}", self.settle_s)
            await self.sleep(0.5)

    async def image_uri(self) -> str:
        """The image of what is in place, by digest; CallFailed when there is no such function."""
        found = await call("lambda:GetFunction", self.aws.lambda_.get_function, FunctionName=self.name)
        code = found["Code"]
        return code.get("ResolvedImageUri") or code.get("ImageUri") or ""

    async def publish_image(self, uri: str) -> str:
        """Put an image in place, given as repo@sha256:…, and publish it."""
        await self._update("lambda:UpdateFunctionCode", lambda: self._put_image(uri))
        return await self.publish()

    async def publish(self, description: str = "") -> str:
        """Publish what is in place as a version, once it has settled, with the function's description or this one."""
        await self.settled()
        said: dict[str, Any] = {"Description": description} if description else {}
        answer = await call("lambda:PublishVersion", self.aws.lambda_.publish_version, FunctionName=self.name, **said)
        await self.settled(answer["Version"])
        return answer["Version"]

    async def prove(self, version: str, requests: Sequence[Request], *, parallel: int = PARALLEL) -> Proof:
        """Warm a version side by side by the first sample, then time warm ones; a wrong answer fails."""
        await self.settled(version)
        await self._woken(version, requests[0])
        cold = await each(lambda one: self.asked(version, one), [requests[0]] * parallel, at_once=parallel)
        others = islice(cycle((*requests[1:], requests[0])), max(WARM, len(requests) - 1))
        warm = [await self.asked(version, request) for request in others]
        return Proof(
            version=version,
            said=cold[0].said,
            requests=len(cold) + len(warm),
            init_ms=max((answer.init_ms for answer in cold if answer.init_ms is not None), default=None),
            first_ms=max(answer.ms for answer in cold),
            warm_ms=median(answer.ms for answer in warm),
        )

    async def _woken(self, version: str, request: Request) -> None:
        """A version that nobody called for weeks is Inactive: the call that wakes it fails, so it is not a proof."""
        end = time.monotonic() + self.settle_s
        while (state := (await self._known(version))[0]) != "Active":
            if time.monotonic() >= end:
                raise NotSettled(f"{self.name}:{version}", state, self.settle_s)
            if state == "Inactive":
                with contextlib.suppress(ProofFailed):
                    await self.asked(version, request)
            await self.sleep(2.0)

    async def asked(self, version: str, request: Request) -> Invocation:
        """Invoke a version as API Gateway does and see that its answer is what it must be."""
        start = time.perf_counter()
        result, tail = await self._result(version, request.event())
        ms = (time.perf_counter() - start) * 1000
        try:
            return Invocation(request.check_result(result), ms, init_ms(tail))
        except ValueError as fault:
            raise ProofFailed(version, str(fault)) from fault

    async def result(self, version: str, event: Mapping[str, Any]) -> bytes:
        """What a version returns to API Gateway for this event; ProofFailed when it fails."""
        return (await self._result(version, event))[0]

    async def _result(self, version: str, event: Mapping[str, Any]) -> tuple[bytes, str]:
        try:
            body = json.dumps(event).encode()
            invoke = partial(ask, "lambda:Invoke", self._invoke, version, body)
            result, error, tail = await patience.until_known(invoke, patience.not_found)
        except CallFailed as failed:
            raise ProofFailed(version, f"{failed.code}: {failed.what}") from failed
        if error:
            raise ProofFailed(version, f"{error}: {result[:300].decode(errors='replace')}")
        return result, tail

    async def revision(self, version: str) -> str:
        """The revision that the description of a version names, and its service tells; "" when it names none."""
        found = await patience.until_known(partial(self._configuration, version), patience.not_found)
        named = _REVISION.search(found.get("Description", ""))
        return named.group(1) if named else ""

    async def exists(self, version: str) -> bool:
        try:
            await self._state(version)
        except CallFailed as error:
            if error.code == "ResourceNotFoundException":
                return False
            raise
        return True

    async def _known(self, qualifier: str | None) -> tuple[str, str, str]:
        """The state of what is there for certain, though a version that was published just now is not found at once."""
        return await patience.until_known(partial(self._state, qualifier), patience.not_found)

    async def _configuration(self, qualifier: str | None) -> "FunctionConfigurationResponseTypeDef":
        get = self.aws.lambda_.get_function_configuration
        name = f"{self.name}:{qualifier}" if qualifier else self.name
        return await ask("lambda:GetFunctionConfiguration", get, FunctionName=name)

    async def _state(self, qualifier: str | None) -> tuple[str, str, str]:
        found = await self._configuration(qualifier)
        reason = found.get("LastUpdateStatusReason") or found.get("StateReason") or "no reason given"
        # a published version has no update of its own, and an answer may leave both out
        return found.get("State", "Active"), found.get("LastUpdateStatus", "Successful"), reason

    async def _update(self, name: str, change: Callable[[], None]) -> None:
        """Make one change between two waits; another's update in progress is waited for too."""
        end = time.monotonic() + self.settle_s
        while True:
            await self.settled()
            try:
                return await call(name, change)
            except CallFailed as error:
                if error.code not in _BUSY or time.monotonic() >= end:
                    raise
            await self.sleep(1.0)

    def _put_image(self, uri: str) -> None:
        self.aws.lambda_.update_function_code(FunctionName=self.name, ImageUri=uri)

    def _invoke(self, version: str, body: bytes) -> tuple[bytes, str, str]:
        answer = self.aws.lambda_.invoke(FunctionName=self.name, Qualifier=version, Payload=body, LogType="Tail")
        tail = base64.b64decode(answer.get("LogResult", "")).decode(errors="replace")
        return answer["Payload"].read(), answer.get("FunctionError", ""), tail
