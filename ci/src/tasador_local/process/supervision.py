"""The owner's side of `supervisor.py`: start a supervised command; delete what a SIGKILL left behind."""

import contextlib
import fcntl
import os
import secrets
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

PREFIX: Final = "tasador-"
YOUNG_S: Final = 60.0
_SCRIPT: Final = Path(__file__).with_name("supervisor.py")
# what a program needs to find its way; all else of the caller's environment stays out
_KEPT: Final = ("PATH", "HOME", "LANG", "LC_ALL", "USER", "XDG_CACHE_HOME", "CHROMIUM")
_KEPT_CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE")
_KEPT_PREFIXES: Final = ("UV_", "npm_config_", "NPM_CONFIG_", "PIP_")
_KEPT_PROXIES: Final = ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy")


def new_home(name: str) -> Path:
    """A path for a folder that does not exist yet; the supervisor makes it, and deletes it at the end."""
    return Path(tempfile.gettempdir()) / f"{PREFIX}{name.replace(' ', '-')}-{secrets.token_hex(4)}"


def command(home: Path, argv: Sequence[str], *, grace: float = 5.0) -> list[str]:
    return [sys.executable, "-I", "-S", str(_SCRIPT), str(home), str(grace), *argv]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The least that tools need: keys and tokens of the caller's shell reach no command."""
    kept = {name: value for name, value in os.environ.items() if _is_kept(name)}
    return {**kept, **(extra or {})}


def _is_kept(name: str) -> bool:
    exact = (*_KEPT, *_KEPT_CERTIFICATES, *_KEPT_PROXIES)
    return name in exact or name.startswith(_KEPT_PREFIXES)


def sweep() -> list[Path]:
    """Delete what a supervisor that was itself killed left behind; returns what was deleted."""
    candidates = Path(tempfile.gettempdir()).glob(f"{PREFIX}*")
    return [folder for folder in candidates if _abandoned(folder) and _delete(folder)]


def _abandoned(folder: Path) -> bool:
    """Ours, old enough to have been claimed, and claimed by nobody that still lives."""
    try:
        facts = folder.lstat()
    except OSError:
        return False
    ours = folder.is_dir() and not folder.is_symlink() and facts.st_uid == os.getuid()
    return ours and time.time() - facts.st_mtime > YOUNG_S and _unclaimed(folder)


def _unclaimed(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        finally:
            os.close(descriptor)
    return False


def _delete(folder: Path) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()
