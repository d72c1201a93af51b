"""What a pull request and a deployment show on GitHub."""

from __future__ import annotations

from collections.abc import Iterator

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador_release.errors import GitHubRefused
from tasador_release.github import deployments, review
from tasador_release.github.api import GitHubApi
from tasador_release.github.review import ReviewedPlan
from tasador_release.terraform.changes import Changes
from tasador_release.values.target import Address

from tests.unit.release.fake_github import TOKEN, FakeGitHub, served


@pytest.fixture
def fake() -> Iterator[FakeGitHub]:
    with served() as found:
        yield found


def github(fake: FakeGitHub, token: str = TOKEN) -> GitHubApi:
    return GitHubApi("owner/name", token, Address(fake.url))


def a_plan(*lines: str, commit: str = "c0ffee") -> ReviewedPlan:
    return ReviewedPlan("prod", commit, lines)


def test_a_plan_is_the_same_whatever_commit_and_order_it_comes_from() -> None:
    one = ReviewedPlan.of(Changes(added=("a", "b"), changed=("c",)), "prod", "1")
    two = ReviewedPlan.of(Changes(added=("b", "a"), changed=("c",)), "prod", "2")
    assert one.digest == two.digest
    assert one.digest != ReviewedPlan.of(Changes(added=("a", "b", "c")), "prod", "1").digest
    assert one.digest != ReviewedPlan.of(Changes(added=("a", "b"), changed=("c",)), "dev", "1").digest


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\n")), max_size=8), st.text(max_size=9))
def test_a_comment_gives_back_the_plan_that_was_written(lines: list[str], commit: str) -> None:
    plan = a_plan(*lines, commit=commit)
    assert review.parse(plan.comment(), "prod") == plan


def test_a_comment_of_another_stage_or_of_a_person_is_no_plan() -> None:
    assert review.parse(a_plan("+ a").comment(), "dev") is None
    assert review.parse("looks good to me", "prod") is None
    assert review.parse("<!-- tasador-plan prod {broken} -->", "prod") is None


def test_the_comment_is_updated_in_place(fake: FakeGitHub) -> None:
    fake.comments = [
        {"id": number + 1, "number": 7, "body": f"words {number}", "html_url": ""} for number in range(150)
    ]
    for plan in (a_plan("+ one"), a_plan("+ one", "+ two")):
        anyio.run(review.show, github(fake), 7, plan)
    assert len(fake.comments) == 151
    assert review.parse(fake.comments[-1]["body"], "prod") == a_plan("+ one", "+ two")


def test_the_merge_finds_the_plan_of_its_pull_request(fake: FakeGitHub) -> None:
    fake.merged = {"beef": 7}
    anyio.run(review.show, github(fake), 7, a_plan("+ one"))
    anyio.run(review.show, github(fake), 8, a_plan("+ of another"))
    assert anyio.run(review.reviewed, github(fake), "beef", "prod") == a_plan("+ one")
    assert anyio.run(review.reviewed, github(fake), "dead", "prod") is None


def test_a_plan_that_differs_from_the_reviewed_one_is_told_by_name() -> None:
    assert review.difference(a_plan("+ a"), a_plan("+ a", commit="other")) == ()
    assert review.difference(None, a_plan("+ a")) == ("no plan of this stage was reviewed",)
    assert review.difference(a_plan("+ a", "~ b"), a_plan("+ a", "- c")) == (
        "reviewed, and no longer planned: ~ b",
        "planned, and not reviewed: - c",
    )


def test_a_deployment_ends_with_the_url_that_users_open(fake: FakeGitHub) -> None:
    async def go() -> None:
        async with deployments.deploying(github(fake), "beef", "prod") as deployment:
            deployment.url = "https://page.test"

    anyio.run(go)
    assert [body["state"] for _, body in fake.statuses] == ["in_progress", "success"]
    assert fake.statuses[-1][1]["environment_url"] == "https://page.test"
    assert fake.deployments[0]["production_environment"] is True


def test_a_deployment_that_fails_says_why_and_fails(fake: FakeGitHub) -> None:
    async def go() -> None:
        async with deployments.deploying(github(fake), "beef", "pr-7", transient=True):
            raise ValueError("x" * 500 + "\nmore")

    with pytest.raises(ValueError, match="xxx"):
        anyio.run(go)
    assert fake.statuses[-1][1]["state"] == "failure"
    assert fake.statuses[-1][1]["description"] == "x" * 140


def test_a_preview_that_is_taken_down_is_inactive(fake: FakeGitHub) -> None:
    async def go() -> int:
        async with deployments.deploying(github(fake), "beef", "pr-7", transient=True):
            pass
        return await deployments.close(github(fake), "pr-7")

    assert anyio.run(go) == 1
    assert fake.statuses[-1] == (1, {"state": "inactive", "description": "taken down with its pull request"} | AUTO)


AUTO = {"auto_inactive": True}


def test_a_token_that_is_refused_is_told_without_the_token(fake: FakeGitHub) -> None:
    with pytest.raises(GitHubRefused) as caught:
        anyio.run(review.show, github(fake, "a-secret"), 7, a_plan())
    assert "401" in str(caught.value)
    assert "Bad credentials" in str(caught.value)
    assert "a-secret" not in str(caught.value) + repr(github(fake, "a-secret"))


@pytest.mark.parametrize(
    ("status", "next_step"),
    [
        (0, "in reach"),
        (503, "githubstatus"),
        (401, "valid now"),
        (403, "permission"),
        (404, "owner/name"),
        (422, "commit"),
    ],
)
def test_what_to_do_next_is_told_by_what_github_answered(status: int, next_step: str) -> None:
    assert next_step in GitHubRefused("POST /deployments", status, "…").next_step
