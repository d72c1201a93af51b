"""`infra/stages/<stage>.tfvars.json`: all that a deploy of one stage is given besides its image, checked before use.

Terraform reads the file itself. Here it is read for what a deploy needs of it before Terraform runs - region, account,
bucket - and so that a wrong name or type is refused at once, by the name of the file.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from tasador_release.errors import SettingsError
from tasador_release.values.settings import Settings

# name: Terraform's type of the variable of infra/app; every one may be null, which takes its default
TYPES: Final = MappingProxyType(
    {
        **dict.fromkeys(
            ("aws_region", "aws_account_id", "bucket", "domain", "zone_id", "acm_certificate_arn", "alarm_email"),
            "text",
        ),
        **dict.fromkeys(("memory_mb", "timeout_s", "log_retention_days"), "number"),
        **dict.fromkeys(("reserved_concurrency", "provisioned_concurrency"), "number"),
        **dict.fromkeys(("snap_start", "warmup_enabled", "force_destroy"), "boolean"),
        **dict.fromkeys(("throttle", "batch_throttle"), "object of numbers"),
        "allowed_origins": "list of texts",
        "price_class": "text",
    }
)
_STAGE: Final = re.compile(r"[a-z](?:[a-z0-9-]{0,14}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class StageSettings:
    """One stage, its file's values without those that are null, and where it goes."""

    stage: str
    region: str
    values: Mapping[str, Any] = field(default_factory=dict)
    committed: bool = False  # whether there is a file

    @property
    def account_id(self) -> str | None:
        """The only account that may be changed; None takes that of the credentials."""
        return self.values.get("aws_account_id")

    @property
    def bucket(self) -> str | None:
        """The site's bucket, where it is not named after account and region."""
        return self.values.get("bucket")

    @property
    def domain(self) -> str | None:
        """What users type, where it is not CloudFront's own name."""
        return self.values.get("domain")


def file(stage: str) -> str:
    """The path of a stage's file in the repo. SettingsError for a name that is none of a stage."""
    if not _STAGE.fullmatch(stage):
        raise SettingsError(
            f"{stage!r} is no stage",
            "take 1 to 16 lower-case letters, digits and hyphens, a letter first and no hyphen last",
            where="stage",
        )
    return f"infra/stages/{stage}.tfvars.json"


def parse(stage: str, text: str | None, settings: Settings) -> StageSettings:
    """The file of a stage as a value; None is a stage without one, which has the defaults."""
    default = str(settings.raw["region"])
    if text is None:
        return StageSettings(stage, default)
    values = _values(file(stage), text)
    return StageSettings(stage, values.get("aws_region", default), values, committed=True)


def _values(path: str, text: str) -> dict[str, Any]:
    try:
        raw = json.loads(text)
    except ValueError as error:
        raise SettingsError(f"not JSON: {error}", "correct the file", where=path) from error
    if not isinstance(raw, dict):
        raise SettingsError("not a JSON object", "correct the file", where=path)
    if faults := [fault for name, value in raw.items() if (fault := _fault(name, value))]:
        raise SettingsError("; ".join(faults), "infra/README.md has every setting with its type", where=path)
    return {name: value for name, value in raw.items() if value is not None}


def _fault(name: str, value: object) -> str | None:
    kind = TYPES.get(name)
    if kind is None:
        return f"{name} is no setting of a stage"
    return None if value is None or _fits(kind, value) else f"{name} must be a {kind}, not {json.dumps(value)}"


def _fits(kind: str, value: object) -> bool:
    match kind:
        case "text":
            return isinstance(value, str) and bool(value)
        case "number":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "boolean":
            return isinstance(value, bool)
        case "list of texts":
            return isinstance(value, list) and all(_fits("text", one) for one in value)
        case _:
            return isinstance(value, dict) and all(_fits("number", one) for one in value.values())
