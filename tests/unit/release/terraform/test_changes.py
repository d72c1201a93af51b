"""Terraform's saved plan, as a summary that never misses a destroy."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tasador_release.errors import DestroyRefused, PlanUnreadable
from tasador_release.terraform.changes import Changes, parse, refuse_destroys

ACTIONS: dict[str, list[str]] = {
    "add": ["create"],
    "change": ["update"],
    "replace": ["delete", "create"],
    "replace again": ["create", "delete"],
    "destroy": ["delete"],
    "none": ["no-op"],
    "read": ["read"],
}


def a_plan(changes: list[tuple[str, list[str]]], **more: object) -> str:
    listed = [{"address": name, "mode": "managed", "change": {"actions": do}} for name, do in changes]
    return json.dumps({"format_version": "1.2", "resource_changes": listed, **more})


drawn = st.lists(st.tuples(st.text("abc.", min_size=1), st.sampled_from(sorted(ACTIONS))))


@given(drawn)
def test_everything_that_acts_is_listed_once(changes: list[tuple[str, str]]) -> None:
    found = parse(a_plan([(name, ACTIONS[kind]) for name, kind in changes]))
    acting = [name for name, kind in changes if kind not in ("none", "read")]
    listed = [*found.added, *found.changed, *found.replaced, *found.destroyed]
    assert sorted(listed) == sorted(acting)
    assert found.empty == (not acting)


@given(drawn)
def test_whatever_stops_existing_is_refused_unless_allowed(changes: list[tuple[str, str]]) -> None:
    found = parse(a_plan([(name, ACTIONS[kind]) for name, kind in changes]))
    gone = {name for name, kind in changes if kind.startswith(("replace", "destroy"))}
    refuse_destroys(found, allowed=True)
    if gone:
        with pytest.raises(DestroyRefused) as raised:
            refuse_destroys(found, allowed=False)
        assert set(raised.value.addresses) == gone
    else:
        refuse_destroys(found, allowed=False)


def test_a_plan_that_changes_outputs_alone_is_applied() -> None:
    """Terraform ends such a plan with 2, as any other: unapplied, the state would lack what the release reads."""
    outputs = {"a": {"actions": ["create"]}, "b": {"actions": ["no-op"]}}
    found = parse(a_plan([("a", ["no-op"])], output_changes=outputs))
    assert (found.empty, found.touches_resources, found.outputs) == (False, False, ("a",))
    assert found.lines() == ("= output.a", "1 outputs to write")
    refuse_destroys(found, allowed=False)


def test_a_deployment_of_the_api_gives_way_to_the_next() -> None:
    """It is replaced whenever the API changes; the next is live before it goes."""
    replaced = parse(a_plan([("aws_api_gateway_deployment.this", ["create", "delete"])]))
    refuse_destroys(replaced, allowed=False)
    assert not replaced.empty
    with pytest.raises(DestroyRefused):
        refuse_destroys(parse(a_plan([("aws_api_gateway_deployment.this", ["delete"])])), allowed=False)


@given(st.text() | st.recursive(st.none() | st.integers(), st.lists).map(json.dumps))
def test_what_is_no_plan_is_an_error_and_not_an_empty_plan(text: str) -> None:
    with pytest.raises(PlanUnreadable):
        parse(text)


def test_a_plan_of_some_addresses_alone_is_incomplete_as_asked() -> None:
    plan = a_plan([("a", ["delete"])], complete=False)
    assert parse(plan, limited=True).destroyed == ("a",)
    with pytest.raises(PlanUnreadable, match="incomplete"):
        parse(a_plan([], complete=False, errored=True), limited=True)


def imported(importing: bool) -> str:
    change = {"actions": ["update"], "before": {"force_delete": False}, "after": {"force_delete": True}}
    change |= {"importing": {"id": "x"}} if importing else {}
    one = {"address": "aws_ecr_repository.a", "type": "aws_ecr_repository", "mode": "managed", "change": change}
    return json.dumps({"format_version": "1.2", "resource_changes": [one]})


def test_an_import_is_something_to_apply_and_loses_no_protection_that_aws_does_not_know() -> None:
    assert parse(imported(True)).imported == ("aws_ecr_repository.a",)
    assert parse(imported(True)).lost == ()
    assert parse(imported(False)).lost != ()
    still = json.loads(imported(True))
    still["resource_changes"][0]["change"]["actions"] = ["no-op"]
    assert not parse(json.dumps(still)).empty


@pytest.mark.parametrize("flag", [{"errored": True}, {"complete": False}])
def test_an_incomplete_plan_is_refused(flag: dict[str, bool]) -> None:
    with pytest.raises(PlanUnreadable, match="incomplete"):
        parse(a_plan([], **flag))


def test_unknown_actions_are_refused() -> None:
    with pytest.raises(PlanUnreadable, match="unknown actions"):
        parse(a_plan([("a", ["explode"])]))


def test_a_change_without_actions_is_refused() -> None:
    with pytest.raises(PlanUnreadable, match="actions"):
        parse(json.dumps({"format_version": "1", "resource_changes": [{"address": "a", "change": {}}]}))


def test_data_sources_are_no_changes() -> None:
    read = {"address": "data.x", "mode": "data", "change": {"actions": ["create"]}}
    assert parse(json.dumps({"format_version": "1", "resource_changes": [read]})).empty


def test_drift_is_named() -> None:
    drift = [{"address": "aws_s3_bucket.site", "change": {"actions": ["update"]}}]
    found = parse(a_plan([], resource_drift=drift))
    assert found.drifted == ("aws_s3_bucket.site",)
    assert found.empty


def test_the_summary_counts_by_kind() -> None:
    changes = Changes(added=("a", "b"), destroyed=("c",))
    assert changes.summary() == "2 to add, 1 to destroy"
    assert changes.lines() == ("+ a", "+ b", "- c", "2 to add, 1 to destroy")
    assert Changes().summary() == "nothing to change"


ARN = "arn:aws:acm:us-east-1:123456789012:certificate/1"
SITE: dict[str, object] = {
    "aliases": ["tasador.example", "www.tasador.example"],
    "viewer_certificate": [{"acm_certificate_arn": ARN}],
    "enabled": True,
}


def an_update(kind: str, before: dict[str, object], after: dict[str, object]) -> str:
    change = {"actions": ["update"], "before": before, "after": after}
    item = {"address": f"{kind}.x", "type": kind, "mode": "managed", "change": change}
    return json.dumps({"format_version": "1.2", "resource_changes": [item]})


@pytest.mark.parametrize(
    ("kind", "before", "after", "said"),
    [
        ("aws_cloudfront_distribution", SITE, {**SITE, "aliases": ["tasador.example"]}, "domain www.tasador.example"),
        ("aws_cloudfront_distribution", SITE, {**SITE, "aliases": []}, "loses its domain tasador.example"),
        (
            "aws_cloudfront_distribution",
            SITE,
            {**SITE, "viewer_certificate": [{"cloudfront_default_certificate": True}]},
            f"loses its certificate {ARN}",
        ),
        ("aws_cloudfront_distribution", SITE, {**SITE, "enabled": False}, "is switched off"),
        ("aws_s3_bucket", {"force_destroy": False}, {"force_destroy": True}, "destroyed with what it holds"),
        ("aws_ecr_repository", {"force_delete": False}, {"force_delete": True}, "destroyed with its images"),
        (
            "aws_s3_bucket_versioning",
            {"versioning_configuration": [{"status": "Enabled"}]},
            {"versioning_configuration": [{"status": "Suspended"}]},
            "no longer keeps former versions",
        ),
        (
            "aws_s3_bucket_public_access_block",
            {"block_public_policy": True},
            {"block_public_policy": False},
            "no longer has block_public_policy",
        ),
    ],
)
def test_an_update_that_takes_something_away_counts_as_destroying(
    kind: str, before: dict[str, object], after: dict[str, object], said: str
) -> None:
    found = parse(an_update(kind, before, after))
    assert any(line.startswith("! ") and said in line for line in found.lines())
    with pytest.raises(DestroyRefused, match=said):
        refuse_destroys(found, allowed=False)
    refuse_destroys(found, allowed=True)
    back = parse(an_update(kind, after, before))
    refuse_destroys(back, allowed=False)
    assert back.lost == ()


def test_an_update_that_takes_nothing_away_passes() -> None:
    after = {**SITE, "aliases": [*SITE["aliases"], "new.example"], "comment": "x"}  # type: ignore[misc]  # a list
    unknown = {name: value for name, value in SITE.items() if name != "viewer_certificate"}
    for later in (after, unknown):
        found = parse(an_update("aws_cloudfront_distribution", SITE, later))
        refuse_destroys(found, allowed=False)
        assert found.lost == ()
