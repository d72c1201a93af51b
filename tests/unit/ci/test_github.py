"""What the workflows call: plan in a pull request, deploy of a merge, a preview and its end."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import anyio
import pytest
from tasador_ci.infra import account
from tasador_ci.nouns.github import GitHub
from tasador_ci.verbs import operate, pipeline, workflows
from tasador_release.github.api import GitHubApi
from tasador_release.report.report import Report
from tasador_release.terraform.changes import Changes
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import SavedPlan
from tasador_release.values.target import Address

from tests.unit.release.fake_github import TOKEN, FakeGitHub, served

STANDING = "123456789012.dkr.ecr.us-east-1.amazonaws.com/repo@sha256:" + "0" * 64
BUILT = "sha256:" + "1" * 64
CHANGES = Changes(changed=("aws_lambda_function.this",))


class FakeTerraform(Terraform):
    """Plans the same changes for whatever image; remembers which it was."""

    def __init__(self) -> None:
        self.plans = []
        self.planned_for = ""

    async def image_uri(self, target: object) -> str:
        return STANDING

    async def changes(self, target: object, image_uri: str) -> Changes:
        self.planned_for = image_uri
        return CHANGES


class FakeSecret:
    async def plaintext(self) -> str:
        return TOKEN


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitHub]:
    with served() as found:

        async def api(project: GitHub) -> GitHubApi:
            return GitHubApi(project.repository, await project.token.plaintext(), Address(found.url))

        monkeypatch.setattr(workflows, "_api", api)
        yield found


@pytest.fixture
def terraform(monkeypatch: pytest.MonkeyPatch) -> FakeTerraform:
    made = FakeTerraform()

    async def opened(_project: object, **_: object) -> tuple[object, FakeTerraform]:
        return "a target", made

    async def image(_note: object) -> object:
        return SimpleNamespace(digest=BUILT)

    monkeypatch.setattr(operate, "opened", opened)

    async def container_builder(_project: object) -> SimpleNamespace:
        return SimpleNamespace(image=image)

    monkeypatch.setattr(pipeline, "container_builder", container_builder)
    return made


def a_deploy(monkeypatch: pytest.MonkeyPatch, changes: Changes, failure: Any = None) -> list[object]:  # noqa: ANN401
    """`pipeline.deployment` and `reported` as if these changes had been applied; who signed each deploy."""
    signers: list[object] = []
    provisioner = FakeTerraform()
    provisioner.plans = [cast(SavedPlan, SimpleNamespace(changes=changes))]
    page = SimpleNamespace(page=lambda _stack: Address("https://page.test"))
    run = SimpleNamespace(
        provisioner=provisioner, stack=SimpleNamespace(found="a stack"), target=SimpleNamespace(found=page)
    )

    async def deployment(_project: object, **given: object) -> object:
        signers.append(given["signer"])
        return run

    async def reported(_run: object, title: str, _stages: object) -> Report:
        return Report(title, "aws", "r-1", "2026-01-01", (), failure=failure)

    monkeypatch.setattr(pipeline, "deployment", deployment)
    monkeypatch.setattr(pipeline, "reported", reported)
    return signers


def a_call(stage: str = "prod") -> GitHub:
    return GitHub(
        source=cast(Any, None),
        dotenv=cast(Any, None),
        repository="owner/name",
        token=cast(Any, FakeSecret()),
        identity_url=cast(Any, FakeSecret()),
        identity_token=cast(Any, FakeSecret()),
        stage=stage,
    )


def test_a_pull_request_shows_the_plan_with_the_image_that_the_merge_will_deploy(
    fake: FakeGitHub, terraform: FakeTerraform
) -> None:
    said = anyio.run(a_call().plan, 7, "c0ffee")
    assert terraform.planned_for == STANDING.partition("@")[0] + "@" + BUILT
    assert "~ aws_lambda_function.this" in fake.comments[0]["body"]
    assert "shown at https://c.test" in said


def test_a_merge_says_that_it_applied_the_reviewed_plan(
    fake: FakeGitHub, terraform: FakeTerraform, monkeypatch: pytest.MonkeyPatch
) -> None:
    anyio.run(a_call().plan, 7, "c0ffee")
    fake.merged = {"beef": 7}
    a_deploy(monkeypatch, CHANGES)
    said = anyio.run(a_call().deploy, "beef")
    assert "applied exactly the reviewed plan" in said
    assert fake.statuses[-1][1]["state"] == "success"
    assert fake.statuses[-1][1]["environment_url"] == "https://page.test"


def test_a_merge_whose_plan_is_another_says_what_differs(
    fake: FakeGitHub, terraform: FakeTerraform, monkeypatch: pytest.MonkeyPatch
) -> None:
    anyio.run(a_call().plan, 7, "c0ffee")
    fake.merged = {"beef": 7}
    a_deploy(monkeypatch, Changes(added=("aws_new.x",)))
    said = anyio.run(a_call().deploy, "beef")
    assert "planned, and not reviewed: + aws_new.x" in said
    assert "reviewed, and no longer planned: ~ aws_lambda_function.this" in said


@pytest.mark.parametrize(("private", "signs"), [(False, True), (True, False)])
def test_a_workflow_signs_as_itself_where_the_public_log_may_know_of_its_repository(
    fake: FakeGitHub, monkeypatch: pytest.MonkeyPatch, private: bool, signs: bool
) -> None:
    signers = a_deploy(monkeypatch, CHANGES)
    fake.private = private
    anyio.run(a_call().deploy, "beef")
    assert [signer is not None for signer in signers] == [signs]


def test_a_repository_that_github_does_not_tell_of_is_taken_for_private(fake: FakeGitHub) -> None:
    assert anyio.run(GitHubApi("owner/other", TOKEN, Address(fake.url)).is_public) is False


def test_a_token_that_may_not_read_comments_fails_no_deploy(fake: FakeGitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    a_deploy(monkeypatch, CHANGES)
    monkeypatch.setattr(fake, "merged", None)  # the fake then answers nothing: the link breaks

    def broken(_commit: str) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(fake, "_pulls", broken)
    assert "the reviewed plan could not be read" in anyio.run(a_call().deploy, "beef")


def test_a_preview_is_a_stage_of_its_own_and_goes_with_its_pull_request(
    fake: FakeGitHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_deploy(monkeypatch, CHANGES)
    anyio.run(a_call().preview, 7, "beef")
    assert fake.deployments[0]["environment"] == "pr-7"
    assert fake.deployments[0]["transient_environment"] is True
    assert "https://page.test" in fake.comments[0]["body"]
    gone: list[str] = []

    async def take_down(project: GitHub) -> str:
        gone.append(project.stage)
        return "50 to destroy"

    monkeypatch.setattr(account, "close", take_down)
    assert "1 deployments of pr-7 are inactive" in anyio.run(a_call().close, 7)
    assert gone == ["pr-7"]
    assert fake.statuses[-1][1]["state"] == "inactive"
    assert len(fake.comments) == 1
    assert "Taken down" in fake.comments[0]["body"]


def test_a_comment_that_may_not_be_written_fails_no_preview(fake: FakeGitHub, monkeypatch: pytest.MonkeyPatch) -> None:
    a_deploy(monkeypatch, CHANGES)
    monkeypatch.setattr(fake, "_commented", lambda *_: (403, {"message": "Resource not accessible by integration"}))
    assert "no comment was written" in anyio.run(a_call().preview, 7, "beef")
    assert fake.statuses[-1][1]["state"] == "success"
