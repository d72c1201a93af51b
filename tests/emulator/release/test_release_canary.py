"""A canary reads its weights, figures and alarms through the real calls."""

import json
from pathlib import Path

import anyio
import pytest
from tasador_release.errors import CanaryFailed
from tasador_release.flow.run import Result, run
from tasador_release.function.events import post_event
from tasador_release.report.report import Timeline
from tasador_release.values.canary import parse
from tasador_release.values.target import Target

from tests.emulator import release_stack
from tests.emulator.release.test_release_flow import World

pytestmark = pytest.mark.emulator


class Observed(World):
    """A world whose canaries are over at once; `counted` is what CloudWatch has of the new version by then."""

    def __init__(self, target: Target, folder: Path) -> None:
        super().__init__(target, folder)
        self.waited, self.weights = 0.0, list[dict[str, float]]()
        self.counted: dict[str, float] = {}

    def canary(self, text: str) -> Result:
        port = self.port(text)
        port.steps, port.sleep, port.monotonic = parse("10%:30s,50%:30s"), self.sleep, lambda: self.waited

        async def go() -> Result:
            return await run(port, Timeline())

        return anyio.run(go)

    async def sleep(self, seconds: float) -> None:
        self.waited += seconds
        routing = self.aws.lambda_.get_alias(FunctionName=self.stack.function_name, Name=self.stack.alias)
        self.weights.append(dict(routing.get("RoutingConfig", {}).get("AdditionalVersionWeights", {})))
        for metric, value in self.counted.items():
            self.count(metric, value)
        await anyio.lowlevel.checkpoint()

    def count(self, metric: str, value: float) -> None:
        function, alias = self.stack.function_name, self.stack.alias
        named = {"FunctionName": function, "Resource": f"{function}:{alias}"}
        dimensions = [*named.items(), ("ExecutedVersion", self.stack.function_version)]
        self.aws.cloudwatch.put_metric_data(
            Namespace="AWS/Lambda",
            MetricData=[
                {
                    "MetricName": metric,
                    "Value": value,
                    "Dimensions": [{"Name": key, "Value": said} for key, said in dimensions],
                }
            ],
        )


@pytest.fixture
def world(emulated: Target, tmp_path: Path) -> Observed:
    made = Observed(emulated, tmp_path)
    made.release("one")
    made.put(release_stack.code(112_000.0))
    return made


def test_a_version_that_does_well_gets_its_shares_and_then_all_requests(world: Observed) -> None:
    world.counted = {"Invocations": 7.0, "Errors": 0.0, "Duration": 12.0}
    world.canary("two")
    version = world.stack.function_version
    assert world.weights == [{version: 0.1}, {version: 0.5}]
    assert world.live() == version
    assert "two" in world.seen()
    steps = {step.name: step.detail for step in world.releases()[0].steps}
    assert f"version {version}: 7 requests, 0 errors, p95 12 ms" in steps["canary 0.1"]


def test_the_requests_on_record_are_answered_by_both_versions_first(world: Observed) -> None:
    homes = [{"l2": "Capital Federal", "surface_total": size} for size in (40, 50, 60)]
    for home in homes:
        world.aws.lambda_.invoke(
            FunctionName=world.stack.function_name,
            Qualifier=world.stack.alias,
            Payload=json.dumps(post_event("/predict", home)).encode(),
        )
    port = world.port("two")
    port.against = 0.05

    async def go() -> Result:
        return await run(port, Timeline())

    moved = anyio.run(go).moved
    assert moved[0].startswith("5 of 5 answers moved by more than 5 %")
    assert any('"surface_total": 60' in line and "100,000 → 112,000 (+12.0%)" in line for line in moved)
    assert "5 of 5 answers" in {step.name: step.detail for step in world.releases()[0].steps}["compare"]
    assert world.live() == world.stack.function_version


def test_a_version_with_errors_is_taken_out_at_the_first_look(world: Observed) -> None:
    before = world.live()
    world.counted = {"Invocations": 10.0, "Errors": 1.0}
    with pytest.raises(CanaryFailed, match=r"10\.0% errors"):
        world.canary("two")
    assert len(world.weights) == 1
    assert world.live() == before
    assert "one" in world.seen()
    assert world.releases()[0].outcome == "rolled back"
