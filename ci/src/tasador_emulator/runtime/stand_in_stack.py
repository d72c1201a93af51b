"""The stand-in stack with an image in place of the zip. Made once; made again is only the version."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import anyio.to_thread
from tasador_release.aws import Aws
from tasador_release.function.versions import Function
from tasador_release.values.stack import Stack
from tasador_release.values.target import Target

from tasador_emulator import standin
from tasador_emulator.standin import Resource, Scene, Workshop
from tasador_emulator.standin.build import make, stack_of
from tasador_emulator.standin.resource import Attributes

_FUNCTION: Final = "aws_lambda_function.this"
_REPOSITORY: Final = "aws_ecr_repository.this"
_REGISTRY: Final = "registry"


@dataclass(slots=True)
class ImageStandIn:
    """In the order of a deploy: the registry first, everything else once the image is there."""

    scene: Scene
    target: Target
    name: str = "stand-in stack (boto3)"
    _known: Attributes = field(default_factory=dict)
    _stack: Stack | None = None

    async def registry(self) -> str:
        if not self._known:
            self._known.update(await self._make(lambda item: item.root == _REGISTRY))
        return self._known[_REPOSITORY]["repository_url"]

    async def app(self, image_uri: str) -> Stack:
        if self._stack is None:
            self._known.update(await self._make(lambda item: item.root != _REGISTRY, image_uri))
            self._stack = stack_of(self.scene, self._known)
            return self._stack
        function = Function(Aws(self.target), self._stack.function_name)
        if await function.image_uri() == image_uri:
            return self._stack
        version = await function.publish_image(image_uri)
        self._stack = dataclasses.replace(self._stack, function_version=version)
        return self._stack

    async def _make(self, wanted: Callable[[Resource], bool], image_uri: str = "") -> Attributes:
        resources = [_imaged(item, image_uri) for item in standin.declared(self.scene) if wanted(item)]
        return await anyio.to_thread.run_sync(make, resources, Workshop(self.target))


def _imaged(resource: Resource, image_uri: str) -> Resource:
    """The function as infra/app declares it: an image, by digest."""
    if resource.address != _FUNCTION:
        return resource
    kept = {name: value for name, value in resource.arguments.items() if name not in ("handler", "runtime")}
    return dataclasses.replace(resource, arguments={**kept, "package_type": "Image", "image_uri": image_uri})


async def ready(root: Path, target: Target, revision: str, environment: Mapping[str, str]) -> ImageStandIn:
    """The account made ready with the root's keys; what is made then is made by the deploy role."""
    scene = Scene.of(
        root,
        stage=target.stage,
        region=target.region,
        account_id=target.account_id,
        # as the emulator sees itself: there its CloudFront and its schedules reach the API
        endpoint=f"http://127.0.0.1:{urlsplit(target.endpoint or '').port}",
        revision=revision,
        runtime="",
    )
    scene = dataclasses.replace(scene, environment=environment)
    deployer = await anyio.to_thread.run_sync(standin.bootstrap, scene, target, root / "infra" / "bootstrap")
    return ImageStandIn(scene, deployer)
