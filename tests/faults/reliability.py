"""docs/reliability.md, made from what the cases came to: python -m tests.faults.reliability"""

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final, get_args

from tests.cloud.inline import inline
from tests.faults.cases import FAULTS, Outcome, Seen, Verb, outcomes
from tests.paths import ROOT

DOCUMENT: Final = ROOT / "docs" / "reliability.md"
SAID: Final = {
    "kill before": "killed before a call",
    "kill after": "killed after a call",
    "refused": "503 ServiceUnavailable after all retries",
    "throttled": "throttled after all retries",
    "conflict": "409 ConditionalRequestConflict",
    "aborted": "409 OperationAborted",
    "lost answer": "the call arrived, its answer did not",
    "arrived twice": "the first answer was lost, the retry was answered",
    "expired": "credentials expire",
    "paused": "stopped while another release completes, then continued",
    "denied": "403 AccessDenied",
    "a proxy's page": "200 with something else than AWS's answer",
}
HEAD: Final = """# What a release survives

Made by `python -m tests.faults.reliability`; the ring `faults` fails when this page is not what it measures.

Each case starts from an account where release "one", then "two" was done. Then "three" is released, or "two" is
rolled back, or what nothing needs is pruned; one call of it is spoiled; a visitor looks between any two calls at
the index, each asset that it names, and the API. Then the same verb is run again, unspoiled. A pair such as
`two/three` is the page and the API that answers it. Never seen in any case: an index without one of its assets, a
page with an API older than itself. The account is one in memory that answers as AWS documents
(`tests/cloud`). On the emulated AWS the ring `kills` sends SIGKILL to processes before and after every call of the
same verbs, while visitors ask for page, assets and prices without a pause; the ring `emulator` does so at the calls
that they may notice.

## What no condition covers

A holder asks whether its lock still stands right before each attempt of each write, retries included, once the request
is signed (`aws.guarded`). What is left is a process that is stopped between that look and the socket, sleeps for more
than a lease while another release completes, and is then continued. AWS refuses a signature older than 15 minutes, so
the sleep that counts is between one lease (45 s) and that. One request may then arrive late:

- the alias, the index, an entry that differs, the lock: refused, each carries a condition (the cases "stopped" below);
- an entry such as `config.json` that the other release found as it stood and left alone: the write is accepted, for S3
  compares the ETag and that is the same. The sleeper then fails at its index; the next release writes the entry again;
- a delete of `prune`: one batch of at most 1,000 files of pages that were no kept release's when it was planned, older
  than `--days`. Only a release that brings such a page back within that time can miss them; its own run is over, the
  next smoke names what is missing and the next release sends it. The bucket is versioned: nothing is lost. S3 also
  deletes on condition of an ETag (If-Match); that does not tell the two apart, for the file has the ETag it always had.
"""


def document(found: Iterable[Outcome]) -> str:
    listed = [item for item in found if item.struck]
    parts = [HEAD, f"{len(listed)} cases.\n"]
    for verb in get_args(Verb):
        parts.append(f"## {verb.capitalize()}\n")
        parts.append("| fault at any call | cases | visitors saw | state then | after the next run |")
        parts.append("|---|---|---|---|---|")
        parts += [
            _row(fault, [item for item in listed if (item.verb, item.fault) == (verb, fault)]) for fault in FAULTS
        ]
        parts.append("")
    return "\n".join(parts)


def _row(fault: str, listed: list[Outcome]) -> str:
    seen = _pairs(pair for item in listed for pair in item.seen)
    state, after = _pairs(item.state for item in listed), _pairs(item.after for item in listed)
    return f"| {SAID[fault]} | {len(listed)} | {seen} | {state} | {after} |"


def _pairs(pairs: Iterable[Seen]) -> str:
    return ", ".join(f"`{page}/{api}`" for page, api in sorted(set(pairs)))


def measured() -> list[Outcome]:
    with tempfile.TemporaryDirectory() as folder, inline():
        return [item for verb in get_args(Verb) for item in outcomes(Path(folder) / verb, verb)]


if __name__ == "__main__":
    DOCUMENT.write_text(document(measured()), encoding="utf-8")
