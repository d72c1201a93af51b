"""The plan of a pull request as a comment that is updated in place, and the same plan found again at the merge.

Pure but for `show` and `reviewed`. The comment carries the plan as data in an HTML comment, so that the merge can
tell whether what it is about to apply is what was reviewed.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any, Final

from tasador_release.github import comments
from tasador_release.github.api import GitHubApi
from tasador_release.terraform.changes import Changes

_MARK: Final = "tasador-plan"
_DATA: Final = re.compile(rf"<!-- {_MARK} (?P<stage>[\w-]+) (?P<data>\{{.*?\}}) -->", re.DOTALL)
_SHORT: Final = 12
_SHOWN_LINES: Final = 200  # a comment holds 65,536 characters


@dataclass(frozen=True, slots=True)
class ReviewedPlan:
    """What a plan would change in one stage, by address, as of one commit."""

    stage: str
    commit: str
    lines: tuple[str, ...]

    @classmethod
    def of(cls, changes: Changes, stage: str, commit: str) -> "ReviewedPlan":
        return cls(stage, commit, tuple(sorted(changes.lines()[:-1])))

    @property
    def digest(self) -> str:
        """Names the changes, whichever commit they come from."""
        return hashlib.sha256("\n".join((self.stage, *self.lines)).encode()).hexdigest()

    def comment(self) -> str:
        """Markdown for the pull request."""
        shown = "\n".join(self.lines[:_SHOWN_LINES]) or "nothing to change"
        left_out = len(self.lines) - _SHOWN_LINES
        more = f"\n{left_out} more lines are in the job's log." if left_out > 0 else ""
        return (
            f"{self._data()}\n### Plan for `{self.stage}`\n\n```diff\n{shown}\n```\n{more}\n"
            f"Plan `{self.digest[:_SHORT]}` of commit `{self.commit[:_SHORT]}`. "
            "The merge applies exactly this plan, or says what differs.\n"
        )

    def _data(self) -> str:
        data = json.dumps({"commit": self.commit, "lines": self.lines})
        # "--" would end the HTML comment
        return f"<!-- {_MARK} {self.stage} {data.replace('--', chr(92) + 'u002d' + chr(92) + 'u002d')} -->"


def parse(body: str, stage: str) -> ReviewedPlan | None:
    """The plan of this stage in a comment; None for any other comment."""
    found = _DATA.match(body)
    if found is None or found["stage"] != stage:
        return None
    try:
        data: dict[str, Any] = json.loads(found["data"])
        return ReviewedPlan(stage, str(data["commit"]), tuple(str(line) for line in data["lines"]))
    except (ValueError, KeyError, TypeError):
        return None


def difference(reviewed: ReviewedPlan | None, planned: ReviewedPlan) -> tuple[str, ...]:
    """Why the plan at the merge is not the reviewed one, a line each; nothing when it is."""
    if reviewed is None:
        return ("no plan of this stage was reviewed",)
    before, now = set(reviewed.lines), set(planned.lines)
    gone = [f"reviewed, and no longer planned: {line}" for line in sorted(before - now)]
    new = [f"planned, and not reviewed: {line}" for line in sorted(now - before)]
    return (*gone, *new)


async def show(github: GitHubApi, pull_request: int, plan: ReviewedPlan) -> str:
    """Write the comment, over the former one of this stage if there is one; its URL."""
    return await comments.put(github, pull_request, plan.comment(), lambda body: parse(body, plan.stage) is not None)


async def reviewed(github: GitHubApi, commit: str, stage: str) -> ReviewedPlan | None:
    """The plan that was shown in the pull request which this commit merged; the newest counts."""
    found = None
    for pull_request in await github.get(f"/commits/{commit}/pulls"):
        async for comment in github.listed(f"/issues/{pull_request['number']}/comments"):
            found = parse(comment["body"], stage) or found
    return found
