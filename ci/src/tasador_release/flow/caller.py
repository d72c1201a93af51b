"""Who releases, for the lock and the record: the person, and the machine or the CI run."""

import getpass
import os
import platform
from collections.abc import Mapping
from typing import Final

from tasador_release.text import plain

# who called, as given by whoever starts a container: inside it nobody can be told
GIVEN: Final = "TASADOR_BY"


def owner(environment: Mapping[str, str] | None = None) -> str:
    """The name that was given, else the CI run, else user and machine."""
    known = os.environ if environment is None else environment
    named = known.get(GIVEN) or _github(known) or f"{_user()}@{platform.node() or 'somewhere'}"
    return plain(named)[:200]


def _github(known: Mapping[str, str]) -> str:
    if known.get("GITHUB_ACTIONS") != "true":
        return ""
    place = f"{known.get('GITHUB_SERVER_URL', '')}/{known.get('GITHUB_REPOSITORY', '')}"
    return f"{known.get('GITHUB_ACTOR', 'somebody')} in {place}/actions/runs/{known.get('GITHUB_RUN_ID', '?')}"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user need not have a name
        return "somebody"
