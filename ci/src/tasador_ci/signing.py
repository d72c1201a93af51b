"""Signs a published image by cosign in its container, and believes only what it verifies afterwards."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import dagger
from dagger import dag
from tasador_release.errors import SignatureRefused
from tasador_release.image import cosign
from tasador_release.image.cosign import Signing
from tasador_release.image.published import Published
from tasador_release.values.target import Target

from . import artifacts, images, targets
from .obtaining import obtaining
from .project import Project
from .tools import now


@dataclass(frozen=True, slots=True)
class ContainerSigner:
    """`secrets`: what the identity signs with, by the names that cosign looks for."""

    project: Project
    identity: cosign.SigningIdentity
    secrets: dict[str, dagger.Secret] = field(repr=False)

    async def sign(self, target: Target, image: Published) -> str:
        """Sign it and attest its bill of materials, unless both hold already; SignatureRefused when one does not."""
        container, signing = await self._prepared(target), self._signing(target, image)
        if await _hold(container, signing):
            return "signed before"
        for words in signing.write():
            container = await container.with_exec(list(words), use_entrypoint=True).sync()
        if not await _hold(container, signing):
            raise SignatureRefused(image.uri)
        return "signed"

    def _signing(self, target: Target, image: Published) -> Signing:
        """The emulator's registry has another name in a container, and speaks http."""
        registry = target.images()
        host = registry.host if registry.secure else f"{targets.ALIAS}:{urlsplit(target.endpoint or '').port}"
        address = f"{host}/{image.repository.partition('/')[2]}@{image.digest}"
        return Signing(self.identity, address, cosign.plain_http(secure=registry.secure))

    async def _prepared(self, target: Target) -> dagger.Container:
        listed = await artifacts.bom(self.project)
        made = dag.container().from_(images.COSIGN).with_user("root").with_new_file(cosign.BOM, listed)
        made = made.with_new_file(cosign.SERVICES, cosign.NO_SERVICES)
        for name, secret in self.secrets.items():
            made = made.with_secret_variable(name, secret)
        if words := self.identity.public_key():
            made = made.with_exec(list(words), use_entrypoint=True, redirect_stdout=cosign.PUBLIC)
        with obtaining(images.COSIGN):
            made = await made.sync()
        return now(targets.reach(made, target, self.project.emulator))


async def _hold(container: dagger.Container, signing: Signing) -> bool:
    """Whether signature and attestation are there, by this identity."""
    for words in signing.verify():
        asked = container.with_exec(list(words), use_entrypoint=True, expect=dagger.ReturnType.ANY)
        if await asked.exit_code():
            return False
    return True


def by_key(project: Project) -> ContainerSigner | None:
    """With the key that was given, if one was."""
    if project.signing_key is None:
        return None
    return ContainerSigner(project, cosign.ByKey(), {cosign.KEY: project.signing_key})


def keyless(
    project: Project, repository: str, url: dagger.Secret | None, token: dagger.Secret | None
) -> ContainerSigner | None:
    """As the workflow that calls, if it said where it gets its identity."""
    if url is None or token is None:
        return None
    secrets = {cosign.REQUEST_URL: url, cosign.REQUEST_TOKEN: token}
    return ContainerSigner(project, cosign.Keyless(repository), secrets)
