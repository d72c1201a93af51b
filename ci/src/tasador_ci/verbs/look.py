"""What operators reach for: one screen of what is live, the log, an answer of any version."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Final

import anyio
from tasador_release.diagnosis import overview
from tasador_release.errors import CallFailed, TasadorError, UsageError
from tasador_release.flow.effects import LiveEffects
from tasador_release.function import logs as log_lines
from tasador_release.function import samples
from tasador_release.function.events import post_event
from tasador_release.function.versions import Function

from .. import messages
from ..project import Project
from . import operate

PAUSE_S: Final = 2.0
_REQUEST: Final = re.compile(r"[A-Za-z0-9=_-]{1,64}")


async def status(project: Project, *, drift: bool) -> str:
    """Everything that is quick to ask, side by side; and on demand a refresh by Terraform beside it."""
    live = await operate.standing(project)
    found = await overview.look(live)
    if drift:
        try:
            with messages.whatever():
                found.drift = (await operate.drifted(project)).drifted
        except TasadorError as error:
            found.drift, found.unknown["drift"] = (), f"not known: {error.what}"
    target = live.aws.target
    return "\n".join((f"stage   {target.stage} of {target.account_id} in {target.region}", *found.lines()))


async def logs(project: Project, *, minutes: int, request: str, release: str, follow: bool) -> str:
    """The lines of the last minutes; `follow` goes on until the call is ended."""
    messages.at_least("--minutes", minutes, 1)
    if request and not _REQUEST.fullmatch(request):
        raise UsageError(f"{request!r} is no request id", "take the one of the answer's header or of a log line")
    live = await operate.standing(project)
    version = await _version(live, release, "") if release else ""
    pattern, since = f'"{request}"' if request else "", datetime.now(UTC) - timedelta(minutes=minutes)
    seen: set[str] = set()
    start = int(since.timestamp() * 1000)
    found = [line.text() for line in await _new(live, start, pattern, version, seen)]
    while follow:
        print("\n".join(found), end="\n" if found else "", flush=True)
        await anyio.sleep(PAUSE_S)
        found = [line.text() for line in await _new(live, start, pattern, version, seen)]
    return "\n".join(found) or f"no line in the last {minutes} minutes"


async def _new(live: LiveEffects, since_ms: int, pattern: str, version: str, seen: set[str]) -> list[log_lines.Line]:
    lines = await log_lines.lines(live.aws, live.stack.log_group, since_ms, pattern)
    fresh = [line for line in lines if line.id not in seen and (not version or line.of_version(version))]
    seen.update(line.id for line in fresh)
    return fresh


async def invoke(project: Project, *, body: str, path: str, version: str, release: str) -> str:
    """The answer of the live version, or of another, to a request as API Gateway would hand it on."""
    given = _json(body) if body else None
    live = await operate.standing(project)
    first, *_ = samples.requests(live.contract)
    event = post_event(path or first.sample.path, given if body else first.body)
    asked = await _version(live, release, version)
    envelope = samples.parsed(await Function(live.aws, live.stack.function_name).result(asked, event))
    status, said = envelope.get("statusCode"), str(envelope.get("body") or "")
    if status != 200:
        raise CallFailed(f"{live.stack.function_name}:{asked}", f"status {status}", said[:2000])
    return said


async def _version(live: LiveEffects, release: str, version: str) -> str:
    """The version of a release, the one named, or the alias that users get."""
    if not release:
        return version or live.stack.alias
    return (await live.past()).named(release).version


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(
            f"the body is not JSON: {error}", "write one like that of a sample in app.json, or leave --body away for it"
        ) from error
