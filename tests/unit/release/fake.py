"""Releases and pages as values, for tests of the pure core."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from tasador_release.diagnosis.doctor import TOOLS, Facts
from tasador_release.values.artifacts import File, Site
from tasador_release.values.history import History
from tasador_release.values.record import Release

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
WELL = Facts(
    tools=dict.fromkeys(TOOLS, "/usr/bin/x"),
    identity="arn:aws:iam::1:user/ana",
    account="1" * 12,
    state_bucket=True,
    certificate="ISSUED",
)


def a_release(name: str = "000001-a", **changes: object) -> Release:
    made = Release(
        id=name,
        outcome="done",
        started_at="2026-11-01T00:00:00+00:00",
        by="a test",
        target="emulator",
        stage="test",
        previous=None,
        function="fn",
        version="1",
        code="sha256:aa",
        site="sha256:bb",
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # fields by name, in tests only


def a_history(*releases: Release) -> History:
    """Newest first, all of them old."""
    ordered = tuple(sorted(releases, key=lambda release: release.sequence, reverse=True))
    return History(ordered, ages=tuple((release.id, LONG_AGO) for release in ordered))


def a_site(text: str) -> Site:
    sha = text.encode().hex().ljust(64, "0")
    files = (File(f"assets/{text}.js", sha, 1), File("index.html", sha, 1), File("favicon.svg", "f" * 64, 1))
    return Site(Path("dist"), f"sha256:{text}", files)
