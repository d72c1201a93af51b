"""What the environment decides."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple


class ApiSettings(NamedTuple):
    """Origins that may call from another site, the prefix under which CloudFront calls, and what was released."""

    origins: tuple[str, ...] = ()
    base_path: str = "/api"
    revision: str = "dev"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> ApiSettings:
        origins = environment.get("TASADOR_ALLOWED_ORIGINS", "").split(",")
        return cls(
            origins=tuple(origin.strip() for origin in origins if origin.strip()),
            base_path="/" + environment.get("TASADOR_BASE_PATH", "/api").strip("/"),
            revision=environment.get("TASADOR_REVISION", "dev"),
        )
