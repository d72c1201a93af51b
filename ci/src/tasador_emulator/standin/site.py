"""infra/app/site.tf: the private bucket, and the distribution that alone may read it."""

from collections.abc import Iterator
from typing import Any, Final

from tasador_emulator.standin.access import allow, document
from tasador_emulator.standin.inputs import Scene
from tasador_emulator.standin.resource import Resource

BUCKET: Final = "${aws_s3_bucket.site.id}"
# ids of policies that AWS keeps: the data sources of site.tf
CACHING_OPTIMIZED: Final = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED: Final = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST: Final = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
_READ: Final = ["GET", "HEAD"]


def site(scene: Scene) -> Iterator[Resource]:
    yield from _bucket(scene)
    yield from _access(scene)
    yield Resource("aws_cloudfront_distribution.site", _distribution(scene))
    yield Resource("aws_s3_bucket_policy.site", {"bucket": BUCKET, "policy": _policy(scene)})


def _bucket(scene: Scene) -> Iterator[Resource]:
    yield Resource("aws_s3_bucket.site", {"bucket": scene.names.bucket, "force_destroy": scene.stage != "prod"})
    settings: dict[str, dict[str, Any]] = {
        "versioning": {"versioning_configuration": {"status": "Enabled"}},
        "public_access_block": {
            "block_public_acls": True,
            "block_public_policy": True,
            "ignore_public_acls": True,
            "restrict_public_buckets": True,
        },
        "ownership_controls": {"rule": {"object_ownership": "BucketOwnerEnforced"}},
        "server_side_encryption_configuration": {
            "rule": {"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}
        },
        "lifecycle_configuration": {"rule": _forget(scene)},
    }
    for kind, arguments in settings.items():
        yield Resource(f"aws_s3_bucket_{kind}.site", {"bucket": BUCKET, **arguments})


def _forget(scene: Scene) -> dict[str, Any]:
    return {
        "id": "forget-replaced-files",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "noncurrent_version_expiration": {"noncurrent_days": scene.raw["site"]["noncurrent_days"]},
        "abort_incomplete_multipart_upload": {"days_after_initiation": 1},
    }


def _access(scene: Scene) -> Iterator[Resource]:
    control = {
        "name": scene.named("origin_access_control"),
        "description": "Signs CloudFront's requests to the site's bucket",
        "origin_access_control_origin_type": "s3",
        "signing_behavior": "always",
        "signing_protocol": "sigv4",
    }
    yield Resource("aws_cloudfront_origin_access_control.site", control)
    yield Resource("aws_cloudfront_response_headers_policy.site", _headers(scene))


def _headers(scene: Scene) -> dict[str, Any]:
    wanted = scene.raw["security_headers"]
    permissions = {"header": "Permissions-Policy", "value": wanted["permissions_policy"], "override": True}
    return {
        "name": scene.named("headers_policy"),
        "comment": "Security headers of page and API",
        "security_headers_config": {
            "content_security_policy": {
                "content_security_policy": wanted["content_security_policy"],
                "override": False,
            },
            "strict_transport_security": {
                "access_control_max_age_sec": wanted["strict_transport_security_max_age_s"],
                "include_subdomains": True,
                "preload": False,
                "override": True,
            },
            "content_type_options": {"override": True},
            "frame_options": {"frame_option": wanted["frame_option"], "override": True},
            "referrer_policy": {"referrer_policy": wanted["referrer_policy"], "override": True},
        },
        "custom_headers_config": {"items": [permissions]},
    }


def _distribution(scene: Scene) -> dict[str, Any]:
    wanted = scene.raw["site"]
    return {
        "comment": "Tasador" + scene.names.bucket.removeprefix(scene.settings.bucket),
        "enabled": True,
        "is_ipv6_enabled": True,
        "http_version": wanted["http_version"],
        "price_class": wanted["price_class"],
        "default_root_object": wanted["index"],
        "aliases": [],
        "origin": [_bucket_origin(), _api_origin(scene)],
        "default_cache_behavior": _behaviour("site", _READ, CACHING_OPTIMIZED),
        "ordered_cache_behavior": [_api_behaviour(wanted["api_path_pattern"])],
        "custom_error_response": [_error_page(code, wanted["index"]) for code in wanted["error_codes"]],
        "restrictions": {"geo_restriction": {"restriction_type": "none"}},
        "viewer_certificate": {"cloudfront_default_certificate": True, "minimum_protocol_version": "TLSv1"},
    }


def _bucket_origin() -> dict[str, Any]:
    return {
        "origin_id": "site",
        "domain_name": "${aws_s3_bucket.site.bucket_regional_domain_name}",
        "origin_access_control_id": "${aws_cloudfront_origin_access_control.site.id}",
    }


def _api_origin(scene: Scene) -> dict[str, Any]:
    origin = scene.api_origin
    plain = origin["protocol"] == "http"
    return {
        "origin_id": "api",
        "domain_name": origin["host"],
        "origin_path": origin["path"],
        "custom_origin_config": {
            "http_port": origin["port"] if plain else 80,
            "https_port": 443 if plain else origin["port"],
            "origin_protocol_policy": f"{origin['protocol']}-only",
            "origin_ssl_protocols": ["TLSv1.2"],
        },
    }


def _behaviour(origin: str, methods: list[str], cache: str) -> dict[str, Any]:
    """`allow-all` is what `emulated = true` makes of it: the emulator speaks plain http."""
    return {
        "target_origin_id": origin,
        "viewer_protocol_policy": "allow-all",
        "allowed_methods": methods,
        "cached_methods": _READ,
        "compress": True,
        "cache_policy_id": cache,
        "response_headers_policy_id": "${aws_cloudfront_response_headers_policy.site.id}",
    }


def _api_behaviour(pattern: str) -> dict[str, Any]:
    methods = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
    behaviour = _behaviour("api", methods, CACHING_DISABLED)
    return {**behaviour, "path_pattern": pattern, "origin_request_policy_id": ALL_VIEWER_EXCEPT_HOST}


def _error_page(code: int, index: str) -> dict[str, Any]:
    page = {"response_code": 200, "response_page_path": f"/{index}"}
    return {"error_code": code, **page, "error_caching_min_ttl": 10}


def _policy(scene: Scene) -> str:
    """The distribution reads all but the records of releases, which are nobody's business."""
    edge = {"Principal": {"Service": "cloudfront.amazonaws.com"}}
    source = {"Condition": {"StringEquals": {"AWS:SourceArn": "${aws_cloudfront_distribution.site.arn}"}}}
    files = "${aws_s3_bucket.site.arn}/"
    read = allow("ReadThroughOurDistribution", "s3:GetObject", f"{files}*")
    keep = allow("KeepReleasesPrivate", "s3:GetObject", f"{files}{scene.raw['site']['private_prefix']}*")
    return document(read | edge | source, keep | edge | {"Effect": "Deny"})
