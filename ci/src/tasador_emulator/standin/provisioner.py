"""The stand-in as a provisioner. Made once; made again is only the function's version."""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import anyio.to_thread
from tasador_release.aws import Aws
from tasador_release.function.versions import Function
from tasador_release.terraform.changes import Changes
from tasador_release.terraform.outputs import Account
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

from tasador_emulator import environment
from tasador_emulator.standin.account import account, state_bucket
from tasador_emulator.standin.clients import Clients
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Attributes, Resource
from tasador_emulator.standin.stack import declared, make, stack_of

_REPOSITORY: Final = "aws_ecr_repository.this"
_REGISTRY: Final = "registry"


@dataclass(slots=True)
class StandIn:
    """`root` has infra/ below it; `invoke` is the URL that the function's invocations are sent to."""

    root: Path
    invoke: str
    name: str = "stand-in stack (boto3)"
    _known: Attributes = field(default_factory=dict)
    _stack: Stack | None = None

    async def bootstrap(self, target: Target) -> Account:
        inputs = self._inputs(target)
        resources = tuple(account(inputs, self.root / "infra" / "bootstrap"))
        known = await anyio.to_thread.run_sync(make, resources, Clients(target))
        return Account(known["aws_iam_role.deploy"]["arn"], state_bucket(inputs))

    async def registry(self, target: Target) -> str:
        if not self._known:
            self._known.update(await self._make(target, lambda item: item.root == _REGISTRY))
        return self._known[_REPOSITORY]["repository_url"]

    async def app(self, target: Target, image_uri: str) -> Stack:
        if self._stack is None:
            self._known.update(await self._make(target, lambda item: item.root != _REGISTRY, image_uri))
            self._stack = stack_of(self._inputs(target), self._known)
            return self._stack
        function = Function(Aws(target), self._stack.function_name)
        if await function.image_uri() == image_uri:
            return self._stack
        version = await function.publish_image(image_uri)
        self._stack = dataclasses.replace(self._stack, function_version=version)
        return self._stack

    async def image_uri(self, target: Target) -> str:
        return await Function(Aws(target), self._inputs(target).names.function).image_uri()

    async def changes(self, target: Target, image_uri: str) -> Changes:
        known = {} if self._stack is None else self._known
        return Changes(
            added=tuple(item.address for item in declared(self._inputs(target)) if item.address not in known)
        )

    async def _make(self, target: Target, wanted: Callable[[Resource], bool], image_uri: str = "") -> Attributes:
        resources = [item for item in declared(self._inputs(target, image_uri)) if wanted(item)]
        return await anyio.to_thread.run_sync(make, resources, Clients(target))

    def _inputs(self, target: Target, image_uri: str = "") -> Inputs:
        return Inputs.of(
            self.root,
            stage=target.stage,
            region=target.region,
            account_id=target.account_id,
            endpoint=environment.own_endpoint(target),
            image_uri=image_uri,
            invoke=self.invoke,
        )
