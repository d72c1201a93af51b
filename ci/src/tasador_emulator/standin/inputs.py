"""What the declarations are made from: the settings, and where this copy of the stack stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tasador_release.values import app as apps
from tasador_release.values.app import App, Contract
from tasador_release.values.settings import Names, Settings, read
from tasador_release.values.target import EMULATED_API

from tasador_emulator.environment import PROXY

FUNCTION_ARN = "arn:aws:lambda:{region}:{account}:function:{name}"


@dataclass(frozen=True, slots=True)
class Inputs:
    """The variables of infra/app, as far as a rehearsal sets them."""

    settings: Settings
    stage: str
    region: str
    account_id: str
    endpoint: str
    image_uri: str
    contract: Contract
    environment: Mapping[str, str]

    @classmethod
    def of(
        cls,
        root: Path,
        *,
        stage: str,
        region: str,
        account_id: str,
        endpoint: str,
        image_uri: str = "",
        invoke: str = "",
    ) -> "Inputs":
        settings = read(root / "infra" / "settings.json")
        environment = {PROXY: invoke} if invoke else {}
        return cls(settings, stage, region, account_id, endpoint, image_uri, apps.read(root), environment)

    @property
    def names(self) -> Names:
        return self.settings.names(self.stage)

    @property
    def app(self) -> App:
        return self.contract.app

    @property
    def raw(self) -> Mapping[str, Any]:
        return self.settings.raw

    @property
    def revision(self) -> str:
        """As infra/app has it: the image's digest, cut short."""
        return self.image_uri.partition("@sha256:")[2][:12]

    @property
    def bucket(self) -> str:
        return self.settings.site_bucket(self.stage, self.account_id, self.region)

    def named(self, key: str) -> str:
        """A name that is not among `Names`, with the stage's ending."""
        return str(self.raw[key]) + ("" if self.stage == "prod" else f"-{self.stage}")

    @property
    def function_arn(self) -> str:
        return FUNCTION_ARN.format(region=self.region, account=self.account_id, name=self.names.function)

    @property
    def boundary(self) -> str:
        """The most that a role made by a deploy may do."""
        return f"arn:aws:iam::{self.account_id}:policy/{self.raw['account']['boundary']}"

    @property
    def api_origin(self) -> dict[str, Any]:
        """The variable `api_origin`: the emulator's host and port, and its form of execute-api."""
        place = urlsplit(self.endpoint)
        return {
            "protocol": place.scheme,
            "host": place.hostname,
            "port": place.port,
            "path": EMULATED_API.format(
                api_id="${aws_api_gateway_rest_api.this.id}", api_stage=self.settings.api_stage
            ),
        }

    @property
    def api_url(self) -> str:
        return self.endpoint + str(self.api_origin["path"])
