"""`infra/settings.json`, read once: the names and numbers that Terraform and the release share."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tasador_release.errors import SettingsError

PRODUCTION: Final = "prod"


@dataclass(frozen=True, slots=True)
class Warmup:
    """The ping that keeps one environment warm: EventBridge connection, destination and rule."""

    connection: str
    destination: str
    rule: str
    role: str
    header: str
    value: str
    schedule: str
    rate_per_second: int


@dataclass(frozen=True, slots=True)
class Tags:
    """How the tags of images begin: of any build, and of one that was released and is kept longer."""

    build: str
    release: str

    @staticmethod
    def of(prefix: str, digest: str) -> str:
        """A tag made of the content: it never needs to move."""
        return prefix + digest.rpartition(":")[2][:16]


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called in one stage."""

    stage: str
    repository: str
    function: str
    role: str
    api: str
    connection: str
    destination: str
    rule: str
    warmup_role: str
    dashboard: str

    @property
    def log_group(self) -> str:
        return f"/aws/lambda/{self.function}"


@dataclass(frozen=True, slots=True)
class Settings:
    """The file as a value. `names(stage)` gives the names of a stage; `raw` is all of it."""

    repository: str
    function: str
    role: str
    api: str
    api_stage: str
    base_path: str
    bucket: str
    alias: str
    dashboard: str
    memory_mb: int
    timeout_s: int
    log_retention_days: int
    warmup: Warmup
    tags: Tags
    raw: Mapping[str, Any]

    def names(self, stage: str) -> Names:
        """Production keeps the plain names; another stage appends its own."""
        end = "" if stage == PRODUCTION else f"-{stage}"
        return Names(
            stage=stage,
            repository=self.repository + end,
            function=self.function + end,
            role=self.role + end,
            api=self.api + end,
            connection=self.warmup.connection + end,
            destination=self.warmup.destination + end,
            rule=self.warmup.rule + end,
            warmup_role=self.warmup.role + end,
            dashboard=self.dashboard + end,
        )

    def alarms(self, stage: str, of_the_app: Iterable[str]) -> tuple[str, ...]:
        """The names of a stage's alarms: of what stands here, and of the app."""
        return tuple(f"{self.names(stage).dashboard}-{key}" for key in (*self.raw["alarms"], *of_the_app))

    def site_bucket(self, stage: str, account_id: str, region: str) -> str:
        """The bucket of the site, unless the stage's file names another: all accounts share one space of names."""
        end = "" if stage == PRODUCTION else f"-{stage}"
        return self.bucket.format(account_id=account_id, region=region) + end

    def state_bucket(self, account_id: str) -> str:
        """The bucket of every root's state, one for each account."""
        return _word(self.raw["account"], "state_bucket").format(account_id=account_id)


def read(path: Path) -> Settings:
    """Read the file at `path`; whatever is wrong with it is a SettingsError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}", "restore it") from error
    return parse(text)


def parse(text: str) -> Settings:
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise SettingsError(f"not JSON: {error}", "correct the file") from error
    if not isinstance(raw, dict):
        raise SettingsError("not a JSON object", "correct the file")
    return _settings(raw)


def _settings(raw: dict[str, Any]) -> Settings:
    try:
        return _build(raw)
    except (KeyError, TypeError, ValueError) as error:
        fault = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) else str(error)
        raise SettingsError(fault, "add it, as the other names and numbers stand there") from error


def _build(raw: dict[str, Any]) -> Settings:
    return Settings(
        repository=_word(raw, "repository"),
        function=_word(raw, "function"),
        role=_word(raw, "role"),
        api=_word(raw, "api"),
        api_stage=_word(raw, "api_stage"),
        base_path=_word(raw, "base_path"),
        bucket=_word(raw, "bucket"),
        alias=_word(raw, "alias"),
        dashboard=_word(raw, "dashboard"),
        memory_mb=int(raw["memory_mb"]),
        timeout_s=int(raw["timeout_s"]),
        log_retention_days=int(raw["log_retention_days"]),
        warmup=_warmup(raw["warmup"]),
        tags=_tags(raw["image"]),
        raw=raw,
    )


def _warmup(raw: dict[str, Any]) -> Warmup:
    words = ("connection", "destination", "rule", "role", "header", "value", "schedule")
    rate = int(raw["rate_per_second"])
    return Warmup(**{key: _word(raw, key) for key in words}, rate_per_second=rate)


def _tags(raw: dict[str, Any]) -> Tags:
    return Tags(build=_word(raw, "build_tag_prefix"), release=_word(raw, "release_tag_prefix"))


def _word(raw: dict[str, Any], key: str) -> str:
    value = raw[key]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key!r} must be a word, not {value!r}")
    return value
