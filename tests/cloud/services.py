"""Lambda, ECR and CloudFront, as far as a release needs them; and all of them as an `Aws`."""

import base64
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import format_datetime
from types import SimpleNamespace
from typing import Any

from tasador_release.values.target import Target, emulator

from tests.cloud.gate import Gate, account
from tests.cloud.state import Cloud, refused
from tests.cloud.storage import Storage
from tests.doubles.whole import RESULT


@dataclass
class Functions:
    """Lambda's client. A version's description names its revision, as Terraform writes it."""

    cloud: Cloud
    gate: Gate

    def get_function_configuration(self, FunctionName: str, Qualifier: str = "") -> Any:  # noqa: ANN401
        version = Qualifier or FunctionName.partition(":")[2]

        def act() -> Any:  # noqa: ANN401
            if version and version not in self.cloud.versions:
                raise refused("ResourceNotFoundException", 404, f"of {version}")
            said = self.cloud.versions[version].code if version else ""
            return {"State": "Active", "LastUpdateStatus": "Successful", "Description": f"revision {said}"}

        return account(self.cloud, self.gate, f"GetFunctionConfiguration {version}", act)

    def publish_version(self, FunctionName: str) -> Any:  # noqa: ANN401
        def act() -> Any:  # noqa: ANN401
            code = list(self.cloud.versions.values())[-1].code
            return {"Version": self.cloud.apply(f"{code}, published again")}

        return account(self.cloud, self.gate, f"PublishVersion {FunctionName}", act)

    def invoke(self, FunctionName: str, Qualifier: str, **_: Any) -> Any:  # noqa: ANN401
        def act() -> Any:  # noqa: ANN401
            fault = "Unhandled" if self.cloud.versions[Qualifier].broken else ""
            return {"Payload": io.BytesIO(RESULT.encode()), "FunctionError": fault, "LogResult": base64.b64encode(b"")}

        return account(self.cloud, self.gate, f"Invoke {Qualifier}", act)

    def get_alias(self, FunctionName: str, Name: str) -> Any:  # noqa: ANN401
        def act() -> Any:  # noqa: ANN401
            if not self.cloud.alias:
                raise refused("ResourceNotFoundException", 404, Name)
            return _alias(*self.cloud.told())

        return account(self.cloud, self.gate, "GetAlias", act)

    def update_alias(self, FunctionVersion: str, RoutingConfig: Any, RevisionId: str, **_: Any) -> Any:  # noqa: ANN401
        def act() -> Any:  # noqa: ANN401
            if RevisionId != str(self.cloud.revision):
                raise refused("PreconditionFailedException", 412, "UpdateAlias")
            self.cloud.move(FunctionVersion, RoutingConfig["AdditionalVersionWeights"])
            return self._alias()

        return account(self.cloud, self.gate, "UpdateAlias", act)

    def create_alias(self, FunctionVersion: str, **_: Any) -> Any:  # noqa: ANN401
        def act() -> Any:  # noqa: ANN401
            if self.cloud.alias:
                raise refused("ResourceConflictException", 409, "CreateAlias")
            self.cloud.move(FunctionVersion)
            return self._alias()

        return account(self.cloud, self.gate, "CreateAlias", act)

    def delete_function(self, FunctionName: str, Qualifier: str) -> Any:  # noqa: ANN401
        def act() -> Any:  # noqa: ANN401
            if Qualifier in (self.cloud.alias, *self.cloud.weights):
                raise refused("ResourceConflictException", 409, "DeleteFunction")
            self.cloud.versions.pop(Qualifier, None)

        return account(self.cloud, self.gate, f"DeleteFunction {Qualifier}", act)

    def get_paginator(self, name: str) -> "_Pages":
        return _Pages(lambda: account(self.cloud, self.gate, name, self._listed))

    def _listed(self) -> Any:  # noqa: ANN401
        listed = [
            {"Version": name, "LastModified": version.modified.strftime("%Y-%m-%dT%H:%M:%S.000+0000")}
            for name, version in self.cloud.versions.items()
        ]
        return {"Versions": listed, "Aliases": [self._alias()] if self.cloud.alias else []}

    def _alias(self) -> Any:  # noqa: ANN401
        return _alias(self.cloud.alias, self.cloud.weights, self.cloud.revision)


def _alias(version: str, weights: dict[str, float], revision: int) -> Any:  # noqa: ANN401
    routing = {"RoutingConfig": {"AdditionalVersionWeights": dict(weights)}} if weights else {}
    return {"FunctionVersion": version, "RevisionId": str(revision), **routing}


