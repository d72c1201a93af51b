"""What cosign is asked, as data: a signature and a bill of materials for an image, and whether they hold.

Both are artifacts of their own that refer to the image (OCI 1.1): the image stays the one plain manifest that Lambda
takes, and ECR lists them by its referrers API. https://docs.sigstore.dev/cosign
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeAlias

KEY: Final = "COSIGN_PRIVATE_KEY"  # variables that hold secrets
REQUEST_URL: Final = "ACTIONS_ID_TOKEN_REQUEST_URL"
REQUEST_TOKEN: Final = "ACTIONS_ID_TOKEN_REQUEST_TOKEN"  # noqa: S105  a name
PUBLIC: Final = "/cosign/key.pub"
SERVICES: Final = "/cosign/services.json"
BOM: Final = "/cosign/bom.json"
# neither a certificate authority nor a public log: a key says who signed, and who is in private stays so
NO_SERVICES: Final = json.dumps({"mediaType": "application/vnd.dev.sigstore.signingconfig.v0.2+json"})
_ISSUER: Final = "https://token.actions.githubusercontent.com"
_OF_BOM: Final = ("--type", "cyclonedx")
Words: TypeAlias = tuple[str, ...]


class SigningIdentity(Protocol):
    """Who signs."""

    def public_key(self) -> Words:
        """What writes the key that is verified with; nothing where a certificate says who signed."""
        ...

    def signing(self) -> Words: ...

    def verifying(self) -> Words: ...


@dataclass(frozen=True, slots=True)
class ByKey:
    """Whoever holds a private key of `cosign generate-key-pair`; the public log is not told."""

    def public_key(self) -> Words:
        return ("public-key", "--key", f"env://{KEY}")

    def signing(self) -> Words:
        return ("--key", f"env://{KEY}", "--signing-config", SERVICES)

    def verifying(self) -> Words:
        return ("--key", PUBLIC, "--insecure-ignore-tlog")


@dataclass(frozen=True, slots=True)
class Keyless:
    """A workflow of this repository (owner/name): Sigstore certifies it for the moment, and its public log is told."""

    repository: str

    def public_key(self) -> Words:
        return ()

    def signing(self) -> Words:
        return ()

    def verifying(self) -> Words:
        workflows = f"^https://github\\.com/{re.escape(self.repository)}/\\.github/workflows/"
        return ("--certificate-identity-regexp", workflows, "--certificate-oidc-issuer", _ISSUER)


@dataclass(frozen=True, slots=True)
class Signing:
    """The commands for one image, `repository@sha256:…` as the container reaches it."""

    identity: SigningIdentity
    image: str
    registry: Words = ()  # how to speak to a registry that is not on https

    def write(self) -> Sequence[Words]:
        who = (*self.identity.signing(), "--yes", *self.registry)
        return (("sign", *who, self.image), ("attest", *_OF_BOM, "--predicate", BOM, *who, self.image))

    def verify(self) -> Sequence[Words]:
        who = (*self.identity.verifying(), *self.registry)
        return (("verify", *who, self.image), ("verify-attestation", *_OF_BOM, *who, self.image))


def plain_http(*, secure: bool) -> Words:
    return () if secure else ("--allow-http-registry", "--allow-insecure-registry")
