"""Our comments in a pull request: one of each kind, updated in place."""

from collections.abc import Callable
from typing import Final

from tasador_release.github.api import GitHubApi

_PREVIEW: Final = "<!-- tasador-preview -->"
_SHORT: Final = 12


async def put(github: GitHubApi, pull_request: int, text: str, ours: Callable[[str], bool]) -> str:
    """Write the comment, over the former one if there is one, which `ours` knows by its text; its URL."""
    async for comment in github.listed(f"/issues/{pull_request}/comments"):
        if ours(comment["body"]):
            return str((await github.patch(f"/issues/comments/{comment['id']}", {"body": text}))["html_url"])
    return str((await github.post(f"/issues/{pull_request}/comments", {"body": text}))["html_url"])


async def preview(github: GitHubApi, pull_request: int, said: str) -> str:
    """Where the preview is, or that it is gone; the URL of the comment."""
    return await put(github, pull_request, f"{_PREVIEW}\n{said}\n", lambda body: body.startswith(_PREVIEW))


def stands(stage: str, url: str, commit: str) -> str:
    """Markdown for a preview that stands."""
    return (
        f"### Preview `{stage}`\n\n{url}\n\n"
        f"Of commit `{commit[:_SHORT]}`. It is taken down with the label or with the pull request."
    )


def gone(stage: str) -> str:
    """Markdown for a preview that was taken down."""
    return f"### Preview `{stage}`\n\nTaken down."
