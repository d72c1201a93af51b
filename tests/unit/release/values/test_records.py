"""Records, locks and findings as values."""

import contextlib
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador_release.account.preflight import check_names, check_region
from tasador_release.diagnosis.doctor import NEEDED, TOOLS, Facts, examine, healthy
from tasador_release.diagnosis.facts import _names, covers
from tasador_release.errors import NothingToRollBackTo, PreflightError
from tasador_release.flow.plan import CodePlan, LiveState, ReleasePlan, disturbed
from tasador_release.locks import lease
from tasador_release.site.shown import Change, Mark, Placed
from tasador_release.site.sync import INDEX, SyncPlan, manifest_of, plan_sync
from tasador_release.values import record
from tasador_release.values.alias import Alias
from tasador_release.values.history import Unreadable, choose
from tasador_release.values.record import new_id, sequence_of
from tasador_release.values.settings import Names
from tasador_release.values.target import production

from tests.unit.release.fake import WELL, a_history, a_release, a_site

NOW = datetime(2026, 11, 24, 4, 30, 0, 123000, tzinfo=UTC)
HERE = production("us-east-1", "1" * 12, None, state_bucket="states")
NAMES = Names("prod", "a-repo", "fn", "role", "Api", "c", "d", "rule", "w", "dash")


def test_a_record_survives_its_own_json() -> None:
    release = a_release(steps=(record.Step("plan", 0.0, 1.0, "ok", "x"),), error="é")
    assert record.parse(release.to_json().encode()) == release


RECORDS = st.dictionaries(st.sampled_from(["id", "outcome", "schema"]), st.text())


@given(st.binary() | RECORDS.map(lambda record: json.dumps(record).encode()))
def test_a_record_that_cannot_be_read_is_told_as_such_whatever_it_holds(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        record.parse(text)


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=2))


@given(st.sampled_from(sorted(record.Release.__dataclass_fields__)), JSON)
def test_a_field_of_another_kind_is_a_value_error_or_none(name: str, value: object) -> None:
    raw = json.loads(a_release().to_json()) | {name: value}
    with contextlib.suppress(ValueError):
        found = record.from_dict(raw)
        assert sequence_of(found.id) > 0


def test_an_unknown_outcome_a_newer_schema_and_a_date_without_a_zone_are_told() -> None:
    for change, said in (
        ({"outcome": "perhaps"}, "unknown outcome"),
        ({"schema": 3}, "of schema 3"),
        ({"started_at": "2026-11-01T00:00:00"}, "no zone"),
    ):
        with pytest.raises(ValueError, match=said):
            record.from_dict(json.loads(a_release(**change).to_json()))


def test_a_terminals_escapes_in_a_record_are_written_out() -> None:
    found = record.parse(a_release(by="\x1b[2Jana\x07", revision="\u202eabc").to_json().encode())
    assert (found.by, found.revision) == ("\\x1b[2Jana\\x07", "\\x202eabc")


def test_what_cannot_be_read_is_told_without_obeying_what_is_in_it() -> None:
    line = Unreadable("releases/\x1b[2J.json", "it holds \x07", datetime(2026, 11, 27, tzinfo=UTC)).line()
    assert line == "releases/\\x1b[2J.json cannot be read and is passed over: it holds \\x07"


def test_ids_sort_by_their_number_and_no_clock() -> None:
    ids = [new_id(number, "sha256:ffff", "sha256:0000") for number in (1, 2, 10, 99_999, 100_000)]
    assert ids == sorted(ids)
    assert [sequence_of(name) for name in ids] == [1, 2, 10, 99_999, 100_000]
    assert [sequence_of(name) for name in ("", "x", "²-a", "-1")] == [0, 0, 0, 0]


def test_the_next_number_comes_after_every_one_that_was_ever_seen() -> None:
    past = replace(a_history(a_release("000004-a")), sequence=7)
    assert past.next_sequence() == 8
    assert past.next_sequence("000011-b") == 12


def test_the_last_good_release_is_the_newest_that_was_done() -> None:
    listed = [a_release("000001-a"), a_release("000003-c", outcome="failed"), a_release("000002-b")]
    found = a_history(*listed).last_good
    assert found is not None
    assert found.id == "000002-b"


def test_a_release_that_failed_is_nothing_to_go_back_to() -> None:
    past = a_history(a_release("000001-a"), a_release("000002-b", outcome="failed"))
    with pytest.raises(NothingToRollBackTo, match="000002-b"):
        choose(past, "000002-b", disturbed=False)


