"""infra/app/site.tf: the private bucket, and the distribution that alone may read it."""

import secrets
from collections.abc import Iterator, Mapping
from typing import Any, Final

from tasador_emulator.standin.access import allow, document
from tasador_emulator.standin.clients import Clients, Creator, one_call
from tasador_emulator.standin.inputs import Inputs
from tasador_emulator.standin.resource import Resource

BUCKET: Final = "${aws_s3_bucket.site.id}"
# ids of policies that AWS keeps: the data sources of site.tf
CACHING_OPTIMIZED: Final = "658327ea-f89d-4fab-a63d-7e88639e58f6"
CACHING_DISABLED: Final = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST: Final = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
_READ: Final = ["GET", "HEAD"]


def site(inputs: Inputs) -> Iterator[Resource]:
    yield from _bucket(inputs)
    yield from _access(inputs)
    yield Resource("aws_cloudfront_distribution.site", _distribution(inputs))
    yield Resource("aws_s3_bucket_policy.site", {"bucket": BUCKET, "policy": _policy(inputs)})


def _bucket(inputs: Inputs) -> Iterator[Resource]:
    yield Resource("aws_s3_bucket.site", {"bucket": inputs.bucket, "force_destroy": inputs.stage != "prod"})
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
        "lifecycle_configuration": {"rule": _forget(inputs)},
    }
    for kind, arguments in settings.items():
        yield Resource(f"aws_s3_bucket_{kind}.site", {"bucket": BUCKET, **arguments})


def _forget(inputs: Inputs) -> dict[str, Any]:
    return {
        "id": "forget-replaced-files",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "noncurrent_version_expiration": {"noncurrent_days": inputs.raw["site"]["noncurrent_days"]},
        "abort_incomplete_multipart_upload": {"days_after_initiation": 1},
    }


def _access(inputs: Inputs) -> Iterator[Resource]:
    control = {
        "name": inputs.named("origin_access_control"),
        "description": "Signs CloudFront's requests to the site's bucket",
        "origin_access_control_origin_type": "s3",
        "signing_behavior": "always",
        "signing_protocol": "sigv4",
    }
    yield Resource("aws_cloudfront_origin_access_control.site", control)
    yield Resource("aws_cloudfront_response_headers_policy.site", _headers(inputs))


