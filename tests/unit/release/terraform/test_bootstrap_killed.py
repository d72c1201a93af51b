"""A bootstrap killed after each of its resources: the next run converges, whatever reached the state."""

from __future__ import annotations

import anyio
import pytest
from tasador_release import bootstrap
from tasador_release.errors import NameTaken
from tasador_release.terraform import roots as terraform
from tasador_release.values import configuration
from tasador_release.values.target import Credentials, Target, production

from tests.doubles import simulated
from tests.doubles.simulated import ACCOUNT, PLANNED, STATE, Cloud, Killed
from tests.infra import INFRA, in_region

MADE = len(PLANNED) - 1  # by Terraform: the bucket of the state is there before it
ONE_OF_A_KIND = len([address for address in PLANNED if simulated.thing(address)]) - 1
TARGET = production("us-east-1", ACCOUNT, Credentials("AKIA1", "secret"), state_bucket=STATE)


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch) -> Cloud:
    made = Cloud()
    monkeypatch.setattr("tasador_release.aws.client", made.client)
    monkeypatch.setattr("tasador_release.account.imports.client", made.client)
    return made


def provisioner(cloud: Cloud) -> terraform.Terraform:
    """As a new process has it: nothing of the last run's files is there."""

    def opened(_target: Target) -> simulated.Terraform:
        return shell

    shell = simulated.Terraform(cloud)
    return terraform.Terraform(opened, in_region(configuration.read(INFRA.parent), TARGET.region))


def killed(cloud: Cloud, after: int) -> bool:
    """Whether the run was killed before its end."""
    cloud.kill_after = after
    try:
        anyio.run(bootstrap.execute, provisioner(cloud), TARGET, {})
    except Killed:
        return True
    finally:
        cloud.kill_after = None
    return False


def converged(cloud: Cloud) -> bool:
    anyio.run(bootstrap.execute, provisioner(cloud), TARGET, {})
    lines = anyio.run(bootstrap.dry_run, provisioner(cloud), TARGET, {})
    return cloud.state == set(PLANNED) and lines[-2] == "nothing to change"


@pytest.mark.parametrize("written", ["nothing", "all but the last"])
@pytest.mark.parametrize("after", range(1, MADE + 1))
def test_killed_after_any_resource_the_next_run_converges(cloud: Cloud, after: int, written: str) -> None:
    cloud.state_written = 0 if written == "nothing" else after - 1
    assert killed(cloud, after)
    assert converged(cloud)


def test_killed_after_each_new_resource_again_and_again_it_still_comes_to_its_end(cloud: Cloud) -> None:
    """Nothing reaches the state but what is imported; what can be made again is made by the last run."""
    runs = 0
    while killed(cloud, 1) and runs < MADE:
        runs += 1
    assert runs > ONE_OF_A_KIND
    assert converged(cloud)


def test_killed_before_its_bucket_was_configured_it_goes_on(cloud: Cloud) -> None:
    cloud.things.add(("aws_s3_bucket", STATE))
    assert converged(cloud)


def test_a_resource_that_nobody_looked_for_would_be_made_twice(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """The simulation refuses what AWS refuses: without the imports a second run never ends well."""
    assert killed(cloud, 30)
    monkeypatch.setattr("tasador_release.account.takeover.imports.creations", lambda _: ())
    with pytest.raises(RuntimeError, match="EntityAlreadyExists"):
        anyio.run(bootstrap.execute, provisioner(cloud), TARGET, {})


def test_a_bucket_of_somebody_else_ends_it_before_anything_is_made(cloud: Cloud) -> None:
    cloud.foreign_buckets = True
    with pytest.raises(NameTaken, match="belongs to another account"):
        anyio.run(bootstrap.execute, provisioner(cloud), TARGET, {})
    assert cloud.things == set()
