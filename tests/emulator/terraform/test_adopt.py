"""`adopt` on the original's stack as it was made by hand: refused, shown, applied; nothing of it is destroyed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import anyio
import pytest
from tasador_emulator.overrides import overrides
from tasador_local import shell
from tasador_local.process import emulator as emulators
from tasador_local.process.emulator import EmulatorOptions
from tasador_release import adoption
from tasador_release.aws import client
from tasador_release.errors import PreflightError, StandsAlready, UsageError
from tasador_release.terraform.roots import Terraform
from tasador_release.terraform.shells import Overrides
from tasador_release.values import configuration, confirmation
from tasador_release.values import target as targets
from tasador_release.values.target import Target

from tests import terraform
from tests.emulator import original, rehearsal_clone
from tests.paths import ROOT
from tests.place import ECR, REGION

pytestmark = [
    pytest.mark.emulator,
    pytest.mark.skipif(terraform.no_provider() is not None, reason=str(terraform.no_provider())),
]
IMAGE: Final = f"{ECR}/{original.REPOSITORY}@sha256:{'a' * 64}"
OURS: Final = {"bucket": original.BUCKET, "domain": original.DOMAIN, "acm_certificate_arn": original.CERTIFICATE}
TAKEN: Final = {
    "aws_ecr_repository.this",
    "aws_s3_bucket.site",
    "aws_iam_role.function",
    "aws_lambda_function.this",
    "aws_cloudwatch_log_group.function",
    "aws_api_gateway_rest_api.this",
    "aws_api_gateway_stage.this",
    "aws_cloudfront_distribution.site",
}


@dataclass
class Owner:
    """Who has the original's stack, and an account that is ready."""

    clone: Path
    root: Target
    cleanup: ExitStack

    def says(self, **settings: str) -> None:
        """What the stage's file holds."""
        (self.clone / "infra/stages/prod.tfvars.json").write_text(json.dumps(settings), encoding="utf-8")

    def terraform(self) -> Terraform:
        provider = shell.at_hand(None)
        assert provider
        shells = shell.LocalShells(self.clone, provider, self.cleanup)
        return Terraform(shells, configuration.read(self.clone), told)


def told(target: Target) -> Overrides:
    """As on AWS: the domain of the stage's file counts."""
    return replace(overrides(target), unset=())


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Owner]:
    clone = rehearsal_clone.make(tmp_path)
    state = configuration.read(clone).settings.state_bucket(targets.EMULATED_ACCOUNT)
    python = ROOT / ".run" / "emulator" / "bin" / "python"
    with ExitStack() as cleanup, emulators.running(EmulatorOptions(python, region=REGION)) as emulator:
        made = Owner(clone, targets.emulator(emulator.endpoint, region=REGION, state_bucket=state), cleanup)
        anyio.run(made.terraform().bootstrap, made.root)
        yield made


def standing(root: Target) -> dict[str, str]:
    """The ids of what stands, as `original.make` tells them."""
    function = client(root, "lambda").get_function(FunctionName=original.FUNCTION)["Configuration"]["FunctionArn"]
    (api,) = [one["id"] for one in client(root, "apigateway").get_rest_apis()["items"] if one["name"] == original.API]
    (edge,) = client(root, "cloudfront").list_distributions()["DistributionList"]["Items"]
    return {"function": function, "api": api, "distribution": edge["Id"]}


def planned(owner: Owner) -> tuple[Terraform, adoption.Adoption]:
    made = owner.terraform()
    return made, anyio.run(adoption.plan, made, owner.root)


def test_the_originals_stack_is_adopted_and_nothing_of_it_is_destroyed(owner: Owner) -> None:
    ids = original.make(owner.root, IMAGE)
    # a deploy that knows nothing of it is refused before anything is made
    owner.says(**OURS)
    with pytest.raises(StandsAlready, match="aws_ecr_repository") as raised:
        anyio.run(owner.terraform().registry, owner.root)
    assert "dagger call adopt" in raised.value.next_step
    # without the domain that users type, their distribution would be left with a bucket that is private by then
    owner.says(bucket=original.BUCKET)
    with pytest.raises(PreflightError, match=rf"{ids['distribution']} \({original.DOMAIN}\) serves the bucket"):
        planned(owner)
    assert standing(owner.root) == ids

    owner.says(**OURS)
    made, seen = planned(owner)
    imported = {one.removeprefix("> ").split(" is there already")[0] for one in seen.lines() if "is there" in one}
    assert imported >= TAKEN
    assert [line for line in seen.lines() if line.startswith(("- ", "! "))] == []
    with pytest.raises(UsageError, match="confirms another plan"):
        confirmation.confirmed("prod-00000000", seen.code)
    assert confirmation.confirmed(seen.code, seen.code)
    anyio.run(adoption.execute, made, seen)

    assert standing(owner.root) == ids
    again = owner.terraform()
    assert anyio.run(again.changes, owner.root, IMAGE).summary() == "nothing to change"
    private = client(owner.root, "s3").get_public_access_block(Bucket=original.BUCKET)
    assert all(private["PublicAccessBlockConfiguration"].values()), "the page was public, and is no more"
