"""What a plan takes away from a resource that it only updates: a name, a certificate, the protection of data. Pure.

Terraform calls these changes in place. For who owns the stack they are destroys: a page without its domain is gone.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

Values: TypeAlias = Mapping[str, Any]
Look: TypeAlias = Callable[[Values, Values], Iterator[str]]


def losses(address: str, kind: str, before: Values, after: Values) -> tuple[str, ...]:
    """A sentence for each thing that the resource of this type has before, and not after."""
    looks = _LOOKS.get(kind, ())
    return tuple(f"{address} {loss}" for look in looks for loss in look(before, after))


def _aliases(before: Values, after: Values) -> Iterator[str]:
    kept = set(after.get("aliases") or ())
    yield from (f"loses its domain {name}" for name in before.get("aliases") or () if name not in kept)


def _certificate(before: Values, after: Values) -> Iterator[str]:
    had, has = (_only(values, "viewer_certificate").get("acm_certificate_arn") for values in (before, after))
    # a certificate that is not known yet is a new one on its way; "" and None are none
    if had and not has and "viewer_certificate" in after:
        yield f"loses its certificate {had}"


def _becomes(name: str, value: object, loss: str) -> Look:
    """The argument gets this value and had another."""

    def look(before: Values, after: Values) -> Iterator[str]:
        if after.get(name) == value != before.get(name):
            yield loss

    return look


def _versioning(before: Values, after: Values) -> Iterator[str]:
    had, has = (_only(values, "versioning_configuration").get("status") for values in (before, after))
    if had == "Enabled" and has != "Enabled":
        yield "no longer keeps former versions of its objects"


def _only(values: Values, name: str) -> Values:
    """The one block of this name; empty where there is none."""
    blocks = values.get(name) or [{}]
    return blocks[0] if isinstance(blocks, list) else {}


_PUBLIC: Final = ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets")
_LOOKS: Final[Mapping[str, tuple[Look, ...]]] = {
    "aws_cloudfront_distribution": (
        _aliases,
        _certificate,
        _becomes("enabled", False, "is switched off"),
    ),
    "aws_s3_bucket": (_becomes("force_destroy", True, "may be destroyed with what it holds"),),
    "aws_ecr_repository": (_becomes("force_delete", True, "may be destroyed with its images"),),
    "aws_s3_bucket_versioning": (_versioning,),
    "aws_s3_bucket_public_access_block": tuple(_becomes(name, False, f"no longer has {name}") for name in _PUBLIC),
}
