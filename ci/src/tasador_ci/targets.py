"""The target of a call, from the constructor's arguments; and how a container reaches it."""

import uuid
from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

import dagger
from dagger import dag
from tasador_release.errors import CredentialsMissing
from tasador_release.values import app as apps
from tasador_release.values import configuration as configurations
from tasador_release.values import target as targets
from tasador_release.values.app import App, Contract
from tasador_release.values.configuration import Configuration
from tasador_release.values.settings import Settings
from tasador_release.values.target import Credentials, Target

from .obtaining import obtaining
from .project import Project, check_dotenv

ALIAS: Final = "aws"  # host name of an emulator's service in a container
_OF_AWS: Final = ("AKIA", "ASIA")


async def standing(project: Project, *, dotenv: bool = True) -> Target:
    """AWS, or the emulator that was given; CredentialsRefused when there are no keys for AWS."""
    keys, found = await credentials(project), await configuration(project, dotenv=dotenv)
    if project.emulator is not None:
        return await emulated(project, project.emulator, keys)
    if keys is None:
        raise CredentialsMissing
    account_id = await account(project, found, keys)
    state = found.settings.state_bucket(account_id)
    target = targets.production(found.stage.region, account_id, keys, stage=project.stage, state_bucket=state)
    return replace(target, site_bucket=found.site_bucket(account_id), state_region=found.account_region)


async def emulated(project: Project, service: dagger.Service, keys: Credentials | None = None) -> Target:
    """A running emulator; without keys, as its root."""
    found = await configuration(project)
    with obtaining("the emulator"):
        await service.start()
        endpoint = await service.endpoint(scheme="http")
    named = project.account or targets.EMULATED_ACCOUNT
    if keys is None and project.account:
        keys = Credentials(project.account, "test")  # twelve digits are the emulator's root of that account
    state, region = found.settings.state_bucket(named), found.stage.region
    target = targets.emulator(
        endpoint, stage=project.stage, region=region, account_id=named, credentials=keys, state_bucket=state
    )
    return replace(target, site_bucket=found.site_bucket(target.account_id), state_region=found.account_region)


def reach(container: dagger.Container, target: Target, service: dagger.Service | None) -> dagger.Container:
    """The container with credentials and, for an emulator's service, the way to it."""
    container = keyed(container, target.credentials).with_env_variable("AWS_REGION", target.region)
    if service is None:
        return container
    address = f"http://{ALIAS}:{urlsplit(target.endpoint or '').port}"
    return container.with_service_binding(ALIAS, service).with_env_variable("AWS_ENDPOINT_URL", address)


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


async def credentials(project: Project) -> Credentials | None:
    """From the JSON, or from the classic three."""
    if project.aws is not None:
        return Credentials.from_json(await _plaintext(project.aws, "TASADOR_AWS"))
    access, secret, token = project.aws_access_key_id, project.aws_secret_access_key, project.aws_session_token
    if access is None or secret is None:
        return None
    return Credentials(
        await _plaintext(access, "TASADOR_AWSACCESSKEYID"),
        await _plaintext(secret, "TASADOR_AWSSECRETACCESSKEY"),
        await _plaintext(token, "TASADOR_AWSSESSIONTOKEN") if token else None,
    )


async def _plaintext(secret: dagger.Secret, name: str) -> str:
    with obtaining(f"the secret of {name}"):
        return await secret.plaintext()


async def account(project: Project, found: Configuration, keys: Credentials) -> str:
    """The account that was named, here or in the stage's file, or whose the credentials are."""
    if named := project.account or found.stage.account_id:
        return named
    from tasador_release.account import preflight
    from tasador_release.aws import Aws

    unknown = targets.production(found.stage.region, "0" * 12, keys)
    return (await preflight.identity(Aws(unknown))).account


async def configuration(project: Project, *, dotenv: bool = True) -> Configuration:
    """The committed files, once it is known that `.env` holds nothing that would be passed over."""
    if dotenv:
        await check_dotenv(project)
    wanted = configurations.paths(project.stage)
    there = set(await project.source.glob("infra/**/*.json"))
    texts = {path: await project.source.file(path).contents() for path in wanted if path in there}
    return configurations.parse(project.stage, texts)


async def read_app(project: Project) -> App:
    """What app.json says of the app."""
    return apps.parse(await project.source.file(apps.FILE).contents())


async def contract(project: Project) -> Contract:
    """What app.json says of the app, with the bodies that it names."""
    app = await read_app(project)
    return apps.assemble(app, {path: await project.source.file(path).contents() for path in app.bodies})


async def read_settings(project: Project) -> Settings:
    return (await configuration(project)).settings
