"""The stack of infra/ applied by Terraform itself, to the emulator, by a provider that is at hand.

`AWS_ENDPOINT_URL` tells the provider where AWS is. One that wants to be told otherwise names its variable in
`TASADOR_PROVIDER_EMULATES`. Should a provider heed neither, the emulator's keys are worth nothing on AWS.
"""

import json
import os
import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import anyio.to_thread
from tasador_emulator import standin
from tasador_emulator.standin.account import REPOSITORY
from tasador_release import recipes
from tasador_release.aws import Aws
from tasador_release.errors import CommandFailed, InfraError
from tasador_release.flow.preflight import has_bucket
from tasador_release.image import registry
from tasador_release.image.published import Published
from tasador_release.report.report import Note
from tasador_release.values import settings as settings_
from tasador_release.values import stack
from tasador_release.values import target as targets
from tasador_release.values.artifacts import FunctionTree
from tasador_release.values.target import Target

from tasador_local.build import single_layer
from tasador_local.build.builder import Interpreter
from tasador_local.infrastructure import STAGE, Ground
from tasador_local.paths import Places
from tasador_local.process import emulator as emulators
from tasador_local.process import function_process, scratch
from tasador_local.process.emulator import Emulator
from tasador_local.process.runner import Listener, Runner, ignore

LIMIT_S: Final = 180.0
# how the backend talks to an S3 that has no host names for buckets, and no account to look up
_BACKEND: Final = {
    "use_path_style": "true",
    "skip_credentials_validation": "true",
    "skip_metadata_api_check": "true",
    "skip_requesting_account_id": "true",
}
_LOCAL: Final = 'terraform {\n  backend "local" {}\n}\n'
_PROVIDER: Final = 'provider "aws" {\n  s3_use_path_style       = true\n  skip_metadata_api_check = true\n}\n'


@dataclass(frozen=True, slots=True)
class Provider:
    """Where Terraform finds its AWS provider: a CLI configuration, or a mirror to write one for."""

    configuration: Path | None
    mirror: Path | None

    @property
    def label(self) -> str:
        return f"mirror {self.mirror}" if self.mirror else f"configuration {self.configuration}"

    def prepare(self, folder: Path) -> Path:
        if self.mirror is None and self.configuration is not None:
            return self.configuration
        written = folder / "terraformrc"
        mirror = json.dumps(str(self.mirror and self.mirror.resolve()))
        written.write_text(
            "disable_checkpoint = true\n"
            f"provider_installation {{\n  filesystem_mirror {{\n    path = {mirror}\n  }}\n}}\n",
            encoding="utf-8",
        )
        return written


def at_hand(mirror: Path | None) -> Provider | None:
    """The provider that was named, or the one that the caller's Terraform is configured with."""
    named = mirror or os.environ.get("TASADOR_PROVIDER_MIRROR")
    if named:
        return Provider(None, Path(named))
    configuration = os.environ.get("TF_CLI_CONFIG_FILE")
    if configuration and Path(configuration).is_file() and shutil.which("terraform"):
        return Provider(Path(configuration), None)
    return None


def told(endpoint: str) -> dict[str, str]:
    """The endpoint in the variable that the provider at hand wants it in, should that be another than AWS's own."""
    name = os.environ.get("TASADOR_PROVIDER_EMULATES", "")
    return {name: endpoint} if name.isidentifier() else {}


