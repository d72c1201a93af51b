"""Makers of the bucket and of the distribution in front of it."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from tasador_emulator.standin.session import Workshop, items


def bucket(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    client, name = shop.client("s3"), args["bucket"]
    region = client.meta.region_name
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    client.create_bucket(Bucket=name, **place)
    host = f"{name}.s3.{region}.amazonaws.com"
    return {"id": name, "bucket": name, "arn": f"arn:aws:s3:::{name}", "bucket_regional_domain_name": host}


def versioning(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    wanted = {"Status": args["versioning_configuration"]["status"]}
    shop.client("s3").put_bucket_versioning(Bucket=args["bucket"], VersioningConfiguration=wanted)
    return {}


def public_access_block(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    wanted = {
        "BlockPublicAcls": args["block_public_acls"],
        "BlockPublicPolicy": args["block_public_policy"],
        "IgnorePublicAcls": args["ignore_public_acls"],
        "RestrictPublicBuckets": args["restrict_public_buckets"],
    }
    shop.client("s3").put_public_access_block(Bucket=args["bucket"], PublicAccessBlockConfiguration=wanted)
    return {}


def ownership(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    rules = {"Rules": [{"ObjectOwnership": args["rule"]["object_ownership"]}]}
    shop.client("s3").put_bucket_ownership_controls(Bucket=args["bucket"], OwnershipControls=rules)
    return {}


def encryption(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    default = args["rule"]["apply_server_side_encryption_by_default"]
    rules = [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": default["sse_algorithm"]}}]
    shop.client("s3").put_bucket_encryption(Bucket=args["bucket"], ServerSideEncryptionConfiguration={"Rules": rules})
    return {}


def lifecycle(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    wanted = args["rule"]
    rule = {
        "ID": wanted["id"],
        "Status": wanted["status"],
        "Filter": {"Prefix": wanted["filter"]["prefix"]},
        "NoncurrentVersionExpiration": {"NoncurrentDays": wanted["noncurrent_version_expiration"]["noncurrent_days"]},
        "AbortIncompleteMultipartUpload": {
            "DaysAfterInitiation": wanted["abort_incomplete_multipart_upload"]["days_after_initiation"]
        },
    }
    shop.client("s3").put_bucket_lifecycle_configuration(
        Bucket=args["bucket"], LifecycleConfiguration={"Rules": [rule]}
    )
    return {}


def bucket_policy(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    shop.client("s3").put_bucket_policy(Bucket=args["bucket"], Policy=args["policy"])
    return {}


def access_control(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    config = {
        "Name": args["name"],
        "Description": args["description"],
        "OriginAccessControlOriginType": args["origin_access_control_origin_type"],
        "SigningBehavior": args["signing_behavior"],
        "SigningProtocol": args["signing_protocol"],
    }
    made = shop.client("cloudfront").create_origin_access_control(OriginAccessControlConfig=config)
    return {"id": made["OriginAccessControl"]["Id"]}


def headers_policy(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    custom = [
        {"Header": item["header"], "Value": item["value"], "Override": item["override"]}
        for item in args["custom_headers_config"]["items"]
    ]
    config = {
        "Name": args["name"],
        "Comment": args["comment"],
        "SecurityHeadersConfig": _security(args["security_headers_config"]),
        "CustomHeadersConfig": items(custom),
    }
    made = shop.client("cloudfront").create_response_headers_policy(ResponseHeadersPolicyConfig=config)
    return {"id": made["ResponseHeadersPolicy"]["Id"]}


def _security(wanted: Mapping[str, Any]) -> dict[str, Any]:
    csp, hsts = wanted["content_security_policy"], wanted["strict_transport_security"]
    frame, referrer = wanted["frame_options"], wanted["referrer_policy"]
    return {
        "ContentSecurityPolicy": {
            "ContentSecurityPolicy": csp["content_security_policy"],
            "Override": csp["override"],
        },
        "StrictTransportSecurity": {
            "AccessControlMaxAgeSec": hsts["access_control_max_age_sec"],
            "IncludeSubdomains": hsts["include_subdomains"],
            "Preload": hsts["preload"],
            "Override": hsts["override"],
        },
        "ContentTypeOptions": {"Override": wanted["content_type_options"]["override"]},
        "FrameOptions": {"FrameOption": frame["frame_option"], "Override": frame["override"]},
        "ReferrerPolicy": {"ReferrerPolicy": referrer["referrer_policy"], "Override": referrer["override"]},
    }


def distribution(shop: Workshop, args: Mapping[str, Any]) -> dict[str, str]:
    config = {
        "CallerReference": secrets.token_hex(8),
        "Comment": args["comment"],
        "Enabled": args["enabled"],
        "IsIPV6Enabled": args["is_ipv6_enabled"],
        "HttpVersion": args["http_version"],
        "PriceClass": args["price_class"],
        "DefaultRootObject": args["default_root_object"],
        "Aliases": items(args["aliases"]),
        "Origins": items([_origin(origin) for origin in args["origin"]]),
        "DefaultCacheBehavior": _behaviour(args["default_cache_behavior"]),
        "CacheBehaviors": items([_behaviour(one) for one in args["ordered_cache_behavior"]]),
        "CustomErrorResponses": items([_error(one) for one in args["custom_error_response"]]),
        "Restrictions": {"GeoRestriction": {"RestrictionType": "none", "Quantity": 0}},
        "ViewerCertificate": {
            "CloudFrontDefaultCertificate": True,
            "MinimumProtocolVersion": args["viewer_certificate"]["minimum_protocol_version"],
        },
    }
    made = shop.client("cloudfront").create_distribution(DistributionConfig=config)["Distribution"]
    return {"id": made["Id"], "arn": made["ARN"], "domain_name": made["DomainName"]}


def _origin(wanted: Mapping[str, Any]) -> dict[str, Any]:
    origin = {"Id": wanted["origin_id"], "DomainName": wanted["domain_name"]}
    custom = wanted.get("custom_origin_config")
    if custom is None:
        access = wanted["origin_access_control_id"]
        return {**origin, "OriginAccessControlId": access, "S3OriginConfig": {"OriginAccessIdentity": ""}}
    config = {
        "HTTPPort": custom["http_port"],
        "HTTPSPort": custom["https_port"],
        "OriginProtocolPolicy": custom["origin_protocol_policy"],
        "OriginSslProtocols": items(custom["origin_ssl_protocols"]),
    }
    return {**origin, "OriginPath": wanted["origin_path"], "CustomOriginConfig": config}


def _behaviour(wanted: Mapping[str, Any]) -> dict[str, Any]:
    optional = {"PathPattern": "path_pattern", "OriginRequestPolicyId": "origin_request_policy_id"}
    methods = {**items(wanted["allowed_methods"]), "CachedMethods": items(wanted["cached_methods"])}
    return {
        "TargetOriginId": wanted["target_origin_id"],
        "ViewerProtocolPolicy": wanted["viewer_protocol_policy"],
        "AllowedMethods": methods,
        "Compress": wanted["compress"],
        "CachePolicyId": wanted["cache_policy_id"],
        "ResponseHeadersPolicyId": wanted["response_headers_policy_id"],
        **{name: wanted[key] for name, key in optional.items() if key in wanted},
    }


def _error(wanted: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "ErrorCode": wanted["error_code"],
        "ResponseCode": str(wanted["response_code"]),
        "ResponsePagePath": wanted["response_page_path"],
        "ErrorCachingMinTTL": wanted["error_caching_min_ttl"],
    }


MAKERS: Final = {
    "aws_s3_bucket": bucket,
    "aws_s3_bucket_versioning": versioning,
    "aws_s3_bucket_public_access_block": public_access_block,
    "aws_s3_bucket_ownership_controls": ownership,
    "aws_s3_bucket_server_side_encryption_configuration": encryption,
    "aws_s3_bucket_lifecycle_configuration": lifecycle,
    "aws_s3_bucket_policy": bucket_policy,
    "aws_cloudfront_origin_access_control": access_control,
    "aws_cloudfront_response_headers_policy": headers_policy,
    "aws_cloudfront_distribution": distribution,
}