@dataclass
class _Pages:
    act: Callable[[], Any]

    def paginate(self, **_: Any) -> Iterator[Any]:  # noqa: ANN401
        yield self.act()


@dataclass
class Images:
    """ECR's client."""

    cloud: Cloud
    gate: Gate

    def describe_images(self, repositoryName: str, imageIds: Any) -> Any:  # noqa: ANN401
        def act() -> Any:  # noqa: ANN401
            if imageIds[0]["imageDigest"] not in self.cloud.images:
                raise refused("ImageNotFoundException", 400, "DescribeImages")
            return {"imageDetails": [imageIds[0]]}

        return account(self.cloud, self.gate, f"DescribeImages {repositoryName}", act)

    def batch_get_image(self, repositoryName: str, imageIds: Any) -> Any:  # noqa: ANN401
        found = [{"imageManifest": "{}"}] if imageIds[0]["imageDigest"] in self.cloud.images else []
        return account(self.cloud, self.gate, f"BatchGetImage {repositoryName}", lambda: {"images": found})

    def put_image(self, repositoryName: str, **_: Any) -> Any:  # noqa: ANN401
        return account(self.cloud, self.gate, f"PutImage {repositoryName}", lambda: {})

    @property
    def exceptions(self) -> Any:  # noqa: ANN401  as boto3 makes them
        names = ("ImageAlreadyExistsException", "ImageTagAlreadyExistsException")
        return SimpleNamespace(**dict.fromkeys(names, LookupError))

    def get_paginator(self, _: str) -> _Pages:
        listed = [{"imageDigest": name, "imagePushedAt": pushed} for name, pushed in self.cloud.images.items()]
        return _Pages(lambda: account(self.cloud, self.gate, "DescribeImages", lambda: {"imageDetails": listed}))


@dataclass
class Edges:
    """CloudFront's client."""

    cloud: Cloud
    gate: Gate

    def create_invalidation(self, DistributionId: str, InvalidationBatch: Any) -> Any:  # noqa: ANN401
        def act() -> Any:  # noqa: ANN401
            self.cloud.invalidated.append(tuple(InvalidationBatch["Paths"]["Items"]))
            return {"Invalidation": {"Id": f"I{len(self.cloud.invalidated)}"}}

        return account(self.cloud, self.gate, f"CreateInvalidation {DistributionId}", act)


@dataclass
class Metrics:
    """CloudWatch's client: what `cloud.traffic` says of a version, and the alarms that ring."""

    cloud: Cloud
    gate: Gate

    def describe_alarms(self, AlarmNames: list[str], **_: Any) -> Any:  # noqa: ANN401
        def act() -> Any:  # noqa: ANN401
            found = [{"AlarmName": name} for name in AlarmNames if name in self.cloud.ringing]
            date = format_datetime(self.cloud.now, usegmt=True)
            return {"MetricAlarms": found, "ResponseMetadata": {"HTTPHeaders": {"date": date}}}

        return account(self.cloud, self.gate, "DescribeAlarms", act)

    def get_metric_data(self, MetricDataQueries: Any, **_: Any) -> Any:  # noqa: ANN401
        named = {item["Name"]: item["Value"] for item in MetricDataQueries[0]["MetricStat"]["Metric"]["Dimensions"]}

        def act() -> Any:  # noqa: ANN401
            seen = self.cloud.traffic.get(named["ExecutedVersion"])
            values = [[value] for value in seen] if seen else [[], [], []]
            ids = (item["Id"] for item in MetricDataQueries)
            return {"MetricDataResults": [{"Id": name, "Values": v} for name, v in zip(ids, values, strict=True)]}

        return account(self.cloud, self.gate, f"GetMetricData {named['ExecutedVersion']}", act)


@dataclass
class CloudAws:
    """Stands where an `Aws` would: the clients of one process."""

    cloud: Cloud
    gate: Gate = field(default_factory=Gate)
    target: Target = field(default_factory=lambda: emulator("http://127.0.0.1:1", stage="test"))

    @property
    def home(self) -> "CloudAws":
        return self

    def with_read_timeout(self, _: float) -> "CloudAws":
        return self

    @property
    def s3(self) -> Storage:
        return Storage(self.cloud, self.gate)

    @property
    def lambda_(self) -> Functions:
        return Functions(self.cloud, self.gate)

    @property
    def ecr(self) -> Images:
        return Images(self.cloud, self.gate)

    @property
    def cloudwatch(self) -> Metrics:
        return Metrics(self.cloud, self.gate)

    @property
    def cloudfront(self) -> Edges:
        return Edges(self.cloud, self.gate)