@dataclass(frozen=True, slots=True)
class Terraform:
    """Applies bootstrap as root, then registry and app as the deploy role. Ends with `cleanup`."""

    places: Places
    provider: Provider
    cleanup: ExitStack
    listener: Listener = ignore

    async def make(self, note: Note, emulator: Emulator, tree: FunctionTree, python: Interpreter) -> Ground:
        folder = self.cleanup.enter_context(scratch.folder("terraform"))
        roots = self._roots(folder, emulator)
        target = await self._account(roots, targets.emulator(emulator.endpoint, stage=STAGE))
        roots = roots.under(target)
        published = await self._publish(roots, target, tree, folder)
        port = emulators.free_port()
        outputs = await roots.apply(recipes.APP, app_variables(target, published, port))
        made = stack.parse(outputs)
        await anyio.to_thread.run_sync(self._serve, made, target, tree, python, port)
        note.say(f"infra/ applied by Terraform, {published.uri.rpartition('@')[2][:19]}")
        settings = settings_.read(self.places.root / "infra" / "settings.json")
        return Ground(made, target, settings, f"Terraform ({self.provider.label})", published.digest, as_image=True)

    def _roots(self, folder: Path, emulator: Emulator) -> "Roots":
        """A copy of infra/: nothing of a rehearsal may get near the state of a real account."""
        shutil.copytree(
            self.places.root / "infra", folder / "infra", ignore=shutil.ignore_patterns(".terraform*", "*.tfvars")
        )
        for root in (recipes.BOOTSTRAP, recipes.REGISTRY, recipes.APP):
            (folder / root / "emulator_override.tf").write_text(_PROVIDER, encoding="utf-8")
        (folder / recipes.BOOTSTRAP / "backend_override.tf").write_text(_LOCAL, encoding="utf-8")
        env = {
            "TF_CLI_CONFIG_FILE": str(self.provider.prepare(folder)),
            "AWS_ENDPOINT_URL": emulator.endpoint,
            "AWS_EC2_METADATA_DISABLED": "true",
            **told(emulator.endpoint),
        }
        return Roots(Runner(folder, env), targets.emulator(emulator.endpoint, stage=STAGE), self.listener)

    async def _account(self, roots: "Roots", root: Target) -> Target:
        """Apply bootstrap, and come back as the role that it made."""
        given = {"emulated": "true", "github_repository": REPOSITORY}
        outputs = json.loads(await roots.apply(recipes.BOOTSTRAP, given, backend={}))
        values = {name: str(output["value"]) for name, output in outputs.items()}
        arn, bucket = values["deploy_role_arn"], values["state_bucket"]
        if not await has_bucket(Aws(root), bucket):
            raise InfraError(
                f"the provider ({self.provider.label}) applied infra/bootstrap, but not to the emulator",
                "take one that heeds AWS_ENDPOINT_URL, or name its own variable in TASADOR_PROVIDER_EMULATES",
            )
        return await anyio.to_thread.run_sync(standin.deployer, root, arn, bucket)

    async def _publish(self, roots: "Roots", target: Target, tree: FunctionTree, folder: Path) -> Published:
        url = str(json.loads(await roots.apply(recipes.REGISTRY, {}))["repository_url"]["value"])
        built = await anyio.to_thread.run_sync(single_layer.write, tree, folder / "image.tar")
        repository = url.partition("/")[2]
        pusher = await registry.login(Aws(target), target.images(), repository)
        return await registry.push(pusher, built, url, f"build-{built.digest[7:19]}")

    def _serve(self, made: stack.Stack, target: Target, tree: FunctionTree, python: Interpreter, port: int) -> None:
        """Run the function with the very variables that Terraform configured it with."""
        get = standin.client(target, "lambda").get_function_configuration
        variables = get(FunctionName=made.function_name, Qualifier=made.function_version)["Environment"]["Variables"]
        root = targets.emulator(target.endpoint or "", stage=STAGE)
        log = function_process.LogGroup(root, made.log_group)
        self.cleanup.enter_context(function_process.running(python.path, tree.root, port, variables, log))


@dataclass(frozen=True, slots=True)
class Roots:
    """The copy of infra/, and under whose keys it is applied."""

    runner: Runner
    target: Target
    listener: Listener = ignore

    def under(self, target: Target) -> "Roots":
        return Roots(self.runner, target, self.listener)

    async def apply(self, root: str, variables: Mapping[str, str], backend: dict[str, str] | None = None) -> str:
        """Init, plan into a file, apply that file; the outputs as JSON."""
        where = self._backend(root) if backend is None else backend
        await self._run(recipes.terraform_init(root, where))
        await self._run(recipes.terraform_plan(root, variables), accept=(0, 2))
        await self._run(recipes.terraform_apply(root))
        return await self._run(recipes.terraform_output(root))

    def _backend(self, root: str) -> dict[str, str]:
        key = f"{Path(root).name}/{self.target.stage}.tfstate"
        return {**recipes.state_backend(self.target.state, key, self.target.region), **_BACKEND}

    async def _run(self, command: recipes.Command, accept: tuple[int, ...] = (0,)) -> str:
        credentials = self.target.credentials.environment() if self.target.credentials else {}
        env = {**self.runner.env, **credentials, "AWS_REGION": self.target.region}
        runner = Runner(self.runner.root, env)
        try:
            return await runner.run(command, limit_s=LIMIT_S, accept=accept, listener=self.listener)
        except CommandFailed as failed:
            raise InfraError(failed.what, "correct infra/, or use --stand-in", where=failed.where) from failed


def app_variables(target: Target, published: Published, port: int) -> dict[str, str]:
    """What infra/README.md says of an emulator."""
    place = urlsplit(target.endpoint or "")
    origin: dict[str, Any] = {
        "protocol": place.scheme,
        "host": place.hostname,
        "port": place.port,
        "path": "/_aws/execute-api/{api_id}/{api_stage}",
    }
    function = {"MINISTACK_LAMBDA_PROXY_URL": f"http://127.0.0.1:{port}"}
    return {
        "emulated": "true",
        "stage": target.stage,
        "image_uri": published.uri,
        "api_origin": json.dumps(origin),
        "function_environment": json.dumps(function),
    }
