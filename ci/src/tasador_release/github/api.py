"""The few calls of GitHub's REST API that a pipeline makes, https://docs.github.com/en/rest, version 2022-11-28.

Nothing here decides: `review` and `deployments` say what is written.
"""

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from tasador_release.errors import GitHubRefused
from tasador_release.function.http import Answer, fetch
from tasador_release.values.target import Address

PUBLIC: Final = Address("https://api.github.com")
_PAGE: Final = 100  # the most that GitHub lists at once
_GOOD: Final = range(200, 300)


@dataclass(frozen=True, slots=True)
class GitHubApi:
    """One repository (`owner/name`) under one token; the token is in no error and no repr."""

    repository: str
    token: str = field(repr=False)
    api: Address = PUBLIC

    async def get(self, path: str) -> Any:  # noqa: ANN401  JSON of any shape
        """The answer to a GET below `/repos/{owner}/{name}`."""
        return await self._ask("GET", path)

    async def post(self, path: str, body: Mapping[str, object]) -> Any:  # noqa: ANN401  as above
        """Make something; the answer describes it."""
        return await self._ask("POST", path, body)

    async def patch(self, path: str, body: Mapping[str, object]) -> Any:  # noqa: ANN401  as above
        """Change something; the answer describes it."""
        return await self._ask("PATCH", path, body)

    async def is_public(self) -> bool:
        """Whether anybody may see the repository; what GitHub will not tell is not public."""
        try:
            return (await self.get(""))["private"] is False
        except GitHubRefused:
            return False

    async def listed(self, path: str) -> AsyncIterator[dict[str, Any]]:
        """Every item of a list, page after page."""
        page, mark = 1, "&" if "?" in path else "?"
        while True:
            items = await self.get(f"{path}{mark}per_page={_PAGE}&page={page}")
            for item in items:
                yield item
            if len(items) < _PAGE:
                return
            page += 1

    async def _ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401
        address = self.api.at(f"/repos/{quote(self.repository)}{path}")
        sent = json.dumps(body).encode() if body is not None else None
        return _read(f"{method} {path}", await fetch(address, method=method, body=sent, headers=self._headers()))

    def _headers(self) -> dict[str, str]:
        return {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "User-Agent": "tasador",
            "X-GitHub-Api-Version": "2022-11-28",
        }


def _read(call: str, answer: Answer) -> Any:  # noqa: ANN401  JSON of any shape
    if answer.status not in _GOOD:
        raise GitHubRefused(call, answer.status, _message(answer))
    try:
        return json.loads(answer.body or b"null")
    except ValueError:
        raise GitHubRefused(call, answer.status, "an answer that is not JSON") from None


def _message(answer: Answer) -> str:
    try:
        return str(json.loads(answer.body)["message"])
    except (ValueError, KeyError, TypeError):
        return answer.text()[:200]