def test_what_stands_is_disturbed_by_a_killed_release_and_not_by_an_operators_hand() -> None:
    good, killed = a_release("000001-a", version="1"), a_release("000002-b", version="2", outcome="started")
    mark = Mark("000001-a", "sha256:bb", "00")
    index = Placed(INDEX, b"", "e")
    for alias in (Alias("1"), Alias("7"), Alias("1", (("7", 0.1),))):
        assert not disturbed(a_history(good, killed), LiveState(alias, index, mark))
    for alias in (Alias("2"), Alias("1", (("2", 0.1),))):
        assert disturbed(a_history(good, killed), LiveState(alias, index, mark))
    assert disturbed(a_history(good), LiveState(Alias("1"), index, None))


@given(st.binary())
def test_a_lock_that_cannot_be_read_has_an_unknown_owner(text: bytes) -> None:
    assert lease.parse(text).owner in {"unknown"}


def test_a_lock_tells_its_owner_without_obeying_what_is_in_it() -> None:
    mine = lease.new("ana\x1b[31m", "t", NOW)
    assert lease.parse(mine.to_json().encode()).owner == "ana\\x1b[31m"
    assert mine.renewed() != mine


def plan(current: str, wanted: str, *, page: str = "two", on_record: str | None = "two") -> ReleasePlan:
    site = a_site(page)
    before = None if on_record is None else a_release(version=wanted, site=f"sha256:{on_record}")
    files = plan_sync(site, []) if current != wanted else SyncPlan(unchanged=3)
    release = a_release("000002-b", version=wanted, site=site.digest, previous=before.id if before else None)
    stood, new = Placed(INDEX, b"old", "e"), Placed(INDEX, b"new", None)
    code = CodePlan("fn", "live", Alias(current), wanted, Alias(current))
    shown = before.id if before else ""
    return ReleasePlan(release, before, code, files, manifest_of(site), shown, (Change(stood, new, stood),))


def test_a_plan_reads_as_the_steps_it_will_take() -> None:
    lines = plan("1", "2").lines()
    assert "alias       fn:live from version 1 to version 2" in lines
    assert any(line.startswith("upload      assets/two.js") for line in lines)
    assert lines[-1] == "invalidate  / /index.html"


def test_a_plan_is_empty_only_when_the_record_and_what_stands_say_the_same() -> None:
    assert plan("2", "2").empty
    assert plan("2", "2").lines()[-1] == "nothing to do"
    assert not plan("2", "2", on_record="one").empty
    assert not plan("2", "2", on_record=None).empty
    assert not replace(plan("2", "2"), shown="000001-killed").empty
    weighted = replace(plan("2", "2").code, seen=Alias("2", (("1", 0.1),)))
    assert not replace(plan("2", "2"), code=weighted).empty


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
    return replace(WELL, **changes)  # type: ignore[arg-type]  # fields by name, in tests only


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
        ("release lock", {"lock_owner": "ana", "lock_since": "2026-11-01"}),
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
        findings = examine(HERE, facts(tools=tools))
        assert healthy(findings) == (tool not in NEEDED)
        assert [(one.name, one.detail) for one in findings if not one.ok] == [(tool, "not found")]


def test_a_certificate_has_its_own_name_and_the_others_it_stands_for() -> None:
    other = {"DomainName": "a.example", "SubjectAlternativeNameSummaries": ["a.example", "homes.example.com"]}
    assert covers(_names(other), "homes.example.com")
    assert not covers(_names({"DomainName": "a.example"}), "homes.example.com")


def test_a_missing_certificate_is_told_and_stops_nothing() -> None:
    findings = examine(HERE, facts(domain="homes.example.com", certificate=None))
    assert [finding.name for finding in findings if not finding.ok] == ["certificate"]
    assert healthy(findings)


def test_a_stage_without_a_domain_of_its_own_needs_no_certificate() -> None:
    (found,) = [one for one in examine(HERE, facts(certificate=None)) if one.name == "certificate"]
    assert found.ok


@pytest.mark.parametrize(
    ("names", "good"),
    [
        (["tasador.example.com"], True),
        (["example.com", "*.example.com"], True),
        (["example.com", "Tasador.example.com"], True),
        (["example.com"], False),
        (["*.tasador.example.com"], False),
        (["*.com"], False),
        ([], False),
    ],
)
def test_a_certificate_counts_by_all_its_names(names: list[str], good: bool) -> None:
    assert covers(names, "tasador.example.com") is good


def test_a_rollback_that_did_not_end_names_its_target_again_only_when_it_was_the_last_thing_begun() -> None:
    good = [
        a_release("000001-a"),
        a_release("000002-b", previous="000001-a"),
        a_release("000003-c", previous="000002-b"),
    ]
    back = a_release("000004-d", outcome="started", restores="000001-a")
    assert choose(a_history(*good, back), None, disturbed=True).id == "000001-a"
    later = a_release("000005-e", outcome="failed")
    assert choose(a_history(*good, back, later), None, disturbed=False).id == "000002-b"
