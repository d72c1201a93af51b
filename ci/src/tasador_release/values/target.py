"""Where a release goes, as one frozen value. Production and the emulator differ by this value alone."""

import json
import re
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from tasador_release.errors import TargetError
from tasador_release.values.stack import Stack

PRODUCTION: Final = "production"
EMULATOR: Final = "emulator"
EMULATED_ACCOUNT: Final = "123456789012"
EMULATED_API: Final = "/_aws/execute-api/{api_id}/{api_stage}"
PARTITION: Final = "aws"  # the others (aws-us-gov, aws-cn, …) lack CloudFront or name their hosts otherwise
REGION: Final = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Keys of one AWS identity; never shown by repr, str or an error."""

    access_key: str
    secret_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if not self.access_key or not self.secret_key:
            raise TargetError("the credentials have an empty key", "export them again")

    @classmethod
    def from_json(cls, text: str) -> "Credentials":
        """Read the JSON that `aws configure export-credentials` prints."""
        try:
            raw: dict[str, Any] = json.loads(text)
            token = raw.get("SessionToken") or None
            return cls(str(raw["AccessKeyId"]), str(raw["SecretAccessKey"]), token)
        except (ValueError, KeyError, TypeError, AttributeError):
            # from None: the text itself is a secret and must not travel in a traceback
            raise TargetError(
                "the credentials are not the JSON of `aws configure export-credentials`",
                'set TASADOR_AWS="cmd://aws configure export-credentials"',
            ) from None

    def environment(self) -> dict[str, str]:
        """The classic variables, for terraform and other programs."""
        keys = {"AWS_ACCESS_KEY_ID": self.access_key, "AWS_SECRET_ACCESS_KEY": self.secret_key}
        return keys | ({"AWS_SESSION_TOKEN": self.session_token} if self.session_token else {})


@dataclass(frozen=True, slots=True)
class Registry:
    """An image registry: `https` for ECR, plain http for the emulator's."""

    host: str
    secure: bool = True

    @property
    def url(self) -> str:
        return f"{'https' if self.secure else 'http'}://{self.host}"


@dataclass(frozen=True, slots=True)
class Address:
    """How to reach something: a URL, and the headers that make it reach the right host."""

    url: str
    headers: tuple[tuple[str, str], ...] = ()

    def at(self, path: str) -> "Address":
        return Address(self.url.rstrip("/") + "/" + path.lstrip("/"), self.headers)


@dataclass(frozen=True, slots=True)
class Target:
    """Region, account, credentials, endpoint (None = AWS itself), registry and buckets.

    `site_bucket` is what the page's bucket is called, where that is known before anything is made. `state_region`:
    where the bucket of the state is, if it is not the region of the stage.
    """

    name: str
    stage: str
    region: str
    account_id: str
    credentials: Credentials | None = None
    endpoint: str | None = None
    registry: Registry | None = None
    state_bucket: str = ""
    site_bucket: str = ""
    state_region: str = ""

    def __post_init__(self) -> None:
        if not (len(self.account_id) == 12 and self.account_id.isdigit()):
            raise TargetError(f"{self.account_id!r} is no account id", "give the twelve digits")
        if self.endpoint is not None and urlsplit(self.endpoint).scheme not in {"http", "https"}:
            raise TargetError(f"{self.endpoint!r} is no endpoint", "give http://host:port")

    @property
    def state(self) -> str:
        """The bucket of Terraform's state and of the release lock."""
        if not self.state_bucket:
            raise TargetError("the target has no bucket for its state", "take its name from infra/settings.json")
        return self.state_bucket

    def images(self) -> Registry:
        """The registry images go to: ECR of this account and region, unless named."""
        ecr = f"{self.account_id}.dkr.ecr.{self.region}.amazonaws.com"
        return self.registry or Registry(ecr)

    def api(self, stack: Stack) -> Address:
        """The API through API Gateway itself."""
        if self.endpoint is None:
            return Address(stack.api_url)
        return Address(self.endpoint + EMULATED_API.format(api_id=stack.api_id, api_stage=stack.api_stage))

    def site(self, stack: Stack) -> Address:
        """The page through CloudFront, for a client that can set the Host header."""
        if self.endpoint is None:
            return Address(stack.site_url)
        host = ("Host", stack.cloudfront_dns_name)
        # the emulator speaks http: this header says that TLS ended in front of it
        return Address(self.endpoint, (host, ("X-Forwarded-Proto", "https")))

    def page(self, stack: Stack) -> Address:
        """The page for a browser, which sets its Host from the URL."""
        if self.endpoint is None:
            return Address(stack.site_url)
        label = stack.cloudfront_dns_name.split(".")[0]
        url = f"http://{label}.cloudfront.localhost:{urlsplit(self.endpoint).port}"
        return Address(url, (("X-Forwarded-Proto", "https"),))


def production(
    region: str, account_id: str, credentials: Credentials | None, *, stage: str = "prod", state_bucket: str = ""
) -> Target:
    return Target(PRODUCTION, stage, region, account_id, credentials, state_bucket=state_bucket)


def emulator(
    endpoint: str,
    *,
    stage: str = "prod",
    region: str = "us-east-1",
    account_id: str = EMULATED_ACCOUNT,
    credentials: Credentials | None = None,
    state_bucket: str = "",
) -> Target:
    """The emulated AWS at `endpoint`; its registry answers on the same port."""
    return Target(
        name=EMULATOR,
        stage=stage,
        region=region,
        account_id=account_id,
        credentials=credentials or Credentials("test", "test"),
        endpoint=endpoint.rstrip("/"),
        registry=Registry(urlsplit(endpoint).netloc, secure=False),
        state_bucket=state_bucket,
    )
