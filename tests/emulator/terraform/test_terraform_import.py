"""What stands already is taken over: an account whose first bootstrap was killed, and the original's stack.

Applied for real to an emulator, with the import blocks that the account gives for a plan (infra/imports.json).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from tasador_release import recipes
from tasador_release.account import imports
from tasador_release.aws import Aws, client
from tasador_release.values.target import Target

from tests import terraform
from tests.emulator import infra_world, original
from tests.emulator.infra_world import BACKEND, World
from tests.emulator.terraform.test_terraform_apply import missing
from tests.infra import INFRA
from tests.place import ECR

pytestmark = [pytest.mark.emulator, pytest.mark.skipif(missing() is not None, reason=str(missing()))]

RULES = imports.parse_rules((INFRA / "imports.json").read_text(encoding="utf-8"))
ROUNDS = 8  # an API's integration responses hang on its methods, these on its resources, these on the API
IMAGE = f"{ECR}/{original.REPOSITORY}@sha256:{'a' * 64}"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with infra_world.standing(tmp_path_factory.mktemp("import")) as standing:
        standing.bootstrap()
        yield standing


def init(world: World, root: str, key: str) -> None:
    backend = {**recipes.state_backend(world.root.state, key, world.root.region), **BACKEND}
    world.do(recipes.terraform_init(root, backend), world.root)


def taken_over(world: World, root: str, variables: dict[str, str]) -> dict[str, list[str]]:
    """Plan, look for what stands already, write its import blocks, plan again; what the last plan would change."""
    file = world.folder / root / "imports.tf"
    known: dict[str, str] = {}
    for _ in range(ROUNDS):
        world.do(recipes.terraform_plan(root, variables), world.root)
        plan = json.loads(world.do(recipes.terraform_show(root), world.root))
        found = anyio.run(imports.existing, Aws(world.root), RULES, imports.creations(plan))
        new = {item.address: item.block() for item in found.imports}
        if not new:
            break
        known |= new
        file.write_text("\n".join(known.values()), encoding="utf-8")
    changes = world.changes(root, world.root, variables)
    world.do(recipes.terraform_apply(root), world.root)
    file.unlink(missing_ok=True)
    return changes


def state_of(world: World, key: str) -> dict[str, object]:
    body = client(world.root, "s3").get_object(Bucket=world.root.state, Key=key)["Body"].read()
    found: dict[str, object] = json.loads(body)
    return found


def forget(world: World, key: str, every: int) -> int:
    """Leave only every n-th resource in the state, as a run leaves it that was killed before it could write."""
    state = state_of(world, key)
    resources = state["resources"]
    assert isinstance(resources, list)
    state["resources"] = resources[::every] if every else []
    client(world.root, "s3").put_object(Bucket=world.root.state, Key=key, Body=json.dumps(state).encode())
    return len(resources)


@pytest.mark.parametrize("every", [0, 2, 3], ids=["all lost", "every other lost", "two of three lost"])
def test_a_bootstrap_that_was_killed_converges(world: World, every: int) -> None:
    assert forget(world, "bootstrap.tfstate", every) > 10, "there was something to lose"
    changes = taken_over(world, recipes.BOOTSTRAP, infra_world.BOOTSTRAP)
    made = {address for address, actions in changes.items() if "create" in actions}
    assert not [address for address in made if address.split(".")[0] in RULES], "made a second time"
    assert not [address for address, actions in changes.items() if "delete" in actions]
    assert world.changes(recipes.BOOTSTRAP, world.root, infra_world.BOOTSTRAP) == {}


def variables(world: World) -> dict[str, str]:
    given = infra_world.app(world, IMAGE, stage="prod", bucket=original.BUCKET, domain=original.DOMAIN)
    return {**given, "acm_certificate_arn": original.CERTIFICATE, "warmup_enabled": "false"}


def standing(root: Target, ids: dict[str, str]) -> bool:
    """Whether function, API and distribution are still the ones that were made by hand."""
    function = client(root, "lambda").get_function(FunctionName=original.FUNCTION)["Configuration"]["FunctionArn"]
    apis = [one["id"] for one in client(root, "apigateway").get_rest_apis()["items"] if one["name"] == original.API]
    edges = client(root, "cloudfront").list_distributions()["DistributionList"]["Items"]
    return (function, apis, [one["Id"] for one in edges]) == (ids["function"], [ids["api"]], [ids["distribution"]])


@terraform.AT_NIGHT
def test_the_originals_stack_is_taken_over_and_nothing_of_it_is_destroyed(world: World, tmp_path: Path) -> None:
    ids = original.make(world.root, IMAGE)
    for root, given in ((recipes.REGISTRY, {"stage": "prod"}), (recipes.APP, variables(world))):
        init(world, root, f"{Path(root).name}/prod.tfstate")
        changes = taken_over(world, root, given)
        destroyed = [address for address, actions in changes.items() if "delete" in actions]
        assert [one for one in destroyed if not one.startswith("aws_api_gateway_deployment.")] == []
        assert world.changes(root, world.root, given) == {}
    assert standing(world.root, ids)
    bucket = client(world.root, "s3").get_public_access_block(Bucket=original.BUCKET)
    assert all(bucket["PublicAccessBlockConfiguration"].values()), "the page was public, and is no more"
