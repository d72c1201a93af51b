"""All that is known of the emulated AWS, in one place."""

from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
# run as scripts by other interpreters, never imported
SPEEDS_SCRIPT: Final = _HERE / "speeds.py"
FUNCTION_SERVER_SCRIPT: Final = _HERE / "runtime" / "function_server.py"
SCHEDULE_SPEED: Final = 30.0  # how much faster than real a schedule fires
