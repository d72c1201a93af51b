"""docs/pipeline/reliability.md, made from what the cases came to: python -m tests.faults.reliability"""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, get_args

from tests.cloud.inline import inline
from tests.faults import standing
from tests.faults.cases import FAULTS, Outcome, Seen, Verb, outcomes
from tests.faults.standing import Found
from tests.paths import ROOT

DOCUMENT: Final = ROOT / "docs" / "pipeline" / "reliability.md"
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

Made by `.run/venv/bin/python -m tests.faults.reliability`; the ring `faults` fails when this page is not what it
measures.

Each case starts from an account where release "one", then "two" was done. Then "three" is released, or "two" is
rolled back, or what nothing needs is pruned; one call of it is spoiled; a visitor looks between any two calls at
the index, each asset that it names, and the API. Then the same verb is run again, unspoiled. A pair such as
`two/three` is the page and the API that answers it. Never seen in any case: an index without one of its assets, or,
unless a hand had moved the alias, a page with an API older than itself. The account is one in memory that answers
as AWS documents (`tests/cloud`). On the emulated AWS the ring `kills` sends SIGKILL to processes before and after
every call of the same verbs, while visitors ask for page, assets and prices without a pause; the ring `emulator`
does so at the calls that they may notice, and stops a release with SIGSTOP while another goes on. On moto, a second
double of AWS, the ring `kills` looks at what stands after each kill and after the next run.

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


ABOUT_STANDING: Final = """## What was wrong already, or was changed by hand

Records and locks that lie or cannot be read, machines whose clock is off: the verb does its work, or refuses before
anything changed. A hand that moves the alias or the index before the last look (both are read again before a release
is "done") makes it fail, and its own part is put back; what the hand made is left. One that comes later is told by the
next run. A page with an API older than itself was seen where a hand had moved the alias, and nowhere else.
"""


def document(found: Iterable[Outcome], stood: Iterable[Found]) -> str:
    listed, wrong = [item for item in found if item.struck], list(stood)
    parts = [HEAD, f"{len(listed) + len(wrong):,} cases.\n"]
    for verb in get_args(Verb):
        of = {fault: [item for item in listed if (item.verb, item.fault) == (verb, fault)] for fault in FAULTS}
        parts += table(f"## {verb.capitalize()}", "fault at any call", {SAID[fault]: of[fault] for fault in FAULTS})
    parts.append(ABOUT_STANDING)
    for verb in get_args(Verb):
        names = dict.fromkeys(item.wrong for item in wrong if item.verb == verb)
        rows = {name: [item for item in wrong if (item.verb, item.wrong) == (verb, name)] for name in names}
        parts += table(f"### Then a {verb}", "what was wrong", rows)
    return "\n".join(parts)


def table(heading: str, first: str, rows: Mapping[str, Sequence[Outcome | Found]]) -> list[str]:
    head = (
        f"{heading}\n",
        f"| {first} | cases | visitors saw | state then | after the next run |",
        "|---|---|---|---|---|",
    )
    return [*head, *(_row(said, listed) for said, listed in rows.items()), ""]


def _row(said: str, listed: Sequence[Outcome | Found]) -> str:
    seen = _pairs(pair for item in listed for pair in item.seen)
    state, after = _pairs(item.state for item in listed), _pairs(item.after for item in listed)
    return f"| {said} | {len(listed)} | {seen} | {state} | {after} |"


def _pairs(pairs: Iterable[Seen]) -> str:
    return ", ".join(f"`{page}/{api}`" for page, api in sorted(set(pairs)))


def measured() -> list[Outcome]:
    with tempfile.TemporaryDirectory() as folder, inline():
        return [item for verb in get_args(Verb) for item in outcomes(Path(folder) / verb, verb)]


def stood() -> list[Found]:
    with tempfile.TemporaryDirectory() as folder, inline():
        return standing.everything(Path(folder))


if __name__ == "__main__":
    DOCUMENT.write_text(document(measured(), stood()), encoding="utf-8")
