"""The target of a call, and how a container reaches it. AWS and an emulator differ by this value alone."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

import dagger
from dagger import dag
from tasador_release import recipes
from tasador_release.errors import CredentialsRefused
from tasador_release.values import settings
from tasador_release.values import target as targets
from tasador_release.values.settings import Settings
from tasador_release.values.target import Credentials, Target

from .project import Project

ALIAS: Final = "aws"
_OF_AWS: Final = ("AKIA", "ASIA")
# an emulator has no bucket host names and no metadata; Terraform's S3 backend is told so
_EMULATED_BACKEND: Final = {
    "use_path_style": "true",
    "skip_credentials_validation": "true",
    "skip_metadata_api_check": "true",
    "skip_requesting_account_id": "true",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """What a call stands on. `service` is the emulator, when there is one."""

    target: Target
    settings: Settings
    variables: Mapping[str, str]
    service: dagger.Service | None = None

    def backend(self, key: str) -> dict[str, str]:
        """Where Terraform keeps the state of one root."""
        own = _EMULATED_BACKEND if self.target.endpoint else {}
        return recipes.state_backend(self.target.state, key, self.target.region) | own

    def reach(self, container: dagger.Container) -> dagger.Container:
        """The container with credentials and, for an emulator, the way to it."""
        container = keyed(container, self.target.credentials)
        container = container.with_env_variable("AWS_REGION", self.target.region)
        if self.service is None or self.target.endpoint is None:
            return container
        address = f"http://{ALIAS}:{urlsplit(self.target.endpoint).port}"
        bound = container.with_service_binding(ALIAS, self.service)
        return bound.with_env_variable("AWS_ENDPOINT_URL", address)

    def under(self, credentials: Credentials) -> "Ground":
        """The same under another identity."""
        return replace(self, target=replace(self.target, credentials=credentials))


def keyed(container: dagger.Container, keys: Credentials | None) -> dagger.Container:
    """The container with these keys in the classic variables, as secrets."""
    for name, value in (keys.environment() if keys else {}).items():
        if name == "AWS_ACCESS_KEY_ID" and not value.startswith(_OF_AWS):
            # the number of its account, on an emulator: as a secret it would be blotted out of every ARN
            container = container.with_env_variable(name, value)
            continue
        secret = dag.set_secret(f"{name}-{uuid.uuid4().hex}", value)
        container = container.with_secret_variable(name, secret)
    return container


async def ground(project: Project) -> Ground:
    """The emulator that was given, or AWS itself."""
    if project.emulator is not None:
        keys = await credentials(project)
        return await emulated(project, project.emulator, keys)
    keys = await credentials(project)
    if keys is None:
        raise CredentialsRefused("none were given")
    names = await read_settings(project)
    target = targets.production(project.region, await account(project, keys), keys, stage=project.stage)
    return Ground(target, names, given(project))


async def emulated(project: Project, service: dagger.Service, keys: Credentials | None = None) -> Ground:
    """A running emulator; what Terraform must be told to work on one."""
    await service.start()
    endpoint = await service.endpoint(scheme="http")
    target = targets.emulator(endpoint, stage=project.stage, region=project.region, credentials=keys)
    names = await read_settings(project)
    return Ground(target, names, {**emulator_variables(target), **given(project)}, service)


def emulator_variables(target: Target) -> dict[str, str]:
    """The API as the emulator's CloudFront finds it: on its own loopback."""
    port = urlsplit(target.endpoint or "").port
    path = "/_aws/execute-api/{api_id}/{api_stage}"
    origin = f'{{protocol="http",host="127.0.0.1",port={port},path="{path}"}}'
    return {"emulated": "true", "api_origin": origin}


async def credentials(project: Project) -> Credentials | None:
    """From the JSON, or from the classic three."""
    if project.aws is not None:
        return Credentials.from_json(await project.aws.plaintext())
    if project.aws_access_key_id is None or project.aws_secret_access_key is None:
        return None
    token = await project.aws_session_token.plaintext() if project.aws_session_token else None
    access, secret = project.aws_access_key_id, project.aws_secret_access_key
    return Credentials(await access.plaintext(), await secret.plaintext(), token)


async def account(project: Project, keys: Credentials) -> str:
    """The account that was named, or whose the credentials are."""
    if project.account:
        return project.account
    from tasador_release.aws import Aws
    from tasador_release.flow import preflight

    unknown = targets.production(project.region, "0" * 12, keys)
    return (await preflight.identity(Aws(unknown))).account


async def read_settings(project: Project) -> Settings:
    return settings.parse(await project.source.file("infra/settings.json").contents())


def given(project: Project) -> dict[str, str]:
    """`name=value` as a mapping."""
    return {name: value for name, _, value in (item.partition("=") for item in project.variables)}
