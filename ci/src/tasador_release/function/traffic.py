"""What visitors get from each version behind an alias, and which alarms of the stage ring: read from CloudWatch.

Lambda counts requests that came through an alias by the dimensions FunctionName, Resource (`function:alias`) and
ExecutedVersion (docs: "Implement Lambda canary deployments using a weighted alias"). A minute's figures are there
one to two minutes later, so that the last of a step are seen in the next one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from tasador_release.aws import Aws, ask

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch.type_defs import MetricDataQueryTypeDef, MetricDataResultTypeDef

_METRICS: Final = (("invocations", "Invocations", "Sum"), ("errors", "Errors", "Sum"), ("p95", "Duration", "p95"))
_MINUTE_S: Final = 60


@dataclass(frozen=True, slots=True)
class Traffic:
    """What one version answered: invocations, those that ended in an error, p95 in ms (None: nothing was counted)."""

    version: str
    invocations: int = 0
    errors: int = 0
    p95_ms: float | None = None

    @property
    def rate(self) -> float:
        return self.errors / self.invocations if self.invocations else 0.0

    def line(self) -> str:
        took = "" if self.p95_ms is None else f", p95 {self.p95_ms:.0f} ms"
        return f"version {self.version}: {self.invocations} requests, {self.errors} errors{took}"


@dataclass(frozen=True, slots=True)
class CanaryLimits:
    """What ends a canary: errors above this share and above the old version's, or a p95 that grew by more than both.

    p95 counts once each version answered `enough` requests.
    """

    errors: float = 0.01
    times_slower: float = 1.5
    ms_slower: float = 50.0
    enough: int = 50


def breach(old: Traffic, new: Traffic, ringing: Collection[str], limits: CanaryLimits) -> str | None:
    """Why the new version must not get more requests; None when nothing speaks against it. Pure."""
    if ringing:
        return f"alarm {', '.join(sorted(ringing))}"
    if new.errors and new.rate > max(limits.errors, old.rate):
        return f"{new.rate:.1%} errors, version {old.version} has {old.rate:.1%}"
    if old.p95_ms is None or new.p95_ms is None or min(old.invocations, new.invocations) < limits.enough:
        return None
    if new.p95_ms > max(old.p95_ms * limits.times_slower, old.p95_ms + limits.ms_slower):
        return f"p95 {new.p95_ms:.0f} ms, version {old.version} has {old.p95_ms:.0f} ms"
    return None


@dataclass(frozen=True, slots=True)
class Alarms:
    """Those in state ALARM, and the server's time of the answer."""

    ringing: frozenset[str]
    at: datetime


@dataclass(frozen=True, slots=True)
class Watch:
    """One alias of one function, and the names of the stage's alarms."""

    aws: Aws
    function: str
    alias: str
    alarms: tuple[str, ...]

    async def ringing(self) -> Alarms:
        return await ask("cloudwatch:DescribeAlarms", self._ringing)

    async def seen(self, versions: Iterable[str], since: datetime, until: datetime) -> tuple[Traffic, ...]:
        """What each of these versions answered in between, by the server's clock."""
        return tuple([await ask("cloudwatch:GetMetricData", self._seen, name, since, until) for name in versions])

    def _ringing(self) -> Alarms:
        answer = self.aws.cloudwatch.describe_alarms(
            AlarmNames=list(self.alarms), StateValue="ALARM", AlarmTypes=["MetricAlarm"], MaxRecords=100
        )
        date = parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"])
        return Alarms(frozenset(item["AlarmName"] for item in answer["MetricAlarms"]), date)

    def _seen(self, version: str, since: datetime, until: datetime) -> Traffic:
        # whole minutes: CloudWatch cuts a window to them
        start = since.replace(second=0, microsecond=0)
        period = _MINUTE_S * max(1, -(-int((until - start).total_seconds()) // _MINUTE_S))
        answer = self.aws.cloudwatch.get_metric_data(
            MetricDataQueries=[self._query(*metric, version, period) for metric in _METRICS],
            StartTime=start,
            EndTime=start + timedelta(seconds=period),
        )
        return _traffic(version, answer["MetricDataResults"])

    def _query(self, name: str, metric: str, statistic: str, version: str, period: int) -> "MetricDataQueryTypeDef":
        named = {"FunctionName": self.function, "Resource": f"{self.function}:{self.alias}", "ExecutedVersion": version}
        return {
            "Id": name,
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/Lambda",
                    "MetricName": metric,
                    "Dimensions": [{"Name": key, "Value": value} for key, value in named.items()],
                },
                "Period": period,
                "Stat": statistic,
            },
        }


def _traffic(version: str, results: "Iterable[MetricDataResultTypeDef]") -> Traffic:
    values = {item["Id"]: item["Values"] for item in results}
    return Traffic(
        version,
        round(sum(values.get("invocations", ()))),
        round(sum(values.get("errors", ()))),
        max(values.get("p95", ()), default=None),
    )
