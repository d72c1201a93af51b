"""What comes from outside the module (a secret, a service, an image, a file), or one message that it cannot be had."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import dagger
from tasador_release.errors import UsageError

_RPC: Final = re.compile(r"rpc error: code = \w+ desc = ")
_TRACE: Final = re.compile(r"\s*\[traceparent:[0-9a-f-]+\]")
# a service's name inside the engine: a digest of thirteen characters, in a network of its session
_HOST: Final = re.compile(
    r"(?<=//)[a-z0-9]{13}(?:\.[a-z0-9]+)*(?:\.dagger\.local)?(?=[:/])|\b[a-z0-9.]+\.dagger\.local\b"
)
_KINDS: Final = (
    (re.compile(r"failed to run secret command"), "run that command by itself, and correct it or TASADOR_AWS in .env"),
    (re.compile(r"secret env var not found"), "set that variable, or name another in .env"),
    (
        re.compile(r"resolve image|pull access|manifest unknown"),
        "check the address, and that its registry can be reached",
    ),
    (re.compile(r"no such file or directory"), "check the path: it is relative to the folder that you are in"),
    (
        re.compile(r"connection refused|no such host|health ?check|timed out"),
        "start it, or give the address at which it listens",
    ),
)


class Unobtainable(UsageError):
    """A secret, service, image or file that was named cannot be had."""

    def __init__(self, what: str, reason: str, next_step: str) -> None:
        super().__init__(f"{what} cannot be had: {reason}", next_step)


def cause(error: BaseException) -> str:
    """What the engine says, without its own wrapping and without hosts that exist inside of it alone."""
    return tidy(_TRACE.sub("", _RPC.sub("", str(error)))).strip()


def tidy(text: str) -> str:
    """A host name of the engine's own network tells a reader nothing: it is the emulator or the function beside it."""
    return _HOST.sub("emulator", text)


def unobtainable(error: dagger.QueryError, what: str = "something that this needs") -> Unobtainable:
    reason = cause(error)
    advice = next((step for pattern, step in _KINDS if pattern.search(reason)), "read the trace above")
    return Unobtainable(what, reason, advice)


@contextmanager
def obtaining(what: str) -> Iterator[None]:
    """Unobtainable, with the engine's reason, when `what` cannot be had."""
    try:
        yield
    except dagger.ExecError:
        raise
    except dagger.QueryError as error:
        raise unobtainable(error, what) from error
