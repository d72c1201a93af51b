"""Every image that a container starts from, by its address; `dagger call pin-images` writes their digests in here.

The constructor takes another container for three of them. Those arguments have no default address of their own: the
engine resolves one before any function runs, and a rollback would need the registries of images that it never uses.
"""

import re
from typing import Final

# each in one line, however long its digest makes it: renovate and pin-images look for lines
# fmt: off
PYTHON: Final = "python:3.13-slim"
LAMBDA: Final = "public.ecr.aws/lambda/python:3.13"
TERRAFORM: Final = "hashicorp/terraform:1.11.4"
SCANNER: Final = "aquasec/trivy:0.69.3"
GRAFANA: Final = "grafana/grafana:12.2.1"
COSIGN: Final = "ghcr.io/sigstore/cosign/cosign:v3.1.3"
# fmt: on
ALL: Final = {
    "PYTHON": PYTHON,
    "LAMBDA": LAMBDA,
    "TERRAFORM": TERRAFORM,
    "SCANNER": SCANNER,
    "GRAFANA": GRAFANA,
    "COSIGN": COSIGN,
}
_LINE: Final = '{name}: Final = "{address}"'
_DIGEST: Final = re.compile(r"@sha256:[0-9a-f]{64}$")


def tagged(address: str) -> str:
    """Without its digest."""
    return _DIGEST.sub("", address)


def of_lambda(address: str) -> str:
    """The address with the digest that is known of it, if it is the one of the list."""
    return LAMBDA if tagged(LAMBDA) == address else address


def unpinned() -> tuple[str, ...]:
    """The addresses that name a tag alone, which may name another image tomorrow."""
    return tuple(address for address in ALL.values() if not _DIGEST.search(address))


def pinned(text: str, digests: dict[str, str]) -> str:
    """The text of this file with these digests, by name."""
    for name, digest in digests.items():
        new = _LINE.format(name=name, address=f"{tagged(ALL[name])}@{digest}")
        text = text.replace(_LINE.format(name=name, address=ALL[name]), new)
    return text
