"""The committed configuration of a deploy: what a laptop deploys and what a workflow deploys is read from these files.

infra/settings.json             names and numbers of all stages
infra/account.tfvars.json       of the account: region of the state, who on GitHub may deploy, budget
infra/imports.json              how what stands already is found
infra/stages/<stage>.tfvars.json   of one stage: region, domain, sizes; a stage without one has the defaults
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from tasador_release.errors import SettingsError
from tasador_release.values import settings as settings_file
from tasador_release.values import stage as stage_file
from tasador_release.values.settings import PRODUCTION, Settings
from tasador_release.values.stage import StageSettings

SETTINGS: Final = "infra/settings.json"
ACCOUNT: Final = "infra/account.tfvars.json"
IMPORTS: Final = "infra/imports.json"


@dataclass(frozen=True, slots=True)
class Configuration:
    """All four. `account_region`: where the bucket of the state is; `repository`: whose workflows may deploy."""

    settings: Settings
    stage: StageSettings
    account_region: str
    repository: str | None = None
    imports: str = "{}"  # the text of infra/imports.json

    def site_bucket(self, account_id: str) -> str:
        """The bucket of the stage's page in this account."""
        made_of = self.settings.site_bucket(self.stage.stage, account_id, self.stage.region)
        return self.stage.bucket or made_of

    @property
    def memory_mb(self) -> int:
        """Of the stage's function."""
        return int(self.stage.values.get("memory_mb") or self.settings.memory_mb)

    def of_stage(self, stage: str) -> "Configuration":
        """The same for a throw-away stage, which has no file: in this one's region, with the defaults."""
        return replace(self, stage=StageSettings(stage, self.stage.region))


def paths(stage: str) -> tuple[str, str, str, str]:
    """Which files of the repo `parse` wants. SettingsError for a stage that cannot be one."""
    return SETTINGS, ACCOUNT, IMPORTS, stage_file.file(stage)


def read(root: Path, stage: str = PRODUCTION) -> Configuration:
    """The files of the clone at `root`."""
    there = {path: root / path for path in paths(stage)}
    return parse(stage, {path: file.read_text(encoding="utf-8") for path, file in there.items() if file.is_file()})


def parse(stage: str, texts: Mapping[str, str | None]) -> Configuration:
    """From the files by path; all but the first need not be there. SettingsError says which is wrong."""
    found = settings_file.parse(texts.get(SETTINGS) or "")
    own = stage_file.parse(stage, texts.get(stage_file.file(stage)), found)
    account = _account(texts.get(ACCOUNT))
    region = account.get("aws_region") or str(found.raw["region"])
    return Configuration(found, own, region, account.get("github_repository"), texts.get(IMPORTS) or "{}")


def _account(text: str | None) -> dict[str, Any]:
    try:
        values = json.loads(text or "{}")
        wrong = [name for name in ("aws_region", "github_repository") if not _text(values.get(name))]
    except (ValueError, AttributeError) as error:
        raise SettingsError(f"it cannot be read: {error}", "correct the file", where=ACCOUNT) from error
    if wrong:
        raise SettingsError(f"{', '.join(wrong)} must be a text or null", "correct the file", where=ACCOUNT)
    return dict(values)


def _text(value: object) -> bool:
    return value is None or isinstance(value, str)
