"""What an app adds to the dashboard and to the alarms, of the metrics that it writes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Graph:
    """One picture of the dashboard: metrics that the function writes, with the dimension Function.

    `usual` is the band, lowest and highest, in which they lie while all is well; empty where none is known.
    """

    title: str
    stat: str
    namespace: str
    metrics: tuple[str, ...]
    usual: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if len(self.usual) not in (0, 2):
            raise ValueError("`usual` has two numbers, the lowest and the highest, or none")


@dataclass(frozen=True, slots=True)
class AlarmSpec:
    """An alarm on a metric that the function writes, with the dimension Function.

    With `expression`, CloudWatch's metric math decides: `m` is the statistic of each period, `n` the number of values.
    `of_the_warmup`: left out where the warm-up is off, for that is what writes the metric.
    """

    namespace: str
    metric: str
    statistic: str
    comparison: str
    threshold: float
    period_s: int
    periods: int
    missing: str
    why: str
    expression: str | None = None
    of_the_warmup: bool = False