def _headers(inputs: Inputs) -> dict[str, Any]:
    wanted = inputs.raw["security_headers"]
    permissions = {"header": "Permissions-Policy", "value": wanted["permissions_policy"], "override": True}
    return {
        "name": inputs.named("headers_policy"),
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


def _distribution(inputs: Inputs) -> dict[str, Any]:
    wanted = inputs.raw["site"]
    return {
        "comment": "Tasador" + ("" if inputs.stage == "prod" else f"-{inputs.stage}"),
        "enabled": True,
        "is_ipv6_enabled": True,
        "http_version": wanted["http_version"],
        "price_class": wanted["price_class"],
        "default_root_object": wanted["index"],
        "aliases": [],
        "origin": [_bucket_origin(), _api_origin(inputs)],
        "default_cache_behavior": _behaviour("site", _READ, CACHING_OPTIMIZED),
        "ordered_cache_behavior": [_api_behaviour(wanted["api_path_pattern"])],
        "custom_error_response": [_error_page(code, wanted["not_found"]) for code in wanted["error_codes"]],
        "restrictions": {"geo_restriction": {"restriction_type": "none"}},
        "viewer_certificate": {"cloudfront_default_certificate": True, "minimum_protocol_version": "TLSv1"},
    }


def _bucket_origin() -> dict[str, Any]:
    return {
        "origin_id": "site",
        "domain_name": "${aws_s3_bucket.site.bucket_regional_domain_name}",
        "origin_access_control_id": "${aws_cloudfront_origin_access_control.site.id}",
    }


def _api_origin(inputs: Inputs) -> dict[str, Any]:
    origin = inputs.api_origin
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


def _error_page(code: int, file: str) -> dict[str, Any]:
    page = {"response_code": 404, "response_page_path": f"/{file}"}
    return {"error_code": code, **page, "error_caching_min_ttl": 10}


def _policy(inputs: Inputs) -> str:
    """The distribution reads all but the records of releases, which are nobody's business."""
    cloudfront = {"Principal": {"Service": "cloudfront.amazonaws.com"}}
    source = {"Condition": {"StringEquals": {"AWS:SourceArn": "${aws_cloudfront_distribution.site.arn}"}}}
    files = "${aws_s3_bucket.site.arn}/"
    read = allow("ReadThroughOurDistribution", "s3:GetObject", f"{files}*")
    keep = allow("KeepReleasesPrivate", "s3:GetObject", f"{files}{inputs.raw['site']['private_prefix']}*")
    return document(read | cloudfront | source, keep | cloudfront | {"Effect": "Deny"})


def _make_bucket(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    name, region = args["bucket"], clients.target.region
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    clients["s3"].create_bucket(Bucket=name, **place)
    host = f"{name}.s3.{region}.amazonaws.com"
    return {"id": name, "bucket": name, "arn": f"arn:aws:s3:::{name}", "bucket_regional_domain_name": host}


def _setting(operation: str, configuration: str) -> Creator:
    """The creator of a resource that is one configuration of a bucket."""

    def make(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
        own = args.get(configuration) or {key: args[key] for key in args if key != "bucket"}
        clients.call("s3", operation, {"bucket": args["bucket"], configuration: own}, {"rule": "rules"})
        return {}

    return make


def _access_control(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    config = {"origin_access_control_config": args}
    return {"id": clients.call("cloudfront", "create_origin_access_control", config)["OriginAccessControl"]["Id"]}


def _headers_policy(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    config = {"response_headers_policy_config": args}
    made = clients.call("cloudfront", "create_response_headers_policy", config)
    return {"id": made["ResponseHeadersPolicy"]["Id"]}


_DISTRIBUTION: Final = {
    "origin": "origins",
    "origin_id": "id",
    "ordered_cache_behavior": "cache_behaviors",
    "custom_error_response": "custom_error_responses",
}


def _make_distribution(clients: Clients, args: Mapping[str, Any]) -> dict[str, str]:
    config = {
        **args,
        "caller_reference": secrets.token_hex(8),
        "origin": [_of_a_bucket(origin) for origin in args["origin"]],
        "default_cache_behavior": _methods(args["default_cache_behavior"]),
        "ordered_cache_behavior": [_methods(one) for one in args["ordered_cache_behavior"]],
    }
    made = clients.call("cloudfront", "create_distribution", {"distribution_config": config}, _DISTRIBUTION)
    found = made["Distribution"]
    return {"id": found["Id"], "arn": found["ARN"], "domain_name": found["DomainName"]}


def _of_a_bucket(origin: Mapping[str, Any]) -> Mapping[str, Any]:
    """AWS wants one of two configurations: that of a bucket is empty."""
    return (
        origin if "custom_origin_config" in origin else {**origin, "s3_origin_config": {"origin_access_identity": ""}}
    )


def _methods(behaviour: Mapping[str, Any]) -> dict[str, Any]:
    """AWS has the cached methods within the allowed ones."""
    kept = {key: behaviour[key] for key in behaviour if key != "cached_methods"}
    both = {"items": kept["allowed_methods"], "cached_methods": behaviour["cached_methods"]}
    return {**kept, "allowed_methods": both}


_SETTINGS: Final[Mapping[str, Creator]] = {
    "versioning": _setting("put_bucket_versioning", "versioning_configuration"),
    "public_access_block": _setting("put_public_access_block", "public_access_block_configuration"),
    "ownership_controls": _setting("put_bucket_ownership_controls", "ownership_controls"),
    "server_side_encryption_configuration": _setting("put_bucket_encryption", "server_side_encryption_configuration"),
    "lifecycle_configuration": _setting("put_bucket_lifecycle_configuration", "lifecycle_configuration"),
    "policy": one_call("s3", "put_bucket_policy"),
}
CREATORS: Final[Mapping[str, Creator]] = {
    "aws_s3_bucket": _make_bucket,
    **{f"aws_s3_bucket_{name}": create for name, create in _SETTINGS.items()},
    "aws_cloudfront_origin_access_control": _access_control,
    "aws_cloudfront_response_headers_policy": _headers_policy,
    "aws_cloudfront_distribution": _make_distribution,
}
