"""A wrong input for each function of the module, and what it is told: tried on a recorded engine, and on a real one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from tasador_release.values import app

from tests import dagger_calls
from tests.paths import ROOT


@dataclass(frozen=True, slots=True)
class Wrong:
    """Options as the CLI takes them, or a fault in a file of the repo, and a piece of the message."""

    said: str
    options: tuple[str, ...] = ()
    file: str = ""
    old: str = ""
    new: str = ""


NO_KEYS: Final = Wrong("no credentials were given")
OWN: Final = app.read(ROOT).app
PYTHON: Final = Wrong(
    "`python` is '2.7': choose among", file="app.json", old=f'"python": "{OWN.function.python}"', new='"python": "2.7"'
)
SETTINGS: Final = Wrong("infra/settings.json", file="infra/settings.json", old="{", new="[{")

# a diagnosis never fails, nor does what is kept of a failure; the others take nothing that could be wrong but the whole
# source or the name of a ring, which the rings themselves refuse, or ask a registry first
OTHERS: Final = {
    "doctor",
    "debug inputs",
    "pin-images",
    "generate locks",
    *(f"checks {n}" for n in ("lint", "types", "pipeline", "contract", "long")),
}


def _training() -> Wrong:
    given = ("--listings=README.md",)
    if OWN.train is None:
        return Wrong("the app trains nothing", given)
    return Wrong("7 is no text", given, "app.json", f'"lock": "{OWN.train.lock}"', '"lock": 7')


CASES: Final = {
    "train": _training(),
    "image": PYTHON,
    "site": Wrong("leads out of the repo", (), "app.json", f'"output": "{OWN.site.output}"', '"output": "../dist"'),
    "bom": PYTHON,
    "rehearse": Wrong("--passes is 0", ("--passes=0",)),
    "preview": SETTINGS,
    "deploy": Wrong("--canary", ("--canary=half",)),
    **dict.fromkeys(("publish", "plan", "apply", "sync", "smoke", "status", "history", "rollback", "drift"), NO_KEYS),
    **dict.fromkeys(("unlock", "destroy", "bootstrap", "adopt"), NO_KEYS),
    "prove": Wrong("--against", ("--against=lots",)),
    "invalidate": Wrong("paths begin with /", ("--paths=index.html",)),
    "logs": Wrong("--minutes is 0", ("--minutes=0",)),
    "invoke": Wrong("the body is not JSON", ("--body={",)),
    "prune": Wrong("--keep is -1", ("--keep=-1",)),
    "trial": Wrong("is no stage of a trial", ("--clean=prod",)),
    "dev": PYTHON,
    "monitor": Wrong("infra/settings.json", ("--password=env://HOME",), "infra/settings.json", "{", "[{"),
    **dict.fromkeys((f"debug {name}" for name in ("outputs", "plan")), NO_KEYS),
    "debug replay": Wrong(NO_KEYS.said, ("--release=000001-x",)),
    "debug shell": SETTINGS,
    **{f"checks {name}": PYTHON for name in dagger_calls.functions("Checks") if f"checks {name}" not in OTHERS},
    "generate openapi": PYTHON,
    "generate page-types": PYTHON,
}
