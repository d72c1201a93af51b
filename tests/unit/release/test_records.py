"""Records, locks and findings as values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador_release.errors import NothingToRollBackTo, PreflightError, ReleaseError
from tasador_release.flow import lease
from tasador_release.flow.plan import CodePlan, ReleasePlan
from tasador_release.flow.preflight import check_names, check_region
from tasador_release.site.sync import SyncPlan, plan_sync
from tasador_release.upkeep.account_facts import covers
from tasador_release.upkeep.doctor import NEEDED, TOOLS, Facts, examine, healthy
from tasador_release.values import history
from tasador_release.values.history import choose, last_good, new_id
from tasador_release.values.settings import Names
from tasador_release.values.target import production

from tests.unit.release.fake import a_release, a_site

NOW = datetime(2026, 11, 24, 4, 30, 0, 123000, tzinfo=UTC)
HERE = production("us-east-1", "1" * 12, None)
NAMES = Names("prod", "a-repo", "fn", "role", "Api", "c", "d", "rule", "w", "dash")


def test_a_record_survives_its_own_json() -> None:
    release = a_release(steps=(history.Step("plan", 0.0, 1.0, "ok", "x"),), error="é")
    assert history.parse(release.to_json()) == release


@given(st.text() | st.dictionaries(st.sampled_from(["id", "outcome", "files"]), st.text()).map(str))
def test_a_record_that_cannot_be_read_is_an_error(text: str) -> None:
    with pytest.raises(ReleaseError, match="cannot be read"):
        history.parse(text)


def test_an_unknown_outcome_is_an_error() -> None:
    with pytest.raises(ReleaseError, match="unknown outcome"):
        history.parse(a_release(outcome="perhaps").to_json())


@given(st.datetimes(datetime(2020, 1, 1), datetime(2090, 1, 1)), st.timedeltas(timedelta(microseconds=1)))
def test_ids_sort_by_time(at: datetime, later: timedelta) -> None:
    try:
        after = at + later
    except OverflowError:
        return
    if after.year < 2100:
        assert new_id(at, "sha256:ffff", "sha256:ffff") < new_id(after, "sha256:0000", "sha256:0000")


def test_the_last_good_release_is_the_newest_that_was_done() -> None:
    listed = [a_release("1"), a_release("3", outcome="failed"), a_release("2")]
    found = last_good(listed)
    assert found is not None
    assert found.id == "2"


def test_a_release_that_failed_is_nothing_to_go_back_to() -> None:
    with pytest.raises(NothingToRollBackTo, match="2"):
        choose([a_release("1"), a_release("2", outcome="failed")], "2")


def test_a_lease_is_stale_after_its_time_and_never_before() -> None:
    mine = lease.new("ana", "t", NOW)
    assert not mine.stale(NOW + timedelta(seconds=lease.LEASE_S))
    assert mine.stale(NOW + timedelta(seconds=lease.LEASE_S + 1))
    assert mine.age_s(NOW - timedelta(hours=1)) == 0
    assert lease.parse(mine.beat(NOW).to_json()) == mine


@given(st.text())
def test_a_lock_that_cannot_be_read_can_be_taken_over(text: str) -> None:
    assert lease.parse(text).stale(NOW)


def plan(current: str, wanted: str, *, page: str = "two", on_record: str | None = "two") -> ReleasePlan:
    site = a_site(page)
    before = None if on_record is None else a_release(version=wanted, site=f"sha256:{on_record}")
    files = plan_sync(site, []) if current != wanted else SyncPlan(unchanged=3)
    release = a_release("2", version=wanted, site=site.digest, previous=before.id if before else None)
    return ReleasePlan(release, before, CodePlan("fn", "live", current, wanted), files)


def test_a_plan_reads_as_the_steps_it_will_take() -> None:
    lines = plan("1", "2").lines()
    assert "alias       fn:live from 1 to version 2" in lines
    assert any(line.startswith("upload      assets/two.js") for line in lines)
    assert lines[-1] == "invalidate  / /index.html /favicon.svg"


def test_a_plan_is_empty_only_when_the_record_says_the_same() -> None:
    assert plan("2", "2").empty
    assert plan("2", "2").lines()[-1] == "nothing to do"
    assert not plan("2", "2", on_record="one").empty
    assert not plan("2", "2", on_record=None).empty


def test_what_no_record_vouches_for_is_invalidated() -> None:
    assert plan("2", "2", on_record="one").paths == ("/", "/index.html")
    assert plan("2", "2").paths == ()


def test_sound_names_and_regions_pass() -> None:
    check_names(NAMES)
    for region in ("us-east-1", "sa-east-1", "ap-southeast-2", "zz-new-1"):
        check_region(region)


@pytest.mark.parametrize("region", ["", "us-east", "us-east-1a", "US-EAST-1", "mars"])
def test_what_is_no_region_is_refused(region: str) -> None:
    with pytest.raises(PreflightError, match="no AWS region"):
        check_region(region)
    assert not healthy(examine(replace(HERE, region=region), facts()))


@pytest.mark.parametrize(
    ("kind", "name"),
    [("role", "My Role"), ("rule", "a b"), ("repository", "Bad Name"), ("function", "f" * 65)],
)
def test_a_name_that_aws_would_refuse_is_refused_first(kind: str, name: str) -> None:
    changed = replace(NAMES, **{kind: name})
    with pytest.raises(PreflightError, match="no name for a"):
        check_names(changed)


def facts(**changes: object) -> Facts:
    well = Facts(
        tools=dict.fromkeys(TOOLS, "/usr/bin/x"),
        identity="arn:aws:iam::1:user/ana",
        account="1" * 12,
        state_bucket=True,
        certificate="ISSUED",
    )
    return replace(well, **changes)  # type: ignore[arg-type]  # fields by name, in tests only


def test_a_machine_that_has_everything_is_healthy() -> None:
    findings = examine(HERE, facts())
    assert healthy(findings)
    assert all(finding.ok for finding in findings)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("credentials", {"identity": None, "credentials_error": "expired"}),
        ("account", {"account": "2" * 12}),
        ("state bucket", {"state_bucket": False}),
        ("release lock", {"lock_owner": "ana", "lock_age_s": 9.0}),
    ],
)
def test_whatever_is_amiss_comes_with_its_fix(name: str, changes: dict[str, object]) -> None:
    found = {finding.name: finding for finding in examine(HERE, facts(**changes)) if not finding.ok}
    assert set(found) == {name}
    assert found[name].fix
    assert not healthy(tuple(found.values()))


def test_a_missing_tool_matters_only_when_nothing_stands_in_for_it() -> None:
    for tool in TOOLS:
        tools = {**dict.fromkeys(TOOLS, "/usr/bin/x"), tool: None}
        assert healthy(examine(HERE, facts(tools=tools))) == (tool not in NEEDED)


def test_a_missing_certificate_is_told_and_stops_nothing() -> None:
    findings = examine(HERE, facts(certificate=None))
    assert [finding.name for finding in findings if not finding.ok] == ["certificate"]
    assert healthy(findings)


@pytest.mark.parametrize(
    ("names", "good"),
    [
        (["tasador.lukebm.com"], True),
        (["lukebm.com", "*.lukebm.com"], True),
        (["lukebm.com", "Tasador.lukebm.com"], True),
        (["lukebm.com"], False),
        (["*.tasador.lukebm.com"], False),
        (["*.com"], False),
        ([], False),
    ],
)
def test_a_certificate_counts_by_all_its_names(names: list[str], good: bool) -> None:
    assert covers(names, "tasador.lukebm.com") is good
