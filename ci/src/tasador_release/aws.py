"""The only module that imports boto3: clients for a target, and calls whose failures are ours.

Retries and timeouts are set once, here. A client error becomes `CallFailed` with AWS's own code.
"""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeVar

import anyio.to_thread
import boto3
import botocore
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, UnknownRegionError, WaiterError
from botocore.model import OperationModel
from botocore.parsers import ResponseParserError

from tasador_release import patience
from tasador_release.client_speed import Models, kept, moment
from tasador_release.errors import CallFailed
from tasador_release.values.target import PARTITION, Target

if TYPE_CHECKING:
    from mypy_boto3_cloudfront import CloudFrontClient
    from mypy_boto3_cloudwatch import CloudWatchClient
    from mypy_boto3_ecr import ECRClient
    from mypy_boto3_events import EventBridgeClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_logs import CloudWatchLogsClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sts import STSClient

P = ParamSpec("P")
T = TypeVar("T")

# what CloudTrail shows of who called; botocore makes its own anew for each request, a tenth of its work
USER_AGENT: Final = f"tasador botocore/{botocore.__version__}"
CONNECT_TIMEOUT_S: Final = 5
READ_TIMEOUT_S: Final = 65  # above the longest answer we wait for, a cold first invoke
ATTEMPTS: Final = 5
POOL: Final = 16
# S3's words for "there is no such thing": a HEAD has only the number to say it with
_ABSENT: Final = frozenset({"NoSuchKey", "NoSuchBucket", "404", "NotFound"})


@dataclass(slots=True)
class Aws:
    """Clients of one target, made when first asked for and then kept."""

    target: Target
    attempts: int = ATTEMPTS
    read_timeout_s: float = READ_TIMEOUT_S
    _variants: "dict[tuple[str, int, float], Aws]" = field(default_factory=dict, repr=False)
    _clients: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def s3(self) -> "S3Client":
        client: S3Client = self._client("s3")
        return client

    @property
    def lambda_(self) -> "LambdaClient":
        client: LambdaClient = self._client("lambda")
        return client

    @property
    def ecr(self) -> "ECRClient":
        client: ECRClient = self._client("ecr")
        return client

    @property
    def cloudfront(self) -> "CloudFrontClient":
        client: CloudFrontClient = self._client("cloudfront")
        return client

    @property
    def events(self) -> "EventBridgeClient":
        client: EventBridgeClient = self._client("events")
        return client

    @property
    def logs(self) -> "CloudWatchLogsClient":
        client: CloudWatchLogsClient = self._client("logs")
        return client

    @property
    def cloudwatch(self) -> "CloudWatchClient":
        client: CloudWatchClient = self._client("cloudwatch")
        return client

    @property
    def sts(self) -> "STSClient":
        client: STSClient = self._client("sts")
        return client

    @property
    def home(self) -> "Aws":
        """The same where the bucket of the state is: S3 refuses requests to a bucket that come to another region."""
        return self._variant(self.target.state_region or self.target.region, self.attempts, self.read_timeout_s)

    def with_read_timeout(self, read_timeout_s: float) -> "Aws":
        """The same with little patience: for the lock, whose lease must not run out over one answer."""
        return self._variant(self.target.region, 2, read_timeout_s)

    @property
    def iam(self) -> Any:  # noqa: ANN401  no stub for the few calls made of it
        return self._client("iam")

    def gateway(self, region: str) -> Any:  # noqa: ANN401  as above
        """API Gateway of a region: what an account has once, it has once in each."""
        return self._variant(region, self.attempts, self.read_timeout_s)._client("apigateway")

    def certificates(self, region: str) -> Any:  # noqa: ANN401  no stub for the one call made of it
        """ACM of a region of its own: CloudFront takes certificates from one region only."""
        return self._variant(region, self.attempts, self.read_timeout_s)._client("acm")

    def _variant(self, region: str, attempts: int, read_timeout_s: float) -> "Aws":
        """The same in another region, or with other patience; each is made once, and kept with its clients."""
        wanted = (region, attempts, read_timeout_s)
        if wanted == (self.target.region, self.attempts, self.read_timeout_s):
            return self
        with _MAKING:
            if wanted not in self._variants:
                self._variants[wanted] = Aws(replace(self.target, region=region), attempts, read_timeout_s)
            return self._variants[wanted]

    def _client(self, service: str) -> Any:  # noqa: ANN401  boto3 makes its classes at run time
        # a session must not make two clients at once; a client itself may be used by many threads
        with _MAKING:
            if service not in self._clients:
                self._clients[service] = client(self.target, service, self.attempts, self.read_timeout_s)
            return self._clients[service]


_MAKING: Final = threading.Lock()
_GUARD: ContextVar[Callable[[], None]] = ContextVar("guard", default=lambda: None)
_OWNERS: Final = ("ExpectedBucketOwner", "ExpectedSourceBucketOwner")  # the second: of a copy's source
_MODELS: Final = Models()

# with keys of its own, a target is all there is to know: no profile and no file of the machine counts
_OWN: Final[dict[str, Any]] = {
    "profile": (None, None, None, None),
    "config_file": (None, None, os.devnull, None),
    "credentials_file": (None, None, os.devnull, None),
}


