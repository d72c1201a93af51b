"""What of one stage still stands on the emulator, service by service."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from tasador_release.aws import client
from tasador_release.values.target import Target

LISTS: Final[dict[str, tuple[str, Callable[[Any], object]]]] = {
    "functions": ("lambda", lambda c: c.list_functions()["Functions"]),
    "APIs": ("apigateway", lambda c: c.get_rest_apis()["items"]),
    "buckets": ("s3", lambda c: c.list_buckets()["Buckets"]),
    "distributions": ("cloudfront", lambda c: c.list_distributions()["DistributionList"].get("Items", [])),
    "origin access": (
        "cloudfront",
        lambda c: c.list_origin_access_controls()["OriginAccessControlList"].get("Items", []),
    ),
    "headers": (
        "cloudfront",
        lambda c: c.list_response_headers_policies(Type="custom")["ResponseHeadersPolicyList"].get("Items", []),
    ),
    "rules": ("events", lambda c: c.list_rules()["Rules"]),
    "connections": ("events", lambda c: c.list_connections()["Connections"]),
    "destinations": ("events", lambda c: c.list_api_destinations()["ApiDestinations"]),
    "logs": ("logs", lambda c: c.describe_log_groups()["logGroups"]),
    "alarms": ("cloudwatch", lambda c: c.describe_alarms()["MetricAlarms"]),
    "dashboards": ("cloudwatch", lambda c: c.list_dashboards()["DashboardEntries"]),
    "topics": ("sns", lambda c: c.list_topics()["Topics"]),
    "roles": ("iam", lambda c: c.list_roles()["Roles"]),
    "repositories": ("ecr", lambda c: c.describe_repositories()["repositories"]),
}


def of_stage(target: Target, stage: str) -> list[str]:
    """The kinds of which something with the stage in its description is left."""
    found = []
    for kind, (service, listed) in LISTS.items():
        text = json.dumps(listed(client(target, service)), default=str)
        if f"-{stage}" in text:
            found.append(kind)
    return found
