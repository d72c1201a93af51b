"""Real deploys, one after the other, on an AWS that outlives them: killed, repeated, drifted, taken down."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tasador_release.aws import Aws

from tests.engine import session as sessions
from tests.engine.conftest import Dagger
from tests.engine.session import InSession
from tests.engine.world import PLANTED, PYTHON, STAGE, World, world
from tests.place import OF_ACCOUNT

pytestmark = pytest.mark.engine
KILL_WITHIN_S = 600


@pytest.fixture(scope="module")
def there(mirror: Path) -> Iterator[World]:
    if not PYTHON.exists():
        pytest.skip("no emulator here: ./run venv makes it")
    with world() as made:
        yield made


@pytest.fixture(scope="module")
def typed(dagger: Dagger, there: World, mirror: Path) -> Dagger:
    """Every call a command of its own."""
    return Dagger(options=(*there.options, f"--provider-mirror={mirror}"), env=there.env)


@pytest.fixture(scope="module")
def mine(typed: Dagger) -> Iterator[Dagger]:
    """The calls that give a text are made in one session: the module is loaded once."""
    with sessions.opened(typed.source, dict(typed.env)) as made:
        yield InSession(typed.source, typed.options, typed.env, made)


def test_an_account_that_is_not_ready_is_refused_with_the_remedy(mine: Dagger) -> None:
    said = mine.call("deploy", "--skip-checks")
    assert said.code != 0
    assert "run: dagger call bootstrap" in said.err
    assert "Traceback (most recent call last)" not in said.err


def test_bootstrap_makes_the_account_ready_and_again_changes_nothing(mine: Dagger) -> None:
    for _ in range(2):
        assert f"role/{OF_ACCOUNT['deploy_role']}" in mine.ok("bootstrap", "--repository=tasador/tasador")


def test_a_dry_run_writes_nothing(mine: Dagger, there: World) -> None:
    said = mine.ok("deploy", "--dry-run")
    assert "would be pushed" in said
    assert "+ aws_lambda_function.this" in said
    assert not Aws(there.target).lambda_.list_functions()["Functions"]


def test_a_client_killed_in_mid_deploy_leaves_nothing_that_the_next_one_cannot_finish(
    mine: Dagger, there: World
) -> None:
    process = mine.start("deploy", "--skip-checks")
    ecr = Aws(there.target).ecr
    end = time.monotonic() + KILL_WITHIN_S
    # the image is there, so the apply of everything else has begun or is about to
    while not ecr.describe_repositories()["repositories"] or not images(there):
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    said = mine.call("deploy", "--skip-checks")
    if said.code:  # a lock that the killed one held is shown with its remedy
        assert "is locked by" in mine.ok("unlock", "--force"), said.err[-3000:]
        said = mine.call("deploy", "--skip-checks")
    assert said.code == 0, said.err[-3000:]
    assert "10 checks hold" in said.out


def images(there: World) -> int:
    found = Aws(there.target).ecr.describe_repositories()["repositories"]
    return sum(
        len(Aws(there.target).ecr.describe_images(repositoryName=r["repositoryName"])["imageDetails"]) for r in found
    )


def test_two_identical_deploys_both_act_and_find_nothing_to_do(mine: Dagger, there: World) -> None:
    seen = [prices(there)]
    for _ in range(2):
        said = mine.ok("deploy", "--skip-checks")
        assert "nothing to do: version 1" in said
        assert re.search(r"publish +[0-9.]+ +unchanged", said)
        seen.append(prices(there))
    assert seen[0] < seen[1] < seen[2], "a call was answered from an earlier one: nobody asked for a price"


def prices(there: World) -> int:
    """How often the service gave a price: each smoke test asks for several."""
    events = Aws(there.target).logs.filter_log_events(
        logGroupName=there.log_group, filterPattern='{ $.event = "PRED_LOG_OUTPUT" }'
    )["events"]
    return len(events)


def test_plan_and_drift_find_nothing_to_change(mine: Dagger) -> None:
    assert "nothing to change" in mine.ok("plan")
    assert "nothing has drifted" in mine.ok("drift")


def test_the_smoke_test_alone_asks_what_stands(mine: Dagger) -> None:
    assert "GET / is ok" in mine.ok("smoke")


def test_history_and_status_name_the_release(mine: Dagger) -> None:
    assert mine.ok("history").strip().startswith("*")
    assert "000001-" in mine.ok("status")


def test_the_log_holds_the_prices_that_were_given(mine: Dagger) -> None:
    assert "PRED_LOG_OUTPUT" in mine.ok("logs", "--minutes=60")


def test_a_home_gets_its_price_and_one_without_its_place_gets_none(mine: Dagger) -> None:
    assert "precio_predicho" in mine.ok("invoke")
    assert "correct its body" in mine.call("invoke", '--body={"rooms": 2}').err


def test_a_version_is_proved_and_an_image_pushed_again_by_themselves(mine: Dagger) -> None:
    assert "version 1" in mine.ok("prove")
    assert "@sha256:" in mine.ok("publish")


def test_what_stands_and_is_in_the_state_is_not_taken_over(mine: Dagger) -> None:
    assert "nothing was done" in mine.ok("adopt")


def test_a_trial_says_what_it_would_cost_and_does_nothing(mine: Dagger, there: World) -> None:
    said = mine.ok("trial", "--repository=tasador/tasador")
    assert re.search(r"at most \d+ US cents", said)
    assert "--confirm=" in said
    assert len(Aws(there.target).lambda_.list_functions()["Functions"]) == 1


def test_what_no_commit_holds_is_a_file_that_the_verbs_take(mine: Dagger, tmp_path: Path) -> None:
    mine.ok("debug", "outputs", "export", f"--path={tmp_path / 'outputs.json'}")
    given = replace(mine, options=(*mine.options, f"--stack-outputs={tmp_path / 'outputs.json'}"))
    assert "000001-" in given.ok("history")
    mine.ok("debug", "plan", "export", f"--path={tmp_path / 'saved.tfplan'}")
    assert "nothing to change" in mine.ok("apply", f"--saved-plan={tmp_path / 'saved.tfplan'}")


def test_what_a_failed_job_keeps_is_what_its_line_takes(mine: Dagger, tmp_path: Path) -> None:
    mine.ok("debug", "inputs", "export", f"--path={tmp_path}")
    assert {path.name for path in tmp_path.iterdir()} == {"outputs.json", "saved.tfplan"}
    outputs = (tmp_path / "outputs.json").read_text(encoding="utf-8")
    (tmp_path / "outputs.json").write_text(
        outputs.replace('"site_url": "', '"site_url": "elsewhere-'), encoding="utf-8"
    )
    given = replace(mine, options=(*mine.options, f"--stack-outputs={tmp_path / 'outputs.json'}"))
    assert "nothing to change" in given.ok("deploy", "--dry-run")
    assert "a deploy makes what --stack-outputs tells of" in given.call("deploy", "--skip-checks").err


def test_a_release_is_run_again_and_gives_the_digests_that_are_on_record(mine: Dagger) -> None:
    release = mine.ok("history").split()[1]
    said = mine.ok("debug", "replay", f"--release={release}", "--skip-checks")
    assert re.search(r"image sha256:\w+ is the one that was released", said)
    assert re.search(r"page sha256:\w+ is the one that was released", said)


def test_a_release_that_is_not_on_record_cannot_be_replayed(mine: Dagger) -> None:
    said = mine.call("debug", "replay", "--release=999999-none")
    assert said.code != 0
    assert "is not on record" in said.err


def test_what_drifted_is_named_and_is_an_error(mine: Dagger, there: World) -> None:
    name = Aws(there.target).lambda_.list_functions()["Functions"][0]["FunctionName"]
    Aws(there.target).lambda_.update_function_configuration(FunctionName=name, Timeout=7)
    said = mine.call("drift")
    assert said.code != 0
    assert "aws_lambda_function.this" in said.err
    mine.ok("apply")
    mine.ok("drift")


def test_an_infrastructure_that_terraform_refuses_ends_the_deploy_readably(mine: Dagger, copy: Path) -> None:
    (copy / f"infra/stages/{STAGE}.tfvars.json").write_text('{"memory_mb": 1}', encoding="utf-8")
    wrong = Dagger(copy, mine.options, mine.env)
    said = wrong.call("deploy", "--skip-checks")
    assert said.code != 0
    assert "memory_mb must be a whole number" in said.err
    assert "Traceback (most recent call last)" not in said.err


def test_the_page_is_synced_and_told_to_the_edges(mine: Dagger) -> None:
    assert "nothing to do" in mine.ok("sync", "--dry-run")
    assert "1 paths" in mine.ok("invalidate", "--paths=/index.html")


def test_rollback_says_when_there_is_nothing_to_go_back_to(mine: Dagger) -> None:
    said = mine.call("rollback")
    assert said.code != 0
    assert "no earlier release on record" in said.err
    assert "report this as a bug" not in said.err


def test_a_page_that_was_changed_alone_is_released_and_taken_back(mine: Dagger, copy: Path) -> None:
    page = copy / "web" / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("</head>", "<!-- changed --></head>"), encoding="utf-8")
    Dagger(copy, mine.options, mine.env).ok("sync")
    assert re.search(r"^\* *000002-", mine.ok("history"), re.MULTILINE)
    mine.ok("rollback")
    assert re.search(r"^\* 000003-.* back to 000001-", mine.ok("history"), re.MULTILINE)


def test_prune_unlock_and_doctor_look_before_they_touch(mine: Dagger) -> None:
    assert "nothing to prune" in mine.ok("prune", "--dry-run")
    assert "the release lock is free" in mine.ok("unlock")
    assert "state bucket" in mine.ok("doctor")


def test_a_planted_secret_is_nowhere(typed: Dagger, there: World, tmp_path: Path) -> None:
    said = typed.call("deploy", "--skip-checks")
    assert said.code == 0, said.err[-3000:]
    assert PLANTED not in said.all
    tarball = tmp_path / "image.tar"
    typed.ok("image", "as-tarball", "export", f"--path={tarball}")
    assert PLANTED.encode() not in tarball.read_bytes()
    s3 = Aws(there.target).s3
    kept = [
        s3.get_object(Bucket=bucket["Name"], Key=item["Key"])["Body"].read()
        for bucket in s3.list_buckets()["Buckets"]
        for item in s3.list_objects_v2(Bucket=bucket["Name"]).get("Contents", [])
    ]
    assert kept
    assert not [body for body in kept if PLANTED.encode() in body]


def test_destroy_wants_the_code_of_its_plan_and_then_takes_the_stage_down(mine: Dagger, there: World) -> None:
    said = mine.call("destroy", "--confirm=yes")
    assert said.code != 0
    assert "confirms another plan" in said.err
    told = mine.ok("destroy")
    assert "nothing was done" in told
    assert Aws(there.target).lambda_.list_functions()["Functions"]
    mine.ok("destroy", f"--confirm={told.strip().rpartition('--confirm=')[2]}")
    assert not Aws(there.target).lambda_.list_functions()["Functions"]
    assert not Aws(there.target).ecr.describe_repositories()["repositories"]
