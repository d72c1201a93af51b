"""What the emulator is told when it starts, and how it is told where a function runs."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from tasador_release.values.target import EMULATED_ACCOUNT, Target

SCHEDULE_SPEED: Final = 60.0  # how much faster than real a schedule fires
SMOKE_PATIENCE_S: Final = 10.0  # nothing is far away: what does not come soon does not come
HEALTH: Final = "/_ministack/health"
LOOPBACK: Final = "127.0.0.1"
ORIGIN: Final = "https://page.example"  # the site that may call the API from elsewhere, in a rehearsal
# a variable of a function: its invocations are sent to this URL, its code is not looked at
PROXY: Final = "MINISTACK_LAMBDA_PROXY_URL"

_HERE: Final = Path(__file__).parent
# run as scripts by other interpreters, never imported
SPEEDS_SCRIPT: Final = _HERE / "speeds.py"
FUNCTION_SERVER_SCRIPT: Final = _HERE / "runtime" / "function_server.py"

LIMITS: Final = (
    f"Schedules ran {SCHEDULE_SPEED:.0f} times faster than real. Not modelled by the emulator: "
    "CloudFront's caching, Lambda's memory, who may call whom between services."
)


def variables(port: int, region: str, *, account_id: str = EMULATED_ACCOUNT, bind: str = LOOPBACK) -> dict[str, str]:
    """Signatures and policies are enforced; it starts no containers of its own."""
    return {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": bind,
        "AUTH": "true",
        "MINISTACK_ACCOUNT_ID": account_id,
        "MINISTACK_REGION": region,
        "DOCKER_HOST": "unix:///nonexistent",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }


def command(python: str, script: str = str(SPEEDS_SCRIPT), speed: float = SCHEDULE_SPEED) -> list[str]:
    """Starts it with schedules that run `speed` times faster; `python` has the emulator installed."""
    return [python, "-P", script, str(speed)]


def own_endpoint(target: Target) -> str:
    """The emulator as it reaches itself: its CloudFront and its schedules call the API there."""
    return f"http://{LOOPBACK}:{urlsplit(target.endpoint or '').port}"