def client(  # as above, Any
    target: Target, service: str, attempts: int = ATTEMPTS, read_timeout_s: float = READ_TIMEOUT_S
) -> Any:  # noqa: ANN401
    """A client of any service, made from the target and from nothing else when it has keys."""
    keys = target.credentials
    core = botocore.session.Session(session_vars=_OWN if keys else {})
    core.register_component("data_loader", _MODELS)
    core.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=moment)
    session = boto3.session.Session(
        aws_access_key_id=keys.access_key if keys else None,
        aws_secret_access_key=keys.secret_key if keys else None,
        aws_session_token=keys.session_token if keys else None,
        region_name=target.region,
        botocore_session=core,
    )
    # session.client is overloaded by literal service names; here the name is a value
    make: Callable[..., Any] = session.client
    with kept():
        made = make(service, endpoint_url=target.endpoint, config=_config(target, attempts, read_timeout_s))
    made.meta.events.register("before-send", _guarded)
    if service == "s3":
        made.meta.events.register("provide-client-params.s3", partial(_owned, target.account_id))
    return made


def _owned(account: str, params: Mapping[str, Any], model: OperationModel, **_: object) -> dict[str, Any]:
    """Every request to S3 names the account whose bucket it means: a name that somebody else holds is refused."""
    known = model.input_shape.members if model.input_shape else {}
    return {**{name: account for name in _OWNERS if name in known}, **params}


@contextmanager
def guarded(guard: Callable[[], None]) -> Iterator[None]:
    """Ask `guard` now, and again right before each attempt of a call in the body: a retry may come minutes later."""
    guard()
    token = _GUARD.set(guard)
    try:
        yield
    finally:
        _GUARD.reset(token)


def _guarded(**_: object) -> None:
    """What botocore asks once a request is signed and before it goes out; an error keeps it here."""
    _GUARD.get()()


def partition_of(region: str) -> str:
    """The partition of a region, by botocore's own list and patterns; a region that it does not know is AWS's."""
    try:
        return boto3.session.Session().get_partition_for_region(region)
    except UnknownRegionError:
        return PARTITION


def _config(target: Target, attempts: int, read_timeout_s: float) -> Config:
    return Config(  # type: ignore[call-arg]  # its stub lacks ignore_configured_endpoint_urls
        ignore_configured_endpoint_urls=True,
        # an endpoint of its own is near: no proxy of the environment stands between
        proxies={} if target.endpoint else None,
        user_agent=USER_AGENT,
        connect_timeout=CONNECT_TIMEOUT_S,
        read_timeout=read_timeout_s,
        max_pool_connections=POOL,
        retries={"mode": "standard", "total_max_attempts": attempts},
        # what goes up carries its MD5, or is signed with its content: a checksum more says nothing new
        request_checksum_calculation="when_required",
        # an endpoint of its own has no bucket host names, and AWS takes both forms
        s3={"addressing_style": "path"},
    )


@contextmanager
def failures(call: str) -> Iterator[None]:
    """Turn botocore's exceptions into `CallFailed`, named after the call."""
    try:
        yield
    except ClientError as error:
        details = error.response.get("Error", {})
        raise CallFailed(call, details.get("Code", "?"), details.get("Message", "")) from error
    except WaiterError as error:
        # a waiter that met an error says it; one that looked as often as it was told to has none
        details = error.last_response.get("Error", {}) if isinstance(error.last_response, dict) else {}
        raise CallFailed(call, details.get("Code", "WaiterError"), details.get("Message", str(error))) from error
    except BotoCoreError as error:
        raise CallFailed(call, type(error).__name__, str(error)) from error
    except (ResponseParserError, KeyError) as error:
        # a 200 that is not AWS's: a proxy's page, or a sign-in form
        raise CallFailed(call, "UnexpectedAnswer", f"this is not AWS's answer ({error})") from error


async def call(name: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Make one blocking call in a thread, under its name. A cancelled caller waits for its end:
    what puts things back must not meet a write that is still on its way. An answer that AWS gives
    only for a while is waited for, as `patience` says."""
    return await patience.until_answered(lambda: _in_thread(name, lambda: function(*args, **kwargs)))


async def call_if_there(name: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """The same for an object of S3 that need not be there: then None."""
    try:
        return await call(name, function, *args, **kwargs)
    except CallFailed as error:
        if error.code in _ABSENT:
            return None
        raise


async def state_object(aws: Aws, key: str) -> bytes | None:
    """An object beside Terraform's states; None where there is none."""
    get, bucket = aws.home.s3.get_object, aws.target.state
    return await call_if_there(f"s3:GetObject {key}", lambda: get(Bucket=bucket, Key=key)["Body"].read())


async def ask(name: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """The same for a call that changes nothing: a cancelled caller does not wait."""
    return await patience.until_answered(lambda: _in_thread(name, lambda: function(*args, **kwargs), waits=False))


async def _in_thread(name: str, function: Callable[[], T], *, waits: bool = True) -> T:
    with failures(name):
        return await anyio.to_thread.run_sync(function, abandon_on_cancel=not waits)
