"""The metrics that the service and AWS emit, by namespace, with the dimensions that select ours."""

from __future__ import annotations

from typing import Final

from tasador import metrics

# CloudWatch's own metrics, with the dimensions that select one of ours
AWS: Final = {
    "AWS/ApiGateway": ({"Count", "4XXError", "5XXError", "Latency", "IntegrationLatency"}, {"ApiName"}),
    "AWS/Lambda": (
        {"Invocations", "Errors", "Throttles", "Duration", "ConcurrentExecutions"},
        {"FunctionName"},
    ),
    "AWS/Events": ({"Invocations", "FailedInvocations", "TriggeredRules", "ThrottledRules"}, {"RuleName"}),
    "AWS/CloudFront": (
        {"Requests", "BytesDownloaded", "4xxErrorRate", "5xxErrorRate", "TotalErrorRate"},
        {"DistributionId", "Region"},
    ),
}


def emitted_by(namespace: str) -> tuple[set[str], set[str]]:
    """The names and the dimensions of one namespace; a KeyError is one that nobody writes to."""
    if namespace == metrics.NAMESPACE:
        return set(metrics.UNITS), {metrics.DIMENSION}
    return AWS[namespace]
