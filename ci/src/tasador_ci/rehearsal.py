"""The emulated AWS as a Service, with the built image itself behind its API Gateway."""

import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import dagger
from tasador_emulator import SCHEDULE_SPEED
from tasador_release import recipes
from tasador_release.aws import Aws
from tasador_release.function import http
from tasador_release.values.settings import Settings
from tasador_release.values.target import EMULATED_ACCOUNT, Address, Target

from . import artifacts, bootstrap
from .ground import ALIAS, Ground, emulated, read_settings
from .infra import Infra, Terraform
from .project import Project
from .publish import tarball
from .tools import ROOT, now, only, tools

AWS_PORT: Final = 4566
FUNCTION_PORT: Final = 9000
FUNCTION: Final = "function"
INVOKE: Final = f"http://{FUNCTION}:{FUNCTION_PORT}/2015-03-31/functions/function/invocations"
PROXY: Final = "MINISTACK_LAMBDA_PROXY_URL"
DOOR_PORT: Final = 8000
STAGE: Final = "/stage"
LOG: Final = "/log"
_TAP: Final = "/tasador-tap.py"


@dataclass(frozen=True, slots=True)
class Scenery:
    """What a rehearsal is played on: the image at work, and the emulator in front of it."""

    function: dagger.Service
    aws: dagger.Service

    @classmethod
    async def set(cls, project: Project) -> "Scenery":
        function = tapped(project, configured(await artifacts.image(project), await read_settings(project)))
        return cls(function, emulator(project).with_service_binding(FUNCTION, function).as_service())

    async def ground(self, project: Project) -> Ground:
        """The emulator as a target; the function there is the image."""
        found = await emulated(project, self.aws)
        return Ground(found.target, found.settings, {**found.variables, **function_variables()}, self.aws)


def function_variables() -> dict[str, str]:
    return {"function_environment": json.dumps({PROXY: INVOKE})}


def configured(image: dagger.Container, settings: Settings) -> dagger.Container:
    """With the environment that infra/app gives the function: an emulator that hands on events hands on no more."""
    for name, value in variables(settings).items():
        image = image.with_env_variable(name, value)
    return image


def variables(settings: Settings) -> dict[str, str]:
    return {
        "TASADOR_ALLOWED_ORIGINS": ",".join(settings.allowed_origins),
        "TASADOR_BASE_PATH": str(settings.raw["base_path"]),
        "TASADOR_REVISION": "rehearsal",
    }


def tapped(project: Project, image: dagger.Container) -> dagger.Service:
    """The image as Lambda runs it: one invocation at a time, and its log to be had."""
    tap = project.source.file("ci/src/tasador_emulator/runtime/log_recorder.py")
    container = image.with_mounted_file(_TAP, tap).with_exposed_port(FUNCTION_PORT)
    return container.as_service(args=["python3", _TAP, recipes.HANDLER, str(FUNCTION_PORT)])


def emulator(project: Project) -> dagger.Container:
    """ministack as locked, with signatures and policies enforced, its schedules hurried."""
    lock = project.source.file("ci/emulator.lock")
    install = ["uv", "pip", "install", "--quiet", "--system", "--require-hashes", "-r", "/emulator.lock"]
    container = tools(project.source).with_mounted_file("/emulator.lock", lock).with_exec(install)
    container = container.with_mounted_file("/speeds.py", project.source.file("ci/src/tasador_emulator/speeds.py"))
    for name, value in environment(project.region).items():
        container = container.with_env_variable(name, value)
    start = ["python3", "-P", "/speeds.py", str(SCHEDULE_SPEED)]
    return container.with_workdir(ROOT).with_exposed_port(AWS_PORT).with_default_args(start)


def environment(region: str) -> dict[str, str]:
    return {
        "GATEWAY_PORT": str(AWS_PORT),
        "BIND_HOST": "0.0.0.0",  # noqa: S104  inside its own container
        "AUTH": "true",
        "MINISTACK_ACCOUNT_ID": EMULATED_ACCOUNT,
        "MINISTACK_REGION": region,
        "DOCKER_HOST": "unix:///nonexistent",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
    }


@asynccontextmanager
async def logged(function: dagger.Service, target: Target, group: str) -> AsyncIterator[None]:
    """Beside the body, bring what the image writes to its log group."""
    from tasador_emulator.runtime import log_forwarder

    address = Address(await function.endpoint(port=FUNCTION_PORT, scheme="http")).at(LOG)
    async with log_forwarder.brought(address, target, group):
        yield


async def invoked(project: Project, image: dagger.Container, event: object) -> bytes:
    """The answer of the image to one event, by its own runtime interface emulator."""
    service = tapped(project, image)
    await service.start()
    try:
        address = Address(await service.endpoint(port=FUNCTION_PORT, scheme="http"))
        path = address.at("/2015-03-31/functions/function/invocations")
        return (await http.fetch(path, method="POST", body=json.dumps(event).encode())).body
    finally:
        await service.stop()


async def infra(project: Project, there: Ground, revision: str) -> tuple[Ground, Infra]:
    """Terraform where a mirror of its provider was given, the stand-in elsewhere; under the deploy role."""
    if project.provider_mirror is not None:
        return await bootstrapped(project, there)
    from tasador_emulator.runtime import stand_in_stack

    root = Path(tempfile.mkdtemp(prefix="tasador-infra-"))
    await only(project.source, "infra").export(str(root))
    made = await stand_in_stack.ready(root, there.target, revision, {PROXY: INVOKE})
    return replace(there, target=made.target), made


async def bootstrapped(project: Project, there: Ground) -> tuple[Ground, Infra]:
    """infra/bootstrap applied with the root's keys, then the deploy role taken on."""
    root = f"arn:aws:iam::{there.target.account_id}:root"
    variables = {"emulated": "true", "github_repository": "tasador/tasador", "trusted_principals": f'["{root}"]'}
    made = await bootstrap.apply(Terraform(project, there), variables)
    deployer = there.under(await bootstrap.assume(Aws(there.target), made["deploy_role_arn"]))
    return deployer, Terraform(project, deployer)


async def preview(project: Project, scenery: Scenery) -> dagger.Service:
    """A service that comes up with everything in place, and one port to it."""
    lock = project.source.file("ci/requirements.lock")
    install = ["uv", "pip", "install", "--quiet", "--system", "--require-hashes", "-r", "/requirements.lock"]
    container = tools(project.source).with_mounted_file("/requirements.lock", lock).with_exec(install)
    container = (
        container.with_mounted_directory("/ci", project.source.directory("ci/src"))
        .with_directory(STAGE, only(project.source, "infra"))
        .with_file(f"{STAGE}/image.tar", tarball(await artifacts.image(project)))
        .with_directory(f"{STAGE}/site", artifacts.site(project))
        .with_env_variable("PYTHONPATH", "/ci")
        .with_service_binding(FUNCTION, scenery.function)
        .with_service_binding(ALIAS, scenery.aws)
        .with_exposed_port(DOOR_PORT)
    )
    addresses = [f"http://{ALIAS}:{AWS_PORT}", INVOKE, f"http://{FUNCTION}:{FUNCTION_PORT}{LOG}"]
    return now(container).as_service(args=["python3", "-m", "tasador_emulator.runtime.preview", STAGE, *addresses])
