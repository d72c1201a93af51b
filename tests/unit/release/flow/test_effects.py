"""Which index the smoke test expects: the one that this release showed, or what stands where nothing changed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, cast

import anyio
from tasador_release.flow.effects import LiveEffects
from tasador_release.flow.plan import CodePlan, ReleasePlan
from tasador_release.site.shown import Change, Placed
from tasador_release.site.sync import INDEX, SyncPlan, manifest_of
from tasador_release.values.alias import Alias
from tasador_release.values.results import Check

from tests.unit.release.fake import a_release, a_site

ENTRY = Change(Placed("robots.txt", b"old", "r"), Placed("robots.txt", b"all may"), Placed("robots.txt", b"old", "r"))
SHOWN = Change(Placed(INDEX, b"old", "i"), Placed(INDEX, b"new"), Placed(INDEX, b"old", "i"))


class Bucket:
    async def index(self) -> Placed:
        return Placed(INDEX, b"what stands", "i2")


@dataclass
class Expecting(LiveEffects):
    expected: list[tuple[str, bytes | None]] = field(default_factory=list)

    @property
    def _bucket(self) -> Any:  # noqa: ANN401  its index is all that is asked of it
        return Bucket()

    async def _smoked(self, version: str, index: Placed) -> tuple[Check, ...]:
        self.expected.append((version, index.body))
        return ()


def expected(plan: ReleasePlan) -> tuple[str, bytes | None]:
    nothing = cast(Any, None)
    effects = Expecting(nothing, nothing, nothing, nothing, None, by="ana")
    anyio.run(effects.smoke, plan)
    (seen,) = effects.expected
    return seen


def plan() -> ReleasePlan:
    site = a_site("two")
    code = CodePlan("fn", "live", Alias("1"), "2", Alias("1"))
    return ReleasePlan(a_release("000002-b"), None, code, SyncPlan(), manifest_of(site), "", (ENTRY, SHOWN))


def test_a_release_is_smoke_tested_by_the_index_that_it_shows_whoever_replaced_it_since() -> None:
    assert expected(plan()) == ("2", b"new")


def test_where_nothing_changes_what_stands_is_smoke_tested() -> None:
    before = a_release("000001-a", version="2")
    same = replace(plan(), before=before, shown=before.id, changes=(SHOWN,), code=replace(plan().code, seen=Alias("2")))
    release = replace(same.release, version="2", code=before.code, site=before.site)
    assert replace(same, release=release).empty
    assert expected(replace(same, release=release)) == ("2", b"what stands")


def test_the_changed_entries_are_invalidated_beside_the_index() -> None:
    assert plan().paths == ("/", f"/{INDEX}", "/robots.txt")
