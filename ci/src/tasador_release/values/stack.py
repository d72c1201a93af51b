"""The outputs of Terraform as a value. A missing output is an error here, not later."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from tasador_release.errors import InfraError, MissingOutput


@dataclass(frozen=True, slots=True)
class Stack:
    """What stands in the account once infra/app is applied."""

    stage: str
    region: str
    account_id: str
    repository_url: str
    function_name: str
    function_version: str
    alias: str
    log_group: str
    api_id: str
    api_stage: str
    api_url: str
    bucket: str
    distribution_id: str
    cloudfront_dns_name: str
    site_url: str
    s3_website_url: str
    warmup_rule: str
    dashboard_name: str
    topic_arn: str
    allowed_origins: str = ""  # with commas between; a stack of before does not tell

    @property
    def origin(self) -> str:
        """The first site whose scripts may call the API from elsewhere."""
        return self.allowed_origins.partition(",")[0]

    def to_dict(self) -> dict[str, str]:
        return asdict(self)


# one may be empty: a stage without an e-mail address has no topic
_MAY_BE_EMPTY = frozenset({"topic_arn", "s3_website_url", "allowed_origins"})


def parse(text: str) -> Stack:
    """Parse the text of `terraform output -json`."""
    raw = _object(text, "they must come from: terraform output -json", "apply infra/app first")
    return from_values({key: _value(output) for key, output in raw.items()})


def read(text: str) -> Stack:
    """Parse what `to_dict` gave."""
    advice = "take the file of: dagger call debug outputs"
    return from_values(_object(text, advice, advice))


def _object(text: str, if_no_json: str, if_no_object: str) -> dict[str, Any]:
    """A JSON object, or InfraError with what to do next."""
    try:
        raw = json.loads(text)
    except json.JSONDecodeError as error:
        raise InfraError(f"the outputs are not JSON: {error}", if_no_json) from error
    if not isinstance(raw, dict):
        raise InfraError("the outputs are no JSON object", if_no_object)
    return raw


def output(text: str, name: str) -> str:
    """One output out of the text of `terraform output -json`."""
    try:
        value = _value(json.loads(text).get(name))
    except (json.JSONDecodeError, AttributeError) as error:
        raise InfraError(f"the outputs are not JSON: {error}", "they must come from: terraform output -json") from error
    if not isinstance(value, str) or not value:
        raise MissingOutput([name])
    return value


def from_values(values: Mapping[str, object]) -> Stack:
    """Build from plain values, as the stand-in stack gives them; unknown names are ignored."""
    names = [field.name for field in fields(Stack)]
    missing = [name for name in names if not _present(name, values.get(name))]
    if missing:
        raise MissingOutput(missing)
    return Stack(**{name: str(values.get(name) or "") for name in names})


def _value(output: object) -> object:
    return output.get("value") if isinstance(output, dict) else None


def _present(name: str, value: object) -> bool:
    if value is None or value == "":
        return name in _MAY_BE_EMPTY
    return isinstance(value, str | int)
